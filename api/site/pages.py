"""The kinds of pages that a store's site has, each as plain data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import quote

import orjson
from django.db.models import Exists, OuterRef, Q
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.blocks import StreamValue

from api.caching.parts import any_in, any_of
from api.caching.questions import LABELED, Among, Question, hangs_on
from api.caching.scopes import store_scope
from api.caching.shelf import EXPIRED
from api.protocol.fields import Selection, known_names
from api.serializers.articles import ArticleDetailSerializer, ArticleListSerializer, TopicSerializer
from api.serializers.body import body_data, image_ids_of, rich_texts_of
from api.serializers.carried import carried_article, listed, load_related, load_translations, spoken_for
from api.serializers.experts import ExpertSerializer
from api.serializers.loading import PAIRS, load_articles, load_experts
from api.serializers.plain import represented
from api.serializers.shown import Shown
from api.site.duties import duty_data, shown_notices
from cms.articles.addresses import (
    EXPERTS_PATH,
    HEALTH_NEWS_PATH,
    HOURS_PATH,
    SERVICES_PATH,
    carried_articles,
    carried_pages,
    path_of,
    shown_experts,
)
from cms.articles.blocks import strings_in
from cms.articles.tags import tags_called
from cms.models import ArticlePage, ArticleTag, ExpertPage, HealthNewsPage, StandardPage, Topic
from stores.choices import Service
from stores.languages import code_of, own_language
from stores.store.querysets import under_restriction
from stores.wording import _, phrase

ARTICLES_PER_PAGE = 12
DESCRIPTION = 155
"""Characters of a description that results show; what an editor wrote stands as it is."""
ARTICLES_ON_HOME = 7
LISTED = ArticleListSerializer.default_fields
WORDS_A_MINUTE = 200
"""How fast people read about their health."""


@dataclass(frozen=True, slots=True)
class PageData:
    """A page as plain data (`data["type"]` says which kind) and the path on which it stands, without a language."""

    data: dict[str, Any]
    path: str
    description: str = ""
    canonical_url: str = ""
    seo_title: str = ""
    """What an editor wrote for search results, in place of the page's title."""
    language: str = ""
    """That of its text; "" for a page that the site makes itself, in each of its languages."""


@cache
def _everything(serializer_class: Any) -> Selection:
    return Selection(frozenset(known_names(serializer_class())))


def _articles(
    shown: Shown, offset: int, limit: int, filters: Sequence[Question] = (), fields: frozenset[str] = LISTED
) -> tuple[list[dict[str, Any]], int]:
    """A page of what the store carries, as its lists show it, and how many there are in all.

    Of translations of each other, the one in the language of the site's words, else in the network's own.
    """
    among: list[Among] = [*filters, spoken_for(shown, shown.language)]
    items, total = listed(shown, Selection(fields), (offset, limit), among)
    return [orjson.loads(item) for item in items], total


def _about(slug: str) -> Question:
    """Articles of one topic."""
    through = ArticlePage.topics.through.objects.filter(topic__slug=slug)
    return Question(("topic", slug), lambda rows: rows.filter(pk__in=through.values("articlepage")))


def _tagged(name: str) -> Question:
    """Articles with one tag, by its name or slug."""

    def rows(articles: Any) -> Any:
        tagged = ArticleTag.objects.filter(content_object=OuterRef("pk"), tag__in=tags_called(name))
        return articles.filter(Exists(tagged))

    return Question(("tagged", name), rows, **hangs_on(LABELED))


def newest_articles(shown: Shown, most: int, topic: str = "") -> list[dict[str, Any]]:
    """The newest that the store carries, whatever it has pinned, as its lists show them, and what was corrected."""
    filters = [_about(topic)] if topic else []
    # Lists begin with what is pinned, of which a store has a few.
    found, _total = _articles(shown, 0, 2 * most, filters, LISTED | {"corrections"})
    return sorted(found, key=lambda article: (article["published_on"], article["id"]), reverse=True)[:most]


def topic_named(shown: Shown, slug: str) -> Topic | None:
    """The topic; None for one that the store has nothing on."""
    return next((topic for topic in _topics_of(shown) if topic.slug == slug), None)


def _spoken_by(expert_id: int) -> Question:
    return Question(("speaks", expert_id), lambda rows: rows.filter(article_experts__expert=expert_id))


def _topics_of(shown: Shown) -> list[Topic]:
    """Topics that the store has something on, by name."""
    counts = shown.from_shelf(lambda shelf: shelf.counts(shown.store, "topic", PAIRS["topic"]))
    if counts is not None:
        every = shown.known("topics", "", lambda: list(Topic.objects.order_by("name")), any_of("topic"))
        return [topic for topic in every if topic.pk in counts]
    carried = carried_articles(shown.store, shown.at)
    return list(Topic.objects.filter(articles__in=carried.values("pk")).distinct().order_by("name"))


