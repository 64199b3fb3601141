"""Whatever id a form is sent, nothing of another store is named, shown or stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from stores.isolation.verdicts import verdict_for
from tests.isolation.answers import body_of, picture_sign, text_of
from tests.isolation.crawl import READ, Crawl, Visitor, questions
from tests.isolation.forms import Data, form_data
from tests.isolation.markers import signs_in, without_echo
from tests.isolation.payloads import AUTOSAVE, STREAMS
from tests.isolation.planting import Planted
from tests.isolation.report import lines
from tests.isolation.roles import Role, roles_of
from tests.isolation.values import Slot, noted_forms, others, over, slots_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_asking", "known_askers")]

EVERY_PAGE = {"wagtailadmin_pages:edit", "wagtailadmin_pages:add"}
"""Views with a form of its own for each type of page; of the others one is enough."""


@dataclass(frozen=True, slots=True)
class ScreenForm:
    """A form that somebody may send, and its places for ids."""

    view: str
    url: str
    data: Data
    slots: tuple[Slot, ...]

    @property
    def shape(self) -> tuple[Any, ...]:
        return (self.view in EVERY_PAGE, frozenset((slot.name, slot.entity) for slot in self.slots))


def urls_of(crawl: Crawl, planted: Planted) -> Iterator[tuple[str, str]]:
    """Every screen of one's own that the table allows, once, and the forms of all types of pages."""
    for route in crawl.routes:
        verdict = verdict_for(route.view)
        if verdict is None or not verdict.allow:
            continue
        asked = [q.url for q in questions(route, crawl.targets["own"], READ)]
        yield from ((route.view, url) for url in asked[: None if route.view in EVERY_PAGE else 1])
    yield "wagtailadmin_pages:edit", reverse("wagtailadmin_pages:edit", args=[planted.own.pages.news.pk])
    yield "wagtailadmin_pages:edit", reverse("wagtailadmin_pages:edit", args=[planted.own.pages.page.pk])


def forms_for(crawl: Crawl, planted: Planted, visitor: Visitor) -> list[ScreenForm]:
    """The forms that this person finds and that have a place for an id, those of the same shape once."""
    found: dict[tuple[Any, ...], ScreenForm] = {}
    for view, url in urls_of(crawl, planted):
        with transaction.atomic(), noted_forms() as made:
            data = form_data(visitor.send("get", url))
            transaction.set_rollback(True)
        slots = slots_of(made) if data else []
        if data and slots:
            form = ScreenForm(view, url, data, tuple(slots))
            found.setdefault((*form.shape, view if view in EVERY_PAGE else ""), form)
    return list(found.values())


@dataclass(slots=True)
class Sender:
    """Sends a form as somebody, and says what it gave away."""

    crawl: Crawl
    role: Role
    visitor: Visitor
    sent: int = 0

    def leaks(self, what: str, url: str, data: Data, ids: Sequence[int], **headers: str) -> list[str]:
        """What the answers show, and which rows hold one of the ids now."""
        texts: list[str] = []
        seen = set()
        with transaction.atomic():
            with self.crawl.watch.watching():
                for response in self._answers(url, data, headers):
                    body = body_of(response)
                    texts.append(text_of(response, body))
                    seen |= picture_sign(response, body)
            after = self.crawl.watch.now()
            transaction.set_rollback(True)
        seen |= without_echo({sign for text in texts for sign in signs_in(text)}, str(data))
        stored = [
            f"stores {pk} in {row.table}"
            for row in self.crawl.watch.changes(after).added
            for pk in map(str, ids)
            if row.table not in UNREAD and any(sign.text == pk for sign in row.signs())
        ]
        return [f"{self.role.name}: {url}, {what}: {leak}" for leak in {*self.role.seen(seen), *stored}]

    def _answers(self, url: str, data: Data, headers: dict[str, str]) -> Iterator[HttpResponse]:
        self.sent += 1
        yield self.visitor.send("post", url, data, **({"headers": headers} if headers else {}))
        if url.endswith("preview/"):
            yield self.visitor.send("get", url)


UNREAD = {"django_session", "wagtailadmin_formstate"}
"""What a person sent, kept for them alone and checked again when it is read."""


