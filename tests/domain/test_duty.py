"""Who is on duty: a table of candidates and the one chosen; how a moment is said."""

from datetime import UTC, datetime

import pytest

from gateway.domain.duty import Candidate, Standing, choose, moment_words

VILLAGE, TOWNSHIP = "532901105201", "532901105"
EIGHT, NOON = datetime(2020, 2, 8, 0, tzinfo=UTC), datetime(2020, 2, 8, 4, tzinfo=UTC)


def one(staff_id: int, standing: Standing, unit: str = VILLAGE, began: datetime | None = None) -> Candidate:
    return Candidate(staff_id, unit, "doctor", standing, began, shift_id=staff_id if began else 0)


SHIFT, MARKED, BACKUP = Standing.SHIFT, Standing.MARKED, Standing.BACKUP


@pytest.mark.parametrize(
    ("candidates", "chosen"),
    [
        ([], None),
        ([one(1, BACKUP)], 1),
        ([one(1, BACKUP), one(2, MARKED)], 2),
        ([one(2, MARKED), one(1, MARKED)], 1),
        ([one(2, MARKED), one(3, SHIFT, began=EIGHT)], 3),
        ([one(3, SHIFT, began=EIGHT), one(4, SHIFT, began=NOON)], 4),
        ([one(4, SHIFT, began=NOON), one(5, SHIFT, began=NOON)], 5),
        ([one(6, SHIFT, TOWNSHIP, EIGHT), one(1, BACKUP)], 1),
        ([one(6, SHIFT, TOWNSHIP, EIGHT), one(7, MARKED, TOWNSHIP)], 6),
    ],
)
def test_nearest_first_then_shift_named_person_and_backup(candidates: list[Candidate], chosen: int | None) -> None:
    for order in (candidates, candidates[::-1]):
        found = choose(order)
        assert (found.staff_id if found else None) == chosen


@pytest.mark.parametrize(
    ("local", "language", "words"),
    [
        (datetime(2020, 2, 8, 20, 0, tzinfo=UTC), "zh", "8号20点"),
        (datetime(2020, 2, 8, 8, 5, tzinfo=UTC), "zh", "8号8点5分"),
        (datetime(2020, 2, 8, 8, 5, tzinfo=UTC), "en", "08:05 on 8 February"),
    ],
)
def test_a_moment_is_said_in_the_callers_language(local: datetime, language: str, words: str) -> None:
    assert moment_words(local, language) == words
