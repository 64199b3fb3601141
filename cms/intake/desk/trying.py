"""A mapping tried on a sample: what would become of its items, and nothing is written."""

from codecs import BOM_UTF8
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from cms.intake.cleaning.blocks import blocks_of
from cms.intake.formats.raw import Unreadable
from cms.intake.formats.reading import read_document
from cms.intake.models import ProviderFeed
from cms.intake.people import people_named
from cms.intake.stories import Story, StoryKind, read_story

MOST_TRIED = 10


@dataclass
class Tried:
    """What a sample became. `stories`: each with its blocks and notes; `problems`: why others are skipped."""

    stories: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def try_sample(feed: ProviderFeed) -> Tried:
    """Read the first items of a feed's sample by its mapping."""
    tried = Tried()
    try:
        # It is text by now, whatever encoding it once declared.
        document = read_document(BOM_UTF8 + feed.sample.encode(), feed.format)
    except Unreadable as error:
        tried.problems.append(f"The sample can't be read as {feed.get_format_display()}. {error}")
        return tried
    tried.notes += document.notes
    tried.names = sorted({name for raw in document.items[:MOST_TRIED] for name in raw.values})
    mapped = feed.mapped()
    for number, raw in enumerate(document.items[:MOST_TRIED], 1):
        try:
            tried.stories.append(_shown(read_story(raw, mapped), len(raw.pictures)))
        except ValidationError as error:
            tried.problems.append(f"Item {number}: {' '.join(error.messages)}")
    if not document.items:
        tried.problems.append("There is no item in the sample.")
    return tried


def _shown(story: Story, pictures: int) -> dict[str, Any]:
    made = blocks_of(story.html) if story.kind is not StoryKind.KILL else None
    return {
        "story": story,
        "kinds": [block["type"].replace("_", " ") for block in made.blocks] if made else [],
        "notes": made.notes if made else [],
        "people": [person.name for person in people_named(story, made)] if made else [],
        "pictures": pictures,
    }
