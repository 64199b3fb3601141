"""`articles/<id>/` and `articles/find/`: one article as the store shows it."""

from datetime import date

import pytest
from django.test import Client
from syrupy.assertion import SnapshotAssertion

from cms.models import ArticlePage
from tests.api.asking import Api
from tests.factories.blocks import block, image_block, paragraph
from tests.factories.lupus import LupusNetwork
from tests.factories.media import make_image
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert
from tests.factories.stores import make_store


@pytest.mark.parametrize(("store", "pk"), [("pitman", 900_041), ("switchback", 900_041), ("switchback", 900_042)])
def test_detail_is_as_reviewed(
    store: str, pk: int, api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get(f"articles/{pk}/", store=store) == json_snapshot


def test_found_by_slug_is_the_detail(api: Api, lupus_network: LupusNetwork) -> None:
    found = api.get("articles/find/", store="pitman", slug="new-treatments-for-lupus")
    assert found == api.get("articles/900041/", store="pitman")


def test_what_is_not_found_is_404(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for query in [{"slug": "nothing"}, {"slug": ""}]:
        with subtests.test(query=query):
            api.problem(404, "articles/find/", store="pitman", **query)


def test_id_of_no_article_is_404(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for pk in [1, 900_012, 900_007, 999_999, 99_999_999_999_999_999_999]:
        with subtests.test(pk=pk):
            document = api.problem(404, f"articles/{pk}/", store="pitman")
            assert document["detail"] == f"The store carries no article with the id {pk}."


def test_detail_url_leads_to_the_same_answer(api: Api, lupus_network: LupusNetwork) -> None:
    answer = api.get("articles/900041/", store="pitman")
    path, _, query = answer["meta"]["detail_url"].removeprefix("http://localhost:8000").partition("?")
    assert api.get(path, store=query.removeprefix("store=")) == answer


def test_every_store_has_its_own_address_for_the_same_article(api: Api, lupus_network: LupusNetwork) -> None:
    urls = {store: api.get("articles/900041/", store=store)["meta"]["html_url"] for store in ("pitman", "switchback")}
    assert urls == {
        "pitman": "http://pitman.localhost:8000/health/new-treatments-for-lupus/",
        "switchback": "http://switchback.localhost:8000/health/new-treatments-for-lupus/",
    }


def test_moments_are_told_in_each_stores_zone(api: Api, lupus_network: LupusNetwork) -> None:
    moments = [
        api.get("articles/900041/", store=store)["meta"]["first_published_at"] for store in ("pitman", "switchback")
    ]
    assert moments == ["2025-08-08T09:00:00-04:00", "2025-08-08T07:00:00-06:00"]


def test_experts_come_in_the_articles_order(api: Api) -> None:
    make_store("pitman")
    experts = [make_expert(slug) for slug in ("zoe", "adam", "mia")]
    article = make_article("lupus", experts=experts)
    answer = api.get(f"articles/{article.pk}/", store="pitman")
    assert [expert["slug"] for expert in answer["experts"]] == ["zoe", "adam", "mia"]


def test_expert_of_two_articles_is_nested_in_both_in_a_list(api: Api) -> None:
    make_store("pitman")
    expert, other = make_expert("dr-sample"), make_expert("dr-second")
    make_article("lupus", experts=[expert, other], published_on=date(2026, 1, 2))
    make_article("flu", experts=[other, expert], published_on=date(2026, 1, 1))
    named = [[expert["slug"] for expert in item["experts"]] for item in api.items("articles/", store="pitman")]
    assert named == [["dr-sample", "dr-second"], ["dr-second", "dr-sample"]]


def test_related_are_the_three_newest_that_share_a_topic(api: Api) -> None:
    make_store("pitman")
    shared, other = TopicFactory.create(slug="shared"), TopicFactory.create(slug="other")
    article = make_article("lupus", topics=[shared])
    for day in range(1, 6):
        make_article(f"related-{day}", topics=[shared, other], published_on=date(2026, 1, day))
    make_article("stranger", topics=[other], published_on=date(2026, 2, 1))
    related = api.get(f"articles/{article.pk}/", store="pitman")["related"]
    assert [each["html_url"] for each in related] == [
        f"http://pitman.localhost:8000/health/related-{day}/" for day in (5, 4, 3)
    ]


def test_headings_have_anchors_of_their_own(api: Api) -> None:
    make_store("pitman")
    headings = [
        block("heading", {"text": text, "level": "3"}, str(at)) for at, text in enumerate(["Why", "Why", "¿?"])
    ]
    article = make_article("lupus", body=headings)
    body = api.get(f"articles/{article.pk}/", store="pitman")["body"]
    assert [each["value"]["anchor"] for each in body] == ["why", "why-2", "section"]


def test_picture_that_was_deleted_is_left_out(api: Api, empty_storage: None) -> None:
    make_store("pitman")
    image = make_image("gone.png")
    article = make_article("lupus", hero=image, body=[paragraph("Text."), image_block(image.pk)])
    image.delete()
    answer = api.get(f"articles/{article.pk}/", store="pitman")
    assert answer["hero"] is None
    assert [each["type"] for each in answer["body"]] == ["paragraph"]


def test_picture_without_any_size_is_null_and_its_text_is_kept(api: Api, empty_storage: None) -> None:
    """Nothing is made while somebody waits for an answer."""
    make_store("pitman")
    image = make_image("new.png", description="A clinic", is_ready=False)
    body = [image_block(image.pk, caption="Open late.")]
    article = make_article("lupus", hero=image, body=body)
    answer = api.get(f"articles/{article.pk}/", store="pitman")
    assert (answer["hero"], answer["hero_alt"]) == (None, "A clinic")
    assert answer["body"][0]["value"] == {"image": None, "alt": "A waiting room", "caption": "Open late."}
    assert not image.renditions.exists()


def test_picture_is_answered_as_far_as_it_is_made(api: Api, empty_storage: None) -> None:
    make_store("pitman")
    image = make_image("wide.png", size=(900, 9))
    article = make_article("lupus", hero=image)
    image.renditions.exclude(filter_spec__in=["width-400", "width-1200", "width-400|format-webp"]).delete()
    hero = api.get(f"articles/{article.pk}/", store="pitman")["hero"]
    media = "http://localhost:8000/media/images/wide"
    assert hero["src"] == f"{media}.width-400.png"
    assert hero["sources"] == [{"type": "image/webp", "srcset": f"{media}.width-400.format-webp.webp 400w"}]
    assert hero["srcset"] == f"{media}.width-400.png 400w, {media}.width-1200.png 900w"
    assert hero["crops"] == {"share": None, "square": None, "wide": None}


@pytest.mark.parametrize(
    ("policy", "of_provider", "expected"),
    [
        ("", "store", "http://pitman.localhost:8000/health/lupus/"),
        ("", "original", "https://agency.example/1"),
        ("store", "original", "http://pitman.localhost:8000/health/lupus/"),
        ("original", "store", "https://agency.example/1"),
    ],
)
def test_canonical_url_follows_the_articles_policy_then_the_providers(
    policy: str, of_provider: str, expected: str, api: Api
) -> None:
    make_store("pitman")
    article = make_article(
        "lupus",
        provider=ProviderFactory.create(slug="agency", canonical_policy=of_provider),
        canonical_policy=policy,
        original_url="https://agency.example/1",
    )
    assert api.get(f"articles/{article.pk}/", store="pitman")["canonical_url"] == expected


def test_address_with_odd_characters_is_shared_escaped(api: Api) -> None:
    make_store("pitman")
    article = make_article("lupus", title="Salt & pepper: 100% of what?")
    share = {each["network"]: each["url"] for each in api.get(f"articles/{article.pk}/", store="pitman")["share"]}
    assert share["email"].startswith(
        "mailto:?subject=Salt%20%26%20pepper%3A%20100%25%20of%20what%3F&body=http%3A%2F%2F"
    )


def test_what_a_provider_says_of_an_article(api: Api) -> None:
    make_store("pitman")
    wire = ProviderFactory.create(slug="wire", dateline="Sample Wire")
    mended = [("correction", {"corrected_on": date(2026, 3, 2), "text": "12, not 21."})]
    article = make_article(
        "lupus", provider=wire, dateline="Denver", byline="Ana Ruiz, MD", credit="A. Sample", corrections=mended
    )
    answer = api.get(f"articles/{article.pk}/", store="pitman")
    assert (answer["byline"], answer["credit"], answer["dateline"]) == ("Ana Ruiz, MD", "A. Sample", "Denver")
    assert answer["corrections"] == [{"corrected_on": "2026-03-02", "text": "12, not 21."}]
    site = Client(SERVER_NAME="pitman.localhost")
    feed = site.get("/health/feed.json").json()
    assert feed["items"][0]["content_text"] == f"Corrected on March 2, 2026: 12, not 21. {article.teaser}"
    page = site.get("/health/lupus/").content.decode()
    assert '<time datetime="2026-03-02">March 2, 2026</time>:</strong> 12, not 21.' in page
    assert '"correction":' in page
    assert "Credit: A. Sample" in page


def test_store_itself_stands_for_its_own_article(api: Api) -> None:
    store = make_store("pitman")
    article = make_article("our-flu-day", at_store=store)
    ArticlePage.objects.filter(pk=article.pk).update(provider=None)
    answer = api.get(f"articles/{article.pk}/", store="pitman")
    assert answer["provider"] == {"slug": "pitman", "name": "Pitman Pharmacy"}
    assert (answer["dateline"], answer["disclaimer"]) == (None, "")
    assert answer["copyright"].endswith(" Pitman Pharmacy. All Rights Reserved.")
    assert api.items("articles/", store="pitman", provider="pitman") == []


def test_video_has_an_editors_picture_or_none_and_questions_have_anchors(api: Api) -> None:
    make_store("pitman")
    image = make_image("still.png", is_ready=True)
    video = {"url": "https://vimeo.com/76979871", "title": "How to"}
    question = {"question": "Is it safe?", "answer": "<p>Yes.</p>"}
    body = [
        {"type": "video", "value": {**video, "picture": image.pk, "captions": True}},
        {"type": "video", "value": {**video, "thumbnail": "https://elsewhere.example/still.jpg"}},
        {"type": "question", "value": question},
        {"type": "question", "value": question},
    ]
    blocks = api.get(f"articles/{make_article('lupus', body=body).pk}/", store="pitman", fields="_,body")["body"]
    shown, plain, *questions = (block["value"] for block in blocks)
    embed = "https://player.vimeo.com/video/76979871?dnt=1"
    assert {name: shown[name] for name in ("provider", "id", "embed_url", "captions")} == {
        "provider": "Vimeo",
        "id": "76979871",
        "embed_url": embed,
        "captions": True,
    }
    assert shown["thumbnail"] == shown["picture"]["src"]
    assert (plain["thumbnail"], plain["picture"], plain["captions"]) == (None, None, False)
    assert [each["anchor"] for each in questions] == ["is-it-safe", "is-it-safe-2"]
