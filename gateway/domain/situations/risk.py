"""The risk of a county, the second axis: low, medium or high. Source: Yunnan notice No. 10, 2020."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gateway.domain.situations.cases import CaseLine, in_one_small_unit

MANY = 50  # confirmed in all; more, with a cluster, is high


class Risk(StrEnum):
    """Of a county, calmest first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True)
class Assessment:
    """A risk and the figures it rests on; `recent` within fourteen days, `cluster` two or more of them together."""

    risk: Risk
    confirmed: int
    recent: int
    cluster: bool


def assess(villages: Sequence[Sequence[CaseLine]], today: date) -> Assessment:
    """The risk that the case lines of a county propose.

    villages  the cases of each village: a cluster is found where people live, not across a county
    """
    confirmed = [case for cases in villages for case in cases if case.confirmed_on is not None]
    recent = [case for case in confirmed if case.is_recent(today)]
    cluster = any(in_one_small_unit([case for case in cases if case.is_recent(today)]) for cases in villages)
    if not recent:
        risk = Risk.LOW
    elif len(confirmed) > MANY and cluster:
        risk = Risk.HIGH
    else:
        risk = Risk.MEDIUM
    return Assessment(risk, len(confirmed), len(recent), cluster)


RANK = {risk: rank for rank, risk in enumerate(Risk)}


def refusal_of_risk(effective: Risk | None, wanted: Risk, found: Assessment) -> str | None:
    """Why a risk may not be confirmed; None when it may. `effective` None: none was ever confirmed."""
    if wanted is effective:
        return f"{wanted} is in force already"
    if RANK[wanted] < RANK[found.risk]:
        return f"{wanted} is lower than what the case lines propose, {found.risk}"
    return None
