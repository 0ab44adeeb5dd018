"""Acts of a call that asks a household how everybody is."""

from collections.abc import Iterator
from dataclasses import replace

from gateway.domain.conversation import MOST_OPTIONS
from gateway.domain.flow import Did, Fact
from gateway.journeys.observing import rounds
from gateway.journeys.reporting import reports
from gateway.journeys.reporting.reports import Source
from gateway.store import attempts, roster
from gateway.store.roster import Household
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


def find_asked(board: Switchboard, work: Work, line: Line) -> Did:
    """Which homes behind this phone are asked: one, or several that share it; none when all have told meanwhile."""
    tried = attempts.load(work.tx, line.attempt_id or "")
    asked = rounds.homes_of(work, tried)[:MOST_OPTIONS] if tried else []
    homes = [roster.household(work.tx, one.household_id) for one in asked]
    if not homes:
        return Did("none")
    options = [{"value": str(home.id), "words": home.name} for home in homes]
    first: dict[str, Fact] = {"household_id": homes[0].id, "unit_code": homes[0].unit_code}
    return Did("several" if len(homes) > 1 else "one", {"households": options, **first})


def file_asked(board: Switchboard, work: Work, line: Line) -> Did:
    """Everybody is well in every home that was asked. They were rung, so no text says that it was understood."""
    source = Source.of_call(line)
    for n, home in enumerate(_asked(work, line)):
        key = source.key if n == 0 else f"{source.key}:{home.id}"
        mine = replace(source, key=key, household_id=home.id, unit_code=home.unit_code)
        reports.file_wellness(board, work, mine, ill=False, receipt=False)
    return Did("done")


def _asked(work: Work, line: Line) -> Iterator[Household]:
    options = line.state.facts.get("households")
    for one in options if isinstance(options, list) else ():
        yield roster.household(work.tx, int(one["value"]))
