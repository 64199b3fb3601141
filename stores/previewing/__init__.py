"""A draft as a chosen store at a chosen moment."""
