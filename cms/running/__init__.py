"""Processes beside the web server."""
