"""A store's pages in every state that a page can be in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from wagtail.models import Page, PageViewRestriction, Revision

from cms.models import ArticlePage, HealthNewsPage, OldSlug, StandardPage
from cms.users.models import User
from stores.models import StorePage
from tests.factories.blocks import paragraph
from tests.factories.network import FOUNDED_AT
from tests.factories.newsroom import health_news_of, make_article, make_page, publish
from tests.isolation.markers import WORD, opened, secret

P = TypeVar("P", bound=Page)


@dataclass(frozen=True, slots=True)
class PagePlants:
    """`store`, `news`, `article` and `page` are live and have a draft that is nobody else's; the others are hidden."""

    store: StorePage
    news: HealthNewsPage
    article: ArticlePage
    page: StandardPage
    draft: ArticlePage
    unpublished: ArticlePage
    expired: ArticlePage
    scheduled: ArticlePage
    private: StandardPage
    locked: StandardPage
    restriction: PageViewRestriction
    revisions: dict[int, tuple[int, int]]

    @property
    def all(self) -> list[Page]:
        return [self.store, self.news, self.article, self.page, *self.hidden]

    @property
    def hidden(self) -> list[Page]:
        return [self.draft, self.unpublished, self.expired, self.scheduled, self.private, self.locked]


def _article(owner: str, marker: str, store: StorePage, **fields: Any) -> ArticlePage:
    return make_article(
        marker,
        at_store=store,
        title=f"{marker} {WORD[owner]}",
        teaser=f"{marker}teaser {WORD[owner]}",
        body=[paragraph(f"{marker}body {WORD[owner]}", marker)],
        tags=[f"{marker}tag"],
        **fields,
    )


def _page(owner: str, marker: str, store: StorePage, **fields: Any) -> StandardPage:
    body = [paragraph(f"{marker}body {WORD[owner]}", marker)]
    return make_page(marker, at_store=store, title=f"{marker} {WORD[owner]}", body=body, **fields)


def _with_draft(owner: str, page: P, user: User) -> P:
    """Publish the page, then write a draft that says something else."""
    publish(page)
    page.title = f"{secret(owner, page.specific_class.__name__.lower() + 'draft')} {WORD[owner]}"
    page.save_revision(user=user)
    return type(page)._default_manager.get(pk=page.pk)


def _hide(owner: str, store: StorePage, user: User) -> dict[str, Any]:
    draft = _article(owner, secret(owner, "draft"), store, live=False)
    unpublished = _article(owner, secret(owner, "unpublished"), store)
    expired = _article(owner, secret(owner, "expired"), store, expire_at=FOUNDED_AT + timedelta(days=1))
    scheduled = _article(owner, secret(owner, "scheduled"), store, live=False)
    private = _page(owner, secret(owner, "private"), store, show_in_menus=True)
    locked = _page(owner, secret(owner, "locked"), store, live=False, locked=True, locked_by=user)
    for page in (draft, expired, private, locked):
        page.save_revision(user=user)
    unpublished.save_revision(user=user).publish(user=user)
    unpublished.unpublish(user=user)
    scheduled.go_live_at = FOUNDED_AT + timedelta(days=400)
    scheduled.save_revision(user=user).publish(user=user)
    return {
        "draft": draft,
        "unpublished": unpublished,
        "expired": expired,
        "scheduled": scheduled,
        "private": private,
        "locked": locked,
    }


def _revisions(pages: list[Page]) -> dict[int, tuple[int, int]]:
    """Page id -> ids of its first and its last revision."""
    found: dict[int, tuple[int, int]] = {}
    for page in pages:
        ids = list(Revision.page_revisions.filter(object_id=str(page.pk)).order_by("pk").values_list("pk", flat=True))
        found[page.pk] = (ids[0], ids[-1])
    return found


def plant_pages(owner: str, store: StorePage, user: User) -> PagePlants:
    """The store's page, its health news, local articles and standard pages."""
    article = _article(owner, opened(owner, "article"), store)
    page = _page(owner, opened(owner, "page"), store, show_in_menus=True)
    hidden = _hide(owner, store, user)
    restriction = PageViewRestriction.objects.create(
        page=hidden["private"], restriction_type="password", password=secret(owner, "pagepassword")
    )
    OldSlug.objects.create(page=article, slug=opened(owner, "oldslug"))
    OldSlug.objects.create(page=hidden["unpublished"], slug=secret(owner, "oldslug"))
    live = {
        "store": _with_draft(owner, store, user),
        "news": _with_draft(owner, health_news_of(store), user),
        "article": _with_draft(owner, article, user),
        "page": _with_draft(owner, page, user),
    }
    return PagePlants(
        **live, **hidden, restriction=restriction, revisions=_revisions([*live.values(), *hidden.values()])
    )
