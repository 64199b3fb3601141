"""Template tags of the built-in storefront."""
