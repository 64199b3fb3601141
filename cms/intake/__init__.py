"""Licensed news that comes in by itself: feeds, what becomes of each item, and the desk where the newsroom decides."""
