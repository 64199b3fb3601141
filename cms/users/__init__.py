"""Accounts. Imports nothing of ours."""
