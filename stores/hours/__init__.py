"""When a store is open: regular hours, dated hours, holidays, today."""
