"""Work that waits in the database, for a worker beside the web server. What is tried again, and when, is said here."""
