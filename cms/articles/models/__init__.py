"""Models of the library; each is imported from its own module."""
