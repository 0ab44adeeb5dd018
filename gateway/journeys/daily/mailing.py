"""A digest goes to its readers: supervisors on duty for the unit, and whoever subscribed to its level, each once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from gateway.domain.daily.content import DayReport
from gateway.domain.daily.readers import due_at, may_subscribe
from gateway.domain.digests import words
from gateway.domain.places import Level, rung, upwards
from gateway.domain.roles import Role
from gateway.journeys.daily.compiling import Compiled
from gateway.store import duty, texts
from gateway.store.daily import readings, subscriptions
from gateway.store.daily.readings import Reading
from gateway.store.daily.subscriptions import Subscription
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

ABOUT = "digest:"


@dataclass(frozen=True)
class Wish:
    """Somebody gets the digests of a level within their unit. `at`: local, None: when they are sealed."""

    person: Person
    at: time | None = None


Wishes = Mapping[str, list[Wish]]  # unit of the reader -> who


def wishes(work: Work, level: Level) -> Wishes:
    """Who gets the digests of a level. What somebody said themselves counts before the rule."""
    said = subscriptions.of_level(work.tx, level)
    found: dict[str, list[Wish]] = defaultdict(list)
    for one in said:
        if one.wanted and may_subscribe(one.person.role, one.person.unit_code, level):
            found[one.person.unit_code].append(Wish(one.person, one.at))
    decided = {one.person.id for one in said}
    for person in duty.everywhere(work.tx, Role.SUPERVISOR, work.now):
        if person.id not in decided and rung(person.unit_code) is level:
            found[person.unit_code].append(Wish(person))
    return found


def mail(
    board: Switchboard,
    work: Work,
    compiled: Compiled,
    sealed: tuple[DayReport, int],
    before: DayReport | None,
    to: Wishes,
) -> None:
    """Puts the digest of a unit into the outbox for each of its readers, once. `sealed`: the report, its version."""
    report, version = sealed
    for wish in (wish for code in upwards(report.unit_code) for wish in to.get(code, ())):
        person = wish.person
        body = words_of(compiled, report, person.language or board.settings.default_language, before)
        about = f"{ABOUT}{report.unit_code}:{report.day}:{person.number}"
        at = due_at(work.now, wish.at, board.settings.timezone)
        if texts.put(work.tx, about, person.number, body, work.now, at=at):
            told = Reading(about, report.unit_code, report.day, version, person.id, person.number, at)
            readings.add(work.tx, told)
            work.hint_texts()


def words_of(compiled: Compiled, report: DayReport, language: str, before: DayReport | None) -> str:
    """A unit's digest. `before`: its day before, as it was sealed last."""
    return words(compiled.name(report.unit_code), report, compiled.parts(report.unit_code), language, before)


def subscribe(work: Work, offices: list[Person], level: Level, at: time | None, *, wanted: bool) -> list[Person]:
    """The offices that may have the digests of a level do from now on, or have them no more. Returns those offices."""
    able = [one for one in offices if may_subscribe(one.role, one.unit_code, level)]
    for one in able:
        subscriptions.keep(work.tx, one.id, level, at, work.now, wanted=wanted)
    return able


def subscribed(work: Work, offices: list[Person]) -> list[Subscription]:
    """What somebody has said about their digests."""
    return subscriptions.of_people(work.tx, [one.id for one in offices])
