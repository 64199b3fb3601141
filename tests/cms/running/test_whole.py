"""A publish that ends in the midst of it has not begun."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from wagtail.actions.base import BaseAction
from wagtail.models import Page, PageLogEntry

from cms.running.whole import ACTIONS, do_whole
from tests.factories.newsroom import make_article

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


def publish(page: Page) -> None:
    page.title = "Changed"
    page.save_revision().publish()


def unpublish(page: Page) -> None:
    page.unpublish()


@pytest.mark.parametrize("change", [publish, unpublish])
def test_what_ends_before_the_history_is_written_changes_nothing(change: Callable[[Page], None]) -> None:
    article = make_article("flu")
    before = Page.objects.values("title", "live", "live_revision").get(pk=article.pk)
    entries = PageLogEntry.objects.count()
    with (
        mock.patch.object(PageLogEntry.objects.__class__, "log_action", side_effect=Killed),
        pytest.raises(Killed),
    ):
        change(article)
    assert Page.objects.values("title", "live", "live_revision").get(pk=article.pk) == before
    assert PageLogEntry.objects.count() == entries


def test_every_action_is_wrapped_once() -> None:
    before: list[Any] = [action.execute for action in ACTIONS]
    assert all(hasattr(each, "__wrapped__") for each in before)
    do_whole()
    assert [action.execute for action in ACTIONS] == before


def test_what_publishes_takes_the_one_that_is_wrapped() -> None:
    """A class of an upgrade that brings its own is named here."""

    def below(kind: type[BaseAction]) -> set[type[BaseAction]]:
        return {kind, *(each for child in kind.__subclasses__() for each in below(child))}

    roots = [action for action in ACTIONS if action.__base__ is BaseAction]
    classes = {each for root in roots for each in below(root)}
    assert {each for each in classes if "execute" in vars(each)} == set(ACTIONS)
