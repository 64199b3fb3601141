"""What is written: articles, experts, shared pages, providers."""
