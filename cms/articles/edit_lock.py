"""The edit lock: texts that a provider's rule keeps as they were delivered.

An article is delivered when it is published for the first time; until then whoever delivers it may write. From then
on title, teaser and body are those of the live row, and the provider stays the provider, for everybody, until the
provider's rule is changed. The form does not have the fields; a revision that says otherwise (an older one, a draft
from before the rule) is published with the delivered texts; any other write is refused. What
the provider's own feed brings is a delivery, and is taken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError

from cms.articles.models.providers import MayEdit, Provider

LOCKED = ("title", "teaser", "body", "provider")
DELIVERED = "delivered"
"""In the content of a revision that the provider's own feed has brought."""
_is_delivering: ContextVar[bool] = ContextVar("is_delivering", default=False)


@contextmanager
def delivering(revision: Any = None) -> Iterator[None]:
    """Whoever delivers the texts writes them: a feed, and whatever publishes a revision that came from one."""
    if revision is not None and not revision.content.get(DELIVERED):
        yield
        return
    before = _is_delivering.set(True)
    try:
        yield
    finally:
        _is_delivering.reset(before)


def delivered(article: Any) -> Any:
    """The row whose texts must stay; None where the newsroom may write."""
    if not article.pk or _is_delivering.get():
        return None
    rows = article._meta.concrete_model._default_manager.select_related("provider")
    return rows.filter(pk=article.pk, first_published_at__isnull=False, provider__may_edit=MayEdit.NO_TEXT).first()


def locking_provider(article: Any) -> Provider | None:
    """The provider whose rule keeps the article's texts, if there is one."""
    row = delivered(article)
    return row.provider if row else None


def restore(article: Any, row: Any) -> None:
    """Give a draft in memory the delivered texts."""
    for name in LOCKED:
        setattr(article, name, getattr(row, name))
    article.draft_title = row.title


def restore_in(content: dict[str, Any], row: Any) -> bool:
    """Give a revision's content the delivered texts, and return whether it had others."""
    values = row.serializable_data()
    differs = {name: values[name] for name in LOCKED if content.get(name) != values[name]}
    content.update(differs)
    return bool(differs)


def check_delivered(article: Any) -> None:
    """ValidationError that names the provider and each field that is not as it was delivered."""
    row = delivered(article)
    if row is None:
        return
    changed = [name for name in LOCKED if _comparable_value(article, name) != _comparable_value(row, name)]
    if changed:
        message = f"Stays as {row.provider.name} delivered it."
        raise ValidationError(dict.fromkeys(changed, message), code="locked")


def _comparable_value(article: Any, name: str) -> Any:
    """A value that can be compared: a body as it is saved, without the ids of its blocks."""
    if name == "provider":
        return article.provider_id
    if name != "body":
        return getattr(article, name)
    return [(child.block_type, child.block.get_prep_value(child.value)) for child in article.body]
