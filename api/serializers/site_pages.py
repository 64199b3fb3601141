"""One page of a store's site, in an answer: a union of its kinds, and what stands around it."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.protocol.fields import any_kind_of
from api.serializers.articles import (
    ArticleDetailSerializer,
    ArticleListSerializer,
    TopicSerializer,
    TranslationSerializer,
)
from api.serializers.banners import BannerSerializer
from api.serializers.body import BodyField
from api.serializers.experts import ExpertSerializer
from api.serializers.found import FoundSerializer
from api.serializers.stores import ServiceSerializer, StoreSerializer
from cms.articles.duties import Duty


class NavigationSerializer(serializers.Serializer):
    """A link of the site's navigation."""

    title = serializers.CharField()
    url = serializers.CharField(help_text="A web address; with `links=path`, the path.")
    path = serializers.CharField()
    language = serializers.CharField(help_text="Of its title.")


class MenuLinkSerializer(NavigationSerializer):
    """A link of the site's menus."""

    duty = serializers.ChoiceField(
        Duty.choices,
        allow_null=True,
        help_text="Which notice that the law asks for stands there: show it in the footer.",
    )


class DutySerializer(serializers.Serializer):
    """The parts that a notice must have by law. Show all of them, the header first."""

    kind = serializers.ChoiceField(Duty.choices)
    header = serializers.CharField(allow_blank=True, help_text="A sentence that the law gives word for word.")
    effective_on = serializers.DateField(allow_null=True, help_text="The day since when it is in force.")
    contact = serializers.CharField(allow_blank=True, help_text="Whom to ask, and how to reach them.")


@extend_schema_field(
    {
        "type": "object",
        "properties": {"@context": {"type": "string"}, "@type": {"type": "string"}},
        "required": ["@context", "@type"],
        "additionalProperties": {"type": ["string", "number", "boolean", "array", "object", "null"], "items": {}},
    }
)
class JsonLdField(serializers.DictField):
    """A document of schema.org, whose members its type says."""


class FeedLinkSerializer(serializers.Serializer):
    """A feed of the store's health news, or of one topic of it."""

    type = serializers.ChoiceField(["application/rss+xml", "application/atom+xml", "application/feed+json"])
    title = serializers.CharField()
    url = serializers.URLField()


class PageLanguageSerializer(serializers.Serializer):
    """The page in one of the languages of the site."""

    language = serializers.CharField(help_text="Its code: `es`.")
    name = serializers.CharField(help_text="As it calls itself: Español.")
    url = serializers.CharField()
    path = serializers.CharField()
    is_current = serializers.BooleanField()
    is_translated = serializers.BooleanField(
        help_text="Whether the page itself is in it, for `hreflang`; else its text stands among words of the language."
    )


class MetadataSerializer(serializers.Serializer):
    """What goes into the page's head."""

    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    canonical_url = serializers.URLField()
    language = serializers.CharField(help_text="Of the words around the page.")
    text_language = serializers.CharField(help_text="Of the page's own text, which may be in another one.")
    languages = PageLanguageSerializer(many=True, help_text="None where the site has one language.")
    robots = serializers.ChoiceField(["index", "noindex"])
    open_graph = serializers.DictField(child=serializers.CharField())
    json_ld = serializers.ListField(child=JsonLdField(), help_text="Documents of schema.org.")
    breadcrumbs = NavigationSerializer(many=True, help_text="Home first, the page itself last; none of the home.")
    feeds = FeedLinkSerializer(many=True, help_text="None where the built-in site leads to the store's frontend.")


class RedirectSerializer(serializers.Serializer):
    """Where the page stands now."""

    status = serializers.ChoiceField([301, 302])
    url = serializers.CharField(help_text="A web address; with `links=path`, a path on the store's site.")
    path = serializers.CharField(allow_null=True, help_text="On the store's site; null for what leads elsewhere.")


class TopicLinkSerializer(TopicSerializer):
    """A topic as a link to its articles."""

    url = serializers.CharField()
    path = serializers.CharField()
    is_current = serializers.BooleanField()


class PaginationSerializer(serializers.Serializer):
    """Pages of the health news; `storefront/?path=` takes each address."""

    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    total_count = serializers.IntegerField()
    previous_url = serializers.CharField(allow_null=True)
    next_url = serializers.CharField(allow_null=True)


def _kind(name: str) -> serializers.ChoiceField:
    return serializers.ChoiceField([name])


class HomePageSerializer(serializers.Serializer):
    """The store's home, with its newest articles."""

    type = _kind("home")
    title = serializers.CharField()
    intro = serializers.CharField(allow_blank=True)
    health_news = NavigationSerializer(allow_null=True)
    articles = ArticleListSerializer(many=True)


