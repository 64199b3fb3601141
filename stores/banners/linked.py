"""A link is a stretch of a banner's text: a word in the middle, or all of it. Its first occurrence is meant. Pure."""

from html import escape

LONGEST = 200
"""Characters of a banner's text."""


def with_label(text: str, label: str) -> str:
    """The text with the label in it: behind it, after a space, where it is not in it yet.

    So rows are mended that were written when a label stood beside the text. Two texts of the most characters that they
    could have then leave no room for the space.
    """
    if not label or label in text:
        return text
    joined = f"{text.rstrip()} {label}"
    return joined if len(joined) <= LONGEST else f"{text.rstrip()}{label}"


def markup(text: str, url: str, label: str) -> str:
    """The text as HTML, with its link; without a label, all of it is the link."""
    before, found, after = text.partition(label or text)
    return f'{escape(before)}<a href="{escape(url)}">{escape(found)}</a>{escape(after)}' if url else escape(text)
