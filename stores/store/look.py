"""A store's colors must stay readable."""

import re

from django.core.exceptions import ValidationError

# WCAG 2.2, success criterion 1.4.3 (contrast, minimum) for text of body size.
READABLE = 4.5
COLOR = re.compile(r"#[0-9a-f]{6}")


def _luminance(color: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colors, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def validate_readable_on_white(color: str) -> None:
    """The accent stands as text on white and under white text."""
    if not COLOR.fullmatch(color):
        return  # another validator says so
    ratio = contrast(color, "#ffffff")
    if ratio < READABLE:
        raise ValidationError(
            f"{color} has a contrast of {ratio:.1f} with white; {READABLE} is needed. Take a darker one."
        )
