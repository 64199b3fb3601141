"""Feeds of every format give the same stories; traps are refused, what is broken is kept apart from what is whole."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

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


@pytest.mark.parametrize("write", [as_rss, as_newsml])
def test_a_wrong_encoding_is_read_and_told(write: object) -> None:
    kind = "rss" if write is as_rss else "newsml"
    data = WRITERS[kind]([told(1, title="Müde? Ana’s rules")]).decode().encode("cp1252")
    document = read_document(data, kind)
    assert stories_in(data, kind)[0].title == "Müde? Ana’s rules"
    assert document.notes == ("It says that it is utf-8, and is not: it was read as cp1252.",)
