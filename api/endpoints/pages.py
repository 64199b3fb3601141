"""`pages/`: Wagtail's endpoint for what is a page of one store: standard pages and the health-news page."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from rest_framework import serializers
from rest_framework.fields import Field
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api import APIField
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.models import Page

from api.endpoints.schema import StockPageMetaSerializer, stock_schema
from api.endpoints.stock import StockSerializer, StoreScopedViewSet
from api.previewing.seeing import Seen
from api.protocol.parameters import LINKS_PARAMETERS, RICH_TEXT_PARAMETERS, TAGS_PARAMETERS, Parameter
from api.serializers.body import BodyField, body_data, image_ids_of, rich_texts_of
from api.serializers.markup import Node
from api.serializers.page_meta import local_iso
from api.serializers.site_pages import DutySerializer
from api.site.duties import duty_data
from cms.articles.addresses import all_rules_of_addresses, carried_articles, shown_experts
from cms.models import HealthNewsPage, StandardPage
from stores.shapes import Shape


class StoreUrlField(Field):
    """The page's address at the asking store."""

    def get_attribute(self, instance: Page) -> Page:
        return instance

    def to_representation(self, page: Page) -> str:
        return self.context["view"].shown.url(page)


class StorePathField(StoreUrlField):
    """The page's path on the store's site."""

    def to_representation(self, page: Page) -> str:
        return self.context["view"].shown.path(page)


class StoreMomentField(Field):
    """ISO 8601 with offset in the store's zone."""

    def to_representation(self, moment: datetime) -> str | None:
        return local_iso(moment, self.context["view"].shown)


class NoAliasOfField(Field):
    """Always null: the original of a copy may be a page that the store must not know."""

    def get_attribute(self, instance: Page) -> None:
        return None


class StandardBodyField(Field):
    """The blocks of a body, in the form that `articles/` gives them."""

    def to_representation(self, body: Any) -> list[dict[str, Any]]:
        return body_data(body, self.context["view"].shown)


class DutyField(Field):
    """The parts of a notice that the law asks for."""

    def get_attribute(self, instance: StandardPage) -> StandardPage:
        return instance

    def to_representation(self, page: StandardPage) -> dict[str, Any] | None:
        return duty_data(page, self.context["view"].shown)


class RichTextForStoreField(Field):
    """For the asking store, in the form that is asked for."""

    def to_representation(self, source: str) -> str | list[Node]:
        rich: str | list[Node] = self.context["view"].shown.rich(source)
        return rich


class StorePageSerializer(StockSerializer, PageSerializer):
    """Wagtail's serializer of pages, with addresses and moments of the asking store."""

    html_url = StoreUrlField(read_only=True)
    path = StorePathField(read_only=True)
    first_published_at = StoreMomentField(read_only=True)
    alias_of = NoAliasOfField(read_only=True)


_PAGES = Shape(lambda store, at: all_rules_of_addresses(store, at, (StandardPage, HealthNewsPage)).values("pk"))


class StandardOrIndexPageSerializer(serializers.Serializer):
    """A page of `pages/`; `body` or `intro` by its type."""

    id = serializers.IntegerField()
    meta = StockPageMetaSerializer()
    title = serializers.CharField()
    language = serializers.CharField(required=False, help_text="The code of the language of its text.")
    duty = DutySerializer(required=False, allow_null=True)
    body = BodyField(required=False)
    intro = serializers.CharField(required=False)


