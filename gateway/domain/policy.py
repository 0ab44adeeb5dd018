"""The policy table: whom a county puts into which category, and what follows for that person.

The table is data (prompts/policy), with days in force and the county it holds for. Sources:
Yunnan notices No. 10 and No. 14, 2020; surveillance plan (3rd ed.), 国卫办疾控函〔2020〕80号.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from gateway.domain import dated, screening
from gateway.domain.dated import Dated
from gateway.domain.screening import Category


class Basis(StrEnum):
    """From which day an observation is counted."""

    ARRIVAL = "arrival"
    LAST_EXPOSURE = "last_exposure"


class Place(StrEnum):
    """Where somebody is observed."""

    HOME = "home"
    CENTRAL = "central"


@dataclass(frozen=True)
class Half:
    """A time of day when the temperature is due, in local hours.

    due    from here on it is asked for
    ring   who has not reported by now is called
    until  not reported by now, it is missed
    """

    name: str
    due: time
    ring: time
    until: time


@dataclass(frozen=True)
class Rule:
    """One line of the table.

    when         conditions, all of which must hold; none: it holds for everybody
    listed       area codes, for the condition "listed"
    observe      days of observation, 0 for none
    checks       temperatures due a day, as many of the table's halves
    instruction  the wording under "instruction." said and texted at the end
    """

    category: Category
    when: tuple[str, ...]
    listed: frozenset[str]
    observe: int
    basis: Basis
    checks: int
    instruction: str
    place: Place


@dataclass(frozen=True)
class Policy(Dated):
    """Whom a county puts into which category from a day on; `halves` when a temperature is due, in the day's order."""

    halves: tuple[Half, ...]
    rules: tuple[Rule, ...]

    def halves_of(self, rule: Rule) -> tuple[Half, ...]:
        """The times of day when a temperature is due under a rule."""
        return self.halves[: rule.checks]


Answers = Mapping[str, str]
Condition = Callable[[Answers, Rule], bool]

# What a rule may ask of the answers. "confirmed" is set by the health role, "worker" from the roster of staff.
CONDITIONS: Mapping[str, Condition] = {
    "confirmed": lambda answers, _: screening.is_case(answers),
    "ill": lambda answers, _: screening.is_ill(answers),
    "history": lambda answers, _: screening.has_history(answers),
    "contact": lambda answers, _: screening.is_contact(answers),
    "hubei": lambda answers, _: screening.from_hubei(answers),
    "abroad": lambda answers, _: answers.get("origin") == "abroad",
    "province": lambda answers, _: answers.get("origin") == "province",
    "yunnan": lambda answers, _: answers.get("origin") == "yunnan",
    "listed": lambda answers, rule: bool(been_in(answers) & rule.listed),
    "worker": lambda answers, _: answers.get("worker") == "yes",
}


HEALTH = frozenset({"fever", "temperature", "symptoms"})  # the questions about being ill


def been_in(answers: Answers) -> set[str]:
    """The area codes a person named: where they came from and where they stopped."""
    stops = answers.get("stop_places", "").replace(",", " ").split()
    return {answers.get("place", ""), answers.get("stop_place", ""), *stops} - {"", screening.UNKNOWN}


class Origin(StrEnum):
    """Where somebody came home from, as the daily report counts it."""

    HUBEI = "hubei"
    ABROAD = "abroad"
    LISTED = "listed"  # another place on the table's lists
    PROVINCE = "province"
    YUNNAN = "yunnan"


def origin_of(policy: Policy, answers: Answers) -> Origin | None:
    """Where somebody came from, None when that was not said. Whoever only stopped in Hubei counts there."""
    if screening.from_hubei(answers):
        return Origin.HUBEI
    said = answers.get("origin", "")
    if said != Origin.ABROAD and any(been_in(answers) & rule.listed for rule in policy.rules):
        return Origin.LISTED
    return Origin(said) if said in set(Origin) else None


def classify(policy: Policy, answers: Answers) -> Rule:
    """The first rule that holds. The last rule of a table holds for everybody."""
    return next(rule for rule in policy.rules if all(CONDITIONS[name](answers, rule) for name in rule.when))


def observing(policy: Policy, answers: Answers) -> Rule:
    """The rule somebody is observed under: to fall ill changes the category, but ends nobody's observation."""
    rule = classify(policy, answers)
    if rule.observe or not screening.is_ill(answers):
        return rule
    return classify(policy, {name: value for name, value in answers.items() if name not in HEALTH})


def in_force(policies: Sequence[Policy], unit_code: str, day: date) -> Policy:
    """The table for a unit on a day."""
    return dated.in_force(policies, unit_code, day)


def exposed_on(answers: Answers) -> date | None:
    """The last day with a case: as it was said; of a shared vehicle, the day of arrival. None when nobody knows."""
    said = answers.get("last_exposure", screening.UNKNOWN)
    if said not in (screening.UNKNOWN, screening.LONG_AGO):
        return date.fromisoformat(said)
    shared = answers.get("shared_vehicle") == "yes"
    return screening.arrived_on(answers) if shared else None


def gaps(policies: Sequence[Policy]) -> list[str]:
    """Days and categories without a rule, one sentence each."""
    return [*_categories_without_a_rule(policies), *dated.gaps(policies)]


def _categories_without_a_rule(policies: Sequence[Policy]) -> list[str]:
    missing = ((policy, set(Category) - {rule.category for rule in policy.rules}) for policy in policies)
    return [
        f"{policy.name}: no rule for category {' '.join(sorted(letters))}" for policy, letters in missing if letters
    ]
