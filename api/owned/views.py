"""Screens of things that have a secret: a store's, for its owners, and the network's, for network admins.

A view finds things of the store that its address names, or of the network, and no other. The secret stands in the
answer to whoever made it, and nowhere else: in no session, and in no address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View
from wagtail.admin import messages

from stores.access.shells import NetworkAdminMixin
from stores.desk.views import OwnerView, StoreView
from stores.form_errors import add_errors
from stores.models import StorePage


class Thing(Protocol):
    """`store_id`: None for the network's."""

    pk: Any
    name: Any
    store_id: Any


@dataclass(frozen=True, slots=True)
class OwnedKind:
    """What is owned. `slug`: in addresses and their names; `things`: those of a store, or of the network (None), of
    which a list shows the first `most`: whatever is over stands behind the others.
    """

    slug: str
    title: str
    icon: str
    things: Callable[[StorePage | None], Any]
    most: int

    def list_url(self, store: StorePage | None) -> str:
        if store is None:
            return reverse(f"api_network_{self.slug}s")
        return reverse(f"api_store_{self.slug}s", args=[store.pk])

    def url_of(self, thing: Thing) -> str:
        if thing.store_id is None:
            return reverse(f"api_network_{self.slug}", args=[thing.pk])
        return reverse(f"api_store_{self.slug}", args=[thing.store_id, thing.pk])

    def urls(self, *, of_store: Any, one_of_store: Any, of_network: Any, one_of_network: Any) -> list[Any]:
        """Below `/admin/`."""
        store, network = f"stores/<int:store_id>/{self.slug}s/", f"network/{self.slug}s/"
        return [
            path(store, of_store.as_view(), name=f"api_store_{self.slug}s"),
            path(f"{store}<int:{self.slug}_id>/", one_of_store.as_view(), name=f"api_store_{self.slug}"),
            path(network, of_network.as_view(), name=f"api_network_{self.slug}s"),
            path(f"{network}<int:{self.slug}_id>/", one_of_network.as_view(), name=f"api_network_{self.slug}"),
        ]


class Screen(FormView):
    """What all of them share; stands before `OfStore` or `OfNetwork`. `whose`: the store; None: the network."""

    kind: ClassVar[OwnedKind]
    whose: Any

    @property
    def header_icon(self) -> str:
        return self.kind.icon

    @property
    def list_url(self) -> str:
        return self.kind.list_url(self.whose)

    def row(self, thing: Any) -> dict[str, Any]:
        """What the screens say of a thing. `is_over`: it does nothing any more, and is folded away in lists."""
        return {"thing": thing, "url": self.kind.url_of(thing), "is_over": False}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        folder = f"api/{self.kind.slug}s"
        parts = {name: f"{folder}/{name}.html" for name in ("state", "facts", "secret")}
        return super().get_context_data(whose=self.whose, list_url=self.list_url, parts=parts, **kwargs)

    def shown(self, thing: Any, secret: str) -> HttpResponse:
        """The screen, once, with a secret that was just made."""
        return self.render_to_response(self.get_context_data(form=self.blank_form(), secret_of=thing, secret=secret))

    def blank_form(self) -> Any:
        """As if nothing had been sent."""
        kwargs = {name: value for name, value in self.get_form_kwargs().items() if name not in {"data", "files"}}
        form_class: Any = self.get_form_class()
        return form_class(**kwargs)


class ListScreen(Screen):
    """All of them, and a form for another, whose button says `adding`."""

    adding: ClassVar[str]

    def get_page_title(self) -> str:
        return self.kind.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        things = list(self.kind.things(self.whose)[: self.kind.most + 1])
        rows = [self.row(thing) for thing in things[: self.kind.most]]
        good, over = ([row for row in rows if row["is_over"] == is_over] for is_over in (False, True))
        are_more = len(things) > len(rows)
        return super().get_context_data(rows=good, over=over, are_more=are_more, adding=self.adding, **kwargs)

    def made(self, form: Any) -> tuple[Any, str]:
        """Another one, and its secret. ValidationError where there are too many."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            thing, secret = self.made(form)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        return self.shown(thing, secret)


class OneScreen(Screen):
    """One of them: its form, and what can be done with it: a button that sends `off` is for `do_off`."""

    @cached_property
    def thing(self) -> Any:
        found = self.kind.things(self.whose).filter(pk=self.kwargs[f"{self.kind.slug}_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return str(self.thing.name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row(self.thing), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        what = request.POST.get("do", "")
        if what == "save":
            return super().post(request, *args, **kwargs)
        do: Callable[[], HttpResponse] | None = getattr(self, f"do_{what}", None)
        if do is None:
            raise Http404
        return do()

    def renewed(self, secret: str) -> HttpResponse:
        """The screen, once, with another secret."""
        del self.__dict__["thing"]
        return self.shown(self.thing, secret)

    def said(self, words: str, *, to_list: bool = False) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.list_url if to_list else self.kind.url_of(self.thing))

    def refused(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return redirect(self.kind.url_of(self.thing))


class OfStore(StoreView):
    """Staff read which there are."""

    @property
    def whose(self) -> StorePage:
        return self.store


class OneOfStore(OfStore, OwnerView):
    """Owners and network admins."""

    kind: ClassVar[OwnedKind]

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.kind.list_url(self.store), "label": self.kind.title}, *super().crumbs()]


class OfNetwork(NetworkAdminMixin, View):
    """Those of the network, all or one."""

    whose = None

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here: Any = self
        title, is_one = here.get_page_title(), isinstance(self, OneScreen)
        above = [{"url": here.list_url, "label": here.kind.title}] if is_one else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": title}]
