"""What was found behind the doors, by text: doors closed, reports filed, what was not taken named in the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gateway.domain.forms.characters import number as numeral
from gateway.domain.places import LENGTH_OF, Level
from gateway.domain.speaking import doors_said
from gateway.domain.speaking.doors_said import Behind, DoorsSaid
from gateway.domain.speaking.states import Outcome
from gateway.domain.texts import segments
from gateway.journeys.reporting import reports
from gateway.journeys.reporting.reports import Source
from gateway.journeys.speaking import door_lists
from gateway.store import door_visits, doors, roster, sessions
from gateway.store.door_visits import Visit
from gateway.store.doors import Door
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

MOST_SEGMENTS = 2
MOST_SHOWN = 20  # door numbers echoed at most
LONGEST_QUOTE = 12  # characters of what was not understood
WORDING = {Outcome.WELL: "well", Outcome.ILL: "ill", Outcome.ABSENT: "nobody"}


@dataclass(frozen=True)
class Told:
    """A text read as an answer to the sender's door list."""

    said: DoorsSaid
    offices: Sequence[Person]
    homes: Sequence[Sequence[Door]]  # their list

    @property
    def by(self) -> str:
        """Who told of it: the office the list was told to, where there is one."""
        told = {door.told_id for home in self.homes for door in home}
        return f"staff:{next((person.id for person in self.offices if person.id in told), self.offices[0].id)}"


