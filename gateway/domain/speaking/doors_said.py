"""What a door walker texts back: 12好 15病38.2 18无人, in any order and spelling.

Read strictly: a door closed by mistake is a household nobody looks after, so whatever is not plain is named and asked
for again.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gateway.domain.forms.characters import NUMERALS, folded, normalised
from gateway.domain.screening import FEVER
from gateway.domain.speaking.door_words import Sort, Word, bare, words_of
from gateway.domain.speaking.states import Outcome

__all__ = ["Behind", "Door", "DoorsSaid", "bare", "may_be", "read"]

MAY_BE = re.compile(rf"\d|[{NUMERALS}都全其余剩]|all|rest|others", re.IGNORECASE)
FEW = 6  # people who may be ill in one home: 2人发烧; a greater number is a door


@dataclass(frozen=True, order=True)
class Door:
    """A door as it was named: its number without zeros in front, and its group where one was said (3组12)."""

    number: str
    group: int | None = None


@dataclass(frozen=True)
class Behind:
    """What was found behind a door. `temperature` in degrees Celsius, None when none was given."""

    outcome: Outcome
    temperature: float | None = None


@dataclass(frozen=True)
class DoorsSaid:
    """A text of a door walker understood: at least one door, or all that are left.

    found     what was found, by door
    rest      the same behind every door not named, None: nothing was said of them
    corrects  it takes back what was said of these doors before
    unread    what was not understood, as it was written
    """

    found: Mapping[Door, Behind] = field(default_factory=dict)
    rest: Behind | None = None
    corrects: bool = False
    unread: tuple[str, ...] = ()


@dataclass
class _Clause:
    """Doors and what is said of them.

    plain  False: something in between was not understood
    binds  the doors that follow are part of what was not understood: 除了 15
    """

    start: int
    end: int
    doors: list[Door] = field(default_factory=list)
    rest: bool = False
    found: list[Word] = field(default_factory=list)
    plain: bool = True
    binds: bool = False

    @property
    def is_about(self) -> bool:
        return bool(self.doors) or self.rest

    @property
    def is_whole(self) -> bool:
        return self.is_about and bool(self.found)


def may_be(body: str) -> bool:
    """Whether a text may speak of doors at all: cheap, for the many that do not."""
    return MAY_BE.search(body) is not None


def read(body: str, listed: Collection[str]) -> DoorsSaid | None:
    """What a text says of doors, None when it says nothing of any. Never raises.

    listed  the door numbers on the sender's list: a range means those of it, and a number such as 12-1 is known by it
    """
    written = normalised(body)
    words = words_of(folded(written), {bare(door) for door in listed})
    corrects = any(word.sort is Sort.CORRECTS for word in words)
    return _said(written, list(_clauses(_without_idle(words))), corrects)


def _without_idle(words: Sequence[Word]) -> list[Word]:
    """Small words belong to what comes after them; the last ones to what came before."""
    kept: list[Word] = []
    start: int | None = None
    for word in words:
        if word.sort in (Sort.IDLE, Sort.CORRECTS):
            start = word.start if start is None else start
            continue
        kept.append(word if start is None else replace(word, start=start))
        start = None
    if start is not None and kept:
        kept[-1] = replace(kept[-1], end=words[-1].end)
    return kept


def _clauses(words: Sequence[Word]) -> Iterator[_Clause]:
    """The message in clauses: doors first (12 15好), or what was found first (好：12 15)."""
    grouped = list(_in_groups(words))
    found_first = bool(words) and words[0].sort is Sort.FOUND and grouped[-1][0].sort is Sort.DOORS
    clause: _Clause | None = None
    for word, doors in reversed(grouped) if found_first else grouped:
        if clause is None or _begins(clause, word, doors):
            if clause is not None:
                yield clause
            clause = _Clause(word.start, word.end)
        _add(clause, word, doors)
    if clause is not None:
        yield clause


def _in_groups(words: Sequence[Word]) -> Iterator[tuple[Word, list[Door]]]:
    """Each word with the doors it names, in the group last spoken of."""
    group: int | None = None
    pending = False  # doors are named of which nothing is said yet
    for word in words:
        if word.sort is Sort.GROUP:
            group = word.group
            continue
        if word.sort is Sort.COUNT:
            word = replace(word, sort=Sort.IDLE if pending and int(word.doors[0]) <= FEW else Sort.DOORS)
        elif word.sort is Sort.ALL:
            word = replace(word, sort=Sort.IDLE if pending else Sort.REST)
        if word.sort in (Sort.DOORS, Sort.FOUND, Sort.DEGREES):
            pending = word.sort is Sort.DOORS
        yield word, [Door(door, group) for door in word.doors] if word.sort is Sort.DOORS else []


def _begins(clause: _Clause, word: Word, doors: list[Door]) -> bool:
    """Whether a word begins the next clause."""
    adjoins = word.start == clause.end or word.end == clause.start
    if word.sort is Sort.REST:
        return not (clause.rest and not clause.found)
    if doors:
        return clause.is_whole or not (clause.is_about or clause.binds or adjoins)
    return word.sort in (Sort.UNREAD, Sort.EXCEPT) and clause.is_whole and not adjoins


def _add(clause: _Clause, word: Word, doors: list[Door]) -> None:
    clause.start, clause.end = min(clause.start, word.start), max(clause.end, word.end)
    is_stray = word.sort in (Sort.FOUND, Sort.DEGREES) and not clause.is_about
    clause.doors += doors
    clause.rest = clause.rest or word.sort is Sort.REST
    if word.sort in (Sort.FOUND, Sort.DEGREES) and not is_stray:
        clause.found.append(word)
    clause.binds = clause.binds or is_stray or word.sort is Sort.EXCEPT
    clause.plain = clause.plain and not (is_stray or word.sort in (Sort.UNREAD, Sort.EXCEPT))


def _said(written: str, clauses: Sequence[_Clause], corrects: bool) -> DoorsSaid | None:
    found: dict[Door, Behind] = {}
    unread: list[tuple[int, str]] = []
    rests: list[tuple[int, str, Behind]] = []
    for clause in clauses:
        quoted = (clause.start, written[clause.start : clause.end])
        behind = _behind(clause)
        contradicts = behind is not None and any(found.get(door, behind) != behind for door in clause.doors)
        if behind is None or contradicts or (clause.rest and behind.outcome is Outcome.ILL):
            if not clause.plain or clause.is_about:
                unread.append(quoted)
            continue
        found |= dict.fromkeys(clause.doors, behind)
        if clause.rest:
            rests.append((*quoted, behind))
    rest = rests[0][2] if len(rests) == 1 and not unread else None
    if rests and rest is None:  # what was not understood may be one of those that are left
        unread += [(start, said) for start, said, _ in rests]
    if not found and rest is None:
        return None
    return DoorsSaid(found, rest, corrects, tuple(said for _, said in sorted(unread)))


def _behind(clause: _Clause) -> Behind | None:
    """What a clause says, None when it is not plain: a fever is an illness, and nobody is both ill and away."""
    said = {word.outcome for word in clause.found if word.outcome}
    degrees = [word.degrees for word in clause.found if word.degrees is not None]
    if not clause.plain or not clause.is_about or not (said or degrees):
        return None
    if Outcome.ABSENT in said:
        return Behind(Outcome.ABSENT) if said == {Outcome.ABSENT} and not degrees else None
    temperature = max(degrees, default=None)
    is_ill = Outcome.ILL in said or (temperature or 0.0) >= FEVER
    return Behind(Outcome.ILL if is_ill else Outcome.WELL, temperature)
