"""Provinces, prefectures and counties as the state numbers them: the rungs of the ladder that ship with the house.

Codes change. A code is in force for some days only, and what took its place is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gateway.domain.places import LENGTH_OF, Level, covers, level_of, upwards

SHIPPED = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)


@dataclass(frozen=True)
class Division:
    """One code with its name.

    since   first day in force, None: since before anybody reported here
    until   last day in force, None: nobody has ended it
    became  the code that took its place, None while it is in force
    """

    code: str
    name: str
    since: date | None = None
    until: date | None = None
    became: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the code is in force."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Divisions:
    """All that ships, by code."""

    by_code: Mapping[str, Division]

    def above(self, code: str) -> list[Division]:
        """The shipped units a code stands under, itself included, nearest first."""
        return [self.by_code[one] for one in upwards(code) if one in self.by_code]

    def below(self, code: str, day: date) -> list[Division]:
        """The shipped units right below one that are in force, by code. "": the provinces."""
        rung = SHIPPED[len(upwards(code))] if len(upwards(code)) < len(SHIPPED) else None
        return [
            one
            for one in sorted(self.by_code.values(), key=lambda one: one.code)
            if level_of(one.code) is rung and covers(code, one.code) and one.holds_on(day)
        ]

    def refusal(self, code: str, day: date) -> str | None:
        """Why no unit may be brought in under this code on a day, with the remedy; None when one may."""
        above = ""
        for level in SHIPPED:
            here = code[: LENGTH_OF[level]]
            if len(here) < LENGTH_OF[level]:
                return None
            known = self.by_code.get(here)
            if known is None:
                return f"{here!r} is no {level}{self._remedy(level, above, day)}"
            if not known.holds_on(day):
                return self._out_of_force(known, day)
            above = here
        return None

    def _remedy(self, level: Level, above: str, day: date) -> str:
        known = " ".join(f"{one.code} {one.name}" for one in self.below(above, day))
        if level is Level.PROVINCE:
            return f" the house has counties of ({known}): correct it, or add its file to prompts/divisions"
        return f" of {self.by_code[above].name}; there are: {known}"

    def _out_of_force(self, known: Division, day: date) -> str:
        if known.since is not None and day < known.since:
            before = [one for one in self.by_code.values() if one.became == known.code]
            instead = "".join(f"; until then write {one.code} {one.name}" for one in before)
            return f"{known.code!r} ({known.name}) is in force from {known.since}, not on {day}{instead}"
        after = self.by_code.get(known.became or "")
        instead = f": write {after.code} {after.name}" if after else ""
        return f"{known.code!r} ({known.name}) has not been in force since {known.until}{instead}"
