"""Calls to addresses that owners and network admins name: what changed, signed, in order, until it arrives."""
