"""Mail to those whose webhook is called no more."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from api.webhooks.models import Webhook
from stores.access.who import network_admins
from stores.people.people import people_of


def admin_path(hook: Webhook) -> str:
    """Where it is turned on again."""
    if hook.store_id is None:
        return reverse("api_network_webhook", args=[hook.pk])
    return reverse("api_store_webhook", args=[hook.store_id, hook.pk])


def tell_disabled(hook: Webhook) -> None:
    """To the store's owners, or the network's admins."""
    store = hook.store
    people = people_of(store.registration.owners) if store else list(network_admins())
    whose = store.title if store else "the network"
    context = {"hook": hook, "whose": whose, "url": f"{settings.NETWORK_URL}{admin_path(hook)}"}
    words = render_to_string("api/webhooks/disabled.txt", context)
    for email in {person.email for person in people if person.email}:
        send_mail(f"Webhook “{hook.name}” of {whose} is turned off", words, None, [email])
