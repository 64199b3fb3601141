"""Which reminders of medical reviews have gone out."""

from django.db import models

from cms.articles.models.articles import ArticlePage


class ReviewReminder(models.Model):
    """One mail about one due date of an article: before it, or, `is_overdue`, after it. There is never a second."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="review_reminders")
    due_on = models.DateField()
    is_overdue = models.BooleanField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "due_on", "is_overdue"], name="cms_review_reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.due_on}"
