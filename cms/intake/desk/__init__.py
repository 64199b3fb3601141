"""The screens of what came in: items, feeds, experts that are proposed."""
