"""Taking back one line of the history: what that would change, why it can't be done, and doing it."""