def _news(shown: Shown) -> HealthNewsPage | None:
    store = shown.store

    def find() -> HealthNewsPage | None:
        pages = HealthNewsPage.objects.live().filter(~under_restriction(), path__startswith=store.path)
        return pages.first()

    found: HealthNewsPage | None = shown.known("news", store.pk, find, any_in(store_scope(store.pk)))
    return found


def section_of(shown: Shown) -> dict[str, str] | None:
    """The store's health news as a link; None when the store has taken it away."""
    news = _news(shown)
    return link_to(shown, news.title, HEALTH_NEWS_PATH, own_language()) if news else None


def link_to(shown: Shown, title: str, path: str, language: str = "") -> dict[str, str]:
    """A link to a path of the site; `language`: of its title, else that of the site's words."""
    spoken = language or shown.language
    return {"title": title, "url": shown.root + path, "path": shown.prefix + path, "language": spoken}


def navigation_of(shown: Shown) -> list[dict[str, Any]]:
    """Health news and services first, then the pages that ask to be in menus, by title, and hours and contact.

    Last come the notices that the law asks for, each with its `duty`: they belong into the footer.
    """
    section, store = section_of(shown), shown.store

    def find() -> list[dict[str, Any]]:
        listed = Q(show_in_menus=True) | ~Q(duty="")
        pages = carried_pages(store, shown.at).filter(listed)
        spoken = pages.spoken(spoken_for(shown, shown.language).locales, pages).order_by("title", "pk")
        rows = shown_notices(spoken.only("title", "slug", "path", "locale", "duty"), shown)
        return [_menu_link(link_to(shown, page.title, path_of(page), page.language), page.duty) for page in rows]

    needs = any_in(store_scope(store.pk)), any_of("page"), any_of("group"), any_of(EXPIRED), any_of(LABELED)
    links: list[dict[str, Any]] = shown.known("navigation", (store.pk, shown.root), find, *needs)
    services = [link_to(shown, phrase(_("Services")), SERVICES_PATH)] if offers_services(shown) else []
    hours = link_to(shown, phrase(_("Hours and contact")), HOURS_PATH)
    before = [_menu_link(link) for link in [*([section] if section else []), *services]]
    pages, notices = ([link for link in links if bool(link["duty"]) == is_duty] for is_duty in (False, True))
    return [*before, *pages, _menu_link(hours), *notices]


def _menu_link(link: dict[str, str], duty: str = "") -> dict[str, Any]:
    return {**link, "duty": duty or None}


def offers_services(shown: Shown) -> bool:
    """Whether the store has named what it offers."""
    return any(slug in Service.values for slug in shown.store.services)


def home_page(shown: Shown) -> PageData:
    """The store's home, with its newest articles."""
    articles, _total = _articles(shown, 0, ARTICLES_ON_HOME)
    store = shown.store
    data = {
        "type": "home",
        "title": store.title,
        "intro": "",
        "health_news": section_of(shown),
        "articles": articles,
    }
    return PageData(data, "/", store.search_description, seo_title=store.seo_title)


def health_news_page(shown: Shown, query: dict[str, str], draft: HealthNewsPage | None = None) -> PageData | None:
    """One page of the list, of one topic or of all; None past its end or for a topic that the store has nothing on."""
    news = draft or _news(shown)
    number = query.get("page", "1")
    if news is None or not (number.isascii() and number.isdecimal() and len(number) < 6 and int(number)):
        return None
    topics = _topics_of(shown)
    slug, tag = query.get("topic", ""), query.get("tag", "")
    if slug and slug not in {topic.slug for topic in topics}:
        return None
    filters = ([_about(slug)] if slug else []) + ([_tagged(tag)] if tag else [])
    articles, total = _articles(shown, (int(number) - 1) * ARTICLES_PER_PAGE, ARTICLES_PER_PAGE, filters)
    if (int(number) > 1 or tag) and not articles:
        return None
    shown.load(texts=[news.intro])
    intro = shown.rich(news.intro)
    data = {
        "type": "health_news",
        "title": news.title,
        "intro": intro,
        "articles": articles,
        "topics": [_topic_link(shown, topic, slug) for topic in topics],
        "tag": tag,
        "pagination": _pagination(shown, int(number), total, slug, tag),
    }
    path = _list_path(int(number), slug, tag)
    usual = phrase(_("Health news from {store}."), store=shown.store.title)
    description = news.search_description or usual
    return PageData(data, path, description, seo_title=news.seo_title)


def topic_links(shown: Shown) -> list[dict[str, str]]:
    """The lists of what the store has on each topic, by the topic's name."""
    own = own_language()
    return [link_to(shown, topic.name, _list_path(1, topic.slug), own) for topic in _topics_of(shown)]


def _topic_link(shown: Shown, topic: Topic, current: str) -> dict[str, Any]:
    path = _list_path(1, topic.slug)
    link = {"url": shown.root + path, "path": shown.prefix + path}
    return {**represented(TopicSerializer, topic, {}), **link, "is_current": topic.slug == current}


