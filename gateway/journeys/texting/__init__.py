"""Texts in and out: kept as they came, read, answered; handed to the carrier once."""
