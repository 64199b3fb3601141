"""The list of what came in, and what is decided about many of them at once."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.models import Page

from cms.intake import deciding
from cms.intake.deciding import Decided
from cms.intake.desk.shell import DecidersMixin
from cms.intake.models import ENDED, TO_DECIDE, FeedItem, ItemState, ProviderFeed
from cms.intake.tasks import decide_items
from stores.access.who import actor_of
from stores.ids import id_in, ids_in
from stores.models import StoreGroup

PER_PAGE = 50
AT_ONCE = 1_000
"""Items of one decision; of more, the newest."""
HERE_AT_MOST = 25
"""Of more the worker takes care: nobody waits minutes for a page."""
SHOWN_REFUSALS = 5

SHOWS: dict[str, tuple[str, Q]] = {
    "decide": ("To decide", TO_DECIDE),
    "look": ("Needs a look", Q(needs_look=True)),
    "failed": ("Failed", ~Q(problem="")),
    "unapplied": ("A new version waits", Q(is_unapplied=True)),
    "corrected": ("Corrected", Q(corrected_at__isnull=False)),
    "killed": ("Withdrawn", Q(state=ItemState.KILLED)),
    "near": ("Much like another", Q(has_near=True)),
}


class ItemFilterSet(WagtailFilterSet):
    """Narrows the list to a provider, a state, and what asks for attention."""

    feed = ModelChoiceFilter(label="Provider", queryset=ProviderFeed.objects.none(), widget=RadioSelect)
    state = ChoiceFilter(
        label="State", choices=[*ItemState.choices, ("ended", ENDED)], method="in_state", widget=RadioSelect
    )
    show = ChoiceFilter(
        label="Attention",
        choices=[(name, words) for name, (words, _q) in SHOWS.items()],
        method="shown",
        widget=RadioSelect,
    )

    class Meta:
        model = FeedItem
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["feed"].queryset = ProviderFeed.objects.select_related("provider")

    def in_state(self, items: QuerySet[FeedItem], name: str, value: str) -> QuerySet[FeedItem]:
        found: Any = items
        items, has_ended = found.with_end(timezone.now()), value == "ended"
        if value in {"ended", ItemState.LIVE}:
            return items.filter(Q(has_ended=has_ended), state=ItemState.LIVE)
        return items.filter(state=value)

    def shown(self, items: QuerySet[FeedItem], name: str, value: str) -> QuerySet[FeedItem]:
        return items.filter(SHOWS[value][1])


class SearchedItems(ItemFilterSet):
    """The same, with the words that are searched for: what a decision about all of them is about."""

    q = CharFilter(method="named")

    def named(self, items: QuerySet[FeedItem], name: str, value: str) -> QuerySet[FeedItem]:
        return items.filter(title__icontains=value)


class ChooseColumn(Column):
    """The box that chooses a row; it belongs to the form above the table."""

    cell_template_name = "cms/intake/choose_cell.html"


def _attention(item: Any) -> str:
    """Why somebody should look at a row of the list."""
    waits = item.has_live_article and item.state == ItemState.WAITS and not item.is_unapplied
    return "; ".join([*(["Live as it was before: a new version waits"] if waits else []), *item.attention])[:300]


class IntakeView(DecidersMixin, generic.IndexView):
    """What came in, the newest first."""

    model = FeedItem
    any_permission_required = None
    page_title = "Intake"
    header_icon = "download"
    template_name = "cms/newsroom/listing.html"
    results_template_name = "cms/intake/items_results.html"
    index_url_name = "cms_intake"
    index_results_url_name = "cms_intake_results"
    verbose_name = "item"
    verbose_name_plural = "items"
    paginate_by = PER_PAGE
    default_ordering = "-changed_at"
    is_searchable = True
    search_fields = ["title"]
    filterset_class = ItemFilterSet
    list_filter: list[str] = []
    shown_columns = (
        TitleColumn("title", label="Item", url_name="cms_intake_item", accessor=str),
        # Beside the title, where a phone shows it.
        DateColumn("changed_at", label="Came", sort_key="changed_at"),
        Column("state", label="State", accessor="state_words"),
        Column("attention", label="Attention", accessor=_attention),
        Column("provider", label="Provider", accessor="feed.provider"),
    )

    @cached_property
    def columns(self) -> list[Column]:
        """Whoever may decide chooses rows."""
        return [*([ChooseColumn("chosen", label="Choose")] if self.may_decide else []), *self.shown_columns]

    def get_base_queryset(self) -> QuerySet[FeedItem]:
        is_live = Exists(Page.objects.filter(pk=OuterRef("article_id"), live=True))
        items = FeedItem.objects.select_related("feed__provider").with_end(timezone.now())
        return items.annotate(has_live_article=is_live).defer("raw", "notes")

    def search_queryset(self, queryset: QuerySet[FeedItem]) -> QuerySet[FeedItem]:
        return queryset.filter(title__icontains=self.search_query) if self.search_query else queryset

    def order_queryset(self, queryset: QuerySet[FeedItem]) -> QuerySet[FeedItem]:
        return queryset.order_by(self.ordering, "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked, groups = self.request.GET.urlencode(), StoreGroup.objects.order_by("name")
        return super().get_context_data(*args, asked=asked, groups=groups, shown=self.ways(), **kwargs)

    def ways(self) -> list[dict[str, Any]]:
        """Ways to what asks for attention, each with how many there are, of the provider that is chosen."""
        feed = self.request.GET.get("feed", "")
        items = FeedItem.objects.all()
        if (feed_id := id_in(feed)) is not None:
            items = items.filter(feed=feed_id)
        counts = items.aggregate(
            all=Count("pk"), **{name: Count("pk", filter=which) for name, (_words, which) in SHOWS.items()}
        )
        found, chosen = [], self.request.GET.get("show", "")
        for name, words in (*((name, words) for name, (words, _which) in SHOWS.items()), ("", "All")):
            asked = urlencode({key: value for key, value in (("show", name), ("feed", feed)) if value})
            number = counts[name or "all"]
            found.append({"words": words, "asked": asked, "number": number, "is_chosen": name == chosen})
        return found


class DecideView(DecidersMixin, View):
    """POST `do`, and which items: `item` ids, or `all` that `asked` (the list's own query) names."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = QueryDict(request.POST.get("asked", "")[:2_000], mutable=True)
        back = request.POST.get("back", "")
        do, items = request.POST.get("do", ""), list(self._items(asked))
        if do not in deciding.DECISIONS or not items:
            messages.warning(request, "Choose items, and what is to be done with them.")
        elif len(items) > HERE_AT_MOST:
            ids = [item.pk for item in items]
            decide_items.enqueue(do, ids, [group.pk for group in self.groups], actor_of(request).pk)
            messages.success(request, f"The worker does that with {len(ids)} items. This list shows how far it is.")
        else:
            groups, by = self.groups, actor_of(request)
            decided = deciding.decide_each(do=do, items=items, groups=groups, by=by, at=timezone.now())
            _tell(request, self.words[do], decided)
        if (item_id := id_in(back)) is not None:
            return redirect("cms_intake_item", item_id)
        return redirect(f"{reverse('cms_intake')}?{asked.urlencode()}")

    def _items(self, asked: QueryDict) -> QuerySet[FeedItem]:
        items = FeedItem.objects.select_related("feed__provider", "article")
        if "all" in self.request.POST:
            narrowed = SearchedItems(asked, queryset=items, request=self.request)
            return narrowed.qs[:AT_ONCE] if narrowed.is_valid() else items.none()
        return items.filter(pk__in=ids_in(self.request.POST.getlist("item")))[:AT_ONCE]

    @cached_property
    def groups(self) -> list[StoreGroup]:
        return list(StoreGroup.objects.filter(pk__in=ids_in(self.request.POST.getlist("group"))))

    @cached_property
    def words(self) -> dict[str, str]:
        """What was done, in words."""
        offered = f"offered to {', '.join(map(str, self.groups)) or 'every store'}"
        return {"accept": "accepted", "reject": "rejected", "again": "taken again", "audience": offered}


def _tell(request: HttpRequest, words: str, decided: Decided) -> None:
    if decided.done:
        messages.success(request, f"{decided.done} {'item is' if decided.done == 1 else 'items are'} {words}.")
    for item, why in decided.refused[:SHOWN_REFUSALS]:
        messages.error(request, f"“{item}”: {why}")
    if len(decided.refused) > SHOWN_REFUSALS:
        messages.error(request, f"And {len(decided.refused) - SHOWN_REFUSALS} more could not be done.")
