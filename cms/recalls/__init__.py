"""Articles taken back from every store, with a receipt."""
