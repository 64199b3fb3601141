"""Pieces of the OpenAPI document that no serializer says."""

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers


class ListMetaSerializer(serializers.Serializer):
    """Wagtail's `meta` of a list."""

    total_count = serializers.IntegerField(help_text="Items in all, not only on this page of the list.")


def listing_of(serializer_class: type[serializers.Serializer]) -> serializers.Serializer:
    """The envelope of a list of these."""
    name = serializer_class.__name__.removesuffix("Serializer")
    fields = {"meta": ListMetaSerializer(), "items": serializer_class(many=True)}
    return inline_serializer(f"{name}Listing", fields)
