"""The sizes and formats in which pictures are published."""

import hashlib

WIDTHS = (400, 800, 1200, 1600)
"""In pixels. A picture is never blown up: of the last step that it needs, it is as wide as it is."""
FORMATS = {"image/avif": "|format-avif", "image/webp": "|format-webp"}
"""Better than the picture's own format, the best first."""
SHARE = "fill-1200x630|format-jpeg"
"""What social networks show of a page, cut around the focal point."""

CUTS = {"square": ((400, 400), (800, 800)), "wide": ((800, 450), (1600, 900))}
"""Shapes that pages cut pictures to, 1:1 and 16:9, around the focal point; each in two sizes and every format."""

ICON = "max-176x176|pad-192x192|format-png"
CARD = "max-1000x430|pad-1200x630|format-jpeg"
LOGO_SPECS = (ICON, CARD)
"""Made of logos as well, whole on white: what browsers and phones show beside a site's name, and what social networks
show of a page without a picture of its own.
"""

RULES = 1
"""Raise it when originals must be cleaned anew: by another rule of `cms.media.cleaning`."""


def widths_for(width: int) -> tuple[int, ...]:
    """The steps that a picture of this width needs: up to the first that holds it whole."""
    return tuple(step for below, step in zip((0, *WIDTHS), WIDTHS, strict=False) if below < width)


def fallback(width: int) -> str:
    """Wagtail's filter of one step in the picture's own format."""
    return f"width-{width}"


def cuts(shape: str, width: int | None = None, ending: str = "") -> tuple[str, ...]:
    """Wagtail's filters of one shape and format, from small to large: those that a picture of this width needs."""
    small, large = CUTS[shape]
    steps = (small, large) if width is None or width > small[0] else (small,)
    return tuple(f"fill-{across}x{down}{ending}" for across, down in steps)


def specs_for(width: int) -> tuple[str, ...]:
    """Wagtail's filters of all that is made of a picture of this width; what most pages need comes first."""
    steps = sorted(widths_for(width), key=lambda step: (step != 800, step))
    endings = ("", *FORMATS.values())
    shapes = (spec for shape in CUTS for ending in endings for spec in cuts(shape, width, ending))
    return (*(fallback(step) + ending for step in steps for ending in endings), *shapes, SHARE)


SPECS = specs_for(WIDTHS[-1])
VERSION = hashlib.sha256(repr((SPECS, RULES)).encode()).hexdigest()[:12]
"""Of ladder and rules: a picture that was made by another is made anew."""
