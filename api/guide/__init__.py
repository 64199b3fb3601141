"""The docs that frontend developers read at `/api/docs/`, rendered from `docs/`: each page has one source."""
