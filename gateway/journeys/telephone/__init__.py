"""Calls in and out: answered, placed, followed to their end, found again when nothing was heard of them."""
