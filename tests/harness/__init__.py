"""What the suite stands on: a PostgreSQL of its own, and a browser."""
