"""The owner's health news: what a store does with the newsroom's articles."""
