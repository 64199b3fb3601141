"""Feeds of every format give the same stories; traps are refused, what is broken is kept apart from what is whole."""

import gzip
import json
from contextlib import suppress
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.intake.cleaning.blocks import blocks_of
from cms.intake.formats import newsml, ninjs, syndication
from cms.intake.formats.raw import Unreadable
from cms.intake.formats.reading import read_document
from cms.intake.mapping import read_mapping
from cms.intake.stories import Story, StoryKind, read_story
from tests.factories.feeds import BOMB, RSS_MAPPING, WRITERS, as_atom, as_newsml, as_ninjs, as_rss, told

EMBARGO = datetime(2030, 1, 1, tzinfo=UTC)


def stories_in(data: bytes, kind: str) -> list[Story]:
    mapped = read_mapping(RSS_MAPPING if kind == "rss" else "", kind)
    return [read_story(raw, mapped) for raw in read_document(data, kind).items]


@pytest.mark.parametrize("kind", ["rss", "newsml", "ninjs"])
def test_a_story_is_the_same_in_every_format(kind: str) -> None:
    picture = {"picture": "https://pictures.example.com/a.png", "credit": "A. Sample", "rights": "Once only"}
    given = told(7, version=3, embargo=EMBARGO, byline="Ana Ruiz, MD", correction="12, not 21.", **picture)
    (raw,) = read_document(WRITERS[kind]([given]), kind).items
    (story,) = stories_in(WRITERS[kind]([given]), kind)
    said = (story.id, story.version, story.title, story.teaser, story.byline, story.embargo_until, story.correction)
    assert said == (given.id, "3", given.title, given.teaser, "Ana Ruiz, MD", EMBARGO, "12, not 21.")
    assert (story.kind, story.topics) == (StoryKind.STORY, ("headaches",))
    assert "What helps with headaches?" in story.html
    assert [(each.href, each.credit, each.rights) for each in raw.pictures] == [
        ("https://pictures.example.com/a.png", "A. Sample", "Once only")
    ]


@pytest.mark.parametrize("kind", ["rss", "atom"])
@pytest.mark.parametrize("is_before", [True, False, None])
def test_a_teaser_is_one_wherever_it_stands(kind: str, is_before: bool | None) -> None:
    text = "<content type='html'>" if kind == "atom" else "<content:encoded>"
    name = "summary" if kind == "atom" else "description"
    body = f"{text}&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</{text[1:].partition(' ')[0].rstrip('>')}>"
    teaser = "" if is_before is None else f"<{name}>The teaser.</{name}>"
    inner = teaser + body if is_before else body + teaser
    data = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>Sleep</title>{inner}</entry></feed>"
        if kind == "atom"
        else "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>"
        f"<guid>1</guid><title>Sleep</title>{inner}</item></channel></rss>"
    )
    (story,) = [read_story(raw, read_mapping("", kind)) for raw in read_document(data.encode(), kind).items]
    assert (story.html, story.teaser) == ("<p>One.</p><p>Two.</p>", "The teaser." if teaser else "")


@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize("text", ["<content:encoded>The text.</content:encoded>", ""])
def test_words_of_a_picture_are_none_of_its_story(is_before: bool, text: str) -> None:
    own = f"<guid>1</guid><title>Sleep</title><description>The teaser.</description>{text}"
    media = (
        "<m:content url='a.png' medium='image'><m:title type='plain'>A hand</m:title>"
        "<m:description type='html'>A hand, open.</m:description></m:content>"
    )
    item = media + own if is_before else own + media
    data = (
        "<rss version='2.0' xmlns:m='http://search.yahoo.com/mrss/'"
        " xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Samples</title>"
        f"<item>{item}</item><item>{item.replace('1', '2', 1)}</item></channel></rss>"
    )
    for given in (data, data.replace("</channel>", "<item><b></channel>")):
        raw = read_document(given.encode(), "rss").items[0]
        story = read_story(raw, read_mapping("", "rss"))
        assert (story.title, story.teaser, story.html) == (
            *("Sleep", "The teaser."),
            "The text." if text else "The teaser.",
        )
        assert [(each.alt, each.caption) for each in raw.pictures] == [("A hand", "A hand, open.")]


def test_atom_withdraws_by_tombstones() -> None:
    first, gone = stories_in(as_atom([told(1), told(2, status="canceled")]), "atom")
    assert (first.kind, first.title, gone.kind, gone.id) == (
        StoryKind.STORY,
        told(1).title,
        StoryKind.KILL,
        told(2).id,
    )
    assert first.version == "2026-03-02T09:01:00+00:00"


