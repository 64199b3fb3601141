"""Answers that are kept, and known to be current: a request that starts after an editor saw "published" never gets
an old one, on any worker of any host (`docs/adr/0028-leased-generations.md`).
"""
