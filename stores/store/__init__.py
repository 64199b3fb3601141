"""The store itself: its page, its registration, its groups and hosts, and whose it is."""
