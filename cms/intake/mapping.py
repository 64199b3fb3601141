"""What of a provider's items is what of ours: kept as text that people of the newsroom read and write.

Each line says `ours = theirs | theirs`: the first of theirs that an item has. `topic immunology = immune-system` leads
a provider's word to a topic of ours, `status canceled = kill` a provider's word to what it means. What is not said is
as the format's own default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

MEMBERS = {
    "id": "what is the same in every version of an item",
    "version": "a number that grows with each version",
    "title": "the title",
    "teaser": "a sentence or two for lists",
    "body": "the text, as HTML",
    "byline": "who wrote it",
    "dateline": "what stands before the text",
    "credit": "the credit line",
    "published": "when it was published",
    "updated": "when it was changed last",
    "embargo": "before when it may not be shown",
    "expires": "from when on it may not be shown",
    "status": "whether it may be shown",
    "signal": "whether it is a correction",
    "correction": "what was corrected, in a sentence",
    "topics": "words for topics",
    "tags": "tags",
    "language": "the language of its text",
    "translation": "the id of the item that it is a translation of",
    "original": "the address where it was first published",
    "expert": "a paragraph about the expert",
}
MANY = frozenset({"topics", "tags", "byline", "expert", "signal"})
"""Members of which an item may have several."""
MEANINGS = ("kill", "correction", "hold", "usable")
STATUSES = {
    **dict.fromkeys(("canceled", "cancelled", "kill", "killed", "withdrawn", "retracted", "deleted"), "kill"),
    **dict.fromkeys(("correction", "corrected", "corrective"), "correction"),
    **dict.fromkeys(("withheld", "hold"), "hold"),
    **dict.fromkeys(("usable", "update", "updated", "active", "published"), "usable"),
}
_SYNDICATED = {
    "id": ("id", "link"),
    "version": ("version",),
    "title": ("title",),
    "teaser": ("summary",),
    "body": ("content.value", "summary"),
    "byline": ("authors.name", "author"),
    "dateline": ("dc_coverage",),
    "credit": ("dc_rights", "rights"),
    "published": ("published", "dc_date", "updated"),
    "updated": ("updated", "published"),
    "embargo": ("dcterms_available", "prism_embargodate"),
    "expires": ("expired", "dcterms_valid"),
    "status": ("status", "media_status.state"),
    "signal": ("signal",),
    "correction": ("correction",),
    "topics": ("tags.term",),
    "tags": ("media_keywords",),
    "language": ("dc_language", "language"),
    "translation": (),
    "original": ("link",),
    "expert": (),
}
DEFAULTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "rss": _SYNDICATED,
    "atom": _SYNDICATED,
    "newsml": {
        "id": ("@guid",),
        "version": ("@version",),
        "title": ("contentMeta/headline", "itemMeta/title"),
        "teaser": ("contentMeta/description",),
        "body": ("contentSet/inlineXML", "contentSet/inlineData"),
        "byline": ("contentMeta/by", "contentMeta/creator/name"),
        "dateline": ("contentMeta/dateline",),
        "credit": ("contentMeta/creditline", "rightsInfo/copyrightNotice"),
        "published": ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated"),
        "updated": ("itemMeta/versionCreated", "contentMeta/contentModified"),
        "embargo": ("itemMeta/embargoed",),
        "expires": ("contentMeta/exclAudience/expires", "rightsInfo/expires"),
        "status": ("itemMeta/pubStatus@qcode",),
        "signal": ("itemMeta/signal@qcode",),
        "correction": ("itemMeta/edNote",),
        "topics": ("contentMeta/subject/name", "contentMeta/subject@qcode"),
        "tags": ("contentMeta/keyword",),
        "language": ("contentMeta/language@tag", "@lang"),
        "translation": ("itemMeta/link[translatedFrom]", "itemMeta/link[translationOf]"),
        "original": ("contentMeta/infoSource@uri",),
        "expert": (),
    },
    "ninjs": {
        "id": ("uri", "guid"),
        "version": ("version",),
        "title": ("headline", "headlines.value", "title"),
        "teaser": ("description_text", "descriptions.value", "description_xhtml"),
        "body": ("body_xhtml", "body_html", "bodies.value", "body_text"),
        "byline": ("byline", "by"),
        "dateline": ("located",),
        "credit": ("creditline", "copyrightnotice"),
        "published": ("firstcreated", "contentcreated", "versioncreated"),
        "updated": ("versioncreated",),
        "embargo": ("embargoed",),
        "expires": ("expires",),
        "status": ("pubstatus",),
        "signal": ("signal", "profile"),
        "correction": ("ednote",),
        "topics": ("subject.name", "subjects.name", "subject.code"),
        "tags": ("keywords", "slugline"),
        "language": ("language",),
        "translation": (),
        "original": ("altids.web", "canonical", "urls.web"),
        "expert": (),
    },
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping that was read. `topics`: their word, in lower case -> slug; `statuses`: -> what it means."""

    members: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)

    def of(self, member: str, values: Mapping[str, list[str]]) -> list[str]:
        """All texts of the first of theirs that an item has."""
        return next((values[name] for name in self.members[member] if values.get(name)), [])

    def one(self, member: str, values: Mapping[str, list[str]]) -> str:
        return next(iter(self.of(member, values)), "")

    def meaning(self, word: str) -> str | None:
        """What a word of the provider's means, with or without the scheme before its colon; None if nobody knows."""
        plain = word.strip().lower()
        return self.statuses.get(plain) or self.statuses.get(plain.rpartition(":")[2])


def read_mapping(text: str, name: str) -> Mapped:
    """The mapping that a text says, above the defaults of a format. ValidationError names the line and the mend."""
    members, topics, statuses = dict(DEFAULTS[name]), {}, dict(STATUSES)
    problems = []
    for number, written in enumerate(text.splitlines(), 1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        ours, sign, theirs = (part.strip() for part in line.partition("="))
        kind, _space, word = ours.partition(" ")
        if not sign or not theirs:
            problems.append(f"Line {number}: write “ours = theirs”, such as “title = headline”.")
        elif kind == "topic" and word:
            topics[word.strip().lower()] = theirs
        elif kind == "status" and word and theirs in MEANINGS:
            statuses[word.strip().lower()] = theirs
        elif kind == "status" and word:
            problems.append(f"Line {number}: a status means one of {', '.join(MEANINGS)}.")
        elif ours in MEMBERS:
            members[ours] = tuple(each.strip() for each in theirs.split("|") if each.strip())
        else:
            problems.append(f"Line {number}: '{ours}' is none of {', '.join(MEMBERS)}, topic …, status ….")
    if problems:
        raise ValidationError(problems)
    return Mapped(members, topics, statuses)
