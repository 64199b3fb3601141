"""What an operator knows of a running network: logs, metrics, checks, and the screen of them."""
