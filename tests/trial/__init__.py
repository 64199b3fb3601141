"""What takes minutes, with real servers: `make trial`. A short form of each stands in the suite."""
