"""Wagtail's content checker with our hints: rules of axe that ask what `cms/plain_words.js` answers in the preview."""

from typing import Any

from wagtail.admin.userbar import ContentCheckerItem

from cms.plain_words.words import LONG_WORDS, MOST_WORDS

SENTENCE = "plain-sentence"
WORD = "plain-word-"
"""What ids of rules begin with; each rule has one check of the same id."""
TEXTS = ".prose p, .prose li"
"""Paragraphs and lines of lists in what somebody wrote; the script leaves out what stands there of other records."""


def _rules() -> list[dict[str, Any]]:
    ids = [SENTENCE, *(f"{WORD}{word.slug}" for word in LONG_WORDS)]
    return [
        {"id": name, "impact": "minor", "selector": TEXTS, "tags": ["plain-language"], "any": [name], "enabled": True}
        for name in ids
    ]


def _checks() -> list[dict[str, Any]]:
    words = [{"id": f"{WORD}{word.slug}", "options": {"pattern": word.pattern}} for word in LONG_WORDS]
    return [{"id": SENTENCE, "options": {"most": MOST_WORDS}}, *words]


def _messages() -> dict[str, dict[str, str]]:
    sentence = {
        "error_name": f"A sentence of more than {MOST_WORDS} words",
        "help_text": "Say it in two. This is a hint: you can publish as it is.",
    }
    words = {
        f"{WORD}{word.slug}": {
            "error_name": f"“{word.name}”: try “{word.plain.replace(', ', '” or “')}”",
            "help_text": "A plainer word for patients. This is a hint: you can publish as it is.",
        }
        for word in LONG_WORDS
    }
    return {SENTENCE: sentence, **words}


class PlainWordsItem(ContentCheckerItem):
    """Wagtail's checks, and ours after them."""

    axe_run_only = [*ContentCheckerItem.axe_run_only, *(rule["id"] for rule in _rules())]
    axe_custom_rules = [*ContentCheckerItem.axe_custom_rules, *_rules()]
    axe_custom_checks = [*ContentCheckerItem.axe_custom_checks, *_checks()]
    axe_messages = {**ContentCheckerItem.axe_messages, **_messages()}
    # The strip above a preview is no part of the page.
    axe_exclude = [".preview-bar"]

    class Media:
        """Loaded in the preview's frame, after Wagtail's own script."""

        js = ("cms/plain_words.js",)
