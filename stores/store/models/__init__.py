"""Models of the store; each is imported from its own module."""
