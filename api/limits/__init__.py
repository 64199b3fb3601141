"""Requests that cost much: how often one address may ask them, and how many are answered at once."""
