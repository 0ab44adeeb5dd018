"""The ladders of alerts under prompts/urgent/: read, checked, refused by file, line and reason."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from gateway.catalogue import sources
from gateway.catalogue.clusters import read_clusters
from gateway.catalogue.shapes import Shape, misshapen, no_two_begin_together, none_of
from gateway.catalogue.sources import Source
from gateway.catalogue.wording import Texts
from gateway.domain import dated
from gateway.domain.alerts import Clock, How, Ladder, Step
from gateway.domain.errors import BrokenPrompts
from gateway.domain.places import Level
from gateway.domain.roles import Role
from gateway.domain.screening import Concern

TOP: Shape = {
    "county": (str,),
    "from": (date,),
    "until": (date,),
    "triggers": (list,),
    "reportable": (list,),
    "breached_after": (int,),
    "steps": (list,),
    "clocks": (list,),
    "remind_before": (int,),
    "clusters": (list,),
}
STEP: Shape = {
    "after": (int,),
    "level": (str,),
    "tell": (list,),
    "otherwise": (list,),
    "backup": (bool,),
    "by": (list,),
}
CLOCK: Shape = {"name": (str,), "level": (str,), "within": (int,), "tell": (list,), "otherwise": (list,)}
MAY_BE_LEFT_OUT = frozenset({"until", "otherwise", "backup"})


def read_ladders(folder: Path) -> tuple[Ladder, ...]:
    """The ladders in a folder. Raises BrokenPrompts for the first thing that is wrong, or when there is none."""
    found = tuple(_ladder(sources.read(path)) for path in sorted(folder.glob("*.toml")))
    if not found:
        raise BrokenPrompts(f"{folder}: there is no ladder; nobody would be told of anything urgent")
    no_two_begin_together(folder, found)
    return found


def find_problems(ladders: Sequence[Ladder], spoken: Mapping[str, Texts], sent: Mapping[str, Texts]) -> list[str]:
    """What somebody should look at: days without a ladder, triggers without words."""
    return [*dated.gaps(ladders), *dict.fromkeys(_unworded(ladders, spoken, sent))]


def _unworded(ladders: Sequence[Ladder], spoken: Mapping[str, Texts], sent: Mapping[str, Texts]) -> Iterator[str]:
    for ladder in ladders:
        for trigger in sorted(ladder.triggers):
            for texts, key in ((spoken, f"alert.spoken.{trigger}"), (sent, f"concern.{trigger}")):
                for found in texts.values():
                    if key not in found.sentences:
                        yield f"{found.path}: {key!r}, told by {ladder.name}, has no wording"


def _ladder(source: Source) -> Ladder:
    top = source.table
    for reason in (*misshapen(top, TOP, MAY_BE_LEFT_OUT), *_faults_of_top(top)):
        raise source.broken(reason)
    steps = [_step(source, number, table) for number, table in enumerate(top["steps"], start=1)]
    for number, (before, step) in enumerate(pairwise(steps), start=2):
        if step.after <= before.after:
            raise source.broken_at("steps", number, "must come later than the step before it")
    return Ladder(
        name=source.path.stem,
        county=top["county"],
        since=top["from"],
        until=top.get("until"),
        triggers=frozenset(map(Concern, top["triggers"])),
        reportable=frozenset(map(Concern, top["reportable"])),
        breached_after=timedelta(minutes=top["breached_after"]),
        steps=tuple(steps),
        clocks=tuple(_clock(source, number, table) for number, table in enumerate(top["clocks"], start=1)),
        remind_before=timedelta(minutes=top["remind_before"]),
        clusters=read_clusters(source, top),
    )


def _faults_of_top(top: Mapping[str, Any]) -> Iterator[str]:
    if "until" in top and "from" in top and top["until"] < top["from"]:
        yield f"until {top['until']} lies before from {top['from']}"
    for name in ("triggers", "reportable"):
        yield from none_of(name, top.get(name, ()), Concern)
    if stray := [one for one in top.get("reportable", ()) if one not in top.get("triggers", ())]:
        yield f"{stray[0]!r} is reportable, but no trigger"
    for name in ("breached_after", "remind_before"):
        if top.get(name, 1) <= 0:
            yield f"{name} must be some minutes"
    if not top.get("steps") or not isinstance(top["steps"][0], dict) or top["steps"][0].get("after") != 0:
        yield "the first step must tell somebody at once: after = 0"


def _step(source: Source, number: int, table: Any) -> Step:
    if not isinstance(table, dict):
        raise source.broken_at("steps", number, "must be a table, [[steps]]")
    for reason in (*misshapen(table, STEP, MAY_BE_LEFT_OUT), *_faults_of_step(table)):
        raise source.broken_at("steps", number, reason)
    return Step(
        after=timedelta(minutes=table["after"]),
        level=Level(table["level"]),
        tell=tuple(map(Role, table["tell"])),
        otherwise=tuple(map(Role, table.get("otherwise", ()))),
        backup=table.get("backup", False),
        by=frozenset(map(How, table["by"])),
    )


def _faults_of_step(table: Mapping[str, Any]) -> Iterator[str]:
    yield from none_of("level", [table["level"]] if "level" in table else (), Level)
    yield from none_of("tell", table.get("tell", ()), Role)
    yield from none_of("otherwise", table.get("otherwise", ()), Role)
    yield from none_of("by", table.get("by", ()), How)
    for name in ("tell", "by"):
        if table.get(name) == []:
            yield f"{name!r} must name somebody" if name == "tell" else "'by' must name call, sms or both"


def _clock(source: Source, number: int, table: Any) -> Clock:
    if not isinstance(table, dict):
        raise source.broken_at("clocks", number, "must be a table, [[clocks]]")
    inside = "level" in table
    optional = ("otherwise",) if inside else ("level", "tell", "otherwise")
    for reason in (*misshapen(table, CLOCK, optional), *_faults_of_clock(table)):
        raise source.broken_at("clocks", number, reason)
    return Clock(
        table["name"],
        Level(table["level"]) if inside else None,
        timedelta(minutes=table["within"]),
        tuple(map(Role, (*table.get("tell", ()), *table.get("otherwise", ())))),
    )


def _faults_of_clock(table: Mapping[str, Any]) -> Iterator[str]:
    yield from none_of("level", [table["level"]] if "level" in table else (), Level)
    yield from none_of("tell", table.get("tell", ()), Role)
    yield from none_of("otherwise", table.get("otherwise", ()), Role)
    if "level" in table and table.get("tell") == []:
        yield "'tell' must name somebody"
    if table.get("within", 1) <= 0:
        yield "within must be some minutes"
