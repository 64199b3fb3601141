"""Staff submit, an owner decides."""
