"""The `dalaba` command: the house from a terminal."""

from gateway.cli.front import main

__all__ = ["main"]
