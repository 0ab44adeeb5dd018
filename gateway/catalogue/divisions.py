"""The divisions under prompts/divisions/: one file a province, read, checked, refused by file, line and reason."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from gateway.catalogue import sources
from gateway.catalogue.shapes import Shape, misshapen
from gateway.catalogue.sources import Source
from gateway.domain.divisions import Division, Divisions
from gateway.domain.places import LENGTH_OF, Level

TOP: Shape = {"code": (str,), "name": (str,), "prefectures": (dict,), "counties": (dict,)}
DIVISION: Shape = {"name": (str,), "from": (date,), "until": (date,), "became": (str,)}
MAY_BE_LEFT_OUT = ("from", "until", "became")


def read_divisions(folder: Path) -> Divisions:
    """All files of a folder. Raises BrokenPrompts for the first thing that is wrong; no file at all is none wrong."""
    known: dict[str, Division] = {}
    for source in (sources.read(path) for path in sorted(folder.glob("*.toml"))):
        for division in _province(source):
            if division.code in known:
                raise source.broken_near(division.code, f"{division.code!r} stands in another file, too")
            known[division.code] = division
    return Divisions(known)


def _province(source: Source) -> Iterator[Division]:
    for reason in misshapen(source.table, TOP):
        raise source.broken(reason)
    top = source.table
    named = {top["code"], *top["prefectures"], *top["counties"]}
    yield _division(source, Level.PROVINCE, top["code"], top["name"], named)
    for level, table in ((Level.PREFECTURE, top["prefectures"]), (Level.COUNTY, top["counties"])):
        for code, written in table.items():
            yield _division(source, level, code, written, named)


def _division(source: Source, level: Level, code: str, written: Any, named: set[str]) -> Division:
    facts: Mapping[str, Any] = {"name": written} if isinstance(written, str) else written
    for reason in _faults(level, code, facts, named):
        raise source.broken_near(code, f"{level} {code!r}: {reason}")
    return Division(code, facts["name"], facts.get("from"), facts.get("until"), facts.get("became"))


def _faults(level: Level, code: str, facts: Any, named: set[str]) -> Iterator[str]:
    if not (code.isdigit() and len(code) == LENGTH_OF[level]):
        yield f"the code of a {level} has {LENGTH_OF[level]} digits"
    if level is not Level.PROVINCE and code[:-2] not in named:
        yield f"{code[:-2]!r}, which it lies in, is not in this file"
    if not isinstance(facts, Mapping):
        yield "must be a name, or a table with name, from, until and became"
        return
    yield from misshapen(facts, DIVISION, MAY_BE_LEFT_OUT)
    if facts.get("became", code) not in named:
        yield f"became {facts['became']!r}, which is not in this file"
    if ("until" in facts) != ("became" in facts):
        yield "'until' and 'became' go together: what took its place is the remedy told"
