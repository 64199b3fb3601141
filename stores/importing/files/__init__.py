"""Files as rows: CSV, XLSX and JSON, each whole or refused."""
