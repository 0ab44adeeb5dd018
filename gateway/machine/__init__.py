"""All that runs on one machine: its processes, their Redis, the desk's account, and how it is put away."""
