"""The rules that Wagtail's checker gets: its own, and ours after them, each with a check and its words."""

import pytest
from wagtail.admin.userbar import ContentCheckerItem

from cms.plain_words.checker import PlainWordsItem
from cms.plain_words.words import LONG_WORDS
from tests.cms.admin_forms import edit_url, logged_in
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article


def test_each_rule_runs_with_a_check_of_its_own_and_has_words() -> None:
    item = PlainWordsItem(in_editor=True)
    found = item.get_axe_configuration(None)
    ours = {"plain-sentence", *(f"plain-word-{word.slug}" for word in LONG_WORDS)}
    rules = {rule["id"]: rule for rule in found["spec"]["rules"]}
    assert ours <= rules.keys()
    assert ours <= {check["id"] for check in found["spec"]["checks"]}
    assert ours <= set(found["options"]["runOnly"])
    assert ours <= found["messages"].keys()
    assert all(rules[name]["any"] == [name] for name in ours)


def test_wagtails_own_rules_stay() -> None:
    ours, theirs = PlainWordsItem().get_axe_configuration(None), ContentCheckerItem().get_axe_configuration(None)
    assert set(theirs["options"]["runOnly"]) < set(ours["options"]["runOnly"])
    assert theirs["context"]["include"] == ours["context"]["include"]
    assert [each for each in theirs["context"]["exclude"] if each not in ours["context"]["exclude"]] == []


@pytest.mark.django_db
def test_panel_beside_a_form_asks_for_them() -> None:
    page = logged_in(make_editor()).get(edit_url(make_article("flu"))).content.decode()
    assert "plain-word-utilize" in page
