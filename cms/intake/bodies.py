"""The body of an article: the blocks of an item, with its pictures in their places."""

from html import escape
from typing import Any

from cms.intake.cleaning.blocks import PICTURE, Block, Converted
from cms.intake.pictures import Album

ALT = 255


def with_pictures(made: Converted, album: Album) -> list[Block]:
    """Blocks as they are stored: a picture that was refused leaves its caption, and a note."""
    found: list[Block] = []
    for block in made.blocks:
        if block["type"] != PICTURE:
            found.append(block)
            continue
        value = block["value"]
        image = album.image(value["src"], value["alt"])
        caption = _caption(value, album)
        if image is not None:
            found.append(
                {"type": "image", "value": {"image": image.pk, "alt": value["alt"][:ALT], "caption": caption}}
            )
        elif caption:
            found.append({"type": "paragraph", "value": f"<p><i>{escape(caption, quote=False)}</i></p>"})
    return found


def _caption(value: dict[str, str], album: Album) -> str:
    said = album.known.get(value["src"])
    credit = f"Photo: {said.credit}" if said is not None and said.credit else ""
    words = value["caption"] or (said.caption if said is not None else "")
    return " ".join(filter(None, (words, credit)))[:ALT]


def hrefs_of(made: Converted) -> list[str]:
    """Addresses of the pictures in a text."""
    return [block["value"]["src"] for block in made.blocks if block["type"] == PICTURE and block["value"]["src"]]


def texts_of(body: Any) -> list[Any]:
    """A body as it can be compared: without the ids of its blocks."""
    return [[child.block_type, child.block.get_prep_value(child.value)] for child in body]
