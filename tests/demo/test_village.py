"""The made-up village: the same from the same seed, and a roster like any other."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import select

from gateway.demo import scenes, stories
from gateway.demo.director import FULL, QUICK, Size
from gateway.demo.reporting import THREE
from gateway.demo.village import GRIDS, SILENT_GRID, Village, draw
from gateway.domain import phones
from gateway.domain.roles import Role
from gateway.journeys import roster as journey
from gateway.store import duty, roster, tables
from gateway.switchboard import Switchboard
from tests.support.board import new_board


@pytest.fixture
def board(sqlite_url: str) -> Iterator[Switchboard]:
    board = new_board(sqlite_url)
    with closing(board.ledger):
        yield board


def test_the_same_seed_is_the_same_village_and_another_is_not() -> None:
    assert draw(7) == draw(7)
    assert draw(7) != draw(8)


@pytest.mark.parametrize("seed", range(5))
def test_it_has_some_hundred_phones_that_could_exist_in_three_grids_and_two_languages(seed: int) -> None:
    village = draw(seed)
    assert 300 < len(village.personas) < 400
    assert all(phones.normalise(number) == number for number in village.personas)
    assert {home.grid for home in village.homes} == {*GRIDS, SILENT_GRID}
    assert {home.speaks for home in village.homes} == {"zh", "en"}
    assert any(len(home.numbers) > 1 for home in village.homes)
    assert "shared" in village.personas.values()


@pytest.mark.parametrize(("quick", "size"), [(False, FULL), (True, QUICK)])
@pytest.mark.parametrize("seed", range(5))
def test_enough_people_have_a_phone_that_works_for_the_whole_morning(seed: int, quick: bool, size: Size) -> None:
    fine = scenes.reliable(draw(seed, quick=quick))
    assert len(fine) >= size.calls + size.notes + 6
    assert any(len(home.members) == THREE and home.speaks == "zh" for home in fine[6:])
    assert len({home.numbers[0] for home in fine}) == len(fine)


def test_its_roster_comes_into_the_ledger_whole_and_a_second_time_changes_nothing(board: Switchboard) -> None:
    village = draw(7, quick=True)
    journey.bring(board, village.roster())
    again = journey.bring(board, village.roster())
    assert not again.households.to_write
    with board.ledger.read() as tx:
        assert numbers_of(village) <= set(tx.execute(select(tables.phones.c.number)).scalars())
        assert sum(roster.count_households(tx).values()) == len(village.homes)
        assert {person.name for person in duty.everywhere(tx, Role.CADRE, board.clock.now())} == {
            village.staff["cadre"].name
        }


def numbers_of(village: Village) -> set[str]:
    return {number for home in village.homes if home.grid != SILENT_GRID for number in home.numbers}


def test_the_morning_hears_every_story_there_is() -> None:
    every = [*stories.RETURNEES, stories.SILENT, stories.HANGS_UP, stories.ZERO, stories.WELL, stories.MEASURED]
    assert all(story in stories.CALLS for story in every)
    assert len(stories.CALLS) <= FULL.calls
