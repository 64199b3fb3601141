"""Pages as a person meets them, in a real browser."""
