"""What would change if a class were confirmed: measures and names, who is asked how often, calls and cost, messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.domain import policy as policies
from gateway.domain.screening import Category
from gateway.domain.situations import rounds as rules
from gateway.domain.situations.classes import Class
from gateway.domain.situations.response import Asked, Measure, Responses, Rhythm, calls_a_day, yuan_a_day
from gateway.domain.speaking import estimates
from gateway.domain.speaking.prepared import Prepared, in_language
from gateway.domain.texts import segments
from gateway.journeys.situations import standing
from gateway.journeys.situations.standing import Standing
from gateway.store import duty, recipients, rounds
from gateway.store.recipients import EVERYBODY, Wanted
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

# Whose check call answers for their home, so that a round does not ring it: of which categories, (): everybody at home.
CHECKED: Mapping[Asked | None, tuple[Category, ...] | None] = {
    Asked.OBSERVED: (),
    Asked.CONTACTS: (Category.CLOSE_CONTACT,),
    None: None,
}


@dataclass(frozen=True)
class Asking:
    """Whom a class asks what. `before` times a day under the class in force, 0: not at all; `phones` that are rung."""

    rhythm: Rhythm
    before: int
    phones: int


@dataclass(frozen=True)
class Message:
    """A message kept ready, and what it would take to send it: phones, minutes, about so many yuan."""

    prepared: Prepared
    phones: int
    minutes: int
    yuan: int


@dataclass(frozen=True)
class Changes:
    """A class beside the one in force.

    measures  of the class, each with whoever would be named for it, None when nobody holds the role
    new       names of those that are not on the present checklist
    calls, yuan   a day, under the class in force and under this one; at the most, when nobody tells unasked, and
                  everybody picks up
    """

    table: Responses
    wanted: Class
    measures: Sequence[tuple[Measure, Person | None]]
    new: frozenset[str]
    asking: Sequence[Asking]
    calls: tuple[int, int]
    yuan: tuple[int, int]
    messages: Sequence[Message]


def changes_to(board: Switchboard, work: Work, now: Standing, wanted: Class) -> Changes:
    """What a class would bring to a village, beside what is in force there."""
    table = standing.responses_for(board, now.village.code, board.local_day(work.now))
    before, after = table.by_class[now.effective], table.by_class[wanted]
    phones = {
        Asked.OBSERVED: rounds.count_checked(work.tx, now.village.code),
        Asked.CONTACTS: rounds.count_checked(work.tx, now.village.code, (Category.CLOSE_CONTACT,)),
        Asked.HOUSEHOLDS: rounds.count(work.tx, now.village.code),
    }
    times = {line.who: line.times for line in before.rhythm}
    rung = _homes_rung(board, work, now, table, now.effective), _homes_rung(board, work, now, table, wanted)
    calls = calls_a_day(before.rhythm, phones, rung[0]), calls_a_day(after.rhythm, phones, rung[1])
    prices = board.catalogue.levels.prices
    known = {measure.name for measure in before.measures} if now.in_force else set[str]()
    return Changes(
        table=table,
        wanted=wanted,
        measures=[(measure, _named_for(work, measure, now.village.code)) for measure in after.measures],
        new=frozenset(measure.name for measure in after.measures if measure.name not in known),
        asking=[Asking(line, times.get(line.who, 0), phones[line.who]) for line in after.rhythm],
        calls=calls,
        yuan=(yuan_a_day(calls[0], table.ask_s, prices), yuan_a_day(calls[1], table.ask_s, prices)),
        messages=[_message(board, work, now.village.code, one) for one in after.broadcasts],
    )


def _homes_rung(board: Switchboard, work: Work, now: Standing, table: Responses, situation: Class) -> list[int]:
    """How many phones each round of a day rings for the households, when nobody tells unasked."""
    village, today = now.village.code, board.local_day(work.now)
    halves = policies.in_force(board.catalogue.policies, village, today).halves
    rhythm, hours = table.by_class[situation].rhythm, (board.settings.timezone, board.settings.waking)
    held = (one for one in table.rounds_of(situation) if rules.times_on(one, today, *hours) is not None)
    spared = (rules.spared(one, rhythm, halves) for one in held)
    return [rounds.count(work.tx, village, CHECKED[them.who], whole_phones=them.phones) for them in spared]


def _named_for(work: Work, measure: Measure, village: str) -> Person | None:
    """The first of the measure's roles that somebody holds, on duty now."""
    found = (duty.on_duty(work.tx, role, village, work.now) for role in measure.roles)
    return next((person for person in found if person is not None), None)


def _phones(board: Switchboard, work: Work, village: str, *, optional: bool) -> int:
    wanted = Wanted((village,), EVERYBODY, board.settings.default_language, optional)
    counted = recipients.count(work.tx, wanted)
    return counted.phones - counted.loudspeakers


def _message(board: Switchboard, work: Work, village: str, prepared: Prepared) -> Message:
    rule, prices = board.catalogue.levels[prepared.level], board.catalogue.levels.prices
    language = board.settings.default_language
    words = in_language(prepared.words, language)
    seconds = board.catalogue.seconds(words, language)
    phones = _phones(board, work, village, optional=rule.optional)
    pace = board.settings.calls_per_second, board.settings.calls_at_once
    return Message(
        prepared,
        phones,
        estimates.minutes_for(phones, *pace, seconds),
        estimates.yuan_for(phones, seconds, segments(words), rule, prices),
    )
