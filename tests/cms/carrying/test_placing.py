"""What a store does with an article: live at once, logged, undoable."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from cms.carrying.placing import ACTION, AS_OFFERED, Placed, is_stale, order_pins, pin, place, placed_of, placement_at
from cms.models import ArticlePage, Placement
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.newsroom import make_article, publish
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def say(store: StorePage, article: ArticlePage, placed: Placed) -> Placed:
    return place(by=None, store=store, article=article, placed=placed, at=AT)


def carried(store: StorePage) -> list[str]:
    return [page.slug for page in ArticlePage.objects.carried_by(store, AT).pinned_first(store)]


def test_hidden_article_is_gone_there_and_nowhere_else(pitman: StorePage) -> None:
    article, other = make_article("flu"), make_store("switchback")
    say(pitman, article, Placed(is_hidden=True))
    assert (carried(pitman), carried(other)) == ([], ["flu"])


def test_what_was_said_before_undoes_it(pitman: StorePage) -> None:
    article = make_article("flu")
    first = Placed(title="Flu in Pitman", note="Ask us.")
    assert say(pitman, article, first) == AS_OFFERED
    assert say(pitman, article, Placed(is_hidden=True)) == first
    say(pitman, article, first)
    assert placed_of(placement_at(pitman, article)) == first


def test_article_as_offered_keeps_no_row(pitman: StorePage) -> None:
    article = make_article("flu")
    say(pitman, article, Placed(is_hidden=True))
    say(pitman, article, AS_OFFERED)
    assert not Placement.objects.exists()


def test_saying_the_same_again_is_not_logged_again(pitman: StorePage) -> None:
    article = make_article("flu")
    for _time in range(2):
        say(pitman, article, Placed(note="Ask us."))
    entry = PageLogEntry.objects.get(action=ACTION)
    assert entry.page_id == pitman.pk
    assert (entry.data["old"]["note"], entry.data["new"]["note"]) == ("", "Ask us.")


def test_required_article_can_not_be_hidden_and_shows_where_it_was_hidden_before(pitman: StorePage) -> None:
    article = make_article("recall-of-a-medicine")
    say(pitman, article, Placed(is_hidden=True))
    ArticlePage.objects.update(is_required=True)
    article.refresh_from_db()
    assert carried(pitman) == ["recall-of-a-medicine"]
    say(pitman, article, AS_OFFERED)
    with pytest.raises(ValidationError, match="required"):
        say(pitman, article, Placed(is_hidden=True))


def test_article_that_is_not_offered_can_not_be_placed(pitman: StorePage) -> None:
    article = make_article("theirs", audience=AudienceKind.CHOSEN, stores=[make_store("switchback")])
    with pytest.raises(ValidationError, match="not offered"):
        say(pitman, article, Placed(note="Ours!"))
    assert not Placement.objects.exists()


@pytest.mark.parametrize("placed", [Placed(note="{{ store.nmae }}"), Placed(teaser="x" * 301), Placed(note="x" * 501)])
def test_unknown_token_and_too_long_a_text_are_refused(pitman: StorePage, placed: Placed) -> None:
    article = make_article("flu")
    with pytest.raises(ValidationError):
        say(pitman, article, placed)
    assert not Placement.objects.exists()
    assert not PageLogEntry.objects.filter(action=ACTION).exists()


def test_pinned_articles_stand_first_in_their_order(pitman: StorePage) -> None:
    articles = {slug: make_article(slug) for slug in ("a", "b", "c")}
    for slug in ("a", "b"):
        pin(by=None, store=pitman, article=articles[slug], at=AT)
    assert carried(pitman) == ["a", "b", "c"]
    order_pins(by=None, store=pitman, article_ids=[articles["b"].pk, articles["a"].pk])
    assert carried(pitman) == ["b", "a", "c"]


def test_pinning_shows_what_was_hidden_and_pinning_twice_changes_nothing(pitman: StorePage) -> None:
    article = make_article("flu")
    say(pitman, article, Placed(is_hidden=True))
    for _time in range(2):
        pin(by=None, store=pitman, article=article, at=AT)
    assert placed_of(placement_at(pitman, article)) == Placed(pinned_as=1)


def test_order_of_other_pins_than_there_are_is_refused(pitman: StorePage) -> None:
    article = make_article("flu")
    pin(by=None, store=pitman, article=article, at=AT)
    for ids in ([], [article.pk, article.pk], [article.pk + 1]):
        with pytest.raises(ValidationError):
            order_pins(by=None, store=pitman, article_ids=ids)


def test_own_words_are_stale_once_the_article_is_published_anew(pitman: StorePage) -> None:
    article = make_article("flu")
    publish(article)
    article = ArticlePage.objects.get(pk=article.pk)
    say(pitman, article, Placed(title="Ours"))
    placement = Placement.objects.get()
    assert not is_stale(placement, article)
    article.title = "The flu, anew"
    publish(article)
    article = ArticlePage.objects.get(pk=article.pk)
    assert is_stale(placement, article)
    say(pitman, article, Placed(title="Ours, anew"))
    assert not is_stale(Placement.objects.get(), article)


def test_hiding_and_pinning_alone_are_never_stale(pitman: StorePage) -> None:
    article = make_article("flu")
    pin(by=None, store=pitman, article=article, at=AT)
    publish(article)
    assert not is_stale(Placement.objects.get(), ArticlePage.objects.get(pk=article.pk))
