"""The ledger of ten clears: what is said of a person by call, by text or by a cadre comes to one record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

from gateway.domain import clears as rules
from gateway.domain import policy as policies
from gateway.domain import screening
from gateway.domain.errors import NotFound
from gateway.domain.policy import Rule
from gateway.journeys.observing import observations
from gateway.store import arrivals, roster, staff
from gateway.store.arrivals import Arrival, Item
from gateway.switchboard import Switchboard, Work

ONE_ARRIVAL = timedelta(days=30)  # a report longer after the last one is of another journey


@dataclass(frozen=True)
class Said:
    """What was said of one returnee, and by whom.

    number, unit_code, household_id  whose household it is
    said_by   "resident", or "staff:<id>"
    channel   call, sms, cadre, vehicle_list, health
    others    arrivals this conversation has told of before: one more returnee is none of them
    """

    answers: Mapping[str, str]
    number: str
    unit_code: str
    household_id: int | None
    said_by: str = "resident"
    channel: str = "call"
    flow: str = "ten_clears"
    version: str = "1"
    others: frozenset[str] = frozenset()


def with_office(work: Work, said: Said) -> Said:
    """What was said, and that it is of a member of staff: whoever tells of themselves alone, on their own phone.

    A phone alone says nothing: a cadre keys for other homes, and others of the family come home too.
    """
    contact = said.number if said.answers.get("this_phone") == "yes" else said.answers.get("other_phone", "")
    homes = [home.id for home in roster.households_of(work.tx, contact)]
    own = said.household_id in homes if homes else said.household_id is None
    alone = said.answers.get("returned_count", "1") == "1"
    if not (alone and own and staff.by_number(work.tx, contact)):
        return said
    return replace(said, answers={**said.answers, "worker": "yes"})


def keep(board: Switchboard, work: Work, said: Said) -> Arrival:
    """Files what was said of a person: as a new arrival, or into the one it speaks of."""
    since = work.now - ONE_ARRIVAL
    known = arrivals.of_household(work.tx, said.number, said.household_id, since)
    others = [_known(arrival) for arrival in known if arrival.id not in said.others]
    found = rules.same_person(rules.known_of("", said.answers), others)
    before = next((arrival for arrival in known if arrival.id == found), None)
    arrival = before or _new(board, work, said)
    arrivals.put(work.tx, arrival)
    return _write(board, work, arrival, said)


def amend(
    board: Switchboard, work: Work, arrival_id: str, answers: Mapping[str, str], said_by: str, channel: str
) -> Arrival:
    """Adds to, or corrects, what is known of an arrival. Raises NotFound for an unknown one."""
    arrival = arrivals.load(work.tx, arrival_id)
    if arrival is None:
        raise NotFound(f"there is no arrival {arrival_id!r}")
    merged = {**arrivals.answers_of(work.tx, arrival_id), **answers}
    touched = set(rules.by_item(answers))
    whole = {name: value for item in touched for name, value in rules.by_item(merged).get(item, {}).items()}
    said = Said(whole, arrival.number, arrival.unit_code, arrival.household_id, said_by, channel)
    return _write(board, work, arrival, said)


def _write(board: Switchboard, work: Work, arrival: Arrival, said: Said) -> Arrival:
    old = arrivals.items(work.tx, arrival.id)
    new = [item for item in _items(work, said) if _is_news(item, old.get(item.item))]
    arrivals.put_items(work.tx, arrival.id, new, old, work.now)
    answers = arrivals.answers_of(work.tx, arrival.id)
    changed = _summed_up(board, work, arrival, answers)
    arrivals.put(work.tx, changed)
    observations.begin_for(board, work, changed, answers)
    return changed


def _items(work: Work, said: Said) -> list[Item]:
    return [
        Item(
            number,
            screening.is_clear(number, answers),
            answers,
            said.said_by,
            said.channel,
            said.flow,
            said.version,
            work.now,
        )
        for number, answers in rules.by_item(said.answers).items()
    ]


def _is_news(new: Item, old: Item | None) -> bool:
    return old is None or (rules.settled(new.clear, old.clear) and dict(new.answers) != dict(old.answers))


def _summed_up(board: Switchboard, work: Work, arrival: Arrival, answers: Mapping[str, str]) -> Arrival:
    """The arrival with what follows from all that is known of it."""
    who = rules.known_of(arrival.id, answers)
    policy = observations.policy_for(board, arrival.unit_code, work.now)
    category, origin = policies.classify(policy, answers).category, policies.origin_of(policy, answers)
    return replace(
        arrival,
        contact=answers.get("other_phone", arrival.number),
        arrived_on=who.arrived_on,
        age=who.age,
        sex=who.sex,
        category=category.value,
        origin=origin,
        contact_since=rules.contact_since(arrival.contact_since, category, work.now),
        origin_since=arrival.origin_since if origin == arrival.origin else work.now,
        clear=len(screening.ITEMS) - len(screening.unclear(answers)),
        changed_at=work.now,
    )


def rule_for(board: Switchboard, work: Work, unit_code: str, answers: Mapping[str, str]) -> Rule:
    """The rule of the policy in force here today that these answers fall under."""
    return policies.classify(observations.policy_for(board, unit_code, work.now), answers)


def _new(board: Switchboard, work: Work, said: Said) -> Arrival:
    return Arrival(
        id=uuid4().hex,
        unit_code=said.unit_code,
        household_id=said.household_id,
        number=said.number,
        contact=said.number,
        arrived_on=None,
        age=None,
        sex=None,
        category=rule_for(board, work, said.unit_code, said.answers).category.value,
        clear=0,
        first_at=work.now,
        changed_at=work.now,
    )


def _known(arrival: Arrival) -> rules.Known:
    return rules.Known(arrival.id, arrival.arrived_on, arrival.age, arrival.sex)


def missing(work: Work, number: str, household_id: int | None, today: date) -> Arrival | None:
    """The household's newest arrival still under observation of which something is unclear, None when all is clear."""
    since = work.now - ONE_ARRIVAL
    unclear = [
        arrival
        for arrival in arrivals.of_household(work.tx, number, household_id, since)
        if arrival.clear < len(screening.ITEMS)
        and (arrival.arrived_on is None or today <= screening.observed_until(arrival.arrived_on))
    ]
    return unclear[-1] if unclear else None


def clear_answers(work: Work, arrival_id: str) -> dict[str, str]:
    """The answers of those of the ten that are clear: what need not be asked again."""
    return {
        question: value
        for item in arrivals.items(work.tx, arrival_id).values()
        if item.clear and item.item in screening.ITEMS
        for question, value in item.answers.items()
    }
