"""The store's board in the admin: read by its people, used by its owners. What is done shows at once."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import PageLogEntry

from cms.articles.models.articles import ArticlePage
from cms.board.board import GROUPED, Show, board_articles, board_rows, row_of, stale, together
from cms.board.undoing import undo_placement
from cms.carrying.models import Placement
from cms.carrying.placing import (
    ACTION,
    Placed,
    changes_since,
    order_pins,
    pin,
    place,
    placed_of,
    placement_at,
)
from cms.users.models import User
from stores.audit.undo.registry import CannotUndo
from stores.desk.views import OwnerView, StoreView
from stores.ids import id_in
from stores.tokens.fields import TokenArea
from stores.tokens.syntax import validate_tokens

PER_PAGE = 20


class BoardView(StoreView):
    """What the store is offered, newest first."""

    page_title = "Health news"
    header_icon = "doc-full-inverse"
    template_name = "cms/board/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        show = self.request.GET.get("show", Show.ALL)
        show = show if show in Show.values else Show.ALL
        words = self.request.GET.get("q", "").replace("\x00", "")[:100].strip()
        articles, offered = board_articles(self.store, at, show, words), None
        if show in GROUPED:
            (articles,), offered = together(articles), board_articles(self.store, at)
        page = Paginator(articles, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            rows=board_rows(self.store, page.object_list, offered),
            page=page,
            show=show,
            shows=Show.choices,
            words=words,
            stale_count=stale(self.store).count(),
            undo=self._undo(),
            **kwargs,
        )

    def _undo(self) -> PageLogEntry | None:
        """What the person has just done, as long as nobody has done more since."""
        pk = id_in(self.request.GET.get("undo", ""))
        return entry_of(self.store.pk, pk) if self.may_change and pk is not None else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        return answer


def entry_of(store_id: int, pk: int) -> PageLogEntry | None:
    """A line of the store's history that is about a placement."""
    return PageLogEntry.objects.filter(pk=pk, page=store_id, action=ACTION).first()


class PlacingView(OwnerView):
    """A view by which an owner changes what the store shows."""

    @property
    def person(self) -> User:
        """Who asks; the admin lets nobody in who is not logged in."""
        return cast(User, self.request.user)


class ArticleView(PlacingView):
    """A view about one article that the store is offered; 404 for any other."""

    @cached_property
    def article(self) -> ArticlePage:
        offered = ArticlePage.objects.placeable_by(self.store, timezone.now()).published_at(timezone.now())
        article: ArticlePage = get_object_or_404(offered, pk=self.kwargs["article_id"])
        return article

    @property
    def placed(self) -> Placed:
        return placed_of(placement_at(self.store, self.article))

    def done(self, text: str) -> HttpResponse:
        """Show the message, with a way to undo what was done, and go back to the board."""
        self.say(text)
        last = PageLogEntry.objects.filter(page=self.store, action=ACTION, user=self.person).order_by("-pk")
        entry = last.first()
        if entry is None or get_valid_next_url_from_request(self.request):
            return self.back("cms_board")
        return redirect(f"{reverse('cms_board', args=[self.store.pk])}?undo={entry.pk}")

    def refused(self, error: ValidationError) -> HttpResponse:
        messages.error(self.request, " ".join(error.messages))
        return self.back("cms_board")

    def place(self, placed: Placed) -> None:
        place(by=self.person, store=self.store, article=self.article, placed=placed, at=timezone.now())


