"""Rows written many at a time, with all that follows from the save of one: pages, lines of the log, indexes."""
