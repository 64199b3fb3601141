"""What people who are confined to their stores may open in the admin."""
