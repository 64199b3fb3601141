"""The one app of the stock project."""
