"""A broadcast from its first draft to the last door."""
