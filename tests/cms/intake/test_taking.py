"""A feed is taken item by item: once each, whole or not at all, by the provider's rule."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from wagtail.models import Revision

from cms.intake.deciding import accept, reject
from cms.intake.formats.reading import read_document
from cms.intake.items import ItemVersion
from cms.intake.models import FeedItem, ItemState, ProviderFeed
from cms.intake.stories import read_story
from cms.intake.taking import Tally, prepared, take_document, write
from cms.media.models import NetworkImage
from cms.models import ArticlePage, Recall
from cms.recalls.recalling import recall_article
from cms.recalls.receipts import recalled_by
from cms.running.scheduling import Scheduler
from stores.models import StorePage
from tests.factories.feeds import WRITERS, Told, make_feed, told
from tests.factories.network import make_editor
from tests.factories.newsroom import TopicFactory, make_article, publish
from tests.factories.photos import png
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def refuse(href: str) -> bytes:
    raise AssertionError(href)


def take(feed: ProviderFeed, stories: Iterable[Told], at: datetime = AT, fetch: Any = refuse, **how: Any) -> Tally:
    with time_machine.travel(at, tick=False):
        return take_document(feed, read_document(WRITERS[feed.format](stories), feed.format), fetch, at, **how)


def article_of(number: int) -> ArticlePage:
    return ArticlePage.objects.get(feed_items__item_id=told(number).id)


def item_of(number: int) -> FeedItem:
    return FeedItem.objects.get(item_id=told(number).id)


@pytest.mark.parametrize("kind", list(WRITERS))
def test_the_same_item_twice_is_one_article(kind: str, pitman: StorePage) -> None:
    TopicFactory.create(slug="asthma")
    feed = make_feed(kind=kind)
    assert take(feed, [told(1), told(2)]).counts == {"new": 2}
    article = article_of(1)
    assert [article.title, article.live, article.provider] == [told(1).title, True, feed.provider]
    assert [child.block_type for child in article.body] == [
        *("paragraph", "key_points", "question", "callout"),
    ]
    assert list(ArticlePage.objects.carried_by(pitman, AT)) == list(ArticlePage.objects.order_by("pk"))
    before = set(Revision.objects.values_list("pk", flat=True))
    assert take(feed, [told(1), told(2), told(1)], LATER).counts == {"unchanged": 3}
    assert set(Revision.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("kind", list(WRITERS))
def test_a_document_that_lists_the_newest_version_first_leaves_the_newest(kind: str) -> None:
    newest = replace(told(1), version=2, title="The newest")
    tally = take(make_feed(kind=kind), [newest, told(1), told(2)])
    assert tally.counts == {"new": 2, "older than what is here": 1}
    assert article_of(1).title == "The newest"
    dry = take(make_feed("dry", kind=kind), [newest, told(1), newest], is_dry_run=True)
    assert dry.counts == {"new": 1, "older than what is here": 1, "unchanged": 1}


def prepared_version(feed: ProviderFeed, story: Told) -> ItemVersion:
    raw = read_document(WRITERS[feed.format]([story]), feed.format).items[0]
    return prepared(read_story(raw, feed.mapped()), raw, refuse)


def test_what_somebody_else_has_taken_meanwhile_is_not_taken_again() -> None:
    feed = make_feed()
    newest, between = replace(told(1), version=3), replace(told(1), version=2)
    gone = replace(told(2), version=2, status="canceled")
    given = [told(1), newest, newest, between, gone, told(2)]
    outcomes = [write(feed, prepared_version(feed, each), AT) for each in given]
    older = "older than what is here"
    assert outcomes == ["new", "updated", "unchanged", older, "killed", older]
    assert item_of(2).state == ItemState.KILLED
    assert Revision.objects.for_instance(article_of(1)).count() == 2


def test_what_is_withheld_is_never_live_whether_it_came_before_or_not(pitman: StorePage) -> None:
    feed = make_feed()
    take(feed, [told(1)])
    held = [replace(told(each), version=2, status="withheld", html="") for each in (1, 2)]
    assert take(feed, held, is_dry_run=True).counts == {"killed": 2}
    assert take(feed, held, LATER).counts == {"killed": 2}
    assert not ArticlePage.objects.live().exists()
    assert Recall.objects.get(receipt=None).reason == f"{feed.provider}: Withheld by its provider."
    take(feed, [replace(told(each), version=3) for each in (1, 2)], LATER)
    assert {item_of(each).state for each in (1, 2)} == {ItemState.WAITS}
    assert not ArticlePage.objects.live().exists()


def test_what_is_withdrawn_stays_so_whatever_is_broken_or_rejected_later() -> None:
    feed, editor = make_feed(), make_editor()
    take(feed, [told(1)])
    take(feed, [replace(told(1), version=2, status="canceled")])
    take(feed, [replace(told(1), version=3, html="")], LATER)
    assert (item_of(1).state, item_of(1).is_unapplied) == (ItemState.KILLED, False)
    assert item_of(1).problem.startswith("It has no text")
    assert reject(items=[item_of(1)], by=editor, at=LATER).done == 1
    assert (item_of(1).state, item_of(1).problem) == (ItemState.KILLED, "")


def test_a_day_that_lies_ahead_is_none_on_which_it_was_posted() -> None:
    feed = make_feed(mapping="published = versioncreated")
    take(feed, [replace(told(1), version=9_999), replace(told(2), version=9_999, embargo=AT + timedelta(days=3))])
    assert article_of(1).published_on == AT.date()
    assert item_of(1).notes[0].startswith("It says that it is of April 22, 2027")
    draft = article_of(2).get_latest_revision_as_object()
    assert draft.published_on == (AT + timedelta(days=3)).date()


def test_an_update_is_a_revision_and_an_older_version_changes_nothing() -> None:
    feed = make_feed()
    take(feed, [told(1)])
    newer = replace(told(1), version=3, title="Another title")
    assert take(feed, [newer], LATER).counts == {"updated": 1}
    assert take(feed, [replace(told(1), version=2, title="In between")], LATER).counts == {
        "older than what is here": 1
    }
    article = article_of(1)
    assert (article.title, article.slug, ArticlePage.objects.count()) == (
        "Another title",
        "asthma-at-home-what-study-1-found",
        1,
    )
    assert Revision.objects.for_instance(article).count() == 2


@pytest.mark.parametrize("kind", ["newsml", "ninjs"])
@pytest.mark.parametrize("is_original_first", [True, False])
def test_an_item_and_its_translation_belong_together(kind: str, is_original_first: bool) -> None:
    feed = make_feed(kind=kind, mapping="translation = translates" if kind == "ninjs" else "")
    spanish = told(2, title="Qué ayuda", language="es-US", translates=told(1).id)
    both = [told(1), spanish] if is_original_first else [spanish, told(1)]
    assert take(feed, both).counts == {"new": 2}
    english, translation = article_of(1), article_of(2)
    assert [english.language, translation.language, translation.live] == ["en", "es", True]
    assert english.translation_key == translation.translation_key
    assert item_of(2).notes[1:] == (
        [] if is_original_first else [f"What it translates ({told(1).id}) is not here yet."]
    )
    take(feed, [replace(spanish, number=3, title="Otra"), replace(spanish, version=2, title="Que ayuda")])
    assert "there is “Qué ayuda” in Spanish already" in item_of(3).notes[-1]
    assert article_of(3).translation_key != english.translation_key
    assert article_of(2).translation_key == english.translation_key


def test_what_some_patients_cannot_use_is_noted_on_the_item() -> None:
    html = "<p><a href='https://news.example.com/study.pdf'>The study</a></p><table><tr><td>1</td></tr></table>"
    take(make_feed(), [told(1, html=html)])
    notes = [note for note in item_of(1).notes if note.startswith(("“The study”", "The table"))]
    assert [note.partition(". ")[0] for note in notes] == [
        "“The study” in block 1 (Paragraph) leads to a PDF",
        "The table in block 2 (Table) has no headings",
    ]


def test_a_correction_says_so_and_texts_that_stay_as_delivered_are_delivered_anew() -> None:
    feed = make_feed()
    feed.provider.may_edit = "no_text"
    feed.provider.save()
    take(feed, [told(1)])
    mended = replace(told(1), version=2, signal="correction", correction="12, not 21.", html="<p>Mended.</p>")
    assert take(feed, [mended], LATER).counts == {"corrected": 1}
    article = article_of(1)
    assert [dict(child.value) for child in article.corrections] == [
        {"corrected_on": LATER.date(), "text": "12, not 21."}
    ]
    assert article.body[0].value.source == "<p>Mended.</p>"
    assert item_of(1).corrected_at == LATER


def test_a_correction_of_what_is_live_waits_for_no_other_that_is_much_alike() -> None:
    feed = make_feed()
    take(feed, [told(1)])
    make_article("alike", title=told(1).title)
    mended = replace(told(1), version=2, signal="correction", correction="12, not 21.", html="<p>Mended.</p>")
    assert take(feed, [mended], LATER).counts == {"corrected": 1}
    assert article_of(1).body[0].value.source == "<p>Mended.</p>"
    assert (item_of(1).has_near, item_of(1).state) == (True, ItemState.LIVE)


def test_an_embargo_waits_and_its_text_is_delivered_at_its_end(pitman: StorePage) -> None:
    feed, until = make_feed(), AT + timedelta(days=2)
    feed.provider.may_edit = "no_text"
    feed.provider.save()
    take(feed, [replace(told(1), embargo=until), told(2)])
    assert (article_of(1).live, item_of(1).state) == (False, ItemState.SCHEDULED)
    take(feed, [replace(told(2), version=2, title="Not yet", embargo=until)], LATER)
    assert article_of(2).title == told(2).title
    after = until + timedelta(minutes=1)
    with time_machine.travel(after, tick=False):
        Scheduler().publish_due(after)
    assert (article_of(1).live, article_of(2).title) == (True, "Not yet")


def test_a_kill_recalls_everywhere_with_a_receipt_and_nothing_brings_it_back(pitman: StorePage) -> None:
    feed = make_feed()
    take(feed, [told(1), replace(told(2), embargo=AT + timedelta(days=1))])
    killed = Told(0, "x" * 300, "", version=2, status="canceled", correction="Wrong dose")
    gone = [replace(killed, number=each) for each in (1, 2, 3)]
    assert take(feed, gone, LATER).counts == {"killed": 3}
    receipt = Recall.objects.get()
    assert (receipt.article, receipt.reason, len(receipt.stores)) == (article_of(1), f"{feed.provider}: Wrong dose", 1)
    assert recalled_by(receipt) == f"{feed.provider}, its provider"
    assert list(ArticlePage.objects.withdrawn_from(pitman, LATER)) == [article_of(1)]
    late = AT + timedelta(days=2)
    with time_machine.travel(late, tick=False):
        Scheduler().publish_due(late)
    assert take(feed, [told(1), told(2), told(3)], late).counts == {"older than what is here": 3}
    again = [replace(told(each), version=3) for each in (1, 2, 3)]
    take(feed, again, late)
    assert not ArticlePage.objects.filter(live=True).exists()
    assert {item_of(each).state for each in (1, 2, 3)} == {ItemState.WAITS}


def test_a_kill_takes_what_says_the_same_in_another_language(pitman: StorePage) -> None:
    feed = make_feed(mapping="translation = translates")
    spanish = told(2, title="Qué ayuda", language="es-US", translates=told(1).id)
    take(feed, [told(1), spanish])
    take(feed, [Told(1, "x", "", version=2, status="canceled", correction="Wrong dose")], LATER)
    receipt = Recall.objects.get(receipt=None)
    assert [part.article for part in receipt.parts] == [article_of(1), article_of(2)]
    assert not ArticlePage.objects.live().exists()
    take(feed, [Told(2, "x", "", version=2, status="canceled")], LATER)
    assert item_of(2).state == ItemState.KILLED
    assert Recall.objects.filter(receipt=None).count() == 1


def test_next_version_of_what_was_withdrawn_waits_for_the_newsroom(pitman: StorePage) -> None:
    feed = make_feed()
    take(feed, [told(1)])
    recall_article(by=None, article=article_of(1), reason="Wrong dose", at=AT)
    take(feed, [replace(told(1), version=2, title="What helps, again")], LATER)
    assert (article_of(1).live, item_of(1).state) == (False, ItemState.WAITS)
    decided = accept(items=[item_of(1)], by=make_editor(), at=LATER)
    assert "was withdrawn on" in decided.refused[0][1]
    assert not article_of(1).live


def test_a_rule_of_drafts_waits_and_one_of_groups_has_an_audience(pitman: StorePage) -> None:
    group = StoreGroupFactory.create(slug="north")
    make_store("switchback", groups=[group])
    drafts, groups = make_feed(rule="draft"), make_feed("grouped", rule="groups")
    groups.groups.add(group)
    take(drafts, [told(1)])
    take(groups, [told(2)])
    assert (article_of(1).live, item_of(1).state) == (False, ItemState.WAITS)
    assert not ArticlePage.objects.carried_by(pitman, AT).exists()
    assert ArticlePage.objects.carried_by(StorePage.objects.get(slug="switchback"), AT).get() == article_of(2)


def test_a_broken_item_is_kept_and_holds_up_no_other() -> None:
    feed = make_feed()
    long = "<table><tr>" + "<td>x</td>" * 3 + "</tr></table>"
    bad = [replace(told(1), html=""), replace(told(2), title="x" * 300), replace(told(3), html="<script>x</script>")]
    tally = take(feed, [*bad, replace(told(4), html=long)])
    assert tally.counts == {"broken": 3, "new": 1}
    assert [words.partition(":")[0].split(".")[0] for _id, words in tally.problems] == [
        "It has no text",
        "Its id or title is longer than 400 or 255 characters",
        "Nothing of its text is left once it is cleaned",
    ]
    assert ArticlePage.objects.count() == 1
    assert item_of(1).state == ItemState.FAILED
    assert take(feed, bad, LATER).counts == {"unchanged": 3}
    assert take(feed, [told(1)], LATER).counts == {"new": 1}
    assert (item_of(1).problem, article_of(1).live) == ("", True)
    take(feed, [replace(told(1), version=2, html="")], LATER)
    assert (article_of(1).live, item_of(1).is_unapplied, bool(item_of(1).problem)) == (True, True, True)


def test_an_error_in_the_midst_of_an_item_leaves_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = make_feed()
    files = set(default_storage.listdir("original_images")[1]) if default_storage.exists("original_images") else set()

    def fail(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cms.intake.items.write_prints", fail)
    pictured = replace(told(1), picture="https://p.example/a.png")
    assert take(feed, [pictured], fetch=lambda href: png()).counts == {"broken": 1}
    assert not ArticlePage.objects.exists()
    assert not NetworkImage.objects.exists()
    assert item_of(1).problem.startswith("Mortar itself has failed (RuntimeError)")
    if default_storage.exists("original_images"):
        assert set(default_storage.listdir("original_images")[1]) == files


def test_pictures_come_with_credit_and_rights_and_are_refused_beyond_the_limits() -> None:
    feed = make_feed()
    good = replace(told(1), picture="https://p.example/a.png", credit="A. Sample", rights="Once only")
    inside = replace(told(2), html='<p>Text.</p><img src="https://p.example/b.png" alt="A hand">')
    bad = replace(told(3), picture="https://p.example/c.png")
    data = {"https://p.example/a.png": png(), "https://p.example/b.png": png(), "https://p.example/c.png": b"<svg/>"}
    assert take(feed, [good, inside, bad], fetch=data.__getitem__).counts == {"new": 3}
    image = NetworkImage.objects.get()
    assert (image.credit, image.rights, image.collection.name) == ("A. Sample", "Once only", "Library")
    assert (article_of(1).hero, article_of(2).body[1].value["image"]) == (image, image)
    assert article_of(3).hero is None
    assert item_of(3).notes[0].startswith("Without the picture https://p.example/c.png: This file can't be read")


def test_what_the_newsroom_wrote_is_not_overwritten() -> None:
    feed = make_feed()
    take(feed, [told(1)])
    article = article_of(1)
    article.teaser = "Ours."
    publish(article)
    take(feed, [replace(told(1), version=2, title="Theirs")], LATER)
    assert (article_of(1).title, article_of(1).teaser, item_of(1).is_unapplied) == (told(1).title, "Ours.", True)


def test_words_and_likeness_make_an_item_wait() -> None:
    feed = make_feed(watch_words="Placebex\n40 mg")
    make_article("hand", title="Written by hand")
    other = replace(told(5), html=told(5).html + "<p>PLACEBEX helps.</p>")
    same = replace(told(6), html=told(4).html)
    titled = replace(told(7), title="Written by hand")
    take(feed, [told(4), other, same, titled])
    assert [article_of(each).live for each in (4, 5, 6, 7)] == [True, False, False, False]
    assert [(item_of(each).words_found, item_of(each).has_near) for each in (5, 6, 7)] == [
        (["Placebex"], False),
        ([], True),
        ([], True),
    ]


def test_a_dry_run_writes_nothing() -> None:
    feed = make_feed()
    take(feed, [told(1)])
    tally = take(
        feed,
        [told(1), replace(told(2), picture="https://p.example/a.png"), replace(told(3), html="")],
        is_dry_run=True,
    )
    assert tally.counts == {"unchanged": 1, "new": 1, "broken": 1}
    assert (FeedItem.objects.count(), ArticlePage.objects.count()) == (1, 1)
