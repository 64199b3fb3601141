"""Icon and card are made of logos, by whatever door a picture became one, and of no other picture."""

from typing import Any

import pytest
from django.core.management import call_command

from cms.media.ladder import LOGO_SPECS
from cms.media.logos import is_logo
from cms.media.making import due, make
from cms.media.models import Making, NetworkImage, Rendition
from stores.models import StorePage
from stores.opening.changing import change_store
from tests.factories.media import empty_storage, make_image
from tests.factories.stores import make_store

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def made_of(image: NetworkImage) -> set[str]:
    return set(image.renditions.filter(filter_spec__in=LOGO_SPECS).values_list("filter_spec", flat=True))


@pytest.fixture
def logo() -> NetworkImage:
    return make_image("logo.png", size=(200, 100))


def test_picture_that_becomes_a_logo_is_due_again_and_gets_both(logo: NetworkImage) -> None:
    assert (is_logo(logo.pk), made_of(logo)) == (False, set())
    change_store(by=None, store=make_store("pitman"), fields={"logo": logo})
    assert is_logo(logo.pk)
    assert list(due()) == [logo]
    assert make(logo.pk)
    assert made_of(logo) == set(LOGO_SPECS)


def test_logo_that_has_both_is_not_due_with_every_save(logo: NetworkImage, django_assert_max_num_queries: Any) -> None:
    store = make_store("pitman")
    change_store(by=None, store=store, fields={"logo": logo})
    make(logo.pk)
    change_store(by=None, store=store, fields={"accent": "#7a1f1f"})
    assert not due().exists()


def test_logo_that_cannot_be_made_is_not_tried_with_every_save(logo: NetworkImage) -> None:
    Making.objects.update(failure="Broken")
    change_store(by=None, store=make_store("pitman"), fields={"logo": logo})
    assert not due().exists()


def test_other_pictures_have_neither(logo: NetworkImage) -> None:
    Making.objects.update(made_by="")
    assert make(logo.pk)
    assert made_of(logo) == set()


def test_logos_from_before_icons_are_made_by_the_command(logo: NetworkImage, capsys: Any) -> None:
    StorePage.objects.filter(pk=make_store("pitman").pk).update(logo=logo)
    call_command("make_renditions")
    assert made_of(logo) == set(LOGO_SPECS)
    call_command("make_renditions")
    assert "0 made now" in capsys.readouterr().out


def test_what_the_admin_made_while_the_task_was_busy_is_there_once(
    logo: NetworkImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cms.media import making  # noqa: PLC0415  (its function is replaced)

    Rendition.objects.all().delete()
    Making.objects.update(made_by="")
    stock = making._store

    def meanwhile(image: NetworkImage, made: Any) -> None:
        image.made_as_logo()
        stock(image, made)

    monkeypatch.setattr(making, "_store", meanwhile)
    assert make(logo.pk)
    assert Making.objects.get(image=logo).failure == ""
    assert Rendition.objects.filter(image=logo, filter_spec="width-400").count() == 1
