"""Which page is in which language, and which are translations of each other: asked and written by the newsroom."""
