"""Stock Wagtail with its API v2, with the same articles: what Mortar is compared with. A project of its own."""
