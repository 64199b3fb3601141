"""Slots of one day that can't be meant, or hardly: they overlap, or they are open for most of a day. Pure."""

from collections.abc import Iterable
from datetime import time
from itertools import pairwise

from stores.hours.engine.rows import DAY, Span, span_of, time_of
from stores.hours.engine.words import twelve
from stores.hours.written.times import SlotRefused, slot_between

LONG = 16 * 60
"""Minutes from which on a slot is asked about, unless it is the whole day."""


def overlap_in(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """The first two slots of one day that overlap; those that touch do not."""
    return next(((one, two) for one, two in pairwise(sorted(spans)) if two.start < one.end), None)


def overlap_text(one: Span, two: Span) -> str:
    """`9:00am to 1:00pm and noon to 5:00pm overlap. …`"""
    return f"{slot_text(one)} and {slot_text(two)} overlap. Make one slot of them, or change a time."


def slot_text(span: Span) -> str:
    """`9:00am to 1:00pm`"""
    return " to ".join(twelve(time_of(minute)) for minute in span)


def _is_doubted_in_files(span: Span) -> bool:
    """Whether an import would ask for the same night to be written otherwise."""
    try:
        slot_between(span.start, span.end - DAY if span.end > DAY else span.end)
    except SlotRefused:
        return True
    return False


def doubt_about(opens_at: time, closes_at: time) -> str | None:
    """What is to be asked about a slot that is almost surely a slip; None for one that is not."""
    span = span_of(opens_at, closes_at)
    length = span.end - span.start
    if span == (0, DAY) or (length < LONG and not _is_doubted_in_files(span)):
        return None
    hours = f"{length // 60} hours" + (f" {length % 60} minutes" if length % 60 else "")
    night = ", to the next day" if span.end > DAY else ""
    return f"{slot_text(span)} is {hours}{night}. Is it meant? If so, tick “These times are meant” and save again."
