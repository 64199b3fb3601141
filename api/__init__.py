"""The Wagtail API v2 of the network. `urls` and `router` are its table of contents.

Rooms, from the top: `endpoints`, `site`, `serializers`, `protocol`; each stands on those below it.
"""
