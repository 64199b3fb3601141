"""Medical reviews of published articles: what is due, who is reminded, and saying that one was done."""
