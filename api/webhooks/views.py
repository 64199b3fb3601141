"""Screens of webhooks: a store's, for its owners, and the network's, for network admins.

A view finds webhooks of the store that its address names, or of the network, and no other.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages

from api.webhooks import keeping
from api.webhooks.forms import WebhookForm
from api.webhooks.models import Delivery, DeliveryState, Webhook
from stores.access.shells import NetworkAdminMixin
from stores.access.who import actor_of
from stores.desk.views import OwnerView, StoreView
from stores.form_errors import add_errors
from stores.models import StorePage

TITLE = "Webhooks"
SHOWN = 50
"""Deliveries on the screen."""
OFF = "It is turned off: turn it on first."


class _Screens(FormView):
    """What the screens of a store and of the network share. `whose`: the store; None: the network."""

    form_class = WebhookForm
    header_icon = "site"
    whose: StorePage | None = None

    def own_hooks(self) -> Any:
        return Webhook.objects.of(self.whose)

    @property
    def list_url(self) -> str:
        return reverse("api_store_webhooks", args=[self.whose.pk]) if self.whose else reverse("api_network_webhooks")

    def url_of(self, hook: Webhook) -> str:
        if self.whose is None:
            return reverse("api_network_webhook", args=[hook.pk])
        return reverse("api_store_webhook", args=[self.whose.pk, hook.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(whose=self.whose, list_url=self.list_url, **kwargs)


class WebhooksScreen(_Screens):
    """All of them, and a form for another."""

    page_title = TITLE
    template_name = "api/webhooks/webhooks.html"

    def get_initial(self) -> dict[str, Any]:
        return WebhookForm.blank()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [{"hook": hook, "url": self.url_of(hook)} for hook in self.own_hooks()]
        return super().get_context_data(rows=rows, **kwargs)

    def form_valid(self, form: WebhookForm) -> HttpResponse:
        by, given, at = actor_of(self.request), form.cleaned_data, timezone.now()
        try:
            hook, secret = keeping.add_webhook(by=by, store=self.whose, given=given, at=at)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        # Shown in this answer alone: it stands in no session.
        return self.render_to_response(
            self.get_context_data(form=WebhookForm(initial=WebhookForm.blank()), added=hook, secret=secret)
        )


class WebhookScreen(_Screens):
    """One webhook: its form, what can be done with it, and what was sent."""

    template_name = "api/webhooks/webhook.html"

    @cached_property
    def hook(self) -> Webhook:
        found: Webhook | None = self.own_hooks().filter(pk=self.kwargs["webhook_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return self.hook.name

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.hook.name, "url": self.hook.url, "types": self.hook.type_list}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliveries = list(self.hook.deliveries.order_by("-pk")[:SHOWN])
        waiting = self.hook.deliveries.filter(state=DeliveryState.WAITING).count()
        return super().get_context_data(
            hook=self.hook, deliveries=[_row(each) for each in deliveries], waiting=waiting, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = {"test": self._test, "rotate": self._rotate, "on": self._on, "off": self._off, "delete": self._delete}
        what = request.POST.get("do", "")
        if what.startswith("again-"):
            return self._again(what.removeprefix("again-"))
        if what in do:
            return do[what]()
        if what != "save":
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: WebhookForm) -> HttpResponse:
        keeping.change_webhook(self.hook, form.cleaned_data, actor_of(self.request))
        return self._said(f"“{form.cleaned_data['name']}” is saved.")

    def _said(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.url_of(self.hook))

    def _refused(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return redirect(self.url_of(self.hook))

    def _test(self) -> HttpResponse:
        if self.hook.disabled_at is not None:
            return self._refused(OFF)
        keeping.test(self.hook, timezone.now())
        return self._said("A test call is on its way: look again in a few seconds.")

    def _rotate(self) -> HttpResponse:
        secret = keeping.rotate(self.hook, timezone.now(), actor_of(self.request))
        del self.__dict__["hook"]
        form = WebhookForm(initial=self.get_initial())
        return self.render_to_response(self.get_context_data(form=form, secret=secret))

    def _on(self) -> HttpResponse:
        keeping.switch(self.hook, timezone.now(), actor_of(self.request), is_on=True)
        return self._said("It is turned on. What changed meanwhile is sent now.")

    def _off(self) -> HttpResponse:
        keeping.switch(self.hook, timezone.now(), actor_of(self.request), is_on=False)
        return self._said("It is turned off: nothing is sent.")

    def _delete(self) -> HttpResponse:
        name = self.hook.name
        keeping.delete_webhook(self.hook, actor_of(self.request))
        messages.success(self.request, f"“{name}” is deleted.")
        return redirect(self.list_url)

    def _again(self, delivery_id: str) -> HttpResponse:
        if not (delivery_id.isascii() and delivery_id.isdecimal() and len(delivery_id) < 19):
            raise Http404
        if self.hook.disabled_at is not None:
            return self._refused(OFF)
        if not keeping.send_once_more(self.hook, int(delivery_id), timezone.now(), actor_of(self.request)):
            raise Http404
        return self._said("It is sent again, under the same name.")


def _row(delivery: Delivery) -> dict[str, Any]:
    last = delivery.tries[-1] if delivery.tries else None
    return {
        "delivery": delivery,
        "last": last,
        "tries": len(delivery.tries),
        "may_be_sent_again": delivery.state != DeliveryState.WAITING,
    }


class StoreWebhooksView(WebhooksScreen, StoreView):
    """Staff read which there are."""

    @property
    def whose(self) -> StorePage:  # type: ignore[override]
        return self.store


class StoreWebhookView(WebhookScreen, OwnerView):
    """Owners and network admins."""

    @property
    def whose(self) -> StorePage:  # type: ignore[override]
        return self.store

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.list_url, "label": TITLE}, *super().crumbs()]


class _NetworkScreen(NetworkAdminMixin):
    header_icon = _Screens.header_icon

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, *self.crumbs()]


class NetworkWebhooksView(_NetworkScreen, WebhooksScreen):
    """Those that hear of every store."""

    template_name = WebhooksScreen.template_name

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": "", "label": TITLE}]


class NetworkWebhookView(_NetworkScreen, WebhookScreen):
    """One of them."""

    template_name = WebhookScreen.template_name

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.list_url, "label": TITLE}, {"url": "", "label": self.hook.name}]


def webhook_urls() -> list[Any]:
    """Below `/admin/`."""
    store = "stores/<int:store_id>/webhooks/"
    return [
        path(store, StoreWebhooksView.as_view(), name="api_store_webhooks"),
        path(f"{store}<int:webhook_id>/", StoreWebhookView.as_view(), name="api_store_webhook"),
        path("network/webhooks/", NetworkWebhooksView.as_view(), name="api_network_webhooks"),
        path("network/webhooks/<int:webhook_id>/", NetworkWebhookView.as_view(), name="api_network_webhook"),
    ]
