"""A store's own colours as a style sheet."""

from stores.models import StorePage


def theme_css(store: StorePage) -> str:
    """What follows the storefront's own sheet."""
    return f":root{{--accent:{store.accent};--on-accent:#ffffff}}\n"
