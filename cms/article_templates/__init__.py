"""Templates of articles: no pages, so nothing of them is ever carried, published, listed or found."""
