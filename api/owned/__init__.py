"""Things with a secret that a store or the network has: their screens, whatever they are."""
