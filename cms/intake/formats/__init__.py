"""Feeds as they come: RSS, Atom, NewsML-G2 and ninjs, read into items of named values. Knows nothing of articles."""
