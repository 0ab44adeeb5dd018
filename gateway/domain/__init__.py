"""What the gateway decides, without clock, file, socket or row: tables first, then small functions."""
