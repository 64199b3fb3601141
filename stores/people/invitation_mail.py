"""The mail that an invitation is. The token stands behind `#`: browsers send it to nobody, and no log has it."""

import logging
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.utils import get_user_display_name

from stores.people.models import LIFETIME, Invitation, NetworkRole, StoreRole
from stores.zone_words import moment_text

logger = logging.getLogger(__name__)
WORK: dict[str, str] = {
    StoreRole.OWNER: "look after {place} at {network}",
    StoreRole.STAFF: "work on the pages of {place} at {network}",
    NetworkRole.EDITOR: "write for the stores of {network}",
    NetworkRole.NETWORK_ADMIN: "look after the stores and people of {network}",
}
"""What the invited person is asked to do."""


def link_for(token: str) -> str:
    """The address that opens the invitation."""
    return f"{settings.NETWORK_URL}{reverse('stores_invitation')}#{token}"


def mail_invitation(invitation: Invitation, token: str) -> None:
    """Mail the invitation now. A mail that can't be sent is logged, without the link; it can be sent again."""
    by = invitation.invited_by
    zone = invitation.store.zone if invitation.store is not None else ZoneInfo(settings.NETWORK_TIME_ZONE)
    context = {
        "inviter": get_user_display_name(by) if by is not None else settings.WAGTAIL_SITE_NAME,
        "work": WORK[invitation.role].format(place=invitation.place, network=settings.WAGTAIL_SITE_NAME),
        "link": link_for(token),
        "days": LIFETIME.days,
        # In words here: whoever sends it may have chosen another zone.
        "until": moment_text(invitation.expires_at, zone),
    }
    text = render_to_string("stores/people/invitation.txt", context)
    subject = f"[{settings.WAGTAIL_SITE_NAME}] You are invited to {invitation.place}"
    try:
        send_mail(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    except (SMTPException, OSError):
        logger.exception("The invitation %s could not be mailed.", invitation.pk)
