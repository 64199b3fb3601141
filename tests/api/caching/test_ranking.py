"""A ranking that is brought up to date is the one that would be asked for anew."""

import random
from datetime import date

from api.caching.ranking import Ranking, Rankings
from cms.carrying.order import Order

DAY = date(2026, 11, 1)


def test_a_ranking_after_changes_is_that_of_all_rows() -> None:
    chance = random.Random(11)  # noqa: S311
    ranks = {pk: chance.choice([0.1, 0.2, 0.3]) for pk in range(1, 60)}
    order = Order((pk, DAY) for pk in range(1, 90))
    ranking = Ranking(ranks.items(), 0)
    for _step in range(60):
        carried = {pk for pk in range(1, 90) if chance.random() < 0.6}
        changed = {chance.randint(1, 89) for _each in range(chance.randint(0, 3))}
        for pk in changed:
            if chance.random() < 0.5:
                ranks[pk] = chance.choice([0.1, 0.2, 0.3])
            else:
                ranks.pop(pk, None)
        ranking.replace(order, changed, [(pk, ranks[pk]) for pk in changed if pk in ranks])
        best = [pk for _rank, pk in sorted(((ranks[pk], pk) for pk in ranks if pk in carried), reverse=True)]
        offset, limit = chance.randint(0, 40), chance.randint(0, 10)
        page = ranking.page(order, order.mask_of(carried), offset, limit)
        assert page == (best[offset : offset + limit], len(best))


def test_rankings_keep_what_was_asked_for_last() -> None:
    rankings = Rankings(capacity=1_200)
    for words in ("one", "two", "three"):
        rankings.keep(words, Ranking([(1, 0.5)], 0))
        rankings.get("one")
    assert [words for words in ("one", "two", "three") if rankings.get(words)] == ["one", "three"]
