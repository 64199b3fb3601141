"""What a crawl found, as lines to read."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from tests.isolation.answers import Answer

TABLE = "{:<34}{:>8}{:>10}{:>9}{:>9}{:>11}{:>7}{:>9}"

EXPECTED_ERRORS = {
    "wagtailadmin_error_test": "fails on purpose",
    "wagtaildocs:create_multiple_from_uploaded_document": "Wagtail's own: a document needs no more than its file",
    "wagtailsnippetchoosers_*:create": "Wagtail's own, for a chooser that cannot create",
}
"""Views that may answer 500."""


def summary(title: str, answers: Sequence[Answer], seconds: float) -> str:
    """Two lines: routes, requests, allowed, denied by our check, denied otherwise, leaks, seconds."""
    refused = sum(answer.is_refused for answer in answers)
    denied = sum(answer.is_denied for answer in answers) - refused
    routes = len({answer.view for answer in answers})
    leaks = sum(bool(answer.leaks) for answer in answers)
    head = TABLE.format("", "routes", "requests", "allowed", "by us", "otherwise", "leaks", "seconds")
    allowed = len(answers) - refused - denied
    return f"\n{head}\n{TABLE.format(title, routes, len(answers), allowed, refused, denied, leaks, round(seconds))}\n"


def lines(found: Sequence[str]) -> str:
    """All that was found, to read below a failed assertion."""
    return "\n".join([f"{len(found)} found:", *found])


def leaks_in(answers: Iterable[Answer]) -> list[str]:
    """Each leaking answer with what it gave away."""
    return [str(answer) for answer in answers if answer.leaks]


def errors_in(answers: Iterable[Answer]) -> list[str]:
    """Answers that are nobody's intention."""
    return [
        f"fails: {answer}"
        for answer in answers
        if answer.status >= 500 and not any(fnmatchcase(answer.view, view) for view in EXPECTED_ERRORS)
    ]


def differences(neighbour: Iterable[Answer], ghosts: Iterable[Answer]) -> list[str]:
    """Where the neighbour's thing is answered unlike a thing that is not there: one could tell that it is."""
    return [
        f"tells that it is there: {one} unlike {other.url} [{other.status}]"
        for one, other in zip(neighbour, ghosts, strict=True)
        if (one.view, one.status, one.is_denied) != (other.view, other.status, other.is_denied)
    ]
