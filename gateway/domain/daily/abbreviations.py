"""What a figure is called in a digest, on the card and to whoever opens it: fixed, one table for all three.

An abbreviation never changes its meaning: whoever has the card of last week reads the digest of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from gateway.domain.daily.columns import BY_NAME

BELOW_REPORTED, BELOW_DUE = "below_reported", "below_due"  # units right below, which a report keeps beside its figures


class Group(StrEnum):
    """Which figures stand together, in the order of a digest."""

    COMPLETENESS = "completeness"
    NEW = "new"
    OBSERVATION = "observation"
    FEVER = "fever"
    CASES = "cases"
    CLASS = "class"
    MOVEMENT = "movement"


class Room(IntEnum):
    """Who gets the room there is, first ones first."""

    FIRST = 1
    NEXT = 2
    THEN = 3
    LAST = 4


@dataclass(frozen=True)
class Item:
    """One figure of a digest, or two: so many of so many.

    figures  names in columns.py, or of the units below
    """

    figures: tuple[str, ...]
    group: Group
    room: Room
    zh: str
    en: str

    @property
    def name(self) -> str:
        """The figure it is about."""
        return self.figures[0]

    @property
    def key(self) -> str:
        """What tells it from the others: of a pair both count."""
        return "/".join(self.figures)

    def word(self, language: str) -> str:
        """Its abbreviation."""
        return self.zh if language == "zh" else self.en

    def meaning(self, language: str) -> str:
        """What it stands for, in full."""
        named = [BY_NAME[name].zh if language == "zh" else BY_NAME[name].en for name in self.figures if name in BY_NAME]
        return "/".join(named) if named else ("已报/应报单位" if language == "zh" else "units reported/due")


WHOLE, NEW, SEEN, FEVER = Group.COMPLETENESS, Group.NEW, Group.OBSERVATION, Group.FEVER
ILL, CLASS, MOVED = Group.CASES, Group.CLASS, Group.MOVEMENT

ITEMS: tuple[Item, ...] = (
    Item((BELOW_REPORTED, BELOW_DUE), WHOLE, Room.FIRST, "报", "reported"),
    Item(("households_heard", "households_due"), WHOLE, Room.FIRST, "户", "homes"),
    Item(("villages_unsigned",), WHOLE, Room.NEXT, "未签", "unsigned"),
    Item(("returnees_new",), NEW, Room.FIRST, "新返", "new"),
    Item(("from_hubei",), NEW, Room.FIRST, "鄂", "Hubei"),
    Item(("from_abroad",), NEW, Room.NEXT, "境外", "abroad"),
    Item(("returnees_total",), NEW, Room.LAST, "累返", "total"),
    Item(("home_under",), SEEN, Room.FIRST, "居家", "home"),
    Item(("home_new",), SEEN, Room.LAST, "新观", "begun"),
    Item(("central_under",), SEEN, Room.THEN, "集中", "central"),
    Item(("home_released",), SEEN, Room.THEN, "解除", "released"),
    Item(("home_lost",), SEEN, Room.NEXT, "失联", "lost"),
    Item(("checks_missed",), SEEN, Room.THEN, "漏温", "untaken"),
    Item(("fever",), FEVER, Room.FIRST, "发热", "fever"),
    Item(("other_symptoms",), FEVER, Room.NEXT, "症状", "ill"),
    Item(("to_hospital",), FEVER, Room.NEXT, "送医", "sent"),
    Item(("close_contacts",), FEVER, Room.NEXT, "密接", "contact"),
    Item(("fellow_travellers",), FEVER, Room.THEN, "同乘", "shared"),
    Item(("alerts",), FEVER, Room.NEXT, "急", "urgent"),
    Item(("alerts_breached",), FEVER, Room.FIRST, "超时", "late"),
    Item(("cases_suspected",), ILL, Room.FIRST, "疑", "suspect"),
    Item(("cases_confirmed",), ILL, Room.FIRST, "确", "confirm"),
    Item(("cases_discharged",), ILL, Room.LAST, "愈", "cured"),
    Item(("cases_died",), ILL, Room.FIRST, "亡", "died"),
    Item(("class_2",), CLASS, Room.NEXT, "二类", "classII"),
    Item(("class_3",), CLASS, Room.NEXT, "三类", "classIII"),
    Item(("class_changed",), CLASS, Room.NEXT, "变类", "changed"),
    Item(("weddings_postponed",), MOVED, Room.THEN, "红", "wedding"),
    Item(("funerals_simplified",), MOVED, Room.THEN, "白", "funeral"),
    Item(("gatherings_stopped",), MOVED, Room.THEN, "聚", "gathering"),
    Item(("markets_stopped",), MOVED, Room.LAST, "集", "market"),
    Item(("visits_dissuaded",), MOVED, Room.LAST, "串", "visit"),
    Item(("homes_heard", "homes_to_hear"), MOVED, Room.THEN, "听", "heard"),
    Item(("rumours_received",), MOVED, Room.LAST, "谣", "rumour"),
    Item(("staff_present",), MOVED, Room.THEN, "岗", "staff"),
    Item(("mask_days",), MOVED, Room.THEN, "口", "masks"),
)


def by_word(language: str) -> Mapping[str, Item]:
    """The items by their abbreviation."""
    return {item.word(language): item for item in ITEMS}


# Figures that open


@dataclass(frozen=True)
class Opening:
    """A figure that a reader opens with a digit: who is behind it.

    figures  those that are told by unit; the first is the one that may be disputed
    """

    digit: int
    figures: tuple[str, ...]
    zh: str
    en: str

    @property
    def name(self) -> str:
        """The figure it is about."""
        return self.figures[0]

    def word(self, language: str) -> str:
        """As it is called in an answer."""
        return self.zh if language == "zh" else self.en


LESS_MOVEMENT = (
    *("gatherings_stopped", "weddings_postponed", "funerals_simplified"),
    *("markets_stopped", "visits_dissuaded"),
)
OPENINGS: Mapping[int, Opening] = {
    one.digit: one
    for one in (
        Opening(1, ("returnees_new",), "新返", "newly home"),
        Opening(2, ("home_under",), "居家", "at home"),
        Opening(3, ("fever",), "发热", "fever"),
        Opening(4, ("close_contacts", "fellow_travellers"), "密接同乘", "contacts"),
        Opening(5, ("cases_confirmed", "cases_suspected"), "病例", "cases"),
        Opening(6, ("homes_unheard",), "没听到", "not heard"),
        Opening(7, ("households_silent",), "未报", "not reported"),
        Opening(8, ("alerts",), "急事", "urgent"),
        Opening(9, LESS_MOVEMENT, "聚红白集串", "gatherings"),
    )
}
HOUSEHOLDS_SILENT = "households_silent"  # what is due less what was heard from: no column of its own
