"""Pictures for the demo network, drawn from simple shapes; the same call always gives the same bytes."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from cms.demo.drawing import body, clinic, everyday, pharmacy, seasons, signs
from cms.demo.drawing.canvas import Canvas
from cms.demo.drawing.logos import logo
from cms.demo.drawing.palette import Colour
from cms.demo.drawing.portraits import PEOPLE, PORTRAIT, portrait
from cms.demo.drawing.stage import SCENE

Drawing = Callable[[Canvas], None]

MOTIFS: Mapping[str, Drawing] = MappingProxyType(
    {
        "bones": signs.bones,
        "bottle": pharmacy.bottle,
        "cabinet": pharmacy.cabinet,
        "capsules": pharmacy.capsules,
        "clock": signs.clock,
        "droplet": body.droplet,
        "flame": signs.flame,
        "flashlight": everyday.flashlight,
        "immune": body.immune,
        "infusion": clinic.infusion,
        "inhaler": everyday.inhaler,
        "lungs": signs.lungs,
        "moon": seasons.moon,
        "mortar": pharmacy.mortar,
        "mug": everyday.mug,
        "organizer": everyday.organizer,
        "petri": body.petri,
        "plate": seasons.plate,
        "pollen": seasons.pollen,
        "pulse": body.pulse,
        "shield": body.shield,
        "shoes": everyday.shoes,
        "storefront": pharmacy.storefront,
        "suitcase": everyday.suitcase,
        "sun": seasons.sun,
        "syringe": clinic.syringe,
        "thermometer": signs.thermometer,
        "vessel": signs.vessel,
        **{name: partial(portrait, person=person) for name, person in PEOPLE.items()},
    }
)
"""Every picture by name."""


def draw(motif: str, *, size: tuple[int, int] = (1200, 675)) -> bytes:
    """A JPEG of `size` pixels. A scene fills it; a portrait keeps its whole head. KeyError names the known motifs."""
    if motif not in MOTIFS:
        raise KeyError(f"no motif {motif!r}; known: {', '.join(MOTIFS)}")
    is_portrait = motif in PEOPLE
    canvas = Canvas(size, PORTRAIT if is_portrait else SCENE, contain=is_portrait)
    MOTIFS[motif](canvas)
    return canvas.jpeg()


def logo_mark(initials: str, accent: Colour) -> bytes:
    """A PNG of 512 by 512 pixels: `initials` (one to three) on `accent` (`#rrggbb`). ValueError for others."""
    return logo(initials, accent).png()
