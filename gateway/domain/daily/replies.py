"""What a reader texts about a digest: 3; 3 2/8; 3 鹤阳村; 差 3 应为2; and what the unit below answers: 差12 对.

And which digests somebody wants: 订 镇 20点; 退 镇. English stands beside: 3 in Heyang, dispute 3 should be 2,
dispute 12 right, subscribe township 20:00, unsubscribe township.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from gateway.domain.places import Level


class Act(StrEnum):
    """What is wanted."""

    OPEN = "open"
    DISPUTE = "dispute"
    SETTLE = "settle"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True)
class Asked:
    """A reply understood; what was not said is None.

    digit   the figure, as on the card
    month, day  of which day's digest
    unit    name of a unit in it
    value   what the figure should be
    number  of the dispute that is settled
    right   whether it is as it was reported
    at      local time; hour_is_odd: there is no such hour
    """

    act: Act
    digit: int | None = None
    month: int | None = None
    day: int | None = None
    unit: str | None = None
    value: int | None = None
    number: int | None = None
    right: bool | None = None
    level: Level | None = None
    at: time | None = None
    hour_is_odd: bool = False

    def which_day(self, today: date) -> date | None:
        """The day that is meant, the latest there was; None when none was named, or there is no such."""
        if self.month is None or self.day is None:
            return None
        for year in (today.year, today.year - 1):
            try:
                found = date(year, self.month, self.day)
            except ValueError:
                continue
            if found <= today:
                return found
        return None


DAY = r"(?:\s+(?P<month>\d{1,2})[/月.-](?P<day>\d{1,2})[日号]?)?"
UNIT = (
    r"(?:\s*(?P<unit>[^\W\d_]{1,12}(?:村|镇|乡|街道|社区|县|区|市|州|省))|\s+(?:in|at)\s+(?P<place>[a-z][\w ]{1,30}?))?"
)
LEVELS: Mapping[str, Level] = {
    **dict.fromkeys(("村", "社区"), Level.VILLAGE),
    **dict.fromkeys(("镇", "乡", "街道"), Level.TOWNSHIP),
    **dict.fromkeys(("县", "市", "区"), Level.COUNTY),
    **dict.fromkeys(("州", "地"), Level.PREFECTURE),
    "省": Level.PROVINCE,
    **{level.value: level for level in (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)},
}
WHICH = rf"(?P<level>{'|'.join(LEVELS)})级?"
HOUR = r"(?:\s*(?:at)?\s*(?P<hour>\d{1,2})(?:[点时:](?:(?P<minute>\d{1,2})分?|(?P<half>半))?)?)?"
SHOULD = r"应为|应该是|应是|是|should be|="
FORMS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (
        Act.SETTLE,
        re.compile(r"(?:差|dispute)\s*(?P<number>\d{1,6})[\s:,]*(?:(?P<right>对的?|没错|right)|改了?|已改|changed)"),
    ),
    (
        Act.DISPUTE,
        re.compile(rf"(?:差|dispute)\s*(?P<digit>[1-9]){DAY}{UNIT}[\s,]*(?:{SHOULD}|\s)\s*(?P<value>\d{{1,6}})"),
    ),
    (Act.SUBSCRIBE, re.compile(rf"(?:订阅?|subscribe)\s*{WHICH}{HOUR}")),
    (Act.UNSUBSCRIBE, re.compile(rf"(?:退订?|unsubscribe)\s*{WHICH}")),
    (Act.OPEN, re.compile(rf"(?P<digit>[1-9]){DAY}{UNIT}")),
)


def read(written: str) -> Asked | None:
    """A reply about digests, None for any other text. `written`: normalised NFKC and stripped."""
    plain = written.lower().rstrip(" 。.!")
    for act, form in FORMS:
        if found := form.fullmatch(plain):
            return _asked(act, found.groupdict())
    return None


def _asked(act: Act, said: Mapping[str, str | None]) -> Asked:
    at = _hour(said)
    return Asked(
        act,
        digit=_int(said.get("digit")),
        month=_int(said.get("month")),
        day=_int(said.get("day")),
        unit=said.get("unit") or said.get("place"),
        value=_int(said.get("value")),
        number=_int(said.get("number")),
        right=said.get("right") is not None if act is Act.SETTLE else None,
        level=LEVELS.get(said.get("level") or ""),
        at=at,
        hour_is_odd=at is None and said.get("hour") is not None,
    )


def _int(written: str | None) -> int | None:
    return None if written is None else int(written)


def _hour(said: Mapping[str, str | None]) -> time | None:
    hour = said.get("hour")
    if hour is None:
        return None
    minute = 30 if said.get("half") else int(said.get("minute") or 0)
    return time(int(hour), minute) if int(hour) < 24 and minute < 60 else None
