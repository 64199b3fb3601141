"""What other packages may listen to."""

from django.dispatch import Signal

# Sent inside `open_store`'s transaction with `store` (StorePage, live) and `by` (User or None).
store_opened = Signal()

# Sent by a task that may take long, whenever it has done another part of its work.
task_moves = Signal()
