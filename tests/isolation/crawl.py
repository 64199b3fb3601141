"""Asks every URL of the admin as one person, and notes what is shown and what changes. Each request is rolled back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

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

READ_ONLY = {"ghost"}
"""Targets that nothing is sent to."""


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

    def forget(self) -> None:
        self.client.cookies.clear()


@dataclass(slots=True)
class Crawl:
    """All routes of the admin for one planted network; forms and planted rows are read once for all roles."""

    planted: Planted
    targets: dict[str, Target] = field(init=False)
    watch: Watch = field(default_factory=Watch)
    forms: dict[str, Data | None] = field(default_factory=dict)
    routes: tuple[Route, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.targets = targets_of(self.planted)
        self.routes = tuple(route for route in all_routes() if route.is_admin)

    def run(self, role: Role, *targets: str) -> list[Answer]:
        """Every answer that this person gets."""
        visitor = Visitor.of(role.user)
        admin = Visitor.of(self.planted.people.admin)
        return [
            answer
            for name in targets
            for route in self.routes
            for url, _ in self.urls(route, self.targets[name])
            for answer in self._ask(role, visitor, admin, route, self.targets[name], url)
        ]

    @staticmethod
    def urls(route: Route, target: Target) -> Iterator[tuple[str, bool]]:
        """Filled URLs of a route, and whether each is without a query."""
        for kwargs in filled(route, target):
            path = url_of(route, kwargs)
            for query in queries_of(route.view, kwargs, target):
                yield path + query, not query

    def _ask(
        self, role: Role, visitor: Visitor, admin: Visitor, route: Route, target: Target, url: str
    ) -> Iterator[Answer]:
        yield self._answer(role, visitor, route, target, url, None, {})
        if target.name in READ_ONLY:
            return
        for payload in payloads_of(route.view, target):
            yield self._answer(role, visitor, route, target, url, payload, self._data(admin, url, payload))

    def _data(self, admin: Visitor, url: str, payload: Payload) -> Data:
        """The payload, laid over the form that a network admin finds at the URL."""
        if not payload.is_over_form or payload.method != "post":
            return payload.data
        if url not in self.forms:
            with transaction.atomic():
                self.forms[url] = form_data(admin.send("get", url))
                transaction.set_rollback(True)
        return {**(self.forms[url] or {}), **payload.data}

    def _answer(
        self,
        role: Role,
        visitor: Visitor,
        route: Route,
        target: Target,
        url: str,
        payload: Payload | None,
        data: Data,
    ) -> Answer:
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
        text = text_of(response, body)
        signs = without_echo(signs_in(text), url, str(data)) | picture_sign(response, body)
        leaks = role.seen(signs) + role.changed(self.watch.changes(after))
        if role.managed(route.view) and response.status_code == 200:
            leaks.append("opens what is the network's")
        return Answer(
            role=role.name,
            view=route.view,
            target=target.name,
            method=f"{method.upper()} {payload.label}" if payload else "GET",
            url=url,
            status=response.status_code,
            location=response.get("Location", ""),
            is_refused=getattr(response, "refused_by_isolation", False),
            leaks=tuple(leaks),
        )
