"""A counter's regular week as people type it: a text for each weekday, read as an import file's is."""