@pytest.mark.parametrize("kind", ["rss", "newsml", "ninjs"])
def test_what_a_provider_says_of_an_item(kind: str) -> None:
    given = [told(1, signal="correction"), told(2, status="canceled"), told(3, status="withheld")]
    assert [each.kind for each in stories_in(WRITERS[kind](given), kind)] == [
        StoryKind.CORRECTION,
        StoryKind.KILL,
        StoryKind.HOLD,
    ]


def test_a_status_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="add “status sold = …”"):
        stories_in(as_ninjs([told(1, status="sold")]), "ninjs")
    mapped = read_mapping("status sold = usable\n# a note\ntitle = nothing | headline", "ninjs")
    raw = read_document(as_ninjs([told(1, status="sold")]), "ninjs").items[0]
    assert read_story(raw, mapped).title == told(1).title


def test_a_mapping_that_can_not_be_read_names_the_line() -> None:
    with pytest.raises(ValidationError) as caught:
        read_mapping("title headline\nheading = x\nstatus a = b", "ninjs")
    assert [message.partition(":")[0] for message in caught.value.messages] == ["Line 1", "Line 2", "Line 3"]


@pytest.mark.parametrize("kind", ["rss", "atom", "newsml"])
def test_documents_that_explode_are_not_read(kind: str) -> None:
    for data in (BOMB, BOMB.decode().encode("utf-16")):
        with pytest.raises(Unreadable, match="entities"):
            read_document(data, kind)
    with pytest.raises(Unreadable):
        read_document(b"<html><p>Login</p></html>", kind)


def test_json_that_is_a_trap_or_none() -> None:
    for data in (b"[" * 100_000, b"<html>", b'{"items": 1', b'"text"'):
        with pytest.raises(Unreadable):
            read_document(data, "ninjs")
    deep = b'{"uri": ' + b'{"a": ' * 990 + b"1" + b"}" * 990 + b"}"
    assert "nested" in read_document(deep, "ninjs").items[0].problem


@pytest.mark.parametrize(("kind", "tag"), [("rss", "item"), ("atom", "entry"), ("newsml", "newsItem")])
def test_what_is_broken_is_kept_apart_and_no_half_is_taken(kind: str, tag: str) -> None:
    whole = WRITERS[kind]([told(1), told(2), told(3)]).decode()
    places = [place for place in range(len(whole)) if whole.startswith(f"<{tag}", place)]
    in_the_midst = whole[: places[1] + 40] + "<broken" + whole[places[1] + 40 :]
    document = read_document(in_the_midst.encode(), kind)
    assert [bool(raw.problem) for raw in document.items].count(True) == 1
    assert "not well-formed" in document.notes[0]
    cut_off = read_document(whole[: places[2] + 300].encode(), kind)
    assert [raw.problem for raw in cut_off.items if raw.problem] == [
        "It has no end: the document broke off in its midst."
    ]
    assert len(cut_off.items) == 3


def test_what_says_another_encoding_than_it_is_in_is_read() -> None:
    rss = as_rss([told(1, title="Müde? Ana’s rules")]).decode()
    for said, is_in in (("utf-16", "utf-8"), ("punycode", "utf-8"), ("iso-8859-1", "cp1252"), ("us-ascii", "cp1252")):
        data = rss.replace("encoding='utf-8'", f"encoding='{said}'").encode(is_in)
        for padding in (b"", b" "):
            assert stories_in(data + padding, "rss")[0].title == "Müde? Ana’s rules", said
    for mark in ("utf-16", "utf-8-sig"):
        for kind, write in WRITERS.items():
            data = write([told(1, title="Müde?")]).decode().encode(mark)
            assert stories_in(data, kind)[0].title == "Müde?", (mark, kind)


def test_what_comes_packed_says_so() -> None:
    for kind, write in WRITERS.items():
        with pytest.raises(Unreadable, match="It is packed"):
            read_document(gzip.compress(write([told(1)])), kind)


def as_one(**fields: object) -> bytes:
    """An item of ninjs with other members than it has."""
    (item,) = json.loads(as_ninjs([told(1)]))["items"]
    return json.dumps({**item, **fields}).encode()


