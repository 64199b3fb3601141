"""A store's colors must stay readable, and the nearest color that is.

Nearness is distance in OKLab, in which equal distances look about equally far to people (Björn Ottosson, "A perceptual
color space for image processing", 2020).
"""

import re
from collections.abc import Iterator
from itertools import product
from math import atan2, ceil, cos, floor, hypot, sin

from django.core.exceptions import ValidationError

# WCAG 2.2, success criterion 1.4.3 (contrast, minimum) for text of body size.
READABLE = 4.5
COLOR = re.compile(r"#[0-9a-f]{6}")
WHITE = "#ffffff"
GRAY = 0.002
"""So near to gray, a color has no hue that people see."""
STEPS = 256
"""Of lightness that are looked at, from the color's own down to black."""

Linear = tuple[float, float, float]
"""Red, green and blue, 0 to 1, as light adds up; not as screens count."""


def _linear(color: str) -> Linear:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(light: float) -> float:
    """A channel of sRGB, 0 to 255, not rounded."""
    light = min(max(light, 0.0), 1.0)
    return 255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


def _luminance(light: Linear) -> float:
    """Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = light
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colors, 1 to 21."""
    light, dark = sorted((_luminance(_linear(one)), _luminance(_linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_readable(color: str) -> bool:
    """Whether white words on this color, and words in it on white, can be read."""
    return contrast(color, WHITE) >= READABLE


def _oklab(light: Linear) -> tuple[float, float, float]:
    red, green, blue = light
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, green_red: float, blue_yellow: float) -> Linear:
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    medium = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def color_distance(one: str, other: str) -> float:
    """How far apart two colors look: 0 for the same, 1 from black to white."""
    first, second = _oklab(_linear(one)), _oklab(_linear(other))
    return hypot(*(a - b for a, b in zip(first, second, strict=True)))


def nearest_readable(color: str) -> str:
    """The readable color of the same hue that looks most like `#rrggbb`; that itself, if it is readable."""
    if is_readable(color):
        return color
    return min(_darker(color), key=lambda each: color_distance(color, each))


def _darker(color: str) -> Iterator[str]:
    """Readable colors of the same hue: of each lightness the most vivid one, as far as the color itself is vivid."""
    lightness, green_red, blue_yellow = _oklab(_linear(color))
    chroma, hue = hypot(green_red, blue_yellow), atan2(blue_yellow, green_red)
    for step in range(STEPS):
        level = lightness * (1 - step / STEPS)
        yield from _rounded(_most_vivid(level, chroma, cos(hue), sin(hue)), is_gray=chroma < GRAY)
    yield "#000000"


def _most_vivid(lightness: float, chroma: float, cosine: float, sine: float) -> Linear:
    """Of this lightness and hue, as vivid as the color is, or as screens can show."""
    low, high = 0.0, 2 * chroma
    for _halving in range(13):
        middle = (low + high) / 2
        light = _from_oklab(lightness, middle * cosine, middle * sine)
        is_shown = middle <= chroma and all(-1e-6 <= each <= 1 + 1e-6 for each in light)
        low, high = (middle, high) if is_shown else (low, middle)
    return _from_oklab(lightness, low * cosine, low * sine)


def _rounded(light: Linear, *, is_gray: bool) -> Iterator[str]:
    """What screens can show nearest to it, as far as it is readable still. Gray stays gray."""
    channels = [_encoded(light[1])] * 3 if is_gray else [_encoded(each) for each in light]
    ways = [(floor(each), ceil(each)) for each in channels]
    for rounded in zip(*ways, strict=True) if is_gray else product(*ways):
        found = "#" + "".join(f"{each:02x}" for each in rounded)
        if is_readable(found):
            yield found


def mixed(color: str, other: str, share: float) -> str:
    """`share` (0 to 1) of one color, and the rest of the other, mixed as they look."""
    pairs = zip(_oklab(_linear(color)), _oklab(_linear(other)), strict=True)
    return _shown(_from_oklab(*(share * one + (1 - share) * rest for one, rest in pairs)))


def lit(color: str, lightness: float, most_vivid: float = 1.0) -> str:
    """The same hue in another lightness of OKLab (0 to 1), as vivid as the color is, but at most so vivid."""
    _own, green_red, blue_yellow = _oklab(_linear(color))
    chroma, hue = min(hypot(green_red, blue_yellow), most_vivid), atan2(blue_yellow, green_red)
    return _shown(_most_vivid(lightness, chroma, cos(hue), sin(hue)))


def lightness_of(color: str) -> float:
    """In OKLab: 0 (black) to 1 (white)."""
    return _oklab(_linear(color))[0]


def _shown(light: Linear) -> str:
    return "#" + "".join(f"{round(_encoded(each)):02x}" for each in light)


def validate_readable_on_white(color: str) -> None:
    """The accent stands as text on white and under white text. The error's `nearest` is a color that would do."""
    if not COLOR.fullmatch(color) or is_readable(color):
        return  # what is no color, another validator says
    ratio, nearest = floor(contrast(color, WHITE) * 10) / 10, nearest_readable(color)
    raise ValidationError(
        "White words on %(color)s, and links of this color on white, have a contrast of %(ratio)s, and %(needed)s is "
        "needed to read them. The nearest color that can be read is %(nearest)s.",
        code="unreadable",
        params={"color": color, "ratio": ratio, "needed": READABLE, "nearest": nearest},
    )


SMALLEST_LOGO = 16
LONGEST_LOGO = 40
"""Times as long as it is wide."""


def validate_logo(width: int, height: int) -> None:
    """A logo's picture, in pixels, is one that can be seen in a header."""
    long, short = max(width, height), max(min(width, height), 1)
    if long < SMALLEST_LOGO:
        raise ValidationError(
            f"This picture is {width} × {height} pixels. A logo needs at least {SMALLEST_LOGO}, better 400 or more."
        )
    if long > LONGEST_LOGO * short:
        raise ValidationError(f"This picture is {width:,} × {height:,} pixels, too narrow to be seen as a logo.")


def read_color(text: str) -> str:
    """`#rrggbb` of a color as people type it: capitals, without its #, or three digits as style sheets have them."""
    digits = text.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    if not COLOR.fullmatch(f"#{digits}"):
        raise ValidationError(
            "This is no color that we can read. Write # and six digits or letters from a to f, such as #0b6e4f."
        )
    return f"#{digits}"
