"""The three classes of situation of a village: which one its case lines propose, and who may change it how.

The health side decides; this only proposes, with its reasons. Source: Community prevention work plan (trial), annex of
肺炎机制发〔2020〕5号.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gateway.domain.situations.cases import RECENT_DAYS, CaseLine, State, in_one_small_unit


class Class(StrEnum):
    """The situation of a village, calmest first."""

    NONE = "1"  # no case found
    CASES = "2a"  # a case appeared
    OUTBREAK = "2b"  # several in one household, work site or stair
    SPREADING = "3"  # community transmission


class Reason(StrEnum):
    """Why a class is proposed; the first of these that holds decides."""

    UNKNOWN_SOURCES = "unknown_sources"  # two or more recent ones whose source nobody knows
    MANY_OUTBREAKS = "many_outbreaks"  # a health officer says so
    SAME_SMALL_UNIT = "same_small_unit"  # two or more recent ones in one small unit
    RECENT = "recent"
    STILL_OPEN = "still_open"  # none recent, but somebody is still ill
    NONE_FOUND = "none_found"


class Doubt(StrEnum):
    """What the text leaves to a person."""

    SEVERAL_APART = "several_apart"  # two or more, in different units or of known source: no class is written for it
    UNIT_NOT_KNOWN = "unit_not_known"  # one of several recent ones has no small unit: it may be an outbreak
    SUSPECTED = "suspected"  # not confirmed, and so not counted


@dataclass(frozen=True)
class Proposal:
    """A class with its reason, the cases that speak for it, and what a person should look at."""

    situation: Class
    reason: Reason
    cases: tuple[int, ...]
    doubts: tuple[Doubt, ...] = ()


def propose(cases: Sequence[CaseLine], today: date, *, many_outbreaks: bool = False) -> Proposal:
    """The class the case lines of a village propose today.

    many_outbreaks  a health officer says: many, large, and spreading; no line of cases can
    """
    recent = [case for case in cases if case.is_recent(today)]
    unknown = [case for case in recent if not case.source_known]
    together = in_one_small_unit(recent)
    still_open = [case for case in cases if case.is_open]
    rules: tuple[tuple[bool, Class, Reason, list[CaseLine]], ...] = (
        (len(unknown) >= 2, Class.SPREADING, Reason.UNKNOWN_SOURCES, unknown),
        (many_outbreaks, Class.SPREADING, Reason.MANY_OUTBREAKS, recent),
        (bool(together), Class.OUTBREAK, Reason.SAME_SMALL_UNIT, together),
        (bool(recent), Class.CASES, Reason.RECENT, recent),
        (bool(still_open), Class.CASES, Reason.STILL_OPEN, still_open),
        (True, Class.NONE, Reason.NONE_FOUND, []),
    )
    situation, reason, because = next((cls, why, whose) for holds, cls, why, whose in rules if holds)
    return Proposal(situation, reason, _ids(because), tuple(_doubts(cases, recent, situation)))


def _doubts(cases: Sequence[CaseLine], recent: Sequence[CaseLine], situation: Class) -> Iterable[Doubt]:
    if situation is Class.CASES and len(recent) >= 2:
        yield Doubt.SEVERAL_APART
        if any(not case.small_units for case in recent):
            yield Doubt.UNIT_NOT_KNOWN
    if any(case.state is State.SUSPECTED for case in cases):
        yield Doubt.SUSPECTED


def _ids(cases: Iterable[CaseLine]) -> tuple[int, ...]:
    return tuple(sorted(case.id for case in cases))


# Changing it

RANK = {situation: rank for rank, situation in enumerate(Class)}


def is_upgrade(effective: Class, wanted: Class) -> bool:
    """Whether a class is graver than the one in force."""
    return RANK[wanted] > RANK[effective]


def clear_from(cases: Sequence[CaseLine]) -> date | None:
    """The first day on which fourteen clear days have passed since the last confirmation; None without a case."""
    days = [case.confirmed_on for case in cases if case.confirmed_on is not None]
    return max(days) + timedelta(days=RECENT_DAYS) if days else None


def refusal(effective: Class | None, wanted: Class, cases: Sequence[CaseLine], today: date) -> str | None:
    """Why a class may not be confirmed now; None when it may.

    A graver one may at any time. A calmer one needs fourteen clear days, and never goes below what is proposed.

    effective  None: none was ever confirmed, which counts as no case found
    """
    if wanted is effective:
        return f"class {wanted} is in force already"
    if is_upgrade(effective or Class.NONE, wanted):
        return None
    clear = clear_from(cases)
    if effective is not None and clear is not None and today < clear:
        days = f"{RECENT_DAYS} clear days, {clear} at the earliest"
        return f"class {wanted} is calmer than {effective}: that needs {days}"
    proposed = propose(cases, today).situation
    if RANK[wanted] < RANK[proposed]:
        return f"class {wanted} is calmer than what the case lines propose, {proposed}"
    return None
