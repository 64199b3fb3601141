"""Files that take longer than a request: made by the worker, kept for a while for whoever asked."""
