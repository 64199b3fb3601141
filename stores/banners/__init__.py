"""Promo lines: of a store, and of the network at its stores."""
