"""The bytes of a feed: in which encoding, whether they are a trap, and the items of one that is broken in places."""

import re
from collections.abc import Iterator

from cms.intake.formats.raw import Unreadable

DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
ENTITIES = re.compile(r"<!\s*(?:ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
FALLBACK = "cp1252"
OF_TEXT = re.compile(r"(?:us-)?ascii|utf-?8|(?:iso-?8859|latin|windows|cp|koi8|mac|big5|gb|euc|shift|iso-?2022)[\w-]*")
"""What a document may say that it is. A declaration that could be read is in none of two bytes a character, and
others of Python's encodings are no texts, or take forever.
"""
WIDER = dict.fromkeys(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"), FALLBACK)
"""What says that it is Latin-1 has curly quotes of Windows in it, and every browser reads it so."""
COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
TRAP = "It declares entities of its own, as documents do that are to use up memory: it is not read."


def decoded_text(data: bytes) -> tuple[str, list[str]]:
    """The document as text, and what was odd about its encoding. `Unreadable` for one that is packed."""
    if data.startswith(COMPRESSED):
        raise Unreadable("It is packed (gzip, zip or the like), and is to come as it is.")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding), []
    found = DECLARED.search(data[:1_000])
    declared = found[1].decode().lower() if found else "utf-8"
    meant = WIDER.get(declared, declared) if OF_TEXT.fullmatch(declared) else "utf-8"
    for encoding in dict.fromkeys((meant, "utf-8", FALLBACK)):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        odd = [f"It says that it is {declared}, and is not: it was read as {encoding}."]
        return text, odd if encoding not in {declared, WIDER.get(declared)} else []
    return data.decode(FALLBACK, "replace"), [f"It is not {declared}: some characters can't be read."]


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"Its first bytes say {encoding}, and it is not.") from error


def check_entities(text: str) -> None:
    """Unreadable for XML with declarations of its own, whatever they are: no provider needs them."""
    if ENTITIES.search(text):
        raise Unreadable(TRAP)


def pieces(text: str, tag: str) -> Iterator[tuple[str, bool]]:
    """Each element of this name, as it stands, and whether it has an end: of a document that is not well-formed."""
    starts = [match.start() for match in re.finditer(rf"<(?:\w+:)?{tag}[\s>]", text)]
    for number, start in enumerate(starts):
        rest = text[start : starts[number + 1] if number + 1 < len(starts) else len(text)]
        ends = [match.end() for match in re.finditer(rf"</(?:\w+:)?{tag}\s*>", rest)]
        yield (rest[: ends[-1]], True) if ends else (rest, False)
