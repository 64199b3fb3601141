"""Screens of keys: a store's, for its owners, and the network's, for network admins.

A view finds keys of the store that its address names, or of the network, and no other.
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

from api.keys import keeping
from api.keys.forms import AccessForm, KeyForm, RotateForm
from api.keys.models import ApiKey
from api.keys.scopes import SCOPES
from stores.access.shells import NetworkAdminMixin
from stores.access.who import actor_of, is_network_admin
from stores.desk.views import OwnerView, StoreView
from stores.form_errors import add_errors
from stores.models import StorePage

TITLE = "API keys"
ICON = "key"


class _Screens(FormView):
    """What the screens of a store and of the network share. `whose`: the store; None: the network."""

    form_class = KeyForm
    header_icon = ICON
    whose: StorePage | None = None

    def own_keys(self) -> Any:
        return ApiKey.objects.of(self.whose)

    @property
    def list_url(self) -> str:
        return reverse("api_store_keys", args=[self.whose.pk]) if self.whose else reverse("api_network_keys")

    def url_of(self, key: ApiKey) -> str:
        if self.whose is None:
            return reverse("api_network_key", args=[key.pk])
        return reverse("api_store_key", args=[self.whose.pk, key.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.form_options}

    @property
    def form_options(self) -> dict[str, Any]:
        return {"may_limit": is_network_admin(self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(whose=self.whose, list_url=self.list_url, **kwargs)

    def row(self, key: ApiKey) -> dict[str, Any]:
        """What the screens say of a key."""
        at = timezone.now()
        return {
            "key": key,
            "url": self.url_of(key),
            "state": key.state(at),
            "scopes": [SCOPES[each] for each in key.scope_list],
            "old_until": key.old_until if key.old_is_good(at) else None,
        }


class KeysScreen(_Screens):
    """All of them, and a form for another."""

    page_title = TITLE
    template_name = "api/keys/keys.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [self.row(key) for key in self.own_keys()]
        return super().get_context_data(rows=rows, is_open=keeping.network_access().anonymous_read, **kwargs)

    def form_valid(self, form: KeyForm) -> HttpResponse:
        at = timezone.now()
        try:
            key, written = keeping.make_key(by=actor_of(self.request), store=self.whose, at=at, **form.given(at))
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        # Shown in this answer alone: it stands in no session.
        blank = KeyForm(**self.form_options)
        return self.render_to_response(self.get_context_data(form=blank, shown=key, written=written))


class KeyScreen(_Screens):
    """One key: what it is for, another secret, its end."""

    template_name = "api/keys/key.html"

    @cached_property
    def key(self) -> ApiKey:
        found: ApiKey | None = self.own_keys().filter(pk=self.kwargs["key_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return self.key.name

    def get_initial(self) -> dict[str, Any]:
        return KeyForm.initial_of(self.key)

    @property
    def form_options(self) -> dict[str, Any]:
        return {**super().form_options, "key": self.key}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"rotate_form": RotateForm(), **kwargs}
        return super().get_context_data(row=self.row(self.key), **given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = {"rotate": self._rotate, "revoke": self._revoke}
        what = request.POST.get("do", "")
        if self.key.revoked_at is not None or what not in {*do, "save"}:
            raise Http404
        return do[what]() if what in do else super().post(request, *args, **kwargs)

    def form_valid(self, form: KeyForm) -> HttpResponse:
        given = form.given(timezone.now())
        given["scopes"] = " ".join(given["scopes"])
        keeping.change_key(self.key, by=actor_of(self.request), given=given)
        messages.success(self.request, f"“{given['name']}” is saved.")
        return redirect(self.url_of(self.key))

    def _rotate(self) -> HttpResponse:
        form = RotateForm(self.request.POST)
        if not form.is_valid():
            raise Http404
        by, at = actor_of(self.request), timezone.now()
        written = keeping.rotate_key(self.key, by=by, at=at, overlap=form.chosen)
        del self.__dict__["key"]
        settings = KeyForm(initial=self.get_initial(), **self.form_options)
        return self.render_to_response(self.get_context_data(form=settings, shown=self.key, written=written))

    def _revoke(self) -> HttpResponse:
        keeping.revoke_key(self.key, by=actor_of(self.request), at=timezone.now())
        messages.success(self.request, f"“{self.key.name}” is revoked: nobody asks with it any more.")
        return redirect(self.list_url)


class StoreKeysView(KeysScreen, StoreView):
    """Staff read which there are."""

    @property
    def whose(self) -> StorePage:  # type: ignore[override]
        return self.store


class StoreKeyView(KeyScreen, OwnerView):
    """Owners and network admins."""

    @property
    def whose(self) -> StorePage:  # type: ignore[override]
        return self.store

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.list_url, "label": TITLE}, *super().crumbs()]


class _NetworkScreen(NetworkAdminMixin):
    header_icon = ICON

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, *self.crumbs()]


class NetworkKeysView(_NetworkScreen, KeysScreen):
    """Those that read every store, and whether one is needed."""

    template_name = KeysScreen.template_name

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": "", "label": TITLE}]

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


class NetworkKeyView(_NetworkScreen, KeyScreen):
    """One of them."""

    template_name = KeyScreen.template_name

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.list_url, "label": TITLE}, {"url": "", "label": self.key.name}]


def key_urls() -> list[Any]:
    """Below `/admin/`."""
    store = "stores/<int:store_id>/keys/"
    return [
        path(store, StoreKeysView.as_view(), name="api_store_keys"),
        path(f"{store}<int:key_id>/", StoreKeyView.as_view(), name="api_store_key"),
        path("network/keys/", NetworkKeysView.as_view(), name="api_network_keys"),
        path("network/keys/<int:key_id>/", NetworkKeyView.as_view(), name="api_network_key"),
    ]
