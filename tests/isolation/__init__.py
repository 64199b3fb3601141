"""Nobody sees or changes what belongs to another store: every URL is asked, as everybody who may come."""