def found_by_values(
    crawl: Crawl, forms: Sequence[ScreenForm], role: Role, *, is_whole: bool, views: set[str] | None = None
) -> tuple[list[str], int]:
    """Every leak of every form of this person, and how many requests were sent.

    `is_whole`: each place of a page's form is filled, not only the first of each kind.
    """
    visitor = Visitor.of(role.user)
    sender = Sender(crawl, role, visitor)
    found: list[str] = []
    for form in forms:
        if views is not None and form.view not in views:
            continue
        base = {**STREAMS, **form.data}
        for number in range(2):
            found += sender.leaks("all, in a wrong form", form.url, *_wrong(form, base, number))
        is_each = is_whole and form.view == "wagtailadmin_pages:edit"
        is_previewed = role.name == "owner" and form.view == "wagtailadmin_pages:edit"
        for slot, pk, is_first in _cases(form.slots):
            if is_each or is_first:
                headers = AUTOSAVE if role.name == "staff" else {}
                found += sender.leaks(str(slot), form.url, over(base, slot.filled(pk)), [pk], **headers)
            if is_previewed and is_first:
                sent = over(base, slot.filled(pk))
                found += sender.leaks(f"{slot}, preview", f"{form.url}preview/", sent, [pk])
    return found, sender.sent


def _cases(slots: Sequence[Slot]) -> Iterator[tuple[Slot, int, bool]]:
    """Each place with an id that is not for it, and whether it is the first of its kind; of those with every id."""
    kinds = set()
    for slot in slots:
        kind = (slot.kind, slot.model, slot.entity)
        pks = others(slot.model)
        yield from ((slot, pk, kind not in kinds) for pk in (pks[:1] if kind in kinds else pks))
        kinds.add(kind)


def _wrong(form: ScreenForm, base: Data, number: int) -> tuple[Data, list[int]]:
    """All places filled at once, in a form that is wrong elsewhere and comes back; and the ids in it."""
    counts = {name: value for name, value in form.data.items() if name.endswith("-TOTAL_FORMS")}
    data, ids = {**base, "title": ""}, []
    for slot in form.slots:
        pks = others(slot.model)
        if pks:
            ids.append(pks[-number % len(pks)])
            data = over({**data, **counts}, slot.filled(ids[-1]))
    return data, ids


@pytest.fixture(scope="module")
def forms(crawl: Crawl, planted: Planted) -> list[ScreenForm]:
    """What the owner finds; staff find the same."""
    return forms_for(crawl, planted, Visitor.of(planted.own.user))


@pytest.fixture
def roles(planted: Planted) -> dict[str, Role]:
    return roles_of(planted)


@pytest.mark.parametrize(
    ("name", "is_whole"),
    [
        ("owner", False),
        # What staff send is saved by itself, by another door of Wagtail, and read by the same forms.
        pytest.param("staff", False, marks=pytest.mark.trial),
        pytest.param("owner", True, marks=pytest.mark.trial),
    ],
)
def test_no_id_in_a_form_shows_or_stores_what_is_another_store_s(
    crawl: Crawl, forms: list[ScreenForm], roles: dict[str, Role], name: str, is_whole: bool
) -> None:
    found, sent = found_by_values(crawl, forms, roles[name], is_whole=is_whole)
    assert not found, lines(found)
    assert sent > 40


def test_without_the_rule_ids_in_forms_show_and_store_it(
    crawl: Crawl, forms: list[ScreenForm], roles: dict[str, Role], capsys: pytest.CaptureFixture[str]
) -> None:
    """The crawl is not blind: fields, rows, blocks and entities each give something away."""
    with (
        mock.patch("stores.isolation.form_patches.usable_now") as nobody,
        mock.patch("stores.isolation.references.usable_now") as no_one,
    ):
        nobody.get.return_value = no_one.get.return_value = None
        found, sent = found_by_values(crawl, forms, roles["owner"], is_whole=False, views={"wagtailadmin_pages:edit"})
    with capsys.disabled():
        print(f"\nids in forms, rule off: {len(found)} leaks in {sent} requests")  # noqa: T201
    text = lines(found)
    for what in (
        "(field ",
        "(row ",
        "(block ",
        "(rich text ",
        "(block LINK)",
        "(block DOCUMENT)",
        "stores ",
        "shows ",
    ):
        assert what in text, text
    assert len(found) >= 30
