"""To publish a recalled article again, somebody must say that they know."""

from typing import Any

from django.core.exceptions import ValidationError

CONFIRMED = "publish_recalled"
"""The box that says so, on the edit page."""
PUBLISHING = ("action-publish", "action-submit")


def standing_recall(article: Any) -> Any:
    """The recall of an article that has not been published since; None where there is none."""
    if article.live or not article.pk:
        return None
    return article.recalls.select_related("recalled_by").defer("stores").first()


class RecalledFormMixin:
    """Refuses to publish what was recalled unless the box is ticked; drafts are saved as ever."""

    data: Any
    instance: Any

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()  # type: ignore[misc]
        is_publishing = any(name in self.data for name in PUBLISHING)
        recall = standing_recall(self.instance) if is_publishing and CONFIRMED not in self.data else None
        if recall is not None:
            raise ValidationError(
                f"It was recalled on {recall.recalled_at:%Y-%m-%d} ({recall.reason}). "
                "To publish it again, tick the box at the top."
            )
        return data
