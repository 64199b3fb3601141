"""What articles of the measured network are made of: bodies of 400 to 600 words, pictures, experts, topics, tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from taggit.models import Tag
from wagtail.models import Page

from benchmarks.prose import WORDS, prose
from cms.articles.founding import Network
from cms.media.ladder import specs_for
from cms.media.models import NetworkImage, Rendition
from cms.models import ArticleExpert, ArticlePage, ExpertPage, Provider, Topic
from stores.models import HolidayClosure, NetworkBanner, StoreGroup

PATTERNS = 10
"""Stores and articles that are made one by one; all others are copies of these."""
EXPERTS, PICTURES, TOPICS, TAGS = 20, 60, 12, 60


@dataclass(frozen=True, slots=True)
class Patterns:
    """What copies choose from."""

    words: tuple[str, ...]
    tag_ids: list[int]
    group_ids: list[int]


def make_patterns(network: Network) -> Patterns:
    """The newsroom's content: articles for every store, one promo line and three holidays for all."""
    pictures = [_picture(number, network) for number in range(PICTURES)]
    experts = [_expert(number, network, pictures) for number in range(EXPERTS)]
    topics = [Topic.objects.create(name=f"{word.title()} care", slug=f"{word}-care") for word in WORDS[:TOPICS]]
    tags = [Tag.objects.create(name=f"{word} {place}", slug=f"{word}-{place}") for word, place in _tag_names()]
    provider = Provider.objects.create(
        slug="bench",
        name="Bench newsroom",
        dateline="BENCH News",
        disclaimer="A service to {{ store.name }} site users by {{ provider.name }}.",
        copyright="Copyright © {{ article.year }} {{ provider.name }}. All Rights Reserved.",
    )
    articles: list[ArticlePage] = []
    for number in range(PATTERNS):
        articles.append(_article(number, network, provider, pictures, experts, topics, tags, articles))
    NetworkBanner.objects.create(text="Flu shots are here", has_no_end=True)
    for label, day in (("Thanksgiving", date(2026, 11, 26)), ("Christmas Day", date(2026, 12, 25))):
        HolidayClosure.objects.create(label=label, starts_on=day, ends_on=day, slots=[])
    groups = list(StoreGroup.objects.order_by("pk").values_list("pk", flat=True))
    return Patterns(WORDS, [tag.pk for tag in tags], groups)


def _tag_names() -> list[tuple[str, int]]:
    return [(WORDS[number % len(WORDS)], number) for number in range(TAGS)]


def _picture(number: int, network: Network) -> NetworkImage:
    """A picture's row and those of its sizes; nobody asks for the files."""
    image = NetworkImage(
        title=f"Picture {number}",
        description=f"What picture {number} shows",
        file=f"original_images/picture-{number}.jpg",
        width=2400,
        height=1600,
        collection=network.collection,
        file_size=1,
    )
    NetworkImage.objects.bulk_create([image])
    made: Any = Rendition.objects
    made.bulk_create(
        Rendition(
            image=image,
            filter_spec=spec,
            file=f"images/picture-{number}.{place}.jpg",
            width=int(spec.partition("-")[2].split("|")[0].split("x")[0]),
            height=533,
            focal_point_key="",
        )
        for place, spec in enumerate(specs_for(2400))
    )
    return image


def _expert(number: int, network: Network, pictures: list[NetworkImage]) -> ExpertPage:
    expert = ExpertPage(
        title=f"Dr. {WORDS[number % len(WORDS)].title()} {number}",
        slug=f"expert-{number}",
        credentials="MD",
        post="Professor of medicine",
        institution="Bench Medical School",
        speciality_list="Heart, Sleep",
        biography=f"<p>{prose(number, 60)}</p>",
        photo=pictures[number],
        photo_alt=f"Portrait {number}",
    )
    network.experts.add_child(instance=expert)
    return expert


def _article(
    number: int,
    network: Network,
    provider: Provider,
    pictures: list[NetworkImage],
    experts: list[ExpertPage],
    topics: list[Topic],
    tags: list[Tag],
    earlier: list[ArticlePage],
) -> ArticlePage:
    article = ArticlePage(
        title=f"{WORDS[number].title()} and you",
        slug=f"pattern-{number}",
        teaser=prose(number, 18),
        hero=pictures[EXPERTS + number],
        published_on=date(2026, 11, 2),
        provider=provider,
        body=_body(number, pictures[EXPERTS + 10 + number], earlier[-2:]),
    )
    article.topics = [topics[number % TOPICS]]
    article.article_experts.add(
        *(
            ArticleExpert(expert=experts[(number * 3 + place) % EXPERTS], sort_order=place)
            for place in range(1 + number % 2)
        )
    )
    article.tags.add(*(tags[(number * 5 + place) % TAGS] for place in range(3)))
    network.articles.add_child(instance=article)
    return article


def _body(number: int, picture: NetworkImage, linked: Sequence[Page]) -> list[dict[str, Any]]:
    links = "".join(f'<p>See <a linktype="page" id="{page.pk}">{page.title}</a>.</p>' for page in linked)
    return [
        {"type": "paragraph", "value": f"<p>{prose(number, 120)}</p>{links}"},
        {
            "type": "key_points",
            "value": {"title": "Key points", "points": [prose(number + point, 9) for point in range(3)]},
        },
        {"type": "heading", "value": {"text": "What helps", "level": "2"}},
        {"type": "paragraph", "value": f"<p>{prose(number + 1, 150)}</p>"},
        {"type": "image", "value": {"image": picture.pk, "alt": "A picture", "caption": ""}},
        {"type": "heading", "value": {"text": "Questions", "level": "2"}},
        {
            "type": "question",
            "value": {"question": prose(number, 8), "answer": f"<p>{prose(number + 2, 80)}</p>"},
        },
        {"type": "paragraph", "value": f"<p>{prose(number + 3, 150)}</p>"},
    ]
