"""Comments on pages: the newsroom's and the network's, among themselves."""

import re
from collections.abc import Collection
from typing import Any

from django.http import QueryDict

from stores.access.confinement import confinement_of

COMMENTS = "comments"
_ROW = re.compile(rf"{COMMENTS}-([0-9]{{1,6}})-(.+)", re.DOTALL)


def may_comment(user: Any, page: Any = None) -> bool:
    """Whether somebody reads and writes comments: of pages at all, or of this one, which they may edit now.

    Whoever is confined to stores does neither: what is said of a page is said by people who edit many.
    """
    if user is None or confinement_of(user).is_confined:
        return False
    return page is None or bool(page.specific.permissions_for_user(user).can_edit())


def without_gone(data: QueryDict, standing: Collection[int]) -> QueryDict:
    """What a form sent, without comments that have an id and are none of these: ids of the page's open comments.

    Somebody else has resolved or deleted them since the form was opened. Wagtail finds no row for such a comment, and
    would write its words anew, as of whoever saves.
    """
    numbers = sorted({int(found[1]) for name in data if (found := _ROW.fullmatch(name))})
    ids = {number: data.get(f"{COMMENTS}-{number}-id", "") for number in numbers}
    known = {"", *map(str, standing)}
    kept = [number for number in numbers if ids[number] in known]
    if kept == numbers:
        return data
    place = {number: at for at, number in enumerate(kept)}
    fitting = QueryDict(mutable=True)
    for name, values in data.lists():
        row = _ROW.fullmatch(name)
        if row is None:
            fitting.setlist(name, values)
        elif int(row[1]) in place:
            fitting.setlist(f"{COMMENTS}-{place[int(row[1])]}-{row[2]}", values)
    fitting[f"{COMMENTS}-TOTAL_FORMS"] = str(len(kept))
    fitting[f"{COMMENTS}-INITIAL_FORMS"] = str(sum(bool(ids[number]) for number in kept))
    return fitting
