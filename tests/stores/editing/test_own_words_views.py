"""What a store says of itself, from both sides: live at once, or by staff submitted."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.media.models import NetworkImage
from stores.models import StorePage
from stores.opening.changing import pending_draft
from stores.opening.registration import change_registration
from stores.store.tasks import Task, task_of
from tests.factories.media import empty_storage, picture_file
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

VIEWS = ("stores_about", "stores_services", "stores_tasks")


def sent(client: Any, view: str, store: StorePage, **values: Any) -> Any:
    """The form as a browser sends it, with some values changed."""
    url = reverse(view, args=[store.pk])
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields if not name.endswith("_photo")}
    data = {name: value for name, value in shown.items() if value not in (None, False, [])}
    return client.post(url, {**data, **values})


def fresh(store: StorePage) -> StorePage:
    return StorePage.objects.get(pk=store.pk)


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_welcome_and_photo_are_live_at_once(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    answer = sent(client, "stores_about", pitman, welcome="Come in.\r\nSit down.", shop_photo=picture_file("shop.jpg"))
    assert answer.status_code == 302
    store = fresh(pitman)
    assert store.welcome == "Come in.\nSit down."
    assert store.shop_photo.collection_id == pitman.registration.collection_id
    page = client.get(answer["Location"]).content.decode()
    assert "Changed on your site: welcome text and photo of the shop." in page
    sent(client, "stores_about", pitman, no_shop_photo="on")
    assert fresh(pitman).shop_photo is None


def test_owner_is_told_whom_the_network_has_registered(pitman: StorePage, client_of: ClientOf) -> None:
    client, url = client_of("owner"), reverse("stores_about", args=[pitman.pk])
    assert "has registered" not in client.get(url).content.decode()
    change_registration(by=None, store=pitman, pharmacist_in_charge="Dana Reyes")
    assert "The network has registered Dana Reyes" in client.get(url).content.decode()
    sent(client, "stores_about", pitman, pharmacist_name="Sam Sample")
    assert "Not shown, and neither are photo and line" in client.get(url).content.decode()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", ["editor", "neighbour"])
def test_nobody_else_reads_or_writes(view: str, role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, url = client_of(role), reverse(view, args=[pitman.pk])
    assert (client.get(url).status_code, client.post(url, {"welcome": "Ours"}).status_code) == (404, 404)
    assert fresh(pitman).welcome == ""


def test_what_staff_send_waits_for_the_owner(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("staff")
    answer = sent(client, "stores_about", pitman, welcome="By staff", pharmacist_photo=picture_file("face.png"))
    page = client.get(answer["Location"]).content.decode()
    assert "Sent to the owner: welcome text and photo of the pharmacist." in page
    store = fresh(pitman)
    draft = pending_draft(store)
    assert (store.welcome, store.pharmacist_photo) == ("", None)
    assert draft is not None
    assert (draft.welcome, draft.pharmacist_photo is None) == ("By staff", False)
    assert store.workflow_in_progress


def test_draft_of_somebody_stays_a_draft(pitman: StorePage, client_of: ClientOf) -> None:
    draft = fresh(pitman)
    draft.title = "Only a draft"
    draft.save_revision()
    sent(client_of("owner"), "stores_about", pitman, welcome="Live")
    store = fresh(pitman)
    newest = pending_draft(store)
    assert newest is not None
    assert (store.title, store.welcome) == (pitman.title, "Live")
    assert (newest.title, newest.welcome) == ("Only a draft", "Live")


def test_what_somebody_else_changed_meanwhile_is_not_written_over(pitman: StorePage, client_of: ClientOf) -> None:
    client, url = client_of("owner"), reverse("stores_about", args=[pitman.pk])
    answer = client.post(url, {"welcome": "Mine", "was": "0" * 16})
    assert "Somebody else changed this" in answer.content.decode()
    was = answer.context["form"]["was"].value()
    assert client.post(url, {"welcome": "Mine", "was": was}).status_code == 302


def test_same_again_changes_nothing(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    for view in VIEWS:
        answer = sent(client, view, pitman)
        assert "Nothing was different" in client.get(answer["Location"]).content.decode()
    assert fresh(pitman).revisions.count() == pitman.revisions.count()


def test_file_that_is_no_picture_is_refused_once_and_nothing_is_saved(pitman: StorePage, client_of: ClientOf) -> None:
    file = SimpleUploadedFile("shop.jpg", b"not a picture", "image/jpeg")
    answer = sent(client_of("owner"), "stores_about", pitman, welcome="Kept", shop_photo=file)
    form = answer.context["form"]
    assert len(form.errors["shop_photo"]) == 1
    assert form["welcome"].value() == "Kept"
    assert (fresh(pitman).welcome, NetworkImage.objects.count()) == ("", 0)


def test_no_id_of_a_picture_is_taken(pitman: StorePage, client_of: ClientOf) -> None:
    other = make_store("millrace")
    theirs = NetworkImage.objects.create(
        title="Theirs", file=picture_file("x.png"), collection=other.registration.collection
    )
    sent(client_of("owner"), "stores_about", pitman, shop_photo=str(theirs.pk), shop_photo_id=theirs.pk)
    assert fresh(pitman).shop_photo_id is None


def test_services_have_texts_and_payment_is_a_list(pitman: StorePage, client_of: ClientOf) -> None:
    sent(
        client_of("owner"),
        "stores_services",
        pitman,
        has_compounding="on",
        text_compounding="Ask for Jo.",
        insurance="Aetna\r\n\r\nAetna\r\n Horizon  NJ ",
        payment=["cash", "hsa-fsa"],
        step_free="ramp",
    )
    store = fresh(pitman)
    assert store.services == ["compounding", "delivery", "immunizations"]
    assert store.service_texts == {"compounding": "Ask for Jo."}
    assert (store.insurance_plans, store.payment, store.step_free) == (
        ["Aetna", "Horizon NJ"],
        ["cash", "hsa-fsa"],
        "ramp",
    )


def test_tasks_are_read_as_people_type_them_and_stand_in_their_places(pitman: StorePage, client_of: ClientOf) -> None:
    values = {
        "to_0": "refills.example/pitman",
        "place_0": "2",
        "to_4": "856 555 0100",
        "way_4": "sms",
        "place_4": "1",
        "to_5": "(856) 589-2392",
        "way_5": "phone",
        "label_5": "Ask for Jo",
    }
    sent(client_of("owner"), "stores_tasks", pitman, **values)
    assert fresh(pitman).tasks == [
        task_of("text", sms="+18565550100"),
        task_of("refill", web="https://refills.example/pitman"),
        task_of("other", label="Ask for Jo", phone="+18565892392"),
    ]
    assert fresh(pitman).links["refill"] == "https://refills.example/pitman"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"to_0": "nonsense"}, "to_0"),
        ({"to_0": "856", "way_0": "phone"}, "to_0"),
        ({"to_5": "https://cake.example"}, "label_5"),
        ({"label_0": "Refills"}, "to_0"),
        ({"to_0": "javascript:alert(1)//"}, "to_0"),
        ({"to_0": "https://a.example/" + "x" * 10_000}, "to_0"),
        ({"label_0": "😀" * 41, "to_0": "a.example"}, "label_0"),
    ],
)
def test_task_that_cannot_be_read_is_refused_and_stays(
    values: dict[str, str], field: str, pitman: StorePage, client_of: ClientOf
) -> None:
    answer = sent(client_of("owner"), "stores_tasks", pitman, **values)
    form = answer.context["form"]
    assert field in form.errors
    assert {name: form[name].value() for name in values} == values
    assert fresh(pitman).tasks == []


def refill_and_transfer(pitman: StorePage) -> list[Task]:
    tasks = [task_of("refill", web="https://a.example"), task_of("transfer", phone="+18565550100")]
    StorePage.objects.filter(pk=pitman.pk).update(tasks=tasks)
    return tasks


def test_task_is_moved_without_a_script_and_what_was_typed_stays(pitman: StorePage, client_of: ClientOf) -> None:
    tasks = refill_and_transfer(pitman)
    owner = client_of("owner")
    typed = {"to_0": "a.example", "place_0": "1", "to_1": "856 555 0100", "way_1": "phone", "place_1": "2"}
    answer = sent(owner, "stores_tasks", pitman, **typed, label_0="New words", move="1-up")
    form = answer.context["form"]
    assert [row["index"] for row in form.rows()][:2] == [1, 0]
    assert form["label_0"].value() == "New words"
    assert fresh(pitman).tasks == tasks
    moved = {name: str(form[name].value()) for name in form.fields if form[name].value()}
    sent(owner, "stores_tasks", pitman, **moved)
    assert [task["kind"] for task in fresh(pitman).tasks] == ["transfer", "refill"]
    assert fresh(pitman).tasks[1]["label"] == "New words"


@pytest.mark.parametrize("move", ["0-up", "1-down", "7-up", "x-up", "1-left", "9" * 5000, ""])
def test_a_move_that_leads_nowhere_changes_nothing(move: str, pitman: StorePage, client_of: ClientOf) -> None:
    tasks = refill_and_transfer(pitman)
    typed = {"to_0": "a.example", "place_0": "1", "to_1": "856 555 0100", "way_1": "phone", "place_1": "2"}
    sent(client_of("owner"), "stores_tasks", pitman, **typed, move=move)
    assert [task["kind"] for task in fresh(pitman).tasks] == [task["kind"] for task in tasks]


def test_one_more_task_of_its_own_is_offered_at_a_time(pitman: StorePage, client_of: ClientOf) -> None:
    form = client_of("owner").get(reverse("stores_tasks", args=[pitman.pk])).context["form"]
    assert form.kinds.count("other") == 1
