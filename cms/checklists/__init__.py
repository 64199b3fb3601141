"""What a provider wants before an article of it goes live: what is checked, and the end of its embargo."""
