"""Django's backend for PostgreSQL, with deadlines on this side of the wire.

Why: `docs/adr/0037-deadlines-on-our-side.md`.
"""
