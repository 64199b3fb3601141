"""Hints on plain words for whoever writes: among Wagtail's checks beside the form, and they refuse nothing."""
