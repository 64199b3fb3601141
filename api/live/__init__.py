"""`live/`: what `changes/` tells, as it happens, to whoever keeps a connection open. A process of its own."""
