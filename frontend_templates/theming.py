"""A store's own colors as a style sheet."""

from stores.models import StorePage
from stores.store.shades import Shades, dark_shades, light_shades


def theme_css(store: StorePage) -> str:
    """The rules that a page loads after the storefront's own style sheet. Paper is printed without colors."""
    return (
        f"@media screen{{{_rule(light_shades(store.accent))}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{{_rule(dark_shades(store.accent))}}}\n"
    )


def _rule(shades: Shades) -> str:
    return ":root{" + ";".join(f"--{name}:{color}" for name, color in shades.items()) + "}"
