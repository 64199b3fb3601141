"""Articles as a Wagtail project would write them."""

from typing import Any, ClassVar

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Page


class Person(models.Model):
    """An expert."""

    name = models.CharField(max_length=100)
    credentials = models.CharField(max_length=80)

    api_fields: ClassVar[Any] = [APIField("name"), APIField("credentials")]

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return self.name


class PieceTag(TaggedItemBase):
    """A tag of an article."""

    content_object = ParentalKey("bench.Piece", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        app_label = "bench"


class Piece(Page):
    """An article."""

    teaser = models.CharField(max_length=300)
    body = RichTextField()
    published_on = models.DateField()
    hero = models.ForeignKey("wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    tags = ClusterTaggableManager(through=PieceTag, blank=True)

    api_fields: ClassVar[Any] = [
        APIField("teaser"),
        APIField("body"),
        APIField("published_on"),
        APIField("hero"),
        APIField("hero_thumbnail", serializer=ImageRenditionField("fill-80x60", source="hero")),
        APIField("person"),
        APIField("tags"),
    ]

    class Meta:
        app_label = "bench"
