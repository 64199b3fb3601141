"""Recall: one action withdraws an article from every store and leaves a receipt."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail.models import Page, Site

from cms.articles.models.articles import ArticlePage
from cms.carrying.carriers import Carrying
from cms.recalls.models import Recall
from cms.users.models import User
from stores.audience.members import among_few
from stores.models import StorePage

RECALL_ACTION = "cms.recall"


def published_translations(article: ArticlePage) -> list[ArticlePage]:
    """What says the same in other languages and can be read somewhere; by language."""
    others = ArticlePage.objects.live().filter(translation_key=article.translation_key).exclude(pk=article.pk)
    return list(others.select_related("provider", "locale").order_by("locale__language_code", "pk"))


def published_copies(article: ArticlePage) -> list[ArticlePage]:
    """Its copies and aliases, and theirs, and those of its translations, that patients can read somewhere, whoever
    made them and where they stand.
    """
    group = ArticlePage.objects.filter(translation_key=article.translation_key)
    copies = ArticlePage.objects.live().filter(lineage__in=group.values("lineage")).exclude(pk__in=group.values("pk"))
    return list(copies.select_related("provider").order_by("title", "pk"))


@transaction.atomic
def recall_article(
    *,
    by: User | None,
    article: ArticlePage,
    reason: str,
    at: datetime,
    copies: Iterable[ArticlePage] | None = None,
    translations: Iterable[ArticlePage] | None = None,
    by_name: str = "",
) -> Recall:
    """Take the article, its translations and copies offline everywhere; receipts name the stores that carried each at
    `at`. Drafts are kept; what was scheduled or waits for approval is not published any more.

    `copies`, `translations`: those that say the same, unless it is all of them. Translations stand on the receipt that
    is returned, each copy has one of its own. `by_name`: who did it, where that is no account of ours.

    From the commit on its addresses answer 410 at those stores. ValidationError: it is not published, or no reason.
    """
    # The row that says whether it is live is the page's, and it is read again once it is locked.
    Page.objects.select_for_update().get(pk=article.pk)
    page = ArticlePage.objects.get(pk=article.pk)
    if not page.live:
        raise ValidationError(f"'{page.title}' is not published.")
    facts: dict[str, Any] = {"by": by, "by_name": by_name, "reason": reason, "at": at}
    # Before the article itself: Wagtail takes aliases offline with it, and they would have no receipt.
    for copy in _live_of(published_copies(page) if copies is None else copies):
        _withdraw(copy, **facts)
    spoken = _live_of(published_translations(page) if translations is None else translations)
    recall = _withdraw(page, **facts)
    for translation in spoken:
        _withdraw(translation, **facts, receipt=recall)
    return recall


def _live_of(articles: Iterable[ArticlePage]) -> list[ArticlePage]:
    """Those that are live still; nobody else changes them until the transaction ends."""
    also = [each.pk for each in articles]
    locked = Page.objects.select_for_update().filter(pk__in=also, live=True).order_by("pk")
    return list(ArticlePage.objects.filter(pk__in=list(locked.values_list("pk", flat=True))).order_by("pk"))


def _withdraw(
    page: ArticlePage, *, by: User | None, by_name: str, reason: str, at: datetime, receipt: Recall | None = None
) -> Recall:
    stores = _named(Carrying(at).of_article(page).carrying)
    recall = Recall(
        article=page,
        title=page.title,
        slug=page.slug,
        reason=reason,
        recalled_at=at,
        recalled_by=by,
        stores=stores,
        language=page.language,
        receipt=receipt,
    )
    recall.full_clean(exclude=["recalled_by", "stores", "receipt"])
    recall.save()
    if page.current_workflow_state:
        # Whoever approved the waiting draft would publish it again unawares.
        page.current_workflow_state.cancel(user=by)
    # Who may recall is asked by the view; a lock keeps drafts from being changed, not a wrong dose online.
    UnpublishPageAction(page, user=by, log_action=False).execute(skip_permission_checks=True)
    # The name, because the account may go and the receipt stays.
    name = str(get_user_display_name(by)) if by else by_name
    data = {"recall": recall.pk, "reason": reason, "stores": len(stores), "by_name": name}
    log(page, RECALL_ACTION, user=by, data=data)
    return recall


def _named(stores: Collection[int]) -> list[dict[str, str]]:
    """What a receipt says of stores: columns alone, because they may be ten thousand."""
    rows = among_few(StorePage.objects.order_by("path"), "pk", stores)
    # Of several Sites the first one is the store's.
    hosts = dict(among_few(Site.objects.order_by("-pk"), "root_page", stores).values_list("root_page", "hostname"))
    return [
        {"code": code, "name": title, "host": hosts[pk]}
        for pk, code, title in rows.values_list("pk", "registration__code", "title")
        if pk in stores
    ]
