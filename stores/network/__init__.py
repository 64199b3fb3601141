"""The network admin's screens."""
