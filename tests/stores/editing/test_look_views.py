"""How a store's site looks, from both sides: live at once, or by staff submitted; a color is one that can be read."""

from typing import Any

import pytest
from django.urls import reverse

from stores.models import StorePage
from stores.opening.changing import change_store, pending_draft
from tests.factories.media import empty_storage, make_image
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf
from tests.stores.editing.test_own_words_views import fresh

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def sent(client: Any, store: StorePage, accent: str, picker: str = "#0b6e4f", **more: str) -> Any:
    url = reverse("stores_look", args=[store.pk])
    was = client.get(url).context["form"]["was"].value()
    return client.post(
        url, {"theme": "classic", "was": was, "accent": accent, "picker": picker, "shown_accent": picker, **more}
    )


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_color_is_live_at_once(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    answer = sent(client, pitman, "#7A1F1F")
    assert answer.status_code == 302
    assert fresh(pitman).accent == "#7a1f1f"
    assert "Changed on your site: accent color." in client.get(answer["Location"]).content.decode()


def test_color_of_staff_waits_and_somebodys_draft_stays(pitman: StorePage, client_of: ClientOf) -> None:
    draft = fresh(pitman)
    draft.title = "Only a draft"
    draft.save_revision()
    client = client_of("staff")
    page = client.get(sent(client, pitman, "#7a1f1f")["Location"]).content.decode()
    assert "Sent to the owner: accent color." in page
    newest = pending_draft(fresh(pitman))
    assert newest is not None
    assert (fresh(pitman).accent, newest.accent, newest.title) == ("#0b6e4f", "#7a1f1f", "Only a draft")
    assert fresh(pitman).workflow_in_progress


VIEWS = ("stores_look", "stores_look_shown", "stores_read_color", "stores_upload_logo")


@pytest.mark.parametrize("role", ["editor", "neighbour"])
def test_nobody_else_reads_or_writes(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    urls = [reverse(view, args=[pitman.pk]) for view in VIEWS]
    assert [client.get(url).status_code for url in urls] == [404] * len(urls)
    assert client.post(urls[0], {"theme": "classic", "accent": "#7a1f1f"}).status_code == 404
    assert fresh(pitman).accent == "#0b6e4f"


def test_pale_color_is_refused_with_one_that_can_be_read(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    answer = sent(client, pitman, "#FFCC00")
    form, page = answer.context["form"], answer.content.decode()
    assert "a contrast of 1.5, and 4.5 is needed" in form.errors["accent"][0]
    assert (form["accent"].value(), form.shown_color) == ("#FFCC00", "#ffcc00")
    assert 'name="shown_accent" value="#ffcc00"' in page
    assert "On your site now: #0b6e4f. Links and buttons have a contrast of at least 5." in page
    assert "Use #917300 instead, it can be read" in page
    assert fresh(pitman).accent == "#0b6e4f"
    sent(client, pitman, "#FFCC00", offered="#917300")
    assert fresh(pitman).accent == "#917300"


@pytest.mark.parametrize("offered", ["#ffcc00", "nonsense"])
def test_what_is_said_to_be_offered_is_looked_at_too(offered: str, pitman: StorePage, client_of: ClientOf) -> None:
    assert "accent" in sent(client_of("owner"), pitman, "#7a1f1f", offered=offered).context["form"].errors
    assert fresh(pitman).accent == "#0b6e4f"


@pytest.mark.parametrize("text", ["", "#12", "rgb(1,2,3)", "😀", "#" * 10_000, "red"])
def test_what_is_no_color_is_refused_and_stays(text: str, pitman: StorePage, client_of: ClientOf) -> None:
    answer = sent(client_of("owner"), pitman, text)
    form = answer.context["form"]
    assert len(form.errors["accent"]) == 1
    assert (form["accent"].value(), fresh(pitman).accent) == (text, "#0b6e4f")


def test_picker_counts_where_the_text_was_left_alone(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    sent(client, pitman, "#0b6e4f", picker="#7a1f1f", shown_accent="#0b6e4f")
    assert fresh(pitman).accent == "#7a1f1f"
    # Refused once, the picker shows the color that was refused; then the text is changed.
    sent(client, pitman, "#1d4f91", picker="#ffcc00", shown_accent="#ffcc00")
    assert fresh(pitman).accent == "#1d4f91"
    form = sent(client, pitman, "#123456", picker="#654321", shown_accent="#1d4f91").context["form"]
    assert "two different colors" in form.errors["accent"][0]
    assert fresh(pitman).accent == "#1d4f91"


def test_same_color_twice_changes_nothing(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    sent(client, pitman, "#7a1f1f")
    revisions = pitman.revisions.count()
    answer = sent(client, pitman, "#7a1f1f")
    assert "Nothing was different" in client.get(answer["Location"]).content.decode()
    assert pitman.revisions.count() == revisions


def test_theme_is_chosen_with_the_color(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    assert [theme["value"] for theme in client.get(reverse("stores_look", args=[pitman.pk])).context["themes"]] == [
        "classic",
        "clear",
        "compact",
    ]
    answer = sent(client, pitman, "#0b6e4f", theme="compact")
    assert "Changed on your site: theme." in client.get(answer["Location"]).content.decode()
    assert fresh(pitman).theme == "compact"


def test_theme_that_is_none_is_refused(pitman: StorePage, client_of: ClientOf) -> None:
    answer = client_of("owner").post(
        reverse("stores_look", args=[pitman.pk]), {"theme": "neon", "accent": "#7a1f1f", "picker": "#0b6e4f"}
    )
    assert "theme" in answer.context["form"].errors
    assert fresh(pitman).accent == "#0b6e4f"


def test_site_is_shown_with_another_color_and_nothing_is_written(pitman: StorePage, client_of: ClientOf) -> None:
    url = reverse("stores_look_shown", args=[pitman.pk])
    answer = client_of("owner").get(url, {"accent": "#7a1f1f", "theme": "clear"})
    page = answer.content.decode()
    assert 'data-theme="clear"' in page
    assert "--sign:#7a1f1f" in page
    assert "preview-bar" not in page.replace("preview-bar {", "")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cache-Control"].startswith("private, no-store")
    assert (fresh(pitman).accent, fresh(pitman).theme) == ("#0b6e4f", "classic")


def test_color_that_cannot_be_read_is_shown_as_the_nearest(pitman: StorePage, client_of: ClientOf) -> None:
    client, url = client_of("owner"), reverse("stores_look_shown", args=[pitman.pk])
    assert "--sign:#796000" in client.get(url, {"accent": "#ffcc00"}).content.decode()
    assert "--sign:#0b6e4f" in client.get(url, {"accent": "}body{color:red"}).content.decode()


def test_logo_that_is_shown_is_the_stores_own(pitman: StorePage, client_of: ClientOf) -> None:
    other = make_store("millrace")
    theirs = make_image("theirs.png", collection=other.registration.collection)
    own = make_image("own.png", collection=pitman.registration.collection)
    client, url = client_of("owner"), reverse("stores_look_shown", args=[pitman.pk])
    assert client.get(url, {"logo": theirs.pk}).status_code == 404
    assert "own" in client.get(url, {"logo": own.pk}).content.decode()
    assert client.get(url, {"logo": "x"}).status_code == 200


def test_color_is_read_for_the_script(pitman: StorePage, client_of: ClientOf) -> None:
    client, url = client_of("staff"), reverse("stores_read_color", args=[pitman.pk])
    assert client.get(url, {"color": "15b"}).json() == {"color": "#1155bb", "text": "", "nearest": "#1155bb"}
    pale = client.get(url, {"color": "#ffcc00"}).json()
    assert (pale["color"], pale["nearest"]) == ("#ffcc00", "#917300")
    assert "contrast of 1.5" in pale["text"]
    assert client.get(url, {"color": "😀"}).json()["nearest"] == ""


def test_rule_of_colors_holds_at_other_doors_and_names_the_nearest(pitman: StorePage) -> None:
    with pytest.raises(Exception, match="nearest color that can be read is #917300"):
        change_store(by=None, store=pitman, fields={"accent": "#ffcc00"})
