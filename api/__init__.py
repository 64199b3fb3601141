"""The Wagtail API v2 of the network: router, endpoints, resolver, errors."""
