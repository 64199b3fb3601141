"""Feeds as providers deliver them, of our own words: stories in each format, and all that goes wrong with them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape

from cms.intake.models import ProviderFeed
from tests.factories.newsroom import ProviderFactory

FROM = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUBJECTS = (
    "allergies",
    "asthma",
    "blood pressure",
    "bone health",
    "diabetes",
    "flu shots",
    "gout",
    "headaches",
    "heart",
)
WAYS = (
    "at home",
    "in winter",
    "on the road",
    "after surgery",
    "for seniors",
    "at work",
    "while pregnant",
    "for runners",
)
SENTENCES = (
    "Ask the pharmacist before you combine it with another medicine.",
    "Most people feel better within a few days.",
    "A short walk after each meal helps more than many expect.",
    "Keep a list of what you take, and bring it to every visit.",
    "Drink enough water, and rest when your body asks for it.",
    "Call a doctor if it lasts longer than two weeks.",
    "Store it in a dry place, out of the reach of children.",
    "Not every pain needs a pill.",
)


@dataclass(frozen=True)
class Told:
    """A story as its provider has it."""

    number: int
    title: str
    html: str
    version: int = 1
    teaser: str = ""
    status: str = "usable"
    signal: str = ""
    correction: str = ""
    embargo: datetime | None = None
    byline: str = ""
    topics: tuple[str, ...] = ()
    picture: str = ""
    credit: str = ""
    rights: str = ""
    language: str = ""
    translates: str = ""

    @property
    def id(self) -> str:
        return f"tag:news.example.com,2026:item-{self.number}"

    @property
    def at(self) -> datetime:
        return FROM + timedelta(minutes=self.number, hours=self.version - 1)


def told(number: int, **fields: object) -> Told:
    """The story of a number: always the same, and like no other."""
    subject, way = SUBJECTS[number % len(SUBJECTS)], WAYS[number // len(SUBJECTS) % len(WAYS)]
    title = f"{subject.capitalize()} {way}: what study {number} found"
    # Numbers in base eight choose sentences, so that two stories share few stretches of words.
    chosen = [SENTENCES[number // 8**place % 8] for place in range(4)]
    own = f"Study {number} followed {number + 211} people with {subject} {way} for {number % 40 + 3} months."
    extra = " ".join(
        f"Group {number * 7 + each} of clinic {number * 3 + each} reported case {number + each}." for each in range(9)
    )
    html = (
        f"<p>{own} {chosen[0]}</p><h2>Key points</h2><ul><li>{chosen[1]}</li><li>Case {number}: {chosen[2]}</li></ul>"
        f"<h2>What helps with {subject}?</h2><p>{extra}</p><p>{chosen[3]}</p>"
        "<h2>More information</h2><p>Read on at <a href='https://www.example.org/'>our sample source</a>.</p>"
    )
    story = Told(number, title, html, teaser=own, topics=(subject,))
    return replace(story, **fields)  # type: ignore[arg-type]


def as_rss(stories: Iterable[Told]) -> bytes:
    """RSS 2.0, whose items say their status in elements of the provider's own."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{each.id}</guid><title>{escape(each.title)}</title>"
        f"<prov:version>{each.version}</prov:version><prov:status>{each.signal or each.status}</prov:status>"
        f"<prov:note>{escape(each.correction)}</prov:note>"
        f"<prov:embargo>{each.embargo.isoformat() if each.embargo else ''}</prov:embargo>"
        f"<pubDate>{each.at:%a, %d %b %Y %H:%M:%S} +0000</pubDate><description>{escape(each.teaser)}</description>"
        f"<dc:creator>{escape(each.byline)}</dc:creator>"
        + "".join(f"<category>{escape(topic)}</category>" for topic in each.topics)
        + (
            f"<media:content url='{each.picture}' medium='image'/><media:credit>{escape(each.credit)}</media:credit>"
            f"<media:copyright>{escape(each.rights)}</media:copyright>"
            if each.picture
            else ""
        )
        + f"<content:encoded><![CDATA[{each.html}]]></content:encoded></item>"
        for each in stories
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'"
        " xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/'"
        " xmlns:prov='https://news.example.com/ns'><channel><title>Sample news</title>"
        f"<link>https://news.example.com/</link><description>Samples</description>{items}</channel></rss>"
    ).encode()


RSS_MAPPING = """\
version = prov_version
status = prov_status
correction = prov_note
embargo = prov_embargo
"""


def as_atom(stories: Iterable[Told]) -> bytes:
    """Atom, which withdraws by tombstones and knows no versions but moments."""
    entries = "".join(
        f"<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='{each.id}'"
        f" when='{each.at.isoformat()}'/>"
        if each.status == "canceled"
        else f"<entry><id>{each.id}</id><title>{escape(each.title)}</title><updated>{each.at.isoformat()}</updated>"
        f"<published>{each.at.isoformat()}</published><summary>{escape(each.teaser)}</summary>"
        f"<author><name>{escape(each.byline or 'Sample News')}</name></author>"
        f"<content type='html'>{escape(each.html)}</content></entry>"
        for each in stories
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Sample news</title>"
        f"<id>tag:news.example.com,2026:feed</id><updated>{FROM.isoformat()}</updated>{entries}</feed>"
    ).encode()


