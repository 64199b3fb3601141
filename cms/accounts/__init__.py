"""Logging in: one way in, with a second factor for those who need one (docs/adr/0011-one-login.md)."""
