"""Taking things away: what must stay, and what goes along with the rest. Counted first, asked, kept in the history."""
