"""Screens of webhooks: a store's, for its owners, and the network's, for network admins."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from api.owned.views import ListScreen, OfNetwork, OfStore, OneOfStore, OneScreen, OwnedKind, Screen
from api.webhooks import keeping
from api.webhooks.forms import OF_ONE_STORE, WORDS, WebhookForm
from api.webhooks.models import Delivery, DeliveryState, Webhook
from stores.access.who import actor_of
from stores.ids import id_in

WEBHOOKS = OwnedKind("webhook", "Webhooks", "site", Webhook.objects.of, most=keeping.MOST)
SHOWN = 50
"""Deliveries on the screen."""
OFF = "It is turned off: turn it on first."


class _WebhookScreen(Screen):
    kind = WEBHOOKS
    form_class = WebhookForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_networks": self.whose is None}

    def row(self, thing: Webhook) -> dict[str, Any]:
        most = set(WORDS) if thing.store_id else set(WORDS) - OF_ONE_STORE
        hears = [WORDS[each] for each in thing.type_list if each in most]
        return {**super().row(thing), "hears": hears if len(hears) < len(most) else []}


class WebhooksScreen(_WebhookScreen, ListScreen):
    template_name = "api/webhooks/list.html"
    adding = "Add a webhook"

    def get_initial(self) -> dict[str, Any]:
        return WebhookForm.blank()

    def made(self, form: WebhookForm) -> tuple[Webhook, str]:
        by, given, at = actor_of(self.request), form.cleaned_data, timezone.now()
        return keeping.add_webhook(by=by, store=self.whose, given=given, at=at)


class WebhookScreen(_WebhookScreen, OneScreen):
    """One webhook: its form, what can be done with it, and what was sent."""

    template_name = "api/webhooks/one.html"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.thing.name, "url": self.thing.url, "types": self.thing.type_list}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliveries = list(self.thing.deliveries.order_by("-pk")[:SHOWN])
        waiting = self.thing.deliveries.filter(state=DeliveryState.WAITING).count()
        return super().get_context_data(deliveries=[_told(each) for each in deliveries], waiting=waiting, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        what = request.POST.get("do", "")
        if what.startswith("again-"):
            return self._again(what.removeprefix("again-"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: WebhookForm) -> HttpResponse:
        keeping.change_webhook(self.thing, form.cleaned_data, actor_of(self.request))
        return self.said(f"“{form.cleaned_data['name']}” is saved.")

    def do_test(self) -> HttpResponse:
        if self.thing.disabled_at is not None:
            return self.refused(OFF)
        keeping.test(self.thing, timezone.now())
        return self.said("A test call is on its way: look again in a few seconds.")

    def do_rotate(self) -> HttpResponse:
        return self.renewed(keeping.rotate(self.thing, timezone.now(), actor_of(self.request)))

    def do_on(self) -> HttpResponse:
        keeping.switch(self.thing, timezone.now(), actor_of(self.request), is_on=True)
        return self.said("It is turned on. What changed meanwhile is sent now.")

    def do_off(self) -> HttpResponse:
        keeping.switch(self.thing, timezone.now(), actor_of(self.request), is_on=False)
        return self.said("It is turned off: nothing is sent.")

    def do_delete(self) -> HttpResponse:
        name = self.thing.name
        keeping.delete_webhook(self.thing, actor_of(self.request))
        return self.said(f"“{name}” is deleted.", to_list=True)

    def _again(self, delivery_id: str) -> HttpResponse:
        if (delivery := id_in(delivery_id)) is None:
            raise Http404
        if self.thing.disabled_at is not None:
            return self.refused(OFF)
        if not keeping.send_once_more(self.thing, delivery, timezone.now(), actor_of(self.request)):
            raise Http404
        return self.said("It is sent again, under the same name.")


def _told(delivery: Delivery) -> dict[str, Any]:
    last = delivery.tries[-1] if delivery.tries else None
    return {
        "delivery": delivery,
        "last": last,
        "tries": len(delivery.tries),
        "may_be_sent_again": delivery.state != DeliveryState.WAITING,
    }


class StoreWebhooksView(WebhooksScreen, OfStore):
    """A store's."""


class StoreWebhookView(WebhookScreen, OneOfStore):
    """One of a store's."""


class NetworkWebhooksView(WebhooksScreen, OfNetwork):
    """Those that hear of every store."""


class NetworkWebhookView(WebhookScreen, OfNetwork):
    """One of the network's."""


def webhook_urls() -> list[Any]:
    """Below `/admin/`."""
    return WEBHOOKS.urls(
        of_store=StoreWebhooksView,
        one_of_store=StoreWebhookView,
        of_network=NetworkWebhooksView,
        one_of_network=NetworkWebhookView,
    )
