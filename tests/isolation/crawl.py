"""Asks every URL of the admin as one person, and notes what is shown and what changes. Each request is rolled back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from stores.access.confinement import confinement_of
from stores.isolation.verdicts import verdict_for
from tests.isolation.answers import Answer, body_of, picture_sign, text_of
from tests.isolation.forms import Data, form_data
from tests.isolation.markers import signs_in, without_echo
from tests.isolation.payloads import Payload, payloads_of
from tests.isolation.planting import Planted
from tests.isolation.queries import queries_of
from tests.isolation.roles import Role
from tests.isolation.routes import Route, all_routes, filled, url_of
from tests.isolation.rows import Watch
from tests.isolation.targets import Target, targets_of

READ, SEARCH, ONCE, BARE, FULL = "read", "search", "once", "bare", "full"
"""How deep a target is asked: see `questions`."""

Views = Callable[[str], bool]


def every_view(view: str) -> bool:
    return True


@dataclass(slots=True)
class Visitor:
    """A logged-in browser that forgets what each request did to its cookies."""

    client: Client
    cookies: dict[str, str]

    @classmethod
    def of(cls, role_user: Any) -> "Visitor":
        client = Client(raise_request_exception=False, headers={"host": settings.NETWORK_HOST})
        if role_user is not None:
            client.force_login(role_user)
        return cls(client, {name: morsel.value for name, morsel in client.cookies.items()})

    def send(self, method: str, url: str, data: Data | None = None, **extra: Any) -> HttpResponse:
        """One request with fresh cookies."""
        self.client.cookies.load(self.cookies)
        for value in (data or {}).values():
            if hasattr(value, "seek"):
                value.seek(0)
        if method == "get":
            return self.client.get(url, **extra)
        if extra.get("content_type") or method == "post":
            return getattr(self.client, method)(url, data or {}, **extra)
        return getattr(self.client, method)(url, **extra)


@dataclass(frozen=True, slots=True)
class Question:
    """One request; without a payload it is a GET."""

    view: str
    target: str
    url: str
    payload: Payload | None = None


def questions(route: Route, target: Target, depth: str, *, at_the_door: bool = False) -> Iterator[Question]:
    """Requests to a route. READ: bare GETs. SEARCH: with queries. BARE: bare, and the first payload. FULL: everything.

    ONCE is BARE for the first thing that a route can name, and not for each.
    Something is sent to bare URLs only, except that a bulk action is nothing without its query.
    `at_the_door`: what refuses before it reads what it is asked gets one GET, and one payload from BARE on.
    """
    is_bulk = route.view == "wagtail_bulk_action"
    if at_the_door:
        depth = READ if depth in {READ, ONCE} else BARE
    for place, kwargs in enumerate(filled(route, target)[: 1 if at_the_door or depth == ONCE else None]):
        path = url_of(route, kwargs)
        queries = queries_of(route.view, kwargs, target)
        # The first two things of a kind get every query and payload, the others the first one.
        if depth not in {SEARCH, FULL} or (place > 1 and not is_bulk):
            queries = queries[:1]
        yield from (Question(route.view, target.name, path + query) for query in queries)
        if depth in {READ, SEARCH}:
            continue
        payloads = payloads_of(route.view, target)[: None if depth == FULL and place < 2 else 1]
        for query in queries if is_bulk else queries[:1]:
            yield from (Question(route.view, target.name, path + query, payload) for payload in payloads)


@dataclass(slots=True)
class Crawl:
    """All routes of the admin for one planted network; forms are read once for all roles.

    `past_the_door`: who came through to which URL with a bare payload; they send the whole form there from then on.
    """

    planted: Planted
    targets: dict[str, Target] = field(init=False)
    watch: Watch = field(default_factory=Watch)
    forms: dict[str, Data] = field(default_factory=dict)
    past_the_door: set[tuple[Any, str]] = field(default_factory=set)
    routes: tuple[Route, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.targets = targets_of(self.planted)
        self.routes = tuple(route for route in all_routes() if route.is_admin)

    def run(self, role: Role, *depths: tuple[str, str], views: Views = every_view) -> list[Answer]:
        """Every answer that this person gets from the named targets, each asked as deep as its depth says."""
        visitor = Visitor.of(role.user)
        admin = Visitor.of(self.planted.people.admin)
        # Logging in has changed rows.
        self.watch = Watch()
        return [
            self._put(role, visitor, admin, question)
            for target, depth in depths
            for route in self.routes
            if views(route.view)
            for question in self._questions(role, route, target, depth)
        ]

    def _questions(self, role: Role, route: Route, target: str, depth: str) -> Iterator[Question]:
        """The middleware refuses whoever is confined by the view's name alone, unless its verdict allows it."""
        verdict = verdict_for(route.view)
        is_refused = (
            role.user is not None and confinement_of(role.user).is_confined and not (verdict and verdict.allow)
        )
        return questions(route, self.targets[target], depth, at_the_door=is_refused)

    def bare_urls(self, role: Role, target: str) -> list[str]:
        """The URLs of a target that have no query, in order."""
        return [q.url for route in self.routes for q in self._questions(role, route, target, READ)]

    def _put(self, role: Role, visitor: Visitor, admin: Visitor, question: Question) -> Answer:
        """One answer. Whoever is not turned away at the door sends the whole form that the view expects."""
        payload, at = question.payload, (role.user and role.user.pk, question.url)
        if payload is None or not payload.is_over_form or payload.method != "post":
            return self._answer(role, visitor, question, payload.data if payload else {})
        if at in self.past_the_door:
            return self._answer(role, visitor, question, {**self._form(admin, question.url), **payload.data})
        bare = self._answer(role, visitor, question, payload.data)
        form = self._form(admin, question.url) if bare.is_past_the_door else {}
        if not form:
            return bare
        self.past_the_door.add(at)
        whole = self._answer(role, visitor, question, {**form, **payload.data})
        return replace(whole, leaks=bare.leaks + whole.leaks)

    def _form(self, admin: Visitor, url: str) -> Data:
        """The form that a network admin finds at the URL, or nothing; a preview is sent what its page's form holds."""
        url = url.removesuffix("preview/")
        if url not in self.forms:
            with transaction.atomic():
                self.forms[url] = form_data(admin.send("get", url)) or {}
                transaction.set_rollback(True)
        return self.forms[url]

    def _answer(self, role: Role, visitor: Visitor, question: Question, data: Data) -> Answer:
        payload, url = question.payload, question.url
        method = payload.method if payload else "get"
        extra: dict[str, Any] = {"headers": payload.headers} if payload and payload.headers else {}
        if payload and payload.content_type:
            extra["content_type"] = payload.content_type
        with transaction.atomic():
            with self.watch.watching():
                response = visitor.send(method, url, data, **extra)
                body = body_of(response)
            after = self.watch.now()
            transaction.set_rollback(True)
        signs = without_echo(signs_in(text_of(response, body)), url, str(data)) | picture_sign(response, body)
        leaks = role.seen(signs) + role.changed(self.watch.changes(after))
        if role.managed(question.view) and response.status_code == 200:
            leaks.append("opens what is the network's")
        return Answer(
            role=role.name,
            view=question.view,
            target=question.target,
            method=f"{method.upper()} {payload.label}" if payload else "GET",
            url=url,
            status=response.status_code,
            location=response.get("Location", ""),
            is_refused=getattr(response, "refused_by_isolation", False),
            leaks=tuple(leaks),
        )
