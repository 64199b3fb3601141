"""Which stores something is for."""
