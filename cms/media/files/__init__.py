"""Uploads as files: their names, whole or not there, a disk that is full, and what no row names."""