def as_newsml(stories: Iterable[Told]) -> bytes:
    """NewsML-G2: a message with a text item for each story, and a picture item for each picture."""
    items = "".join(_news_item(each) for each in stories)
    return (
        "<?xml version='1.0' encoding='utf-8'?><newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>"
        f"<header><sent>{FROM.isoformat()}</sent></header><itemSet>{items}</itemSet></newsMessage>"
    ).encode()


def _news_item(each: Told) -> str:
    link = f"<link rel='irel:seeAlso' residref='{each.id}-picture'/>" if each.picture else ""
    link += f"<link rel='irel:translatedFrom' residref='{each.translates}'/>" if each.translates else ""
    language = f"<language tag='{each.language}'/>" if each.language else ""
    embargo = f"<embargoed>{each.embargo.isoformat()}</embargoed>" if each.embargo else ""
    signal = f"<signal qcode='sig:{each.signal}'/>" if each.signal else ""
    subjects = "".join(f"<subject><name>{escape(topic)}</name></subject>" for topic in each.topics)
    body = each.html.replace("<br>", "<br/>")
    text = (
        f"<newsItem guid='{each.id}' version='{each.version}'><itemMeta><itemClass qcode='ninat:text'/>"
        f"<versionCreated>{each.at.isoformat()}</versionCreated>{embargo}<pubStatus qcode='stat:{each.status}'/>"
        f"<edNote>{escape(each.correction)}</edNote>{signal}{link}</itemMeta><contentMeta>"
        f"<headline>{escape(each.title)}</headline><description>{escape(each.teaser)}</description>"
        f"<by>{escape(each.byline)}</by>{subjects}{language}</contentMeta><contentSet>"
        "<inlineXML contenttype='application/xhtml+xml'>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{escape(each.title)}</title></head>"
        f"<body>{body}</body></html></inlineXML></contentSet></newsItem>"
    )
    if not each.picture:
        return text
    return text + (
        f"<newsItem guid='{each.id}-picture' version='1'>"
        f"<rightsInfo><usageTerms>{escape(each.rights)}</usageTerms></rightsInfo>"
        "<itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentMeta>"
        f"<creditline>{escape(each.credit)}</creditline><headline>A sample picture</headline></contentMeta>"
        f"<contentSet><remoteContent href='{each.picture}' contenttype='image/png' width='800'/></contentSet>"
        "</newsItem>"
    )


def as_ninjs(stories: Iterable[Told]) -> bytes:
    """ninjs: a list of items."""
    return json.dumps({"items": [_ninjs(each) for each in stories]}).encode()


def _ninjs(each: Told) -> dict[str, object]:
    item: dict[str, object] = {
        "uri": each.id,
        "version": str(each.version),
        "type": "text",
        "pubstatus": each.status,
        "signal": each.signal,
        "ednote": each.correction,
        "versioncreated": each.at.isoformat(),
        "headline": each.title,
        "description_text": each.teaser,
        "byline": each.byline,
        "subject": [{"name": topic} for topic in each.topics],
        "body_xhtml": each.html,
    }
    if each.language:
        item |= {"language": each.language, "translates": each.translates}
    if each.embargo:
        item["embargoed"] = each.embargo.isoformat()
    if each.picture:
        item["associations"] = {
            "main": {
                "type": "picture",
                "headline": "A sample picture",
                "creditline": each.credit,
                "usageterms": each.rights,
                "renditions": {"web": {"href": each.picture, "width": 800}},
            }
        }
    return item


WRITERS: dict[str, Callable[[Iterable[Told]], bytes]] = {
    "rss": as_rss,
    "atom": as_atom,
    "newsml": as_newsml,
    "ninjs": as_ninjs,
}

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rss version="2.0"><channel><item><guid>1</guid><title>&d;</title></item></channel></rss>"""


def make_feed(slug: str = "agency", kind: str = "ninjs", **fields: object) -> ProviderFeed:
    """A provider's feed, whose items go live at every store unless a test says otherwise."""
    provider = ProviderFactory.create(slug=slug)
    said = {"rule": "live", "mapping": RSS_MAPPING if kind == "rss" else "", **fields}
    feed, _made = ProviderFeed.objects.get_or_create(provider=provider, defaults={"format": kind, **said})
    return feed


def mixed(number: int) -> list[Told]:
    """As many stories as a provider sends in months: new ones, versions, corrections, embargoes and withdrawals."""
    first = [told(each) for each in range(number)]
    later: list[Told] = []
    for each in first:
        if each.number % 10 == 1:
            later.append(replace(each, version=2, html=each.html + "<p>This was added later.</p>"))
        elif each.number % 20 == 2:
            later.append(replace(each, version=2, signal="correction", correction="The number of people was wrong."))
        elif each.number % 50 == 3:
            later.append(replace(each, version=2, status="canceled", correction="The study was withdrawn."))
        elif each.number % 40 == 4:
            first[each.number] = replace(each, embargo=datetime(2030, 1, 1, tzinfo=UTC))
        elif each.number % 50 == 5:
            later.append(replace(each, number=number + each.number))
        elif each.number % 50 == 6:
            first[each.number] = replace(each, html="")
    return first + later