@dataclass
class Taken:
    """What became of each door of a text, as it is echoed."""

    noted: dict[Outcome, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    not_the_rest: bool = False


def understood(work: Work, source: Source, body: str, *, whole: bool) -> Told | None:
    """A text as an answer to the door list of its sender; None for whoever has none, or when it names no door.

    whole  True: only when every part of it reads as a door; 都好 by itself only while no other question is open
    """
    if not doors_said.may_be(body):
        return None
    offices = door_lists.offices_of(work, source.number)
    homes = door_lists.listed(work, offices) if offices else []
    said = doors_said.read(body, {door.door for home in homes for door in home}) if homes else None
    if said is None or (whole and said.unread):
        return None
    if not said.found and (not door_lists.told_to(offices, homes) or sessions.open_by_text(work.tx, source.number)):
        return None
    return Told(said, offices, homes)


def take(board: Switchboard, work: Work, source: Source, told: Told) -> str:
    """Closes the doors, files the reports, and says what was noted and what was not."""
    taken, done = Taken(), set()
    for door, behind in told.said.found.items():
        found = [
            home
            for home in told.homes
            if doors_said.bare(home[0].door) == door.number and _in_group(work, home, door.group)
        ]
        if len(found) != 1:
            (taken.twice if found else taken.unknown).append(_named(board, source.language, door))
            continue
        done.add(found[0][0].household_id)
        _note(board, work, source, told, found[0], behind, taken)
    if told.said.rest is not None:
        _note_the_rest(board, work, source, told, done, taken)
    return _answer(board, work, source, told, taken)


def _named(board: Switchboard, language: str, door: doors_said.Door) -> str:
    """A door as it was named."""
    if door.group is None:
        return door.number
    return board.catalogue.sms("doors.in_group", language, n=door.group, door=door.number)


def _in_group(work: Work, home: Sequence[Door], group: int | None) -> bool:
    """Whether a household is in a group, by the group's name (三组) or the digits of its code below the village."""
    if group is None:
        return True
    code = home[0].unit_code[: LENGTH_OF[Level.GRID]]
    named = numeral(door_lists.unit_name(work, code).removesuffix("组").removeprefix("第"))
    return group == (named if named is not None else int(code[LENGTH_OF[Level.VILLAGE] :] or 0))


def _note_the_rest(board: Switchboard, work: Work, source: Source, told: Told, done: set[int], taken: Taken) -> None:
    """都好: every door told to them that is open and that nobody was at today. A slip above may be one of these."""
    if taken.unknown or taken.twice:
        taken.not_the_rest = True
        return
    for door in door_lists.told_to(told.offices, told.homes):
        last = door_visits.latest(work.tx, door.household_id)
        today = last is not None and board.local_day(last.at) == board.local_day(work.now)
        if door.household_id not in done and not today and told.said.rest is not None:
            _note(board, work, source, told, [door], told.said.rest, taken)


def _note(
    board: Switchboard, work: Work, source: Source, told: Told, home: Sequence[Door], behind: Behind, taken: Taken
) -> None:
    """One household. What was said before is changed by 改 only; that somebody has fallen ill is always news."""
    door = home[0]
    last = door_visits.latest(work.tx, door.household_id)
    is_open = any(one.closed_at is None for one in home)
    same = last is not None and (last.outcome, last.temperature) == (behind.outcome, behind.temperature)
    if last is not None and not is_open and not same and not (told.said.corrects or behind.outcome is Outcome.ILL):
        taken.already.append(door.door)
        return
    if is_open or not same:
        _visit(board, work, source, told, door, behind, last)
    taken.noted.setdefault(behind.outcome, []).append(door.door)


def _visit(
    board: Switchboard, work: Work, source: Source, told: Told, door: Door, behind: Behind, last: Visit | None
) -> None:
    corrected = last if told.said.corrects else None
    key = f"door:{source.key}:{door.household_id}"
    report = corrected.report if corrected else key
    facts = (behind.outcome, behind.temperature, corrected is not None, told.by, work.now)
    door_visits.add(work.tx, Visit(door.household_id, key, report, *facts))
    doors.settle(work.tx, door.household_id, behind.outcome, told.by, work.now, corrected.at if corrected else None)
    if behind.outcome is Outcome.ABSENT:
        reports.take_back(work, report)
        return
    ill = behind.outcome is Outcome.ILL
    whose = replace(
        source,
        key=report,
        number=roster.number_of(work.tx, door.household_id) or source.number,
        unit_code=door.unit_code,
        household_id=door.household_id,
        said_by=told.by,
        channel="cadre",
    )
    reports.file_wellness(board, work, whose, ill=ill, temperature=behind.temperature, receipt=False)


def _answer(board: Switchboard, work: Work, source: Source, told: Told, taken: Taken) -> str:
    """The echo, in as few segments as it takes: with fewer doors named where there are many."""
    homes = door_lists.listed(work, told.offices)
    left = len(door_lists.told_to(told.offices, homes) or door_lists.open_ones(homes))
    body = ""
    for most in range(MOST_SHOWN, -1, -5):
        body = "".join(_sentences(board, source.language, told, taken, most, left)).strip()
        if segments(body) <= MOST_SEGMENTS:
            break
    return body


def _sentences(board: Switchboard, language: str, told: Told, taken: Taken, most: int, left: int) -> Iterable[str]:
    def say(key: str, **values: object) -> str:
        return board.catalogue.sms(f"doors.{key}", language, **values) + ("" if language == "zh" else " ")

    groups = [
        board.catalogue.sms(
            f"doors.{WORDING[outcome]}", language, count=len(doors_), doors=_shown(doors_, most)
        ).strip()
        for outcome, doors_ in sorted(taken.noted.items(), key=lambda item: list(WORDING).index(item[0]))
    ]
    yield say("noted", said=("；" if language == "zh" else "; ").join(groups)) if groups else say("nothing")
    if told.said.unread:
        yield say("unread", parts="、".join(_quoted(part) for part in told.said.unread[: most or 1]))
    for key, named in (("unknown", taken.unknown), ("twice", taken.twice), ("already", taken.already)):
        if named:
            yield say(key, doors=_shown(named, max(most, 5)))
    if taken.not_the_rest:
        yield say("not_the_rest")
    yield say("left", count=left)


def _shown(named: Sequence[str], most: int) -> str:
    return " ".join(named[:most]) + (" ..." if 0 < most < len(named) else "")


def _quoted(part: str) -> str:
    return part if len(part) <= LONGEST_QUOTE else f"{part[:LONGEST_QUOTE]}…"
