"""What no rich text may hold, whichever way it comes."""

import pytest
from django.core.exceptions import ValidationError

from cms.articles.refused_html import problem_in
from cms.models import ArticlePage
from tests.factories.blocks import block, paragraph
from tests.factories.newsroom import health_news_of, make_article, make_expert, make_page
from tests.factories.stores import make_store

REFUSED = [
    '<p>Look: <iframe src="https://video.example/1"></iframe></p>',
    '<p><img src="https://pixel.example/p.gif" width="1" height="1"></p>',
    '<p><IMG SRC="/media/images/ours.png"></p>',
    '<p><a href="javascript:alert(1)">Here</a></p>',
    '<p><a href=" java&#10;script:alert(1)">Here</a></p>',
    '<p><a href="data:text/html,hello">Here</a></p>',
    "<p><script>track()</script></p>",
    '<p onclick="track()">Here</p>',
    '<p><embed src="https://video.example/1"></p>',
    '<p><object data="https://video.example/1"></object></p>',
    '<svg><image href="https://pixel.example/p.gif"></svg>',
]
GOOD = [
    "",
    "Plain, with 1 < 2",
    '<p data-block-key="a1b2c">Ask <b>us</b>. <a linktype="page" id="7">More</a></p>',
    '<p><a href="https://example.com/">There</a>, <a href="tel:+18565892392">call</a>, <a href="#part">below</a></p>',
    '<embed embedtype="image" id="3" alt="A clinic" format="left"/>',
    "<ul><li>H<sub>2</sub>O</li></ul><hr/>",
    "<p>What is &lt;iframe&gt;?</p>",
]


@pytest.mark.parametrize("html", REFUSED)
def test_frames_pixels_pictures_from_elsewhere_and_programs_are_refused(html: str) -> None:
    assert problem_in(html)


@pytest.mark.parametrize("html", GOOD)
def test_text_with_links_and_own_pictures_is_good(html: str) -> None:
    assert problem_in(html) == ""


@pytest.mark.django_db
def test_every_kind_of_page_refuses_it_at_saving_and_names_the_place() -> None:
    bad = REFUSED[3]
    store = make_store("pitman")
    news, article = health_news_of(store), make_article("lupus")
    expert, page = make_expert("doctor"), make_page("savings")
    news.intro = expert.biography = bad
    for owner, field in ((news, "intro"), (expert, "biography")):
        for way in (owner.save, owner.save_revision, owner.full_clean):
            with pytest.raises(ValidationError, match="javascript") as refused:
                way()
            assert list(refused.value.message_dict) == [field]
    for written in (article, page):
        for bad_block in (
            paragraph(bad),
            block("question", {"question": "Why?", "answer": bad}, "2"),
            block("callout", {"style": "tip", "text": bad}, "3"),
        ):
            written.body = [*written.body.raw_data, bad_block]
            with pytest.raises(ValidationError, match=r"The text of block \d+ \("):
                written.save()
            written.refresh_from_db()
    assert "javascript" not in str(list(ArticlePage.objects.values_list("body")))
