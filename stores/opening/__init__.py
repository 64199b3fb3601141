"""Writes that bring a store online, change it from outside, and take it off."""
