"""A provider's HTML made into blocks of ours: cleaned, recognized, and nothing lost without a note."""
