"""A draft in a store's own frontend: a code for the panel, a token for the frontend, and what a token shows."""
