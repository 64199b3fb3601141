"""Who may ask the API: keys, what each is for, and whether anybody may read without one."""
