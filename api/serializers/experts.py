"""Experts in an answer."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.markup import Node
from api.serializers.page_meta import PageMetaSerializer, SeoSerializer
from api.serializers.pictures import PictureSerializer, picture_alt, picture_data
from api.serializers.plain import PlainSerializer
from api.serializers.shown import ShownSerializer
from cms.models import ExpertPage


class ExpertLinkSerializer(ShownSerializer):
    """An expert by name."""

    id = serializers.IntegerField(source="pk")
    slug = serializers.CharField()
    name = serializers.CharField(source="title")
    credentials = serializers.CharField(allow_blank=True)
    html_url = serializers.SerializerMethodField()
    path = serializers.SerializerMethodField()

    def get_html_url(self, expert: ExpertPage) -> str:
        return self.shown.url(expert)

    def get_path(self, expert: ExpertPage) -> str:
        return self.shown.path(expert)


class ExpertProfileSerializer(ShownSerializer):
    """An expert as "About the expert" shows them."""

    id = serializers.IntegerField(source="pk")
    slug = serializers.CharField()
    name = serializers.CharField(source="title")
    credentials = serializers.CharField(allow_blank=True)
    post = serializers.CharField(allow_blank=True)
    institution = serializers.CharField(allow_blank=True)
    specialities = serializers.ListField(child=serializers.CharField())
    html = serializers.SerializerMethodField()
    photo = serializers.SerializerMethodField()
    photo_alt = serializers.SerializerMethodField()
    html_url = serializers.SerializerMethodField()
    path = serializers.SerializerMethodField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        answer = super().to_representation(instance)
        if "html" in answer:
            answer[self.shown.html_name] = answer.pop("html")
        return answer

    @extend_schema_field(serializers.CharField())
    def get_html(self, expert: ExpertPage) -> str | list[Node]:
        return self.shown.rich(expert.biography)

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_photo(self, expert: ExpertPage) -> dict[str, Any] | None:
        return picture_data(self.shown.picture(expert.photo_id), expert.photo_alt)

    def get_photo_alt(self, expert: ExpertPage) -> str:
        """What stands in the photo's place while `photo` is null because no size of it is there."""
        return picture_alt(self.shown.picture(expert.photo_id), expert.photo_alt)

    def get_html_url(self, expert: ExpertPage) -> str:
        return self.shown.url(expert)

    def get_path(self, expert: ExpertPage) -> str:
        return self.shown.path(expert)


class IdentifiersSerializer(PlainSerializer):
    """Public identifiers of a person."""

    orcid = serializers.SerializerMethodField()
    npi = serializers.SerializerMethodField()

    def get_orcid(self, expert: ExpertPage) -> str | None:
        return expert.orcid or None

    def get_npi(self, expert: ExpertPage) -> str | None:
        return expert.npi or None


class TitledLinkSerializer(PlainSerializer):
    """A title and where it leads."""

    title = serializers.CharField()
    url = serializers.URLField()


def titled_links(stream: Any) -> list[Mapping[str, str]]:
    """Links of a stream of link blocks."""
    return [{"title": block["value"]["title"], "url": block["value"]["url"]} for block in stream.raw_data]


class ExpertSerializer(ExpertProfileSerializer):
    """An expert whole. Fields that a list leaves out by default: html, identifiers, links, seo."""

    meta = PageMetaSerializer(source="*")
    identifiers = IdentifiersSerializer(source="*")
    links = serializers.SerializerMethodField()
    seo = serializers.SerializerMethodField()

    list_fields = frozenset(
        {
            "id",
            "type",
            "detail_url",
            "html_url",
            "path",
            "slug",
            "first_published_at",
            "last_published_at",
            "name",
            "credentials",
            "post",
            "institution",
            "specialities",
            "photo",
            "photo_alt",
        }
    )

    @extend_schema_field(TitledLinkSerializer(many=True))
    def get_links(self, expert: ExpertPage) -> list[Mapping[str, str]]:
        return titled_links(expert.links)

    @extend_schema_field(SeoSerializer())
    def get_seo(self, expert: ExpertPage) -> dict[str, str]:
        return {
            "title": expert.seo_title or expert.title,
            "description": expert.search_description or ", ".join(expert.specialities),
            "canonical_url": self.shown.shared_url(expert),
        }
