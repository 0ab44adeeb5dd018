"""Stories are told on the boards of the journeys."""

from tests.journeys.conftest import board, empty_board, village_file

__all__ = ["board", "empty_board", "village_file"]
