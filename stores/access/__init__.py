"""Who somebody is in the network, how far they reach, and what pages let them do."""
