"""Gatherings, weddings, funerals, markets, visits: what may come of them, and when somebody is asked again.

Sources: Yunnan's plan of 7 February 2020 (funerals kept simple, weddings postponed; no visiting, no gathering, no
markets), as published by the Ministry of Civil Affairs.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from gateway.domain.places import day_words


class Kind(StrEnum):
    """What brings people together. GATHERING is a common meal, a party, a meeting."""

    GATHERING = "gathering"
    WEDDING = "wedding"
    FUNERAL = "funeral"
    MARKET = "market"
    VISITING = "visiting"


class State(StrEnum):
    """Where an event stands: known of, or what came of it."""

    TOLD = "told"  # by a tip
    REGISTERED = "registered"  # by the family or the council
    POSTPONED = "postponed"
    KEPT_SMALL = "kept_small"
    STOPPED = "stopped"
    NOTHING_THERE = "nothing_there"
    HELD_ANYWAY = "held_anyway"


KNOWN = (State.TOLD, State.REGISTERED)
OUTCOMES = tuple(state for state in State if state not in KNOWN)
OF_A_FAMILY = (Kind.WEDDING, Kind.FUNERAL)  # registered; of all others somebody tells
A_FEAST = {Kind.GATHERING: OF_A_FAMILY}  # what a neighbour calls a common meal may be a wedding that is known of
FINAL_AT_ONCE = (State.POSTPONED, State.STOPPED, State.NOTHING_THERE)  # the others are only meant until the day

# The columns of the daily report, and which outcomes of which kind count in each.
COUNTED: Mapping[str, tuple[Kind, tuple[State, ...]]] = {
    "weddings_postponed": (Kind.WEDDING, (State.POSTPONED, State.STOPPED)),
    "funerals_simplified": (Kind.FUNERAL, (State.KEPT_SMALL, State.STOPPED)),
    "gatherings_stopped": (Kind.GATHERING, (State.STOPPED, State.POSTPONED)),
    "markets_stopped": (Kind.MARKET, (State.STOPPED, State.POSTPONED)),
    "visits_dissuaded": (Kind.VISITING, (State.STOPPED, State.POSTPONED)),
}
GUESTS = ("funeral_guests", Kind.FUNERAL, State.KEPT_SMALL)  # the people at these funerals

NEAR: Mapping[str, Mapping[int, str]] = {
    "zh": {-1: "昨天", 0: "今天", 1: "明天"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}

ASKED_FROM = time(15, 0)  # on the day: the meal at noon is over
REMINDED_FROM = time(19, 0)
LEFT_ALONE = timedelta(hours=2)  # between being told or asked and being reminded


def settles(kind: Kind, outcome: State, day: date, today: date) -> bool:
    """Whether an outcome is the last word. Before its day a small funeral is only promised to stay small.

    day    it is planned for
    today  the local day on which the outcome is told

    Of a market it is: whoever answers for it decides the evening before whether it is kept open.
    """
    return kind is Kind.MARKET or outcome in FINAL_AT_ONCE or today >= day


def day_said(day: date, today: date, language: str) -> str:
    """A day as a text says it: today, tomorrow, or solar and lunar as `places.day_words` has it."""
    near = NEAR.get(language, NEAR["en"]).get((day - today).days)
    if near is not None:
        return near
    solar, _, lunar = day_words(day, language).partition("，")
    return f"{solar}({lunar})" if lunar else solar


def is_asked(kind: Kind, day: date, now: datetime) -> bool:
    """Whether somebody is asked now how a registered wedding or funeral went. `now`: local."""
    return kind in OF_A_FAMILY and (now.date(), now.time()) >= (day, ASKED_FROM)


def is_reminded(day: date, told_at: datetime, now: datetime) -> bool:
    """Whether somebody who has not answered is reminded now, once. All instants local.

    told_at  when they were last told or asked of it
    """
    return now >= told_at + LEFT_ALONE and (now.date(), now.time()) >= (day, REMINDED_FROM)
