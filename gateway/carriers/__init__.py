"""Telephone companies, one folder each. Nothing else in the house has heard of them."""
