"""A person on the line: two people put through to each other, or a call back that is promised and kept."""
