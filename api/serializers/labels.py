"""Topics and tags in an answer."""

from rest_framework import serializers


class TopicListSerializer(serializers.Serializer):
    """A topic, and how many articles of the store are about it."""

    id = serializers.IntegerField(source="label_id")
    slug = serializers.CharField()
    name = serializers.CharField()
    article_count = serializers.IntegerField()


class TagListSerializer(TopicListSerializer):
    """A tag, and how many articles of the store have it."""
