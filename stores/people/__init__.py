"""Who works at a store: roles, appointments, invitations."""
