"""The demo network: sample stores, articles and people, all marked as samples."""
