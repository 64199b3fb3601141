"""The shades of a store's accent that its site is made of, computed here so that old phones need to compute none."""

from collections.abc import Iterator

from stores.store.look import READABLE, WHITE, contrast, lightness_of, lit, mixed

Shades = dict[str, str]
"""Custom properties of the storefront's own style sheet, without their dashes."""
GROUNDS = ("paper", "ground", "tint")
STEP = 0.01
"""Of lightness, by which links go darker or lighter until they can be read."""


def light_shades(accent: str) -> Shades:
    """On light screens. Links can be read on every ground, and white words on the sign."""
    grounds = {"paper": WHITE, "ground": mixed(accent, WHITE, 0.05), "tint": mixed(accent, WHITE, 0.11)}
    own = lightness_of(accent)
    return {
        **grounds,
        "line": mixed(accent, "#d5d9d7", 0.16),
        "sign": accent if own <= 0.5 else lit(accent, 0.5),
        "link": _readable(_darker(accent, min(own, 0.47)), grounds),
    }


def dark_shades(accent: str) -> Shades:
    """The same on dark screens."""
    grounds = {
        "paper": mixed(accent, "#1c2320", 0.06),
        "ground": mixed(accent, "#131816", 0.05),
        "tint": mixed(accent, "#1c2320", 0.2),
    }
    own = lightness_of(accent)
    return {
        **grounds,
        "line": mixed(accent, "#38423d", 0.18),
        "sign": lit(accent, min(own, 0.42)),
        "link": _readable(_lighter(accent, max(own, 0.82)), grounds),
    }


def _darker(accent: str, lightness: float) -> Iterator[str]:
    while lightness > 0:
        yield lit(accent, lightness)
        lightness -= STEP
    yield "#000000"


def _lighter(accent: str, lightness: float) -> Iterator[str]:
    while lightness < 1:
        yield lit(accent, lightness, 0.11)
        lightness += STEP
    yield WHITE


def _readable(links: Iterator[str], grounds: Shades) -> str:
    return next(link for link in links if all(contrast(link, each) >= READABLE for each in grounds.values()))


def least_contrast(shades: Shades) -> float:
    """Of links on any ground, and of white words on the sign."""
    return min(contrast(shades["sign"], WHITE), *(contrast(shades["link"], shades[each]) for each in GROUNDS))
