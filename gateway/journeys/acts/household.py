"""Acts that find out whose household is on the line, and where it stands."""

from datetime import timedelta

from gateway.domain.flow import Did, Fact
from gateway.journeys import naming
from gateway.journeys.acts.loudspeaker import speakers_on
from gateway.journeys.observing import standings
from gateway.journeys.reporting.reports import HOME_NUMBER, Source
from gateway.store import reports, roster, sessions
from gateway.store.roster import Household
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

MOST = 9  # one key each
RESUMED_WITHIN = timedelta(hours=24)
REPORT = "ten_clears"
BROKEN_OFF = ("hung_up", "gave_up", sessions.APOLOGISED)


def know_household(board: Switchboard, work: Work, line: Line) -> Did:
    """None on the roster, one, or several that share this phone."""
    homes = roster.households_of(work.tx, line.number)[:MOST]
    if len(homes) < 2:
        return Did("one" if homes else "none")
    return Did("several", {"households": [{"value": str(home.id), "words": home.name} for home in homes]})


def choose_household(board: Switchboard, work: Work, line: Line) -> Did:
    """Which of them it is."""
    return Did("done", _facts(work, roster.household(work.tx, int(line.state.answers["household"]))))


def find_door(board: Switchboard, work: Work, line: Line) -> Did:
    """The household of a door number, keyed on any phone: the call is theirs from here."""
    home = _at_door(work, line)
    return Did("none") if home is None else Did("found", _facts(work, home))


def key_for_door(board: Switchboard, work: Work, line: Line) -> Did:
    """A cadre keys for this household; the record will say so."""
    home = _at_door(work, line)
    if home is None:
        return Did("none")
    facts = _facts(work, home) | {"said_by": f"staff:{speakers_on(work, line)[0].id}", "channel": "cadre"}
    number = roster.number_of(work.tx, home.id)
    return Did("found", facts | ({HOME_NUMBER: number} if number else {}))


def _at_door(work: Work, line: Line) -> Household | None:
    """Doors are numbered within a village: the caller's own, or a cadre's."""
    return roster.at_door(work.tx, line.unit_code, line.state.answers["door"])


def _facts(work: Work, home: Household) -> dict[str, Fact]:
    return {"household_id": home.id, "unit_code": home.unit_code, "unit": naming.unit_name(work.tx, home.unit_code)}


def know_roll(board: Switchboard, work: Work, line: Line) -> Did:
    """The members of the household, each with a key."""
    labels = roster.members_of(work.tx, line.household_id) if line.household_id else []
    if not labels:
        return Did("none")
    return Did("roll", {"members": [{"value": label, "words": label} for label in labels[:MOST]]})


def know_standing(board: Switchboard, work: Work, line: Line) -> Did:
    """A report that broke off within a day comes first; then the day of an observation."""
    if _broken_off(work, line) is not None:
        return Did("unfinished")
    standing = standings.standing_of(work.tx, line.number, line.household_id, board.local_day(work.now))
    return Did("plain") if standing is None else Did("observed", {"day_n": standing.day_n, "days": standing.of})


def resume(board: Switchboard, work: Work, line: Line) -> Did:
    """On at the question where the line went dead, with all that was said before."""
    broken_off = _broken_off(work, line)
    if broken_off is None:
        return Did("gone")
    then = broken_off.state
    filed = reports.person_of(work.tx, Source.of_call(broken_off).key)  # as far as it went, when the line broke
    facts = dict(then.facts) | _kept(line) | ({"arrival": filed} if filed else {})
    return Did("resumed", facts, then.answers, then.person, then.order, then.question)


def _kept(line: Line) -> dict[str, Fact]:
    return {name: value for name, value in line.state.facts.items() if name in ("said_by", "channel", HOME_NUMBER)}


def _broken_off(work: Work, line: Line) -> Line | None:
    """The household's last report, if it was cut short and nobody has gone on with it."""
    last = sessions.last_in_flow(work.tx, line.number, line.household_id, REPORT, work.now - RESUMED_WITHIN, line.id)
    if last is None or last.ended not in BROKEN_OFF or last.state.ended not in (None, "gave_up"):
        return None
    return last if last.state.answers else None
