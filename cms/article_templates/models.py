"""What a new article may begin with."""

from django.db import models


class ArticleTemplate(models.Model):
    """What an article said when somebody made a template of it: `content`, as drafts are kept."""

    name = models.CharField(max_length=120, unique=True)
    content = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