SIZES = {"a": {"href": "a.png", "width": "800px"}, "b": {"href": "b.png", "width": 9}}
PICTURE = {"type": "picture", "renditions": SIZES}
TABLE = "<table width='50%'><tr><td width='auto'>x</td></tr></table>"
ODD_WIDTHS = [
    ("ninjs", as_one(associations={"main": PICTURE}), ["a.png"]),
    ("ninjs", as_one(associations=[{**PICTURE, "renditions": 7}]), []),
    ("newsml", as_newsml([told(1, html=TABLE)]), []),
    ("newsml", as_newsml([told(1, picture="a.png")]).replace(b"width='800'", b"width='800px'"), ["a.png"]),
]


@pytest.mark.parametrize(("kind", "data", "hrefs"), ODD_WIDTHS)
def test_a_width_that_is_no_number_holds_up_nothing(kind: str, data: bytes, hrefs: list[str]) -> None:
    (raw,) = read_document(data, kind).items
    assert (raw.problem, [each.href for each in raw.pictures]) == ("", hrefs)


def test_one_item_that_breaks_its_reader_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, module in (("rss", syndication), ("newsml", newsml), ("ninjs", ninjs)):
        pictures: Any = module._pictures

        def broken(item: Any, *others: Any, pictures: Any = pictures) -> Any:
            if "item-2" in str(item.get("guid") or item.get("id") or item.get("uri")):
                raise KeyError("x")
            return pictures(item, *others)

        monkeypatch.setattr(module, "_pictures", broken)
        found = read_document(WRITERS[kind]([told(1), told(2), told(3)]), kind).items
        assert [bool(raw.problem) for raw in found] == [False, True, False], kind
        assert found[1].problem == "Mortar itself has failed to read it (KeyError); its log says where."


def test_signs_that_nobody_sees_are_left_out_wherever_they_stand() -> None:
    odd = "a\u0000b\u0001\u202ec\u000bd"
    pictured = {"main": {**PICTURE, "headline": odd, "creditline": odd}}
    one = as_one(headline=odd, byline=odd, associations=pictured, renditions={odd: odd})
    for data in (one, json.dumps([odd]).encode()):
        (raw,) = read_document(data, "ninjs").items
        assert not set(json.dumps(raw.as_json(), ensure_ascii=False)) & set("\0\1\x0b\u202e"), raw
    assert stories_in(one, "ninjs")[0].title == "abc d"


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_moments_that_no_clock_has_are_not_kept(text: str) -> None:
    (story,) = stories_in(as_one(versioncreated=text, firstcreated=text), "ninjs")
    assert (story.published_at, story.version, len(story.notes)) == (None, "1", 2)
    with pytest.raises(ValidationError, match=r"\(embargo\) can't be meant"):
        stories_in(as_one(embargoed=text), "ninjs")
    if text.startswith("9999"):
        assert stories_in(as_one(expires=text), "ninjs")[0].expires_at is None
    else:
        with pytest.raises(ValidationError, match=r"\(expires\) can't be meant"):
            stories_in(as_one(expires=text), "ninjs")


TRAPS = {
    "deep": ("<div>", 60_000),
    "paragraphs": ("<div><p>", 30_000),
    "open": ("<", 400_000),
    "inline": ("<b>a</b>", 50_000),
    "attributes": ("<a ", 100_000),
    "comments": ("<!--", 100_000),
    "declarations": ("<![CDATA[", 50_000),
    "ends": ("</", 200_000),
    "formatting": ("<b><i>", 60_000),
    "tables": ("<table>", 50_000),
    "lists": ("<li>x", 60_000),
}
"""What is repeated, and how often it fits into an item."""


@pytest.mark.parametrize("name", TRAPS)
def test_html_that_is_a_trap_is_refused_or_costs_as_much_as_it_is_long(name: str) -> None:
    piece, most = TRAPS[name]

    def cost(times: int) -> float:
        (raw,) = read_document(as_one(body_xhtml=f"{piece * times}x"), "ninjs").items
        began = process_time()
        with suppress(ValidationError):
            blocks_of(read_story(raw, read_mapping("", "ninjs")).html)
        return process_time() - began

    # Four times as long: four times the cost, and sixteen times where each looks at all others.
    assert cost(most // 5) < 9 * cost(most // 20) + 0.2


@pytest.mark.parametrize("write", [as_rss, as_newsml])
def test_a_wrong_encoding_is_read_and_told(write: object) -> None:
    kind = "rss" if write is as_rss else "newsml"
    data = WRITERS[kind]([told(1, title="Müde? Ana’s rules")]).decode().encode("cp1252")
    document = read_document(data, kind)
    assert stories_in(data, kind)[0].title == "Müde? Ana’s rules"
    assert document.notes == ("It says that it is utf-8, and is not: it was read as cp1252.",)
