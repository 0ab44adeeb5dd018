"""Whom each part of a form speaks of, and what it says of them in the end.

What stands on lines before the first person holds for all; so does a line that begins with 都. Who came together shares
the journey of the first. A later word replaces an earlier one on the same matter, and the earlier is named as not used.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gateway.domain import clears
from gateway.domain.forms.parts import Part, Sort
from gateway.domain.forms.tags import HOUSEHOLD
from gateway.domain.screening import FEVER


@dataclass(frozen=True)
class Person:
    """One person of a form.

    answers    question -> value, in the words of the keypad flow
    household  door number as written, None when none was named
    unread     the parts that were not understood, as written
    """

    answers: Mapping[str, str]
    household: str | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A stretch of the message, up to a new line, ; , 登 or a number.

    marked  it began with 登 or a number, and so with a new person where one has been spoken of
    shared  it began with 都: it holds for all
    """

    parts: tuple[Part, ...] = ()
    marked: bool = False
    shared: bool = False


HEALTH = frozenset({"fever", "temperature", "symptoms"})
IDENTITY = frozenset({"name", "sex", "age"})  # whoever says one of them speaks of one person
ITEM = {question: item for item, questions in clears.QUESTIONS.items() for question in questions}
WHOLE_ITEMS = frozenset({2, 3, 4, 5, 10})  # items whose answers hang together: a new one replaces them all
FAMILY = ("returned_count", "together")  # said once for all of a household
CLASHES_OF_TWO = 2  # lines that contradict each other in as many points speak of two people


def topic(question: str) -> str:
    """What a question is about: its item, or itself where the item has independent questions."""
    item = ITEM.get(question)
    return str(item) if item in WHOLE_ITEMS else question


def people(written: str, found: Sequence[Part]) -> list[Person]:
    """The people of a message, at least one."""
    common, each = _grouped(_lines(found))
    if not each:
        return [_person(written, [], common)]
    some = [_person(written, common, own) for own in each]
    first = replace(some[0], unread=(*_settled(written, common)[1], *some[0].unread))
    return _families([first, *some[1:]])


def _lines(found: Sequence[Part]) -> list[Line]:
    lines = [Line()]
    for part in found:
        if part.sort in (Sort.BREAK, Sort.HEAD, Sort.NUMBERED):
            marked = part.sort is not Sort.BREAK
            if lines[-1].parts:
                lines.append(Line(marked=marked))
            elif marked:
                lines[-1] = replace(lines[-1], marked=True)
        elif part.sort is Sort.ALL:
            lines[-1] = replace(lines[-1], shared=lines[-1].shared or not lines[-1].parts)
        else:
            lines[-1] = replace(lines[-1], parts=(*lines[-1].parts, part))
    return [line for line in lines if line.parts]


def _says(found: Iterable[Part]) -> dict[str, str]:
    """Everything these parts say, the last word on each question."""
    return {question: value for part in found for question, value in part.answers.items()}


@dataclass
class _Grouping:
    """People so far while the lines are gone through.

    door  the household named on a line of its own, for those who follow
    open  the last person may be spoken of further
    """

    common: list[Part]
    each: list[list[Part]]
    door: list[Part]
    open: bool = False

    def begin(self, own: Sequence[Part]) -> None:
        door = [] if HOUSEHOLD in _says(own) else self.door
        self.each.append([*door, *own])
        self.open = True

    def go_on(self, own: Sequence[Part]) -> None:
        (self.each[-1] if self.open else self.common).extend(own)


def _grouped(lines: Sequence[Line]) -> tuple[list[Part], list[list[Part]]]:
    """Parts that hold for all, and the parts of each person."""
    grouping = _Grouping([], [], [])
    for line, following in pairwise([*lines, Line()]):
        says = _says(line.parts)
        if line.shared:
            grouping.common.extend(line.parts)
        elif set(says) == {HOUSEHOLD} and not (grouping.open and not IDENTITY & set(_says(following.parts))):
            grouping.door, grouping.open = list(line.parts), False
        elif IDENTITY & set(says):
            _identified(grouping, line)
        else:
            _unidentified(grouping, line)
    if not grouping.each:
        grouping.common.extend(grouping.door)
    return grouping.common, grouping.each


def _identified(grouping: _Grouping, line: Line) -> None:
    """A line that names one person or more."""
    before, each = _within(line.parts)
    if len(each) > 1:
        for own in each:
            grouping.begin([*before, *own])
    elif grouping.open and not line.marked and not _identity(grouping.each[-1]) & _identity(line.parts):
        grouping.go_on(line.parts)
    else:
        grouping.begin(line.parts)


