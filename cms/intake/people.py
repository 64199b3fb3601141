"""Experts that an item speaks of: found in bylines and in paragraphs about them, and proposed to the newsroom."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup

from cms.articles.models.experts import ExpertPage
from cms.intake.cleaning.blocks import Converted
from cms.intake.cleaning.html import text_in
from cms.intake.models import ExpertProposal, FeedItem
from cms.intake.stories import Story, without_markup

ABOUT = re.compile(r"about the (?:experts?|authors?|reviewers?)\W*$", re.IGNORECASE)
CREDENTIAL = r"(?:MD|DO|PhD|PharmD|RPh|RN|NP|PA-C|MPH|DDS|DMD|DNP|MS|MSc|RD|RDN|FACP|FAAP|FACC|BCPS)"
NAME = r"(?:Dr\.?\s+)?(?P<name>[A-ZÀ-Þ][\w'’.-]*(?:\s+(?:de|la|van|von|der|bin|al|[A-ZÀ-Þ][\w'’.-]*)){1,3}?)"
PERSON = re.compile(rf"^{NAME}\s*(?:,\s*(?P<credentials>{CREDENTIAL}(?:\s*,\s*{CREDENTIAL})*))?\s*,?\s+(?:is|es)\s+")
POST = re.compile(
    r"^(?:an?|the|un|una)\s+(?P<post>[^,.;]{3,140}?)"
    r"(?:\s+(?:at|of the|with|en)\s+(?:the\s+)?(?P<institution>[A-Z][^,.;]{3,150}))?[,.;]"
)
BYLINE = re.compile(rf"^{NAME}\s*,\s*(?P<credentials>{CREDENTIAL}(?:\s*,\s*{CREDENTIAL})*)\s*$")


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody of whom a text speaks."""

    name: str
    credentials: str = ""
    post: str = ""
    institution: str = ""
    text: str = ""


def person_in(text: str) -> NamedPerson | None:
    """`Dr. Ana Ruiz, MD, is a professor of medicine at Sample University.`; None for a text of another kind."""
    found = PERSON.match(text)
    if found is None:
        return None
    post = POST.match(text[found.end() :])
    said = post.groupdict() if post else {}
    return NamedPerson(
        found["name"],
        found["credentials"] or "",
        (said.get("post") or "").strip()[:160],
        (said.get("institution") or "").strip()[:160],
        text,
    )


def people_named(story: Story, made: Converted) -> list[NamedPerson]:
    """Everybody whom an item proposes, once. A byline counts where it says what the person is."""
    found = [person_in(text) for text in (*map(without_markup, story.experts), *_about(made))]
    for part in re.split(r";| and ", story.byline.removeprefix("By ")):
        match = BYLINE.match(part.strip())
        found.append(NamedPerson(match["name"], match["credentials"]) if match else None)
    by_name: dict[str, NamedPerson] = {}
    for person in found:
        if person is not None:
            by_name.setdefault(name_key(person.name), person)
    return list(by_name.values())


def _about(made: Converted) -> Iterator[str]:
    """Paragraphs below a heading "About the expert"."""
    is_below = False
    for block in made.blocks:
        if block["type"] == "heading":
            is_below = bool(ABOUT.match(block["value"]["text"]))
        elif is_below and block["type"] == "paragraph":
            yield text_in(BeautifulSoup(block["value"], "html.parser"))


def name_key(name: str) -> str:
    """Two spellings of one name have the same: without titles, initials, marks and case."""
    words = re.findall(r"[^\W\d_]+", name.lower())
    return " ".join(word for word in words if len(word) > 1 and word not in {"dr", "prof", "professor"})


def known_experts(names: Iterable[str]) -> dict[str, ExpertPage]:
    """Key of a name -> the expert who has it; of two with the same name nobody is proposed."""
    wanted = {name_key(name) for name in names}
    found: dict[str, list[ExpertPage]] = {}
    if wanted:
        for expert in ExpertPage.objects.only("pk", "title").order_by("pk"):
            if name_key(expert.title) in wanted:
                found.setdefault(name_key(expert.title), []).append(expert)
    return {key: experts[0] for key, experts in found.items() if len(experts) == 1}


def propose(item: FeedItem, story: Story, made: Converted) -> None:
    """Propose whom an item speaks of, unless that was done for an earlier version."""
    people = people_named(story, made)
    if not people:
        return
    there = {name_key(name) for name in item.proposals.values_list("name", flat=True)}
    known = known_experts(person.name for person in people)
    ExpertProposal.objects.bulk_create(
        ExpertProposal(
            item=item,
            name=person.name,
            credentials=person.credentials[:80],
            post=person.post,
            institution=person.institution,
            text=person.text,
            expert=known.get(name_key(person.name)),
        )
        for person in people
        if name_key(person.name) not in there
    )
