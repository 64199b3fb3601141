"""Tokens such as `{{ store.name }}`: how they are written, what they stand for, how an editor picks them."""