def _list_path(number: int, topic: str, tag: str = "") -> str:
    query = [f"topic={topic}"] if topic else []
    query += [f"tag={quote(tag, safe='')}"] if tag else []
    query += [f"page={number}"] if number > 1 else []
    return HEALTH_NEWS_PATH + (f"?{'&'.join(query)}" if query else "")


def _pagination(shown: Shown, number: int, total: int, topic: str, tag: str) -> dict[str, Any]:
    pages = max(1, -(-total // ARTICLES_PER_PAGE))
    root = shown.root
    return {
        "page": number,
        "pages": pages,
        "total_count": total,
        "previous_url": root + _list_path(number - 1, topic, tag) if number > 1 else None,
        "next_url": root + _list_path(number + 1, topic, tag) if number < pages else None,
    }


def article_page(shown: Shown, slug: str) -> PageData | None:
    """An article that the store carries, as `articles/<id>/` answers it."""
    selection = _everything(ArticleDetailSerializer)
    article = carried_article(shown, selection, slug=slug)
    if article is None:
        return None
    load_articles([article], shown, selection, with_profiles=True)
    load_related(article, shown)
    load_translations(article, shown)
    return article_data(shown, article)


def article_data(shown: Shown, article: ArticlePage) -> PageData:
    """The page of an article for which `load_articles` and `load_related` have run, or that is a loaded draft."""
    answer = represented(ArticleDetailSerializer, article, {"shown": shown})
    data = {
        "type": "article",
        "section": section_of(shown),
        "reading_minutes": minutes_to_read(article.body),
        **answer,
    }
    path, seo = f"{HEALTH_NEWS_PATH}{article.slug}/", answer["seo"]
    return PageData(data, path, seo["description"], answer["canonical_url"], article.seo_title, article.language)


def minutes_to_read(body: StreamValue) -> int:
    """Whole minutes, at least one; 0 without a text."""
    words = len(" ".join(strings_in([block["value"] for block in body.raw_data])).split())
    return -(-words // WORDS_A_MINUTE)


def expert_page(shown: Shown, slug: str) -> PageData | None:
    """An expert whom the store shows, with the articles that they speak in."""
    found = shown_experts.found(shown.store, shown.at, slug=slug)
    return expert_data(shown, found[0]) if found else None


def expert_data(shown: Shown, expert: ExpertPage) -> PageData:
    """The page of an expert, published or a draft."""
    load_experts([expert], shown, _everything(ExpertSerializer))
    answer = represented(ExpertSerializer, expert, {"shown": shown})
    # An expert who is previewed before being saved has no id yet, and speaks nowhere.
    articles, _total = _articles(shown, 0, ARTICLES_PER_PAGE, [_spoken_by(expert.pk or 0)])
    data = {"type": "expert", "title": expert.title, **answer, "articles": articles}
    description, language = answer["seo"]["description"], code_of(expert.locale_id)
    return PageData(data, f"{EXPERTS_PATH}{expert.slug}/", description, seo_title=expert.seo_title, language=language)


def standard_page(shown: Shown, slug: str) -> PageData | None:
    """The standard page with this slug: the store's own, else a shared one."""
    found = carried_pages.found(shown.store, shown.at, slug=slug)
    page = max(found, key=lambda page: page.path.startswith(shown.store.path), default=None)
    if page is None:
        return None
    others = (
        carried_pages(shown.store, shown.at)
        .filter(translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .order_by("pk")
    )
    return standard_data(shown, page, others.only("title", "slug", "path", "locale"))


def standard_data(shown: Shown, page: StandardPage, translations: Iterable[StandardPage] = ()) -> PageData:
    """The page of a standard page, the store's own or shared; `translations`: what says the same in others."""
    shown.load(image_ids=list(image_ids_of(page.body)), texts=list(rich_texts_of(page.body)))
    data = {
        "type": "standard",
        "id": page.pk,
        "title": page.title,
        "slug": page.slug,
        "language": page.language,
        "duty": duty_data(page, shown),
        "body": body_data(page.body, shown),
        "translations": [_translation(shown, each) for each in translations],
    }
    description = page.search_description or _beginning(page.body, shown)
    return PageData(data, f"/{page.slug}/", description, seo_title=page.seo_title, language=page.language)


def _translation(shown: Shown, page: StandardPage) -> dict[str, Any]:
    names = {"id": page.pk, "title": page.title, "language": page.language}
    return {**names, "html_url": shown.url(page), "path": shown.path(page)}


def _beginning(body: StreamValue, shown: Shown) -> str:
    """The first paragraph, as far as search results show it."""
    first = next((block["value"] for block in body.raw_data if block["type"] == "paragraph"), "")
    words = " ".join(unescape(strip_tags(first)).split())
    return Truncator(shown.text(words)).chars(DESCRIPTION)