def _unidentified(grouping: _Grouping, line: Line) -> None:
    """A line that names nobody: it goes on about the last person, or about all; two that contradict are two people."""
    so_far = _says(grouping.each[-1] if grouping.open else grouping.common)
    says = _says(line.parts)
    clashes = {topic(q) for q, value in says.items() if so_far.get(q, value) != value}
    if len(clashes) < (1 if line.marked else CLASHES_OF_TWO):
        grouping.go_on(line.parts)
        return
    if not grouping.open:
        grouping.begin(grouping.common)
        grouping.common = []
    grouping.begin(line.parts)


def _identity(found: Sequence[Part]) -> set[str]:
    return {*IDENTITY, HOUSEHOLD} & set(_says(found))


def _within(found: Sequence[Part]) -> tuple[list[Part], list[list[Part]]]:
    """The people of one line, and what stands before the first of them."""
    several = int(_says(found).get("returned_count", "1")) > 1
    first = next(n for n, part in enumerate(found) if _identity([part]))
    each: list[list[Part]] = [[]]
    for part in found[first:]:
        if _is_another(_says(each[-1]), part.answers, several=several):
            each.append([])
        each[-1].append(part)
    return list(found[:first]), each


def _is_another(said: Mapping[str, str], more: Mapping[str, str], *, several: bool) -> bool:
    """Whether a part speaks of somebody else: another name or door, or both another sex and another age."""
    other = {q for q in (*IDENTITY, HOUSEHOLD) if q in said and q in more and said[q] != more[q]}
    return bool(other & {"name", HOUSEHOLD}) or {"sex", "age"} <= other or bool(other and several)


def _person(written: str, common: Sequence[Part], own: Sequence[Part]) -> Person:
    """A person's own words, and where they are silent what was said of all."""
    says, unread = _settled(written, own)
    spoken_of = {topic(question) for question in says}
    shared = {q: value for q, value in _settled(written, common)[0].items() if topic(q) not in spoken_of}
    answers = {**shared, **says}
    household = answers.pop(HOUSEHOLD, None)
    if "temperature" in answers and "fever" not in answers:
        answers["fever"] = "yes" if float(answers["temperature"]) >= FEVER else "no"
    return Person(answers, household, unread)


def _settled(written: str, found: Sequence[Part]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What parts say in the end, and those not understood or not used, in the order written."""
    kept: list[Part] = []
    unread = [part for part in found if part.sort is Sort.UNREAD]
    for part in found:
        against = [other for other in kept if _contradict(other, part)]
        if any(other.strong and not part.strong for other in against):
            unread.append(part)
            continue
        together = [_both_stops(other, part) for other in against]
        kept = [other for other in kept if other not in against]
        unread += [other for other, both in zip(against, together, strict=True) if both is None]
        kept.append(next((both for both in together if both), part))
    unread.sort(key=lambda part: part.start)
    return _says(kept), tuple(written[part.start : part.end].strip() for part in unread)


def _contradict(one: Part, other: Part) -> bool:
    return any(other.answers.get(question, value) != value for question, value in one.answers.items())


def _both_stops(one: Part, other: Part) -> Part | None:
    """停长沙 and 停贵阳 are two stops, not a contradiction."""
    said = [part.answers.get("stop_places") for part in (one, other)]
    if None in said:
        return None
    codes = ",".join(filter(None, said)).split(",")
    answers = {"stop_count": str(len(codes)), "stop_place": codes[-1], "stop_places": ",".join(codes)}
    return replace(other, answers={**other.answers, **answers})


def _families(some: Sequence[Person]) -> list[Person]:
    """Who came together with the person before shares that journey."""
    leader, complete = some[0], [some[0]]
    for person in some[1:]:
        if _belongs(leader, person):
            complete.append(replace(person, answers={**_shared(leader, person), **person.answers}))
        else:
            leader = person
            complete.append(person)
    return complete


def _belongs(leader: Person, person: Person) -> bool:
    """Said to be together; or several were announced, and of this one no journey is told."""
    if person.household not in (None, leader.household) or "no" in (_together(leader), _together(person)):
        return False
    several = int(leader.answers.get("returned_count", "1")) > 1
    return _together(leader) == "yes" or (several and not _journey(person.answers))


def _together(person: Person) -> str | None:
    return person.answers.get("together")


def _journey(answers: Mapping[str, str]) -> set[int]:
    return {ITEM[question] for question in answers if ITEM[question] in clears.JOURNEY}


def _shared(leader: Person, person: Person) -> dict[str, str]:
    told = _journey(person.answers)
    return {
        question: value
        for question, value in leader.answers.items()
        if question in FAMILY or (ITEM[question] in clears.JOURNEY and ITEM[question] not in told)
    }
