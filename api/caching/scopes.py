"""What an answer can be made of. A write bumps scopes; an answer that was made of one of them is old from then on."""

HOSTS = "hosts"
"""Which host leads where, and all that everything stands on. Every answer is made of it."""
LIBRARY = "library"
"""What the newsroom writes for all stores, and every picture and document."""
DIRECTORY = "directory"
"""What the network's directory says of all stores."""


KEYS = "keys"
"""Who may ask. No answer is made of it: keys are looked at before one is given."""


def store_scope(pk: int) -> str:
    """What one store says and shows: its page and all below, its hours, banners and placements."""
    return f"store:{pk}"