class StandardSitePageSerializer(serializers.Serializer):
    """A standard page."""

    type = _kind("standard")
    id = serializers.IntegerField()
    title = serializers.CharField()
    slug = serializers.CharField()
    language = serializers.CharField(help_text="Of its text.")
    duty = DutySerializer(allow_null=True, help_text="Null for what is no notice that the law asks for.")
    body = BodyField()
    translations = TranslationSerializer(many=True)


class ArticleSitePageSerializer(ArticleDetailSerializer):
    """An article, and the section that it stands in."""

    type = _kind("article")
    section = NavigationSerializer(allow_null=True)
    reading_minutes = serializers.IntegerField(help_text="How long reading it takes; 0 without a text.")


class ExpertSitePageSerializer(ExpertSerializer):
    """An expert, and the articles that they speak in."""

    type = _kind("expert")
    title = serializers.CharField()
    articles = ArticleListSerializer(many=True)


class HealthNewsSitePageSerializer(serializers.Serializer):
    """One page of the health news."""

    type = _kind("health_news")
    title = serializers.CharField()
    intro = serializers.CharField(allow_blank=True)
    articles = ArticleListSerializer(many=True)
    topics = TopicLinkSerializer(many=True)
    tag = serializers.CharField(allow_blank=True, help_text="The tag to which the list is narrowed.")
    pagination = PaginationSerializer()


class HoursPageSerializer(serializers.Serializer):
    """Hours and contact: all that it shows stands in `store`."""

    type = _kind("hours")
    title = serializers.CharField()


class ServiceLinkSerializer(ServiceSerializer):
    """A service, and where the store says more of it."""

    url = serializers.CharField(allow_null=True)
    path = serializers.CharField(allow_null=True)


class ServicesPageSerializer(serializers.Serializer):
    """What the store offers."""

    type = _kind("services")
    title = serializers.CharField()
    services = ServiceLinkSerializer(many=True)


class ServicePageSerializer(serializers.Serializer):
    """A service about which the store has written something of its own."""

    type = _kind("service")
    title = serializers.CharField()
    slug = serializers.CharField()
    text = serializers.CharField()
    usual = serializers.CharField(help_text="What is true of the service at any pharmacy.")
    task = serializers.CharField(allow_null=True, help_text="The kind of task that belongs to it: one of `tasks`.")
    others = ServiceLinkSerializer(many=True)


class ExpertsPageSerializer(serializers.Serializer):
    """Everybody who speaks in what the store carries."""

    type = _kind("experts")
    title = serializers.CharField()
    experts = ExpertSerializer(many=True)


class SearchPageSerializer(serializers.Serializer):
    """What fits some words."""

    type = _kind("search")
    title = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    items = FoundSerializer(many=True)
    suggestion = NavigationSerializer(allow_null=True, help_text="Where nothing was found: what may have been meant.")
    topics = NavigationSerializer(many=True, help_text="Where nothing was found: other ways on.")
    health_news = NavigationSerializer(allow_null=True)
    pagination = PaginationSerializer()


KINDS: dict[str, Any] = {
    "home": HomePageSerializer,
    "standard": StandardSitePageSerializer,
    "article": ArticleSitePageSerializer,
    "expert": ExpertSitePageSerializer,
    "health_news": HealthNewsSitePageSerializer,
    "hours": HoursPageSerializer,
    "services": ServicesPageSerializer,
    "service": ServicePageSerializer,
    "experts": ExpertsPageSerializer,
    "search": SearchPageSerializer,
}


@extend_schema_field(
    PolymorphicProxySerializer(component_name="SitePage", serializers=KINDS, resource_type_field_name="type")
)
class SitePageField(serializers.DictField):
    """A page, of one of the kinds. `fields` may name what any of them has."""

    made_of = any_kind_of(*KINDS.values())


@extend_schema_field({"type": "null"})
class NothingField(serializers.Field):
    """Always null: so that one member tells a page from a redirect."""

    made_of = RedirectSerializer


class StorefrontPageSerializer(serializers.Serializer):
    """One page with all that stands around it."""

    store = StoreSerializer()
    banners = BannerSerializer(many=True)
    navigation = MenuLinkSerializer(many=True)
    page = SitePageField()
    metadata = MetadataSerializer()
    redirect = NothingField()


class StorefrontMovedSerializer(serializers.Serializer):
    """The page stands elsewhere: that is all the answer holds."""

    redirect = RedirectSerializer()


StorefrontSerializer = PolymorphicProxySerializer(
    component_name="Storefront",
    serializers=[StorefrontPageSerializer, StorefrontMovedSerializer],
    resource_type_field_name=None,
)
