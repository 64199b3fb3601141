"""The shell of a store's screens in the admin: views, home, ways between them. It knows no feature."""
