"""Tasks of a store: what is valid, and web addresses as files know them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from stores.models import StorePage
from stores.store.tasks import Task, shown_tasks, task_of, validate_tasks, web_of, with_web
from tests.factories.stores import make_store

WEB, CALL = "https://refill.example/pitman", "+18565892392"


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        ([task_of("refill", web=WEB)], ""),
        ([task_of("other", label="Order a cake", phone=CALL)], ""),
        ([task_of("other", phone=CALL)], "Say what the task is called"),
        ([task_of("refill")], "“Refill a prescription” needs a web address or a number"),
        ([task_of("refill", web=WEB, phone=CALL)], "one of them"),
        ([task_of("fly", web=WEB)], "“fly” is no task"),
        ([task_of("refill", web="javascript:alert(1)")], "Enter a valid URL"),
        ([task_of("text", sms="12")], "“12” is no phone number"),
        ([task_of("refill", web=WEB, label="x" * 41)], "at most 40 characters"),
        ([{"kind": "refill", "web": WEB}], "A task has"),
        ([task_of("refill", web=WEB)] * 9, "at most 8 tasks"),
        ("refill", "at most 8 tasks"),
    ],
)
def test_task_has_one_way_and_a_name(tasks: Any, message: str) -> None:
    if not message:
        validate_tasks(tasks)
        return
    with pytest.raises(ValidationError, match=message):
        validate_tasks(tasks)


@pytest.mark.parametrize(
    ("before", "web", "after"),
    [
        ([], WEB, [task_of("refill", web=WEB)]),
        ([task_of("refill", phone=CALL, label="Refills")], WEB, [task_of("refill", web=WEB, label="Refills")]),
        ([task_of("refill", web="https://old.example")], WEB, [task_of("refill", web=WEB)]),
        ([task_of("refill", phone=CALL)], "", [task_of("refill", phone=CALL)]),
        ([task_of("refill", web=WEB), task_of("app", web=WEB)], "", [task_of("app", web=WEB)]),
    ],
    ids=["new", "a call becomes a link", "another link", "no link keeps a call", "no link"],
)
def test_web_address_of_a_kind(before: list[Task], web: str, after: list[Task]) -> None:
    assert with_web(before, "refill", web) == after
    assert web_of(after, "refill") == web


def test_store_without_tasks_shows_what_its_numbers_can_do() -> None:
    assert [task["kind"] for task in shown_tasks([], phone=CALL, sms="")] == ["refill", "transfer"]
    assert [task["kind"] for task in shown_tasks([], phone=CALL, sms=CALL)] == ["refill", "transfer", "text"]
    assert shown_tasks([], phone="", sms=CALL) == []
    assert shown_tasks([task_of("app", web=WEB)], phone=CALL, sms=CALL) == [task_of("app", web=WEB)]


@pytest.mark.django_db
def test_links_are_filled_from_tasks() -> None:
    store = make_store("pitman", refill_url=WEB)
    assert StorePage.objects.get(pk=store.pk).tasks == [task_of("refill", web=WEB)]
    assert (store.links["refill"], store.links["app"]) == (WEB, None)


def test_no_page_of_the_storefront_asks_a_patient_for_anything() -> None:
    """But for words to look for on the site itself (ADR 0047), and an address to copy, which nobody types."""
    folder = Path(__file__).parents[3] / "frontend_templates" / "templates"
    fields = re.compile(r"<(?:form|input|textarea|select)\b[^>]*>")
    found = {path.name: fields.findall(path.read_text()) for path in folder.rglob("*.html")}
    search, copied = found.pop("search_form.html"), found.pop("share.html")
    assert [name for name, each in found.items() if each] == []
    assert ['search/" method="get"' in search[0], 'type="search"' in search[1], len(search)] == [True, True, 2]
    assert len(copied) == 1
    assert " readonly " in copied[0]
