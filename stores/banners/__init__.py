"""Banners, which screens call promo lines: a store's own, and the network's at its stores."""
