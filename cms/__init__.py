"""The newsroom: library, articles, experts, providers, and the project's wiring (settings, URLs)."""
