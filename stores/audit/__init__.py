"""Who changed what: kept in Wagtail's log entries at the moment it is live, read by owners and the newsroom."""
