"""The zone in which people type and read times in the admin: their own, else the network's, not the server's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.admin.views.account import LocaleSettingsPanel
from wagtail.users.models import UserProfile

from stores.zone_words import moment_text


def zone_of(profile: UserProfile) -> str:
    """What the person chose on the account page, else NETWORK_TIME_ZONE."""
    return profile.current_time_zone or str(settings.NETWORK_TIME_ZONE)


UserProfile.get_current_time_zone = zone_of  # type: ignore[method-assign]


class ZoneForm(LocalePreferencesForm):
    """The account page, where no choice is the network's zone."""

    @property
    def initial_zone(self) -> str:
        return str(self.instance.current_time_zone or "")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("current_time_zone")
        if field is not None:
            _server, *known = field.choices
            # A server's own files, such as `localtime`, are no zones; browsers stop at the first that they don't know.
            others = [(zone, label) for zone, label in known if "/" in zone or zone in {"UTC", self.initial_zone}]
            field.choices = [("", f"The network's ({settings.NETWORK_TIME_ZONE})"), *others]
            field.widget.attrs["data-w-locale-server-time-zone-param"] = settings.NETWORK_TIME_ZONE


LocaleSettingsPanel.form_class = ZoneForm


stock_schedule = StatusSidePanel.get_scheduled_publishing_context
SCHEDULED = ("draft_go_live_at", "draft_expire_at", "scheduled_go_live_at", "scheduled_expire_at", "live_expire_at")


@wraps(stock_schedule)
def schedule_in_words(panel: StatusSidePanel, parent_context: Any) -> dict[str, Any]:
    """Beside an open page: `Tue, Dec 1, 2026, 9:56 AM EST`; Wagtail leaves the zone out."""
    context: dict[str, Any] = stock_schedule(panel, parent_context)
    for name in SCHEDULED:
        if moment := context.get(name):
            context[name] = moment_text(moment)
    return context


StatusSidePanel.get_scheduled_publishing_context = schedule_in_words


class TimeZoneMiddleware:
    """Wagtail takes the server's zone for whoever has no profile yet: here they have one, in memory."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        match, user = request.resolver_match, request.user
        is_admin = match is not None and match.route.startswith("admin/")
        if is_admin and user.is_authenticated and not hasattr(user, "wagtail_userprofile"):
            user.wagtail_userprofile = UserProfile(user=user)
