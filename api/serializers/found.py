"""What a search has found, in an answer."""

from rest_framework import serializers

FOUND_TYPES = ("article", "expert", "standard")


class HighlightsSerializer(serializers.Serializer):
    """HTML: what was looked for in `<mark>`, everything else escaped."""

    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True, help_text="The first stretch of the text that has a word of it.")


class FoundSerializer(serializers.Serializer):
    """Something that fits the words."""

    type = serializers.ChoiceField(FOUND_TYPES)
    id = serializers.IntegerField()
    title = serializers.CharField()
    slug = serializers.CharField()
    language = serializers.CharField(help_text="The code of the language of its text.")
    html_url = serializers.CharField()
    path = serializers.CharField()
    detail_url = serializers.URLField()
    highlights = HighlightsSerializer()
