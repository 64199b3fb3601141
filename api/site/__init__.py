"""One path of one store's site, and all that the page there shows."""
