"""Wagtail's own tests of its API, run against ours."""
