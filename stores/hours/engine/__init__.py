"""Opening hours as plain data: rows and a moment in, answers out. Imports the standard library alone."""
