"""What a provider wants to be checked before an article of it goes live."""
