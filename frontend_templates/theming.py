"""A store's own colors as a style sheet."""

from stores.models import StorePage


def theme_css(store: StorePage) -> str:
    """The rules that a page loads after the storefront's own style sheet."""
    return f":root{{--accent:{store.accent};--on-accent:#ffffff}}\n"
