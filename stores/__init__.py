"""The network: stores, hours, banners, groups, audience, tokens. Knows nothing of articles."""
