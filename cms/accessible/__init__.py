"""What of the network's pages and uploads some patients can't use: told to whoever saves it, and counted."""
