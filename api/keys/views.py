"""Screens of keys: a store's, for its owners, and the network's, for network admins."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages

from api.keys import keeping
from api.keys.forms import AccessForm, KeyForm, RotateForm
from api.keys.models import ApiKey
from api.keys.scopes import SCOPES
from api.owned.views import ListScreen, OfNetwork, OfStore, OneOfStore, OneScreen, OwnedKind, Screen
from stores.access.who import actor_of, is_network_admin

REVOKED = 20
"""Keys on the screen that were revoked: the last ones."""
KEYS = OwnedKind("key", "API keys", "key", ApiKey.objects.of, most=keeping.MOST + REVOKED)


class _KeyScreen(Screen):
    kind = KEYS
    form_class = KeyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "may_limit": is_network_admin(self.request.user)}

    def row(self, thing: ApiKey) -> dict[str, Any]:
        at = timezone.now()
        state = thing.state(at)
        return {
            **super().row(thing),
            "state": state,
            "is_over": state != "on",
            "scopes": [SCOPES[each] for each in thing.scope_list],
            "old_until": thing.old_until if thing.old_is_good(at) else None,
        }


class KeysScreen(_KeyScreen, ListScreen):
    template_name = "api/keys/list.html"
    adding = "Make a key"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_open=keeping.network_access().anonymous_read, **kwargs)

    def made(self, form: KeyForm) -> tuple[ApiKey, str]:
        at = timezone.now()
        return keeping.make_key(by=actor_of(self.request), store=self.whose, at=at, **form.given(at))


class KeyScreen(_KeyScreen, OneScreen):
    """One key: what it is for, another secret, its end."""

    template_name = "api/keys/one.html"

    def get_initial(self) -> dict[str, Any]:
        return KeyForm.initial_of(self.thing)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "key": self.thing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_over = self.thing.revoked_at is not None
        return super().get_context_data(rotate_form=RotateForm(), is_over=is_over, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.thing.revoked_at is not None:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: KeyForm) -> HttpResponse:
        given = form.given(timezone.now())
        given["scopes"] = " ".join(given["scopes"])
        keeping.change_key(self.thing, by=actor_of(self.request), given=given)
        return self.said(f"“{given['name']}” is saved.")

    def do_rotate(self) -> HttpResponse:
        form = RotateForm(self.request.POST)
        if not form.is_valid():
            raise Http404
        by, at = actor_of(self.request), timezone.now()
        return self.renewed(keeping.rotate_key(self.thing, by=by, at=at, overlap=form.chosen))

    def do_revoke(self) -> HttpResponse:
        keeping.revoke_key(self.thing, by=actor_of(self.request), at=timezone.now())
        return self.said(f"“{self.thing.name}” is revoked: nobody asks with it any more.", to_list=True)


class StoreKeysView(KeysScreen, OfStore):
    """A store's."""


class StoreKeyView(KeyScreen, OneOfStore):
    """One of a store's."""


class NetworkKeysView(KeysScreen, OfNetwork):
    """Those that read every store, and whether one is needed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initial = {"anonymous_read": keeping.network_access().anonymous_read}
        return super().get_context_data(access_form=AccessForm(initial=initial), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") != "access":
            return super().post(request, *args, **kwargs)
        is_open = "anonymous_read" in request.POST
        keeping.let_anybody_read(is_open, by=actor_of(request))
        messages.success(request, "Anybody may read the API." if is_open else "The API is read with keys only, now.")
        return redirect(self.list_url)


class NetworkKeyView(KeyScreen, OfNetwork):
    """One of the network's."""


def key_urls() -> list[Any]:
    """Below `/admin/`."""
    return KEYS.urls(
        of_store=StoreKeysView,
        one_of_store=StoreKeyView,
        of_network=NetworkKeysView,
        one_of_network=NetworkKeyView,
    )
