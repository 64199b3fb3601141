"""Who changed what, in words."""
