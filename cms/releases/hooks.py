"""Releases in Wagtail's admin and in its history."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from cms.releases.releasing import PUBLISH, TAKE_BACK
from cms.releases.views import ReleaseViewSet, release_urls


@hooks.register("register_log_actions")
def register_release_actions(actions: LogActionRegistry) -> None:
    """What is said in the history of a release."""
    actions.register_action(PUBLISH, "Publish release", "Published all pages of the release")
    actions.register_action(TAKE_BACK, "Take back release", "Took back all pages of the release")


hooks.register("register_admin_urls", release_urls)
register_snippet(ReleaseViewSet)
