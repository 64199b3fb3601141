"""Releases: many pages of the library that go live together or not at all, and are taken back together."""
