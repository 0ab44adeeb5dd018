"""Every counted figure of the registry is counted by one source, and nothing is counted that no column shows."""

from datetime import timedelta

from gateway.domain.daily.columns import COLUMNS, FIGURES, Adding, Origin, of_column
from gateway.store.daily.facts import TABLES, read
from gateway.store.daily.marks import WATCHED
from gateway.store.daily.scope import Scope
from gateway.store.daily.sources import SOURCES
from gateway.store.ledger import Ledger
from tests.store.conftest import NOON, VILLAGE

# What is counted elsewhere: by the loudspeaker's areas, by the ladder, in the rooms of gatherings, rumours and alerts.
ELSEWHERE = frozenset({figure.name for figure in FIGURES if figure.column in (12, 14, 17, 18)} | {"class_1"})


def test_each_counted_figure_has_one_source() -> None:
    counted = [name for names in SOURCES for name in names]
    wanted = {one.name for one in FIGURES if one.origin is not Origin.KEYED and one.adding is not Adding.DISTINCT}
    assert sorted(counted) == sorted(wanted - ELSEWHERE)


def test_each_of_the_eighteen_columns_has_figures_of_its_own() -> None:
    assert [column.number for column in COLUMNS] == list(range(1, 19))
    assert all(of_column(column.number) for column in COLUMNS)
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)
    words = [word for figure in FIGURES for word in figure.words]
    assert len(set(words)) == len(words), "a word means one figure"


def test_every_statement_runs_on_both_databases_and_cuts_codes_to_the_length_asked_for(village: Ledger) -> None:
    scopes = [Scope("", NOON.date(), NOON - timedelta(days=1), NOON, length) for length in (12, 14)]
    with village.read() as tx:
        by_village, by_grid = (read(tx, scope) for scope in scopes)
    assert by_village[VILLAGE]["households_due"] == {"households_due": 4}
    homes = {code: found["households_due"]["households_due"] for code, found in by_grid.items() if len(code) == 14}
    assert homes == {f"{VILLAGE}0{n}": 2 for n in (1, 2)}


def test_a_change_of_any_table_that_a_day_is_counted_from_is_marked() -> None:
    assert frozenset[str]().union(*TABLES.values()) <= WATCHED
