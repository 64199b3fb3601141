"""Articles for partners with a key, who publish them elsewhere: as items of ninjs, the IPTC's news in JSON."""
