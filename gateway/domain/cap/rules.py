"""What CAP 1.2 demands beyond its schema, and which alerts a village can be told at all: two tables of rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.domain.cap import divisions, kinds
from gateway.domain.cap.alert import Alert, Area, Info, Resource
from gateway.domain.cap.codes import MsgType, Scope, Status
from gateway.domain.cap.shape import ALERT, Block, Element
from gateway.domain.errors import BadInput

LONGEST_SHOWN = 60  # characters of a value that is quoted in a sentence
MOST_SHOWN = 20  # violations told at once; somebody has to read them


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong with an alert, as a sentence.

    path   the element: info[2]/expires, counted from 1
    value  what it says, None: it is missing
    line   of the document, None: the alert was not read from one
    """

    path: str
    value: str | None
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        place = "" if self.line is None else f"line {self.line}: "
        said = "is missing" if self.value is None else f"is {shortened(self.value)!r}"
        return f"{place}{self.path} {said}: {self.remedy}"


class BadAlert(BadInput):
    """An alert that cannot be used, with everything that is wrong with it."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        more = len(violations) - MOST_SHOWN
        told = [*map(str, violations[:MOST_SHOWN]), *([f"and {more} more"] if more > 0 else [])]
        super().__init__("\n".join(told))
        self.violations = tuple(violations)


@dataclass(frozen=True)
class Rule:
    """What must hold of one element of a part.

    broken  whole alert, part -> whether it does not
    """

    element: str
    broken: Callable[[Alert, Any], bool]
    remedy: str


Rules = Mapping[type[Any], tuple[Rule, ...]]

REFER = frozenset({MsgType.UPDATE, MsgType.CANCEL, MsgType.ACK, MsgType.ERROR})
SPOKEN = frozenset({MsgType.ALERT, MsgType.UPDATE})


def _over_before_it_begins(alert: Alert, info: Info) -> bool:
    return info.expires is not None and info.expires <= max(alert.sent, info.effective or alert.sent)


RULES: Rules = {
    Alert: (
        Rule(
            "references",
            lambda alert, _: alert.msg_type in REFER and not alert.references,
            "an Update, Cancel, Ack or Error names the earlier alerts it is about, as sender,identifier,sent",
        ),
        Rule(
            "references",
            lambda alert, _: any(
                (one.sender, one.identifier) == (alert.sender, alert.identifier) for one in alert.references
            ),
            "must name other alerts, not this one; give this one an identifier of its own",
        ),
        Rule(
            "restriction",
            lambda alert, _: alert.scope is Scope.RESTRICTED and not alert.restriction,
            "a Restricted alert says whom it is for",
        ),
        Rule(
            "addresses",
            lambda alert, _: alert.scope is Scope.PRIVATE and not alert.addresses,
            "a Private alert names its recipients",
        ),
    ),
    Info: (
        Rule("language", lambda _, info: not info.language, "must be a language tag such as zh-CN"),
        Rule("expires", _over_before_it_begins, "must be later than <effective>, or <sent> where there is none"),
    ),
    Resource: (
        Rule(
            "uri",
            lambda _, resource: (
                bool(resource.uri) and not resource.content and not kinds.ABSOLUTE_URI.fits(resource.uri)
            ),
            "must be a whole address, since <derefUri> does not hold the file",
        ),
    ),
    Area: (
        Rule(
            "altitude",
            lambda _, area: area.ceiling is not None and area.altitude is None,
            "a <ceiling> stands only beside the altitude it is above",
        ),
    ),
}

SPEAKABLE: Rules = {
    Alert: (
        Rule(
            "status",
            lambda alert, _: alert.status in (Status.SYSTEM, Status.DRAFT),
            "must be Actual, Exercise or Test; System is for machines, and nobody may act on a Draft",
        ),
        Rule(
            "msgType",
            lambda alert, _: alert.msg_type not in SPOKEN | {MsgType.CANCEL},
            "must be Alert, Update or Cancel; this is an answer between systems, and nobody is told of it",
        ),
        Rule(
            "scope",
            lambda alert, _: alert.scope is not Scope.PUBLIC,
            "must be Public; anything else may not be told to a village",
        ),
        Rule(
            "info",
            lambda alert, _: alert.msg_type in SPOKEN and not alert.infos,
            "there is nothing to tell without it",
        ),
    ),
    Info: (
        Rule(
            "description",
            lambda alert, info: (
                alert.msg_type in SPOKEN and not (info.headline or info.description or info.instruction)
            ),
            "there is nothing to tell without it, <headline> or <instruction>",
        ),
        Rule(
            "area",
            lambda alert, info: alert.msg_type in SPOKEN and not info.areas,
            "without it nobody knows whom to tell",
        ),
        Rule(
            "area",
            lambda alert, info: alert.msg_type in SPOKEN and _elsewhere(info, alert.infos[0]),
            "must name the divisions of the first <info>: everybody hears all of it; send an alert for each area",
        ),
    ),
    Area: (
        Rule(
            "geocode",
            lambda alert, area: alert.msg_type in SPOKEN and not all_understood(area),
            f"must name a division, such as {divisions.DIVISION} 532901105201; "
            f"a grid is {divisions.GRID} with fourteen digits; what is only drawn on a map rings nobody",
        ),
    ),
}


def _elsewhere(info: Info, first: Info) -> bool:
    """Whether one block speaks to other divisions than the first."""
    here, there = ({unit for area in one.areas for unit in divisions.units_of(area)} for one in (info, first))
    return bool(here and there) and here != there


def all_understood(area: Area) -> bool:
    """Whether an area names divisions, and none with a code that is none."""
    named = [geocode for geocode in area.geocodes if divisions.names_divisions(geocode)]
    return bool(named) and all(map(divisions.unit_of, named))


def violations(alert: Alert) -> list[Violation]:
    """Everything by which an alert is not CAP 1.2, empty when it is. Values first: rules compare only sound ones."""
    return list(_misshapen(alert, ALERT, "")) or list(_broken(alert, alert, ALERT, "", RULES))


def unspeakable(alert: Alert, now: datetime) -> list[Violation]:
    """Why an alert, valid as it is, is not to be acted on here at this instant; empty when it is."""
    over = [
        Violation(f"info[{n}]/expires", kinds.TIME.write(info.expires), "is over; nobody is told of it any more")
        for n, info in enumerate(alert.infos, start=1)
        if alert.msg_type in SPOKEN and info.expires is not None and info.expires <= now
    ]
    return [*_broken(alert, alert, ALERT, "", SPEAKABLE), *over]


def _misshapen(part: Any, block: Block, path: str) -> Iterator[Violation]:
    """What the schema itself would refuse."""
    for element in block.elements:
        values = element.values(part)
        if element.required and not values:
            yield missing(path + element.name, element)
        for where, value in _placed(element, values, path):
            if isinstance(element.holds, Block):
                yield from _misshapen(value, element.holds, f"{where}/")
            elif not element.holds.fits(value):
                yield Violation(where, element.holds.write(value), element.holds.allowed)


def _broken(alert: Alert, part: Any, block: Block, path: str, rules: Rules) -> Iterator[Violation]:
    for rule in rules.get(block.part, ()):
        if rule.broken(alert, part):
            yield Violation(path + rule.element, _said(part, block, rule.element), rule.remedy)
    for element in block.elements:
        if isinstance(element.holds, Block):
            for where, inner in _placed(element, element.values(part), path):
                yield from _broken(alert, inner, element.holds, f"{where}/", rules)


def missing(path: str, element: Element) -> Violation:
    """That an element is not there."""
    allowed = "" if isinstance(element.holds, Block) else f", and it {element.holds.allowed}"
    return Violation(path, None, f"CAP requires it{allowed}")


def _placed(element: Element, values: Iterable[Any], path: str) -> Iterator[tuple[str, Any]]:
    """Values with their paths."""
    for n, value in enumerate(values, start=1):
        yield f"{path}{element.name}[{n}]" if element.many else f"{path}{element.name}", value


def _said(part: Any, block: Block, name: str) -> str | None:
    """What a part says in an element, None when nothing."""
    element = next(one for one in block.elements if one.name == name)
    said = [_text(element.holds, value) for value in element.values(part)]
    return ", ".join(said) if said else None


def _text(holds: Any, value: Any) -> str:
    if isinstance(holds, Block):
        return " ".join(_text(element.holds, one) for element in holds.elements for one in element.values(value))
    return str(holds.write(value))


def shortened(value: str) -> str:
    """A value as it fits into a sentence."""
    return value if len(value) <= LONGEST_SHOWN else f"{value[: LONGEST_SHOWN - 3]}..."
