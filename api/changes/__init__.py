"""What changed for one store, or in the network: in order, with what the clock did, to be read on from any point."""
