"""The night shift: jobs that carry ids, lease rows of the ledger, and do nothing when the world has moved on."""
