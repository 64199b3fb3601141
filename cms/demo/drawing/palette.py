"""The colours of the demo's pictures: one calm family, so that all heroes on one page look like one hand."""

Colour = str
"""A colour as `#rrggbb`."""

INK = "#17304D"
PINE = "#0D4F4C"
TEAL = "#1C7F79"
SEA = "#62BDAE"
MINT = "#C4E7DB"
FOAM = "#EAF6F1"
WHITE = "#FFFFFF"
CREAM = "#FFF7E8"
SAND = "#F8E3C0"
AMBER = "#F4B44A"
RUST = "#C9752B"
CORAL = "#EE6F57"
BRICK = "#C54A3C"
ROSE = "#F7B5A5"
BLUSH = "#FDE5DC"
ICE = "#EAF4FB"
SKY = "#BBDDF1"
BLUE = "#3F7FBA"
DEEP = "#25588C"
LILAC = "#CFCBF2"
PLUM = "#5D4E8E"
NIGHT = "#18204A"
LEAF = "#4FA36B"
MOSS = "#2F7A55"


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0 to 1) of `second` stirred in."""
    pairs = zip(channels(first), channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def channels(colour: Colour) -> tuple[int, int, int]:
    """Red, green and blue, each 0 to 255. ValueError when the text is not `#rrggbb`."""
    digits = colour.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"not a colour of the form #rrggbb: {colour!r}")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def is_light(colour: Colour) -> bool:
    """Whether dark ink reads better on this colour than white does (WCAG relative luminance)."""

    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.36
