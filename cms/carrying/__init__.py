"""Which stores carry what, asked from either side."""
