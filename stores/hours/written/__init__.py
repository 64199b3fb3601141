"""Times as people write them, in files and in forms: one time, a day's slots, a whole week. Pure; knows no Django."""
