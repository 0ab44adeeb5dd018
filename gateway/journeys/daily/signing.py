"""Somebody signs for their unit: a zero, that the count is right, what only a person knows. None is overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from gateway.domain.daily.columns import BY_NAME, Above
from gateway.domain.daily.content import DayReport, Tally, What
from gateway.domain.places import LENGTH_OF, Level, at_level, rung
from gateway.domain.roles import Role
from gateway.journeys.daily.changed import Reach
from gateway.journeys.daily.compiling import compile_day
from gateway.store import roster, staff
from gateway.store.daily import acts, versions
from gateway.store.daily.acts import Signed
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

SIGNING = (Role.SECRETARY, Role.CADRE, Role.OFFICER)  # who answers for a unit's report, first one first


@dataclass(frozen=True)
class Receipt:
    """What was taken, and what the house counts beside it.

    late     it came after the cut-off, and is in the next version
    """

    unit: str
    report: DayReport
    late: bool


def offices(tx: Connection, number: str) -> list[Person]:
    """The offices for which whoever answers on this phone may sign, each unit in the ledger once, by code."""
    held = [person for person in staff.by_number(tx, number) if person.role in SIGNING]
    found = [person for person in held if roster.unit(tx, unit_of(person)) is not None]
    ranked = sorted(found, key=lambda person: (person.unit_code, SIGNING.index(Role(person.role))))
    return list({unit_of(person): person for person in reversed(ranked)}.values())[::-1]


def unit_of(person: Person) -> str:
    """The unit somebody signs for: the village, when theirs lies below it."""
    return at_level(person.unit_code, Level.VILLAGE) if len(person.unit_code) > VILLAGE else person.unit_code


VILLAGE = LENGTH_OF[Level.VILLAGE]


def sign(
    board: Switchboard,
    work: Work,
    unit_code: str,
    what: What,
    values: Mapping[str, int],
    *,
    source: str,
    by: str,
    channel: str,
    at: datetime | None = None,
) -> Receipt:
    """Signs a unit's report of the day; the same source twice is signed once. After the cut-off it is late.

    values  figure -> what a person says
    by      staff:<id>, or command line
    at      when it was said, None: now
    """
    said_at = at or work.now
    day = board.local_day(said_at)
    acts.sign(work.tx, Signed(f"{source}:{unit_code}", unit_code, day, what, by, channel, said_at), values)
    report = as_counted(board, work, unit_code, day)
    known = roster.unit(work.tx, unit_code)
    return Receipt(
        known.name if known else unit_code, report, said_at > board.settings.cut_offs.closes(day, rung(unit_code))
    )


def as_counted(board: Switchboard, work: Work, unit_code: str, day: date) -> DayReport:
    """A unit's day as the house counts it now; above a township as it was sealed last, for to count it takes long."""
    if len(unit_code) >= LENGTH_OF[Level.TOWNSHIP]:
        return compile_day(board, work.tx, day, unit_code, Reach.NEAR).reports[unit_code]
    sealed = versions.load(work.tx, unit_code, day)
    return sealed.report if sealed else DayReport(unit_code, day, Tally())


def counted_words(report: DayReport, language: str) -> str:
    """What the house counts of a day in few words: 新返2热1居家12；0 when it is nothing."""
    said = [
        f"{_name(name, language)}{report.value(name)}"
        for name in ("returnees_new", "from_hubei", "fever", "other_symptoms", "close_contacts", "home_under", "alerts")
        if report.value(name)
    ]
    return " ".join(said) or "0"


def difference_words(report: DayReport, language: str) -> str:
    """Where people say something else than the house has counted: 聚餐聚会劝阻3（系统2）."""
    pairs: Sequence[tuple[str, tuple[int, int]]] = sorted(report.differences.items())
    shape = "{name}{said}（系统{counted}）" if language == "zh" else "{name} {said} (counted {counted})"
    return "、".join(shape.format(name=_name(name, language), said=pair[1], counted=pair[0]) for name, pair in pairs)


def apart_words(report: DayReport, language: str) -> str:
    """Where a unit says something else for all of itself than those below it: 聚餐聚会劝阻10（下级4）."""
    shape = "{name}{said}（下级{below}）" if language == "zh" else "{name} {said} (below {below})"
    pairs = sorted(report.apart.items())
    return "、".join(shape.format(name=_name(name, language), said=it, below=they) for name, (they, it) in pairs)


def meant_words(unit_code: str, values: Mapping[str, int], language: str) -> Mapping[Above, str]:
    """What was keyed for a unit above the villages, by how it is meant there; nothing for a village."""
    if len(unit_code) >= VILLAGE:
        return {}
    found: dict[Above, list[str]] = {}
    for name, value in values.items():
        found.setdefault(BY_NAME[name].above, []).append(f"{_name(name, language)}{value}")
    return {above: "、".join(words) for above, words in found.items()}


def _name(name: str, language: str) -> str:
    figure = BY_NAME[name]
    return figure.zh if language == "zh" else f"{figure.en} "