class PlacementTapView(ArticleView):
    """One tap: hide, show, pin, unpin, up, down, as offered."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = self.kwargs["tap"]
        taps = {
            "hide": (self._hide, "Hidden on your site."),
            "show": (self._show, "Back on your site."),
            "pin": (self._pin, "Pinned: it stands above the newest."),
            "unpin": (self._unpin, "No longer pinned."),
            "up": (self._up, "Moved up."),
            "down": (self._down, "Moved down."),
            "inherit": (self._inherit, "As the newsroom wrote it again."),
        }
        if name not in taps:
            raise Http404
        action, message = taps[name]
        try:
            action()
        except ValidationError as error:
            return self.refused(error)
        return self.done(message)

    def _hide(self) -> None:
        self.place(Placed(True, None, *self.placed.texts))

    def _show(self) -> None:
        self.place(Placed(False, self.placed.pinned_as, *self.placed.texts))

    def _pin(self) -> None:
        pin(by=self.person, store=self.store, article=self.article, at=timezone.now())

    def _unpin(self) -> None:
        self.place(Placed(self.placed.is_hidden, None, *self.placed.texts))

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        pins = Placement.objects.filter(store=self.store, pinned_as__isnull=False).order_by("pinned_as", "pk")
        ids = list(pins.values_list("article", flat=True))
        if self.article.pk not in ids:
            raise ValidationError("It is not pinned.")
        at = ids.index(self.article.pk)
        ids.insert(max(0, at + by), ids.pop(at))
        order_pins(by=self.person, store=self.store, article_ids=ids)

    def _inherit(self) -> None:
        self.place(Placed(self.placed.is_hidden, self.placed.pinned_as))


class WordsForm(forms.Form):
    """The store's own words. An empty field takes the newsroom's again."""

    title = forms.CharField(label="Own title", required=False, max_length=255)
    teaser = forms.CharField(
        label="Own teaser",
        required=False,
        max_length=300,
        widget=TokenArea({"rows": 3}),
    )
    note = forms.CharField(
        label="Local note",
        required=False,
        max_length=500,
        widget=TokenArea({"rows": 3}),
        help_text="Stands above the article, on your site only.",
    )

    def clean_teaser(self) -> str:
        return self._checked("teaser")

    def clean_note(self) -> str:
        return self._checked("note")

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        validate_tokens(text)
        return text


class WordsView(ArticleView, FormView):
    """Say it in the store's own words; shows what the newsroom changed since they were written."""

    page_title = "In your words"
    header_icon = "edit"
    template_name = "cms/board/words.html"
    form_class = WordsForm

    def crumbs(self) -> list[dict[str, str]]:
        board = {"url": reverse("cms_board", args=[self.store.pk]), "label": "Health news"}
        return [board, *super().crumbs()]

    def get_initial(self) -> dict[str, Any]:
        return dict(zip(("title", "teaser", "note"), self.placed.texts, strict=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        placement = placement_at(self.store, self.article)
        return super().get_context_data(
            row=row_of(self.store, self.article),
            changes=changes_since(placement, self.article) if placement else [],
            **kwargs,
        )

    def form_valid(self, form: WordsForm) -> HttpResponse:
        words = [form.cleaned_data[name] for name in ("title", "teaser", "note")]
        self.place(Placed(self.placed.is_hidden, self.placed.pinned_as, *words))
        if self.placed.is_hidden:
            return self.done("Saved. The article is hidden on your site.")
        whose = "Your words are" if any(words) else "The newsroom’s words are"
        return self.done(f"{whose} on your site.")


class UndoView(PlacingView):
    """Take back one thing that was done, unless somebody has done more since."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entry = entry_of(self.store.pk, self.kwargs["entry_id"])
        if entry is None:
            raise Http404
        try:
            undo_placement(self.person, self.store, entry)
        except CannotUndo as refusal:
            messages.error(request, " ".join(refusal.reasons))
        else:
            self.say("Undone.")
        return redirect("cms_board", self.store.pk)


def board_urls() -> list[Any]:
    """The store's screens of its health news, below `/admin/`."""
    start = "stores/<int:store_id>/health-news/"
    return [
        path(start, BoardView.as_view(), name="cms_board"),
        path(f"{start}undo/<int:entry_id>/", UndoView.as_view(), name="cms_undo_placement"),
        path(f"{start}<int:article_id>/words/", WordsView.as_view(), name="cms_place_words"),
        path(f"{start}<int:article_id>/<slug:tap>/", PlacementTapView.as_view(), name="cms_place"),
    ]
