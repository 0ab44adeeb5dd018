"""How DHIS2 calls our figures and units: prompts/exports/dhis2.toml, refused by file and reason."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gateway.catalogue import sources
from gateway.catalogue.sources import Source
from gateway.domain.exports.dhis2 import Dhis2
from gateway.domain.exports.filed import CELLS

SCHEMES = {"data_set_scheme": "dataSetIdScheme", "data_element_scheme": "dataElementIdScheme"}
SCHEMES |= {"org_unit_scheme": "orgUnitIdScheme"}
TABLES = ("data_elements", "org_units")
UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")
KINDS = ("UID", "CODE")


def read_dhis2(path: Path) -> Dhis2:
    """The names. Raises BrokenPrompts for the first thing that is wrong; a figure without one is told at the export."""
    source = sources.read(path)
    table = source.table
    known = {"data_set", *SCHEMES, *TABLES}
    if unknown := sorted(table.keys() - known):
        raise source.broken(f"unknown attribute {unknown[0]!r}; there are: {', '.join(sorted(known))}")
    if missing := [name for name in ("data_set", *SCHEMES, "data_elements") if name not in table]:
        raise source.broken(f"{missing[0]!r} is missing")
    for name in SCHEMES:
        if table[name] not in KINDS:
            raise source.broken(f"{name} {table[name]!r} is none of: {' '.join(KINDS)}")
    _fits(source, "data_set", table["data_set"], table["data_set_scheme"])
    elements = _names(source, "data_elements", table["data_element_scheme"])
    if strange := sorted(elements.keys() - {cell.code for cell in CELLS}):
        raise source.broken_near(strange[0], f"{strange[0]!r} is no figure of the daily report")
    if twice := _twice(elements):
        raise source.broken_near(
            twice[1], f"{twice[0]} and {twice[1]} have the same data element {elements[twice[0]]!r}"
        )
    units = _names(source, "org_units", table["org_unit_scheme"])
    schemes = {there: table[here] for here, there in SCHEMES.items()}
    return Dhis2(str(path), table["data_set"], schemes, elements, units)


def _names(source: Source, name: str, scheme: str) -> Mapping[str, str]:
    table: Any = source.table.get(name, {})
    if not isinstance(table, dict):
        raise source.broken(f"[{name}] must be a table")
    for ours, theirs in table.items():
        _fits(source, ours, theirs, scheme)
    return table


def _fits(source: Source, ours: str, theirs: Any, scheme: str) -> None:
    if not isinstance(theirs, str) or not theirs.strip():
        raise source.broken_near(ours, f"{ours} cannot be {theirs!r}; write its {scheme}")
    if scheme == "UID" and not UID.fullmatch(theirs):
        raise source.broken_near(ours, f"{ours}: {theirs!r} is no uid: a letter, then ten letters or digits")


def _twice(names: Mapping[str, str]) -> tuple[str, str] | None:
    seen: dict[str, str] = {}
    for ours, theirs in names.items():
        if theirs in seen:
            return seen[theirs], ours
        seen[theirs] = ours
    return None


def find_problems(mapping: Dhis2) -> list[str]:
    """Figures that cannot be exported yet."""
    return [f"{mapping.path}: {name!r} has no data element" for name in mapping.nameless]
