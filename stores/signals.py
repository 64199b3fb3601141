"""What other packages may listen to."""

from django.dispatch import Signal

# Sent inside the transaction that opens stores, with all `stores` (list of StorePage, live) and `by` (User or None).
stores_opened = Signal()

# Sent by a task that may take long, whenever it has done another part of its work.
task_moves = Signal()
