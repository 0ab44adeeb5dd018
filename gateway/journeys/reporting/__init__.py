"""What residents report, and what follows at once: the ten clears, shared vehicles, tasks for the cadre."""
