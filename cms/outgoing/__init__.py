"""Calls to other machines: where they may lead, and connections to what was looked at. Imports nothing of ours."""
