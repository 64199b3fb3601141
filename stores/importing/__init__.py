"""Stores from and to files: CSV, XLSX and JSON."""
