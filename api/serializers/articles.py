"""Articles in an answer."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.html import linebreaks
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.body import BodyField
from api.serializers.canonical import canonical_url_of
from api.serializers.experts import ExpertLinkSerializer, ExpertProfileSerializer, TitledLinkSerializer, titled_links
from api.serializers.markup import Node
from api.serializers.page_meta import PageMetaSerializer, SeoSerializer
from api.serializers.pictures import PictureSerializer, picture_alt, picture_data
from api.serializers.plain import PlainSerializer, represented
from api.serializers.shown import ShownSerializer
from cms.articles.tokens import article_tokens
from cms.models import ArticlePage

SHARE = {
    "email": ("mailto:", {"subject": "title", "body": "url"}),
    "sms": ("sms:", {"body": "both"}),
    "facebook": ("https://www.facebook.com/sharer/sharer.php", {"u": "url"}),
    "linkedin": ("https://www.linkedin.com/sharing/share-offsite/", {"url": "url"}),
    "x": ("https://x.com/intent/post", {"text": "title", "url": "url"}),
}


class TopicSerializer(PlainSerializer):
    """A topic."""

    slug = serializers.CharField()
    name = serializers.CharField()


OWN_COPYRIGHT = "Copyright © {{ article.year }} {{ provider.name }}. All Rights Reserved."
"""Of a store's own article, for which the store itself stands."""


class ProviderSerializer(ShownSerializer):
    """Who licensed the article; the store itself stands for its own."""

    slug = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()

    def get_slug(self, article: ArticlePage) -> str:
        return article.provider.slug if article.provider else self.shown.store.slug

    def get_name(self, article: ArticlePage) -> str:
        return article.provider.name if article.provider else self.shown.store.title


class ArticleLinkSerializer(ShownSerializer):
    """An article by title."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField(source="title_at_store")
    html_url = serializers.SerializerMethodField()
    path = serializers.SerializerMethodField()

    def get_html_url(self, article: ArticlePage) -> str:
        return self.shown.url(article)

    def get_path(self, article: ArticlePage) -> str:
        return self.shown.path(article)


class TranslationSerializer(ArticleLinkSerializer):
    """What says the same in another language."""

    language = serializers.CharField(help_text="Its code: `es`.")


class ReviewSerializer(ShownSerializer):
    """Medical review; every part is null where there was none."""

    reviewed_by = serializers.SerializerMethodField()
    reviewed_on = serializers.DateField(allow_null=True)
    review_due_on = serializers.DateField(allow_null=True)

    @extend_schema_field(ExpertLinkSerializer(allow_null=True))
    def get_reviewed_by(self, article: ArticlePage) -> Any:
        reviewer = article.shown_reviewer
        return represented(ExpertLinkSerializer, reviewer, self.context) if reviewer else None


class CorrectionSerializer(PlainSerializer):
    """What was wrong and is right now, and since when."""

    corrected_on = serializers.DateField()
    text = serializers.CharField()


class ShareSerializer(PlainSerializer):
    """Where to share the article's address."""

    network = serializers.ChoiceField(list(SHARE))
    url = serializers.CharField()


def share_links(title: str, url: str) -> list[dict[str, str]]:
    """Links to share the article by; they are plain, so that nothing of the networks is loaded."""
    values = {"title": title, "url": url, "both": f"{title} {url}"}
    return [
        {
            "network": name,
            "url": f"{base}?{urlencode({key: values[what] for key, what in query.items()}).replace('+', '%20')}",
        }
        for name, (base, query) in SHARE.items()
    ]


