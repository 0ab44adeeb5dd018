"""What the classes bring, under prompts/situations/: read, checked, refused by file, table and reason."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gateway.catalogue import levels, rounds, sources
from gateway.catalogue.languages import Language
from gateway.catalogue.shapes import Shape, misshapen, no_two_begin_together
from gateway.catalogue.sources import Source
from gateway.domain import dated
from gateway.domain.errors import BrokenPrompts
from gateway.domain.roles import Role
from gateway.domain.situations.classes import Class
from gateway.domain.situations.response import Asked, Measure, Response, Responses, Rhythm
from gateway.domain.speaking.prepared import Prepared

TOP: Shape = {
    "county": (str,),
    "from": (date,),
    "until": (date,),
    "ask_s": (int, float),
    "measures": (dict,),
    "broadcasts": (dict,),
    "asked": (dict,),
    "rounds": (dict,),
    "classes": (dict,),
}
MEASURE: Shape = {"title": (dict,), "roles": (list,)}
CLASS: Shape = {"title": (dict,), "strategy": (dict,), "measures": (list,), "broadcasts": (list,), "asks": (dict,)}
MOST_TIMES = 6  # a day that anybody is asked
Languages = Mapping[str, Language]


def read_responses(folder: Path, languages: Languages, prepared: Sequence[Prepared]) -> tuple[Responses, ...]:
    """The tables in a folder. Raises BrokenPrompts for the first thing that is wrong, or when there is none.

    prepared  messages of the loudspeaker that a class may name beside its own
    """
    found = tuple(_responses(sources.read(path), languages, prepared) for path in sorted(folder.glob("*.toml")))
    if not found:
        raise BrokenPrompts(f"{folder}: there is no table; nobody could say what a class brings")
    no_two_begin_together(folder, found)
    return found


def find_problems(responses: Sequence[Responses]) -> list[str]:
    """What somebody should look at: days without a table."""
    return dated.gaps(responses)


def _responses(source: Source, languages: Languages, prepared: Sequence[Prepared]) -> Responses:
    top = source.table
    _refuse(source, "", (*misshapen(top, TOP, ("until", "rounds")), *_faults_of_top(top)))
    asked = top["asked"]
    for who, title in asked.items():
        _refuse(source, f"asked.{who}", levels.unworded("it", title, languages))
    when = top.get("rounds", {})  # left out where no class asks the households
    _refuse(source, "rounds", rounds.faults(when))
    measures = {name: _measure(source, name, table, languages) for name, table in top["measures"].items()}
    own = (levels.prepared(source, name, table, languages) for name, table in top["broadcasts"].items())
    messages = {one.name: one for one in (*prepared, *own)}
    by_class: dict[Class, Response] = {}
    before: tuple[Measure, ...] = ()
    for situation in Class:
        table = top["classes"][situation]
        _refuse(source, f"classes.{situation}", _faults_of_class(table, languages, measures, messages, asked))
        _refuse(source, f"classes.{situation}", _without_rounds(table, when))
        before = (*before, *(measures[name] for name in table["measures"]))
        by_class[situation] = Response(
            situation=situation,
            title=table["title"],
            strategy=table["strategy"],
            measures=before,
            rhythm=tuple(Rhythm(Asked(who), times, asked[who]) for who, times in table["asks"].items()),
            broadcasts=tuple(messages[name] for name in table["broadcasts"]),
        )
    holds = (top["county"], top["from"], top.get("until"))
    return Responses(source.path.stem, *holds, float(top["ask_s"]), rounds.read(when), by_class)


def _faults_of_top(top: Mapping[str, Any]) -> Iterator[str]:
    if "until" in top and "from" in top and top["until"] < top["from"]:
        yield f"until {top['until']} lies before from {top['from']}"
    if set(top.get("classes", {})) != set(Class):
        yield f"there must be exactly the classes {' '.join(Class)}"
    if set(top.get("asked", {})) != set(Asked):
        yield f"[asked] must say what is asked of exactly: {' '.join(Asked)}"


def _measure(source: Source, name: str, table: Any, languages: Languages) -> Measure:
    if not isinstance(table, dict):
        raise source.broken(f"[measures.{name}] must be a table")
    _refuse(source, f"measures.{name}", misshapen(table, MEASURE))
    _refuse(source, f"measures.{name}", levels.unworded("title", table["title"], languages))
    strange = [role for role in table["roles"] if role not in list(Role)]
    if strange or not table["roles"]:
        raise source.broken(f"[measures.{name}] roles must be some of: {' '.join(Role)}")
    return Measure(name, table["title"], tuple(map(Role, table["roles"])))


def _faults_of_class(
    table: Any,
    languages: Languages,
    measures: Mapping[str, Measure],
    messages: Mapping[str, Prepared],
    asked: Mapping[str, Any],
) -> Iterator[str]:
    if not isinstance(table, dict):
        yield "must be a table"
        return
    yield from misshapen(table, CLASS)
    for attribute in ("title", "strategy"):
        yield from levels.unworded(attribute, table[attribute], languages)
    for attribute, known in (("measures", measures), ("broadcasts", messages), ("asks", asked)):
        yield from (
            f"{attribute} names {name!r}; there are: {' '.join(known)}"
            for name in table[attribute]
            if name not in known
        )
    for who, times in table["asks"].items():
        if type(times) is not int or not 1 <= times <= MOST_TIMES:
            yield f"asks {who} {times!r} times a day; a whole number from 1 to {MOST_TIMES}"


def _without_rounds(table: Any, known: Mapping[str, Any]) -> Iterator[str]:
    times = table["asks"].get(Asked.HOUSEHOLDS)
    if times is not None and str(times) not in known:
        yield f"asks households {times} times a day; [rounds] says when for: {' '.join(known)}"


def _refuse(source: Source, table: str, reasons: Iterator[str] | Sequence[str]) -> None:
    for reason in reasons:
        raise source.broken(f"[{table}] {reason}" if table else reason)
