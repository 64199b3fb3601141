"""Wagtail's admin forms as a browser would send them."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from cms.articles.blocks import RICH_TEXT_FEATURES
from cms.users.models import User

NETWORK = "localhost"

TAG = r"""(?:"[^"]*"|'[^']*'|[^'">])*>"""
"""The rest of a tag; an attribute may hold a `>`."""

FIELDS = re.compile(
    rf"<script\b.*?</script>|(<textarea\b.*?</textarea>|<option\b{TAG}[^<]*|</?(?:form|input|select|option)\b{TAG})",
    re.DOTALL,
)
"""What is sent of a page, in a group; scripts are passed over. The rest of an edit screen takes longest to parse."""


def logged_in(user: User) -> Client:
    """A browser on the network's host, where the person is logged in."""
    client = Client(SERVER_NAME=NETWORK)
    client.force_login(user)
    return client


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


PROVIDER_FIELDS = {
    "canonical_policy": "store",
    "may_edit": "everything",
    "review_months": "12",
    **{f"checklist-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")},
}
"""What a provider's form sends beside what somebody types."""


def add_url(page_type: type[Page], parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[page_type._meta.app_label, page_type._meta.model_name, parent.pk])


def form_at(client: Client, url: str) -> QueryDict:
    """The fields of the page form at `url` with their values; a stream's are made by scripts, so they are missing."""
    response = client.get(url)
    assert response.status_code == 200, response.headers
    html = "".join(field[1] or "" for field in FIELDS.finditer(response.content.decode()))
    fields = querydict_from_html(html, form_id="page-edit-form")
    page = BeautifulSoup(html, "html.parser")
    # A browser says "on" for a box without a value, and nothing of a list in which nothing is chosen.
    for box in page.select("input[type=checkbox][checked]:not([value])"):
        fields[str(box["name"])] = "on"
    for empty in page.select("select[multiple]:not(:has(option[selected]))"):
        fields.pop(str(empty["name"]), None)
    for template in [name for name in fields if "__prefix__" in name]:
        del fields[template]
    return fields


def html_field(html: str) -> str:
    """Rich text as the editor's field sends it."""
    return rich_text(html, features=RICH_TEXT_FEATURES)


def stream(name: str, *blocks: tuple[str, Any]) -> dict[str, Any]:
    """The fields of a stream: `stream("body", ("heading", {"text": "How", "level": "2"}))`."""
    return nested_form_data({name: streamfield(blocks)})


def paragraphs(name: str, *html: str) -> dict[str, Any]:
    return stream(name, *(("paragraph", html_field(text)) for text in html))


def add_rows(form: QueryDict, name: str, *rows: Mapping[str, Any]) -> None:
    """Append rows to a panel of rows."""
    count = int(str(form[f"{name}-TOTAL_FORMS"]))
    for number, row in enumerate(rows, start=count):
        for field, value in {"id": "", "ORDER": number + 1, "DELETE": "", **row}.items():
            form[f"{name}-{number}-{field}"] = str(value)
    form[f"{name}-TOTAL_FORMS"] = str(count + len(rows))


def send(client: Client, url: str, form: QueryDict, *, action: str = "publish", **changes: Any) -> Any:
    """Send the form with the changes, by the button for `publish` or `draft`."""
    for name, value in changes.items():
        if isinstance(value, list):
            form.setlist(name, [str(item) for item in value])
        else:
            form[name] = str(value)
    if action == "publish":
        form["action-publish"] = "action-publish"
    # A QueryDict alone would be sent with the last value of each list.
    return client.post(url, dict(form.lists()))


def saved(response: Any) -> None:
    """Fails with the form's errors unless the form was taken."""
    if response.status_code != 302:
        pytest.fail(f"{response.status_code}: {errors_of(response)}")


def errors_of(response: Any) -> dict[str, list[str]]:
    """The messages of each field of a form that came back, its rows included."""
    assert response.status_code == 200, response.headers
    form = response.context["form"]
    messages = {name: [str(message) for message in errors] for name, errors in form.errors.items()}
    for name, formset in getattr(form, "formsets", {}).items():
        for number, row in enumerate(formset.forms):
            for field, errors in row.errors.items():
                messages[f"{name}-{number}-{field}"] = [str(message) for message in errors]
        if formset.non_form_errors():
            messages[name] = [str(message) for message in formset.non_form_errors()]
    return messages


def text_of(response: Any) -> str:
    """The page with its entities resolved, errors of blocks included: those stand as JSON in attributes."""
    return unescape(unescape(response.content.decode())).replace('\\"', '"')