class ArticleSerializer(ShownSerializer):
    """An article whole, as the store shows it: tokens filled, links on the store's site, experts nested."""

    id = serializers.IntegerField(source="pk")
    meta = PageMetaSerializer(source="*")
    language = serializers.CharField(help_text="The code of the language of its text: `en`, `es`.")
    title = serializers.SerializerMethodField()
    teaser = serializers.SerializerMethodField()
    published_on = serializers.DateField()
    is_pinned = serializers.SerializerMethodField()
    is_local = serializers.SerializerMethodField()
    local_note = serializers.SerializerMethodField()
    hero = serializers.SerializerMethodField()
    hero_alt = serializers.SerializerMethodField()
    body = BodyField()
    experts = ExpertProfileSerializer(many=True, source="shown_experts")
    topics = TopicSerializer(many=True, source="shown_topics")
    tags = serializers.ListField(child=serializers.CharField(), source="shown_tags")
    provider = ProviderSerializer(source="*")
    byline = serializers.CharField(help_text="Who wrote it, as its provider says; empty where nobody is named.")
    dateline = serializers.SerializerMethodField()
    credit = serializers.CharField(help_text="Whom its provider wants named; empty for nobody.")
    corrections = serializers.SerializerMethodField()
    disclaimer = serializers.SerializerMethodField()
    copyright = serializers.SerializerMethodField()
    review = ReviewSerializer(source="*")
    sources = serializers.SerializerMethodField()
    share = serializers.SerializerMethodField()
    canonical_url = serializers.SerializerMethodField(
        help_text="For search engines: the original, or the page at the provider's flagship store where that carries "
        "the article, or else this store's own."
    )
    seo = serializers.SerializerMethodField()

    def token_values(self, article: ArticlePage) -> Mapping[str, str]:
        return article_tokens(article, self.shown.values)

    def get_title(self, article: ArticlePage) -> str:
        return article.title_at_store

    def get_teaser(self, article: ArticlePage) -> str:
        return self.shown.text(article.teaser_at_store, self.token_values(article))

    def get_is_pinned(self, article: ArticlePage) -> bool:
        return article.is_pinned_at_store

    def get_is_local(self, article: ArticlePage) -> bool:
        return article.path.startswith(self.shown.store.path)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_local_note(self, article: ArticlePage) -> str | list[Node] | None:
        # The note is plain text; the answer is HTML.
        note = linebreaks(article.note_at_store, autoescape=True) if article.note_at_store else ""
        return self.shown.rich(note, self.token_values(article)) or None

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_hero(self, article: ArticlePage) -> dict[str, Any] | None:
        return picture_data(self.shown.picture(article.hero_id), article.hero_alt)

    def get_hero_alt(self, article: ArticlePage) -> str:
        """What stands in the hero's place while `hero` is null because no size of it is there."""
        return picture_alt(self.shown.picture(article.hero_id), article.hero_alt)

    def get_dateline(self, article: ArticlePage) -> str | None:
        return article.dateline or (article.provider.dateline if article.provider else "") or None

    @extend_schema_field(CorrectionSerializer(many=True))
    def get_corrections(self, article: ArticlePage) -> list[dict[str, str]]:
        """The oldest first."""
        values = (block["value"] for block in article.corrections.raw_data)
        return [{"corrected_on": str(each["corrected_on"]), "text": each["text"]} for each in values]

    def get_disclaimer(self, article: ArticlePage) -> str:
        return self.shown.text(article.provider.disclaimer, self.token_values(article)) if article.provider else ""

    def get_copyright(self, article: ArticlePage) -> str:
        text = article.provider.copyright if article.provider else OWN_COPYRIGHT
        return self.shown.text(text, self.token_values(article))

    @extend_schema_field(TitledLinkSerializer(many=True))
    def get_sources(self, article: ArticlePage) -> list[Mapping[str, str]]:
        return titled_links(article.sources)

    @extend_schema_field(ShareSerializer(many=True))
    def get_share(self, article: ArticlePage) -> list[dict[str, str]]:
        return share_links(article.title_at_store, self.shown.shared_url(article))

    def get_canonical_url(self, article: ArticlePage) -> str:
        return canonical_url_of(article, self.shown)

    @extend_schema_field(SeoSerializer())
    def get_seo(self, article: ArticlePage) -> dict[str, str]:
        return {
            "title": article.seo_title or self.get_title(article),
            "description": article.search_description or self.get_teaser(article),
            "canonical_url": self.get_canonical_url(article),
        }


class ArticleDetailSerializer(ArticleSerializer):
    """An article and what else to read."""

    related = ArticleLinkSerializer(many=True, source="shown_related")
    translations = TranslationSerializer(many=True, source="shown_translations")


class ArticleListSerializer(ArticleSerializer):
    """An article in a list: there the experts come by name."""

    experts = ExpertLinkSerializer(many=True, source="shown_experts")

    default_fields = frozenset(
        {
            *("id", "type", "detail_url", "html_url", "path", "slug", "first_published_at", "last_published_at"),
            *(
                "language",
                "title",
                "teaser",
                "published_on",
                "is_pinned",
                "is_local",
                "hero",
                "hero_alt",
                "topics",
                "tags",
                "experts",
                "provider",
            ),
        }
    )
