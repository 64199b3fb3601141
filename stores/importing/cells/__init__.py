"""What may stand in a cell: raw values to values of a store, each whole or refused. Pure."""
