"""Objects for tests. Nothing is random and no clock is read: names follow from slugs, moments are given."""
