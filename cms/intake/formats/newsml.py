"""NewsML-G2: a newsMessage with its itemSet, a single newsItem, or several below anything."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cms.intake.formats.documents import check_entities, decoded_text, pieces
from cms.intake.formats.raw import Document, Raw, RawPicture, Unreadable, collected, read_one, width_in

ITEM = "newsItem"
MARKUP = frozenset({"inlineXML", "inlineData"})
"""Elements whose content is text for readers, taken whole."""
CUT_OFF = "It has no end: the document broke off in its midst."


def read_newsml(data: bytes, name: str) -> Document:
    """Every newsItem that is a text; those that are pictures belong to the texts that link to them."""
    text, notes = decoded_text(data)
    check_entities(text)
    text = text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text
    try:
        items = [each for each in _parsed(text).iter() if _name(each) == ITEM]
        broken: list[Raw] = []
    except ParseError as error:
        items, broken = _one_by_one(text)
        if not items and not broken:
            raise Unreadable(f"It is no NewsML-G2: {error}.") from error
        notes.append("It is not well-formed: each item was read by itself.")
    if not items and not broken:
        raise Unreadable("There is no newsItem in it.")
    pictures = {each.get("guid", ""): each for each in items if _is_picture(each)}
    texts = [_raw(each, pictures) for each in items if not _is_picture(each)]
    return Document((*texts, *broken), tuple(notes))


def _parsed(text: str) -> Element:
    try:
        found: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable("It declares a document type, which nothing of ours needs: it is not read.") from error
    return found


def _one_by_one(text: str) -> tuple[list[Element], list[Raw]]:
    good, broken = [], []
    for piece, is_whole in pieces(text, ITEM):
        try:
            if not is_whole:
                raise Unreadable(CUT_OFF)
            good.append(_parsed(piece))
        except ParseError as error:
            broken.append(Raw(text=piece, problem=f"It is not well-formed: {error}."))
        except Unreadable as error:
            broken.append(Raw(text=piece, problem=str(error)))
    return good, broken


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_picture(item: Element) -> bool:
    return any(_name(each) == "itemClass" and "picture" in each.get("qcode", "") for each in item.iter())


def _raw(item: Element, pictures: dict[str, Element]) -> Raw:
    return read_one(
        lambda: Raw(collected(_pairs("", item)), tuple(_pictures(item, pictures))),
        lambda: tostring(item, encoding="unicode"),
        item.get("guid", ""),
    )


def _pairs(path: str, element: Element) -> Iterator[tuple[str, str]]:
    """`@guid`, `itemMeta/pubStatus@qcode`, `contentMeta/headline`, `itemMeta/link[seeAlso]`: without namespaces."""
    if _name(element) == "link" and element.get("rel"):
        relation = element.get("rel", "").rpartition(":")[2]
        yield f"{path}[{relation}]", element.get("residref", "") or element.get("href", "")
    for name, value in element.attrib.items():
        yield f"{path}@{name.rpartition('}')[2]}", value
    if _name(element) in MARKUP:
        yield path, _markup(element)
        return
    if element.text and element.text.strip():
        yield path, element.text
    for child in element:
        yield from _pairs(f"{path}/{_name(child)}" if path else _name(child), child)


def _markup(element: Element) -> str:
    """What stands in an element, as HTML: of a whole document its body."""
    inner: Any = next((each for each in element.iter() if _name(each) == "body"), element)
    copy = Element("div")
    copy.text, copy[:] = inner.text, list(inner)
    for each in copy.iter():
        each.tag = _name(each)
    return tostring(copy, encoding="unicode", method="html").removeprefix("<div>").removesuffix("</div>")


def _pictures(item: Element, others: dict[str, Element]) -> Iterator[RawPicture]:
    linked = [each.get("residref", "") for each in item.iter() if _name(each) == "link"]
    for source in (item, *(others[guid] for guid in linked if guid in others)):
        values = collected(_pairs("", source))
        hrefs = [
            each.get("href", "")
            for each in sorted(source.iter(), key=lambda each: -width_in(each.get("width")))
            if _name(each) == "remoteContent" and each.get("contenttype", "image/").startswith("image/")
        ]
        is_own = source is not item
        for href in hrefs[:1] if is_own else hrefs:
            yield RawPicture(
                href,
                alt=_first(values, "contentMeta/headline") if is_own else "",
                caption=_first(values, "contentMeta/description") if is_own else "",
                credit=_first(values, "contentMeta/creditline") or _first(values, "contentMeta/by"),
                rights=_first(values, "rightsInfo/usageTerms") or _first(values, "rightsInfo/copyrightNotice"),
            )


def _first(values: dict[str, list[str]], name: str) -> str:
    return values.get(name, [""])[0]
