"""Dalaba's gateway: phones in, a line list and a list of doors out."""
