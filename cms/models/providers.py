"""Who licensed an article to us, or ourselves."""

from django.db import models

from stores.tokens import validate_tokens


class CanonicalPolicy(models.TextChoices):
    """Which address search engines should take for the article's own."""

    STORE = "store", "The page at each store"
    ORIGINAL = "original", "The original, where the article names it"


class Provider(models.Model):
    """A source of articles, and the lines that must stand below each of them."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    dateline = models.CharField(
        max_length=160, blank=True, help_text="Stands before the text, such as an agency's name."
    )
    disclaimer = models.TextField(validators=[validate_tokens], help_text="May name store and provider by tokens.")
    copyright = models.CharField(max_length=255, validators=[validate_tokens])
    canonical_policy = models.CharField(max_length=10, choices=CanonicalPolicy, default=CanonicalPolicy.STORE)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
