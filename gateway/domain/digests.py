"""The evening digest: a unit's day by fixed abbreviations, in one segment for a village and in two above it.

Order: completeness, come home, observed, fever, cases, class, movement; then the worst units, what was reported late
and what is disputed. What stands at nothing, as yesterday, is not written; what had no room is said to be missing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gateway.domain.daily.abbreviations import BELOW_DUE, BELOW_REPORTED, ITEMS, OPENINGS, Group, Item, Room
from gateway.domain.daily.content import DayReport, Nature
from gateway.domain.places import Level, level_of
from gateway.domain.texts import MANY, ONE, segments

SEGMENTS = 2
LONGEST = MANY * SEGMENTS  # UTF-16 units of a text with Chinese in it
LONGEST_OF_A_VILLAGE = ONE
OPEN = "open"  # a dispute nobody has settled
Part = tuple[str, DayReport]  # name and report of a unit below
BY_FIGURE = {item.name: item for item in ITEMS}
WORST = ("cases_died", "cases_confirmed", "cases_suspected", "fever", "from_hubei", "alerts_breached", "home_lost")


@dataclass(frozen=True)
class Marks:
    """How the parts of a digest are told apart in a language."""

    daily: str
    zero: str
    silent: str
    worst: str
    late: str
    disputed: str
    join: str
    apart: str  # between two figures of a group
    names: str
    rest: str
    end: str
    cut: str  # something had no room
    nothing: str


MARKS: Mapping[str, Marks] = {
    "zh": Marks("日报：", "零报告：", "缺报:", "重:", "补:", "差:", "，", "", "、", "等{count}个", "。", "…", "无"),
    "en": Marks(
        *(" report: ", " zero report: ", "silent: ", "worst: ", "came late: ", "disputed: "),
        *(", ", " ", ", ", " and others, {count} in all", ". ", "..", "nothing"),
    ),
}


def marks_of(language: str) -> Marks:
    """The marks of a language, of Chinese where it has none."""
    return MARKS.get(language, MARKS["zh"])


def severity(report: DayReport) -> tuple[int, ...]:
    """What makes a unit come first: deaths, cases, fever, Hubei, what was late; then silence."""
    silent = (report.value("households_due") or 0) - (report.value("households_heard") or 0)
    return (*(report.value(name) or 0 for name in WORST), silent)


def figure_of(report: DayReport, name: str) -> int:
    """A figure of a report; of the units below, too. 0 for one nobody knows."""
    if name in (BELOW_REPORTED, BELOW_DUE):
        return report.reported if name == BELOW_REPORTED else report.due
    return report.value(name) or 0


@dataclass(frozen=True)
class _Day:
    """What there is to be said."""

    unit: str
    report: DayReport
    tokens: Mapping[str, str]  # an item's key -> as it is written; those that are to be written only
    silent: Sequence[str]
    worst: Sequence[str]
    language: str


@dataclass(frozen=True)
class _Layout:
    """What of it is said."""

    items: frozenset[str]
    silent: int
    worst: int
    late: bool
    disputed: bool
    cut: bool


def words(unit: str, report: DayReport, below: Sequence[Part], language: str, before: DayReport | None = None) -> str:
    """The digest as texted: one segment for a village, two for a unit above, of Chinese or of plain letters.

    unit    name of the unit
    below   name and report of the units below, in any order
    before  its day before as it was sealed last, None: nothing to compare with
    """
    day = _Day(
        unit,
        report,
        _tokens(report, before, language),
        list(report.silent.values()),
        _worst(below, language),
        language,
    )
    most = 1 if is_village(report) else SEGMENTS
    everything = _Layout(frozenset(day.tokens), len(day.silent), len(day.worst), True, True, False)
    whole = _written(day, everything)
    if segments(whole) <= most:
        return whole
    layout = _Layout(frozenset(), 0, 0, False, False, True)
    for wider in _by_importance(day):
        tried = wider(layout)
        if segments(_written(day, tried)) <= most:
            layout = tried
    return _written(day, layout)


def is_village(report: DayReport) -> bool:
    """Whether it is of a village, or of a part of one."""
    return level_of(report.unit_code) in (Level.VILLAGE, Level.GRID, Level.BUILDING)


_Wider = Callable[[_Layout], _Layout]


def _by_importance(day: _Day) -> Iterator[_Wider]:
    """What is tried in turn while there is room: each adds to a layout."""
    for room in Room:
        yield from (_item(item.key) for item in ITEMS if item.room is room and item.key in day.tokens)
        if room is Room.FIRST:
            yield lambda layout: replace(layout, disputed=True)
        if room is Room.THEN:
            yield lambda layout: replace(layout, late=True)
        yield _silent(min(NAMED[room], len(day.silent)))
        yield _worst_shown(min(NAMED[room], len(day.worst)))
    yield from (_silent(count) for count in range(1, len(day.silent) + 1))
    yield from (_worst_shown(count) for count in range(1, len(day.worst) + 1))


NAMED = {Room.FIRST: 1, Room.NEXT: 2, Room.THEN: 4, Room.LAST: 6}  # units named before less important figures


def _item(name: str) -> _Wider:
    return lambda layout: replace(layout, items=layout.items | {name})


def _silent(count: int) -> _Wider:
    return lambda layout: replace(layout, silent=max(layout.silent, count))


def _worst_shown(count: int) -> _Wider:
    return lambda layout: replace(layout, worst=max(layout.worst, count))


def _tokens(report: DayReport, before: DayReport | None, language: str) -> dict[str, str]:
    """Each figure that is something, or has changed since the day before: 发热2(+1)."""
    found = {}
    for item in ITEMS:
        if item.name == BELOW_REPORTED and is_village(report):
            continue
        value = figure_of(report, item.name)
        change = value - figure_of(before, item.name) if before is not None and _changes(item) else 0
        if value or change or any(figure_of(report, name) for name in item.figures):
            rest = "".join(f"/{figure_of(report, name)}" for name in item.figures[1:])
            found[item.key] = f"{item.word(language)}{value}{rest}" + (f"({change:+d})" if change else "")
    return found


def _changes(item: Item) -> bool:
    """How far a day has come is no news against yesterday."""
    return item.group is not Group.COMPLETENESS


def _worst(below: Sequence[Part], language: str) -> list[str]:
    """The units below in which something is bad, the worst first: 上村(发热3鄂1)."""
    ill = [part for part in below if any(severity(part[1])[:-1])]
    return [
        f"{name}({marks_of(language).apart.join(_bad(report, language))})"
        for name, report in sorted(ill, key=lambda part: severity(part[1]), reverse=True)
    ]


def _bad(report: DayReport, language: str) -> list[str]:
    return [f"{BY_FIGURE[name].word(language)}{report.value(name)}" for name in WORST if report.value(name)]


# As it is written


def _written(day: _Day, layout: _Layout) -> str:
    marks, report = marks_of(day.language), day.report
    head = f"{day.unit}{'' if day.language == 'zh' else ' '}{report.day.month}/{report.day.day}"
    head += marks.zero if report.nature is Nature.ZERO else marks.daily
    silent = _names(marks.silent, day.silent, layout.silent, marks)
    first = [*_groups(day, layout, Group.COMPLETENESS), *([silent] if silent else [])]
    sentences = [
        marks.join.join(first),
        marks.join.join(_groups(day, layout, *(group for group in Group if group is not Group.COMPLETENESS))),
        _names(marks.worst, day.worst, layout.worst, marks) if layout.worst else "",
        marks.late + _late(day) if layout.late and report.late else "",
        marks.disputed + _disputed(day) if layout.disputed and _disputed(day) else "",
    ]
    text = head + (marks.end.join(sentence for sentence in sentences if sentence) or marks.nothing)
    return text + (marks.cut if layout.cut else marks.end.rstrip())


def _groups(day: _Day, layout: _Layout, *groups: Group) -> list[str]:
    """The figures of these groups that are written, a string a group."""
    apart = marks_of(day.language).apart
    written = (
        apart.join(day.tokens[item.key] for item in ITEMS if item.group is group and item.key in layout.items)
        for group in groups
    )
    return [group for group in written if group]


def _names(mark: str, names: Sequence[str], shown: int, marks: Marks) -> str:
    """So many of the names, and how many there are when those are not all; nothing for none."""
    rest = marks.rest.format(count=len(names)) if shown < len(names) else ""
    return mark + (marks.names.join(names[:shown]) + rest).strip() if names else ""


def _late(day: _Day) -> str:
    """What was reported late of the day before: the figure as it was sealed first, and as it stands now."""
    pairs = ((BY_FIGURE[name], pair) for name, pair in day.report.late.items() if name in BY_FIGURE)
    return marks_of(day.language).names.join(f"{item.word(day.language)}{a}>{b}" for item, (a, b) in pairs)


def _disputed(day: _Day) -> str:
    """The figures somebody above has said are others, and nobody has settled."""
    names = (name for name, how in day.report.disputes.items() if how == OPEN)
    called = {opening.name: opening.word(day.language) for opening in OPENINGS.values()}
    return marks_of(day.language).names.join(called.get(name, name) for name in names)
