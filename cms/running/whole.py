"""Publishing is done whole, or not at all.

Wagtail saves what goes live first, and then writes the history, ends workflows and schedules, each by itself: a
process that is killed in between leaves a page that is live and of which nobody knows who published it.
"""

from django.db import transaction
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction

ACTIONS = (
    ConvertAliasPageAction,
    CopyPageAction,
    CreatePageAliasAction,
    PublishRevisionAction,
    UnpublishAction,
    UnpublishPageAction,
)
"""What every door of Wagtail runs, ours and the scheduler included, and is not one transaction by itself."""


def do_whole() -> None:
    """From now on each of them is a transaction. May be called twice."""
    for action in ACTIONS:
        if not hasattr(action.execute, "__wrapped__"):
            action.execute = transaction.atomic(action.execute)  # type: ignore[method-assign]