@stock_schema(
    "pages",
    StandardOrIndexPageSerializer,
    form={**LINKS_PARAMETERS, **RICH_TEXT_PARAMETERS},
    told=TAGS_PARAMETERS,
    find_by={"html_path": Parameter("The page's path on the store's site.")},
)
class PagesEndpoint(StoreScopedViewSet, PagesAPIViewSet):
    """Articles, experts and stores have endpoints of their own and never come out of this one."""

    base_serializer_class = StorePageSerializer
    known_query_parameters = PagesAPIViewSet.known_query_parameters.union(
        StoreScopedViewSet.known_query_parameters, LINKS_PARAMETERS, TAGS_PARAMETERS
    ) - {"format"}
    detail_query_parameters = StoreScopedViewSet.detail_query_parameters.union(LINKS_PARAMETERS, TAGS_PARAMETERS)
    meta_fields = [*PagesAPIViewSet.meta_fields, "path"]
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "path"]

    @classmethod
    def get_body_fields(cls, model: type[Page]) -> list[APIField]:
        fields = super().get_body_fields(model)
        if model is StandardPage:
            fields.append(APIField("language"))
            fields.append(APIField("duty", serializer=DutyField(read_only=True)))
            fields.append(APIField("body", serializer=StandardBodyField(read_only=True)))
        if model is HealthNewsPage:
            fields.append(APIField("intro", serializer=RichTextForStoreField(read_only=True)))
        return fields

    @classmethod
    def get_available_fields(cls, model: type[Page], db_fields_only: bool = False) -> list[str]:
        """No filter and no order by `path`, where a page stands in the tree, nor by `alias_of`, which is not told."""
        fields: list[str] = super().get_available_fields(model, db_fields_only)
        return [name for name in fields if not (db_fields_only and name in {"path", "alias_of"})]

    def get_root_page(self) -> Page:
        return self.store

    def get_base_queryset(self) -> QuerySet[Any]:
        """Wagtail asks for it three times in each answer."""
        return Page.objects.filter(pk__in=_PAGES.part(store=self.store, at=self.at)).order_by("id")

    def get_queryset(self) -> QuerySet[Page]:
        return super().get_queryset().select_related("locale")

    def find_object(self, queryset: QuerySet[Page], request: Request) -> Page | None:
        """By id as Wagtail does; by path as the store's site does: a shared page stands below no store in the tree."""
        if "html_path" not in request.GET:
            return BaseAPIViewSet.find_object(self, queryset, request)
        path = f"/{request.GET['html_path'].strip('/')}/"
        standing = [page for page in queryset if self.shown.path(page) == path]
        return max(standing, key=lambda page: page.path.startswith(self.store.path), default=None)

    def find_view(self, request: Request) -> HttpResponseRedirect:
        """By path also to what has an endpoint of its own: a store's site has articles, experts and its home."""
        if request.GET.get("html_path"):
            self.check_find_parameters()
            detail = self._detail_elsewhere(f"/{request.GET['html_path'].strip('/')}/".replace("//", "/"))
            if detail is not None:
                return HttpResponseRedirect(detail)
        return super().find_view(request)

    def _detail_elsewhere(self, path: str) -> str | None:
        """The address of the detail of what stands at this path, where that is no page of this endpoint."""
        store, parts = self.store, path.strip("/").split("/")
        match parts:
            case [""]:
                return reverse("api:stores:detail", args=[store.slug])
            case ["health", slug]:
                name, rows = "articles", carried_articles(store, self.at)
            case ["experts", slug]:
                name, rows = "experts", shown_experts(store, self.at)
            case _:
                return None
        pk = rows.filter(slug=slug).order_by().values_list("pk", flat=True).first()
        if pk is None:
            raise Http404
        return f"{reverse(f'api:{name}:detail', args=[pk])}?store={store.slug}"

    def paginate_queryset(self, queryset: QuerySet[Page]) -> list[Page]:
        rows = list(super().paginate_queryset(queryset))
        self._load(rows)
        return rows

    def detail_view(self, request: Request, pk: int) -> Response:
        response = super().detail_view(request, pk)
        if seen := self._seen():
            response.data = seen.with_edit(dict(response.data))
        return response

    def _seen(self) -> Seen | None:
        """The preview, if the page that is asked for is its draft."""
        pk, kinds = int(self.kwargs["pk"]), (StandardPage, HealthNewsPage)
        return self.seen if self.seen and any(self.seen.is_of(kind, pk=pk) for kind in kinds) else None

    def get_object(self) -> Page:
        seen = self._seen()
        page: Page = seen.draft if seen else super().get_object()
        self._load([page])
        return page

    def _load(self, pages: list[Page]) -> None:
        """Pictures and links of all pages at once."""
        standard = [page for page in pages if isinstance(page, StandardPage)]
        texts = [text for page in standard for text in rich_texts_of(page.body)]
        texts += [page.intro for page in pages if isinstance(page, HealthNewsPage)]
        self.shown.load(image_ids=[pk for page in standard for pk in image_ids_of(page.body)], texts=texts)
