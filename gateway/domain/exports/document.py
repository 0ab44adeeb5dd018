"""A unit's day as JSON, and the schema that says what is in it: both from the registry of columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gateway.domain.daily.columns import COLUMNS, FIGURES, Column, Figure, of_column
from gateway.domain.daily.content import Nature, Standing, What
from gateway.domain.exports.filed import Filed
from gateway.domain.places import LENGTHS, Level, level_of

Schema = dict[str, Any]


def of_day(filed: Filed) -> dict[str, Any]:
    """The document. Who signed is not in it, only that somebody did and when."""
    report, seal = filed.report, filed.seal
    signed = report.act
    return {
        "unit": {"code": filed.unit_code, "name": filed.name, "level": _level(filed.unit_code)},
        "day": report.day.isoformat(),
        "window": {"since": _at(filed.window.since), "until": _at(filed.window.until)},
        "version": seal.version if seal else None,
        "nature": filed.nature.value,
        "corrected": filed.corrected,
        "seal": seal.code if seal else None,
        "sealed_at": _at(seal.at) if seal else None,
        "whole": seal.whole if seal else None,
        "standing": report.standing.value,
        "signed": {"what": signed.what.value, "at": _at(datetime.fromisoformat(signed.at))} if signed else None,
        "below": {
            "due": report.due,
            "reported": report.reported,
            "unsigned": _units(report.unsigned),
            "silent": _units(report.silent),
            "resting": _units(report.resting),
            "empty": _units(report.empty),
        },
        "columns": {str(column.number): _column(filed, column) for column in COLUMNS},
        "stated": {name: {"below": below, "own": own} for name, (below, own) in sorted(report.stated.items())},
        "disputes": dict(sorted(report.disputes.items())),
        "late": {name: {"sealed": before, "now": now} for name, (before, now) in sorted(report.late.items())},
    }


def of_versions(versions: Sequence[Filed]) -> dict[str, Any]:
    """All versions of a unit's day, the first one first; there is at least one."""
    first = versions[0]
    return {
        "unit": {"code": first.unit_code, "name": first.name, "level": _level(first.unit_code)},
        "day": first.report.day.isoformat(),
        "versions": [
            {
                "version": one.seal.version,
                "nature": one.nature.value,
                "seal": one.seal.code,
                "sealed_at": _at(one.seal.at),
                "whole": one.seal.whole,
            }
            for one in versions
            if one.seal
        ],
    }


def of_many(total: Filed, parts: Sequence[Filed], level: Level) -> dict[str, Any]:
    """A unit's day with those of the units of a level below it."""
    return {"total": of_day(total), "level": level.value, "units": [of_day(part) for part in parts]}


def _column(filed: Filed, column: Column) -> dict[str, Any]:
    figures = {
        figure.name: {"counted": filed.counted(figure.name), "said": filed.said(figure.name)}
        for figure in of_column(column.number)
    }
    return {"zh": column.zh, "en": column.en, "figures": figures}


def _units(units: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in sorted(units.items())]


def _level(code: str) -> str | None:
    level = level_of(code)
    return level.value if level else None


def _at(at: datetime) -> str:
    return at.isoformat()


# Schemas, JSON Schema 2020-12 as OpenAPI 3.1 has it


def closed(properties: Mapping[str, Schema], description: str = "") -> Schema:
    """An object with exactly these properties."""
    made: Schema = {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
    return made | ({"description": description} if description else {})


def listed(items: Schema) -> Schema:
    """An array of these."""
    return {"type": "array", "items": items}


def reference(name: str) -> Schema:
    """A schema by name."""
    return {"$ref": f"#/components/schemas/{name}"}


COUNT: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
SEAL: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
VERSION: Schema = {"type": "integer", "minimum": 1}
YES: Schema = {"type": "boolean"}
UNIT_CODE: Schema = {"type": "string", "pattern": f"^({'|'.join(f'[0-9]{{{length}}}' for length in LENGTHS)})$"}


def _or_none(schema: Schema, why: str) -> Schema:
    return {**schema, "type": [schema["type"], "null"], "description": why}


def _one_of(words: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(words)}


def _figure_schema(figure: Figure) -> Schema:
    properties = {
        "counted": _or_none(COUNT, "What the house counted; null: it counts nothing of the kind, or nothing is known."),
        "said": _or_none(COUNT, "What people said; null: nobody did."),
    }
    adding = {"sum": "added up", "least": "the least of those below", "distinct": "counted anew for each unit"}
    told = f"{figure.zh}, {figure.en}; counts {figure.unit.value}; {adding[figure.adding.value]}."
    return closed(properties, told)


def _column_schema(column: Column) -> Schema:
    figures = closed({figure.name: _figure_schema(figure) for figure in of_column(column.number)})
    words = {"zh": {"const": column.zh}, "en": {"const": column.en}}
    return closed({**words, "figures": figures}, f"Column {column.number}: {column.zh}, {column.en}.")


BELOW = ("unsigned", "silent", "resting", "empty")  # empty: nobody lives there, so nothing is due


def schemas() -> dict[str, Schema]:
    """Every schema by name."""
    known = dict.fromkeys(("code", "name"), TEXT)
    rung = {"type": ["string", "null"], "enum": [*(level.value for level in Level), None]}
    unit = closed({"code": UNIT_CODE, "name": TEXT, "level": rung})
    figures = {"enum": [figure.name for figure in FIGURES]}
    late = closed({"sealed": COUNT, "now": COUNT}, "As it was sealed first, and as it stands now.")
    signed = closed({"what": _one_of([what.value for what in What]), "at": INSTANT})
    missing = listed(closed(known))
    day = {
        "unit": reference("Unit"),
        "day": DAY,
        "window": closed({"since": INSTANT, "until": INSTANT}, "Facts after `since` up to and including `until`."),
        "version": _or_none(VERSION, "null: not sealed, figures still change."),
        "nature": _one_of([nature.value for nature in Nature]),
        "corrected": {**YES, "description": "It replaces a version sealed before."},
        "seal": _or_none(SEAL, "SHA-256 of the content as it was sealed; null: not sealed."),
        "sealed_at": _or_none(INSTANT, "null: not sealed."),
        "whole": _or_none(YES, "Whether the content is still what was sealed; null: not sealed."),
        "standing": {**_one_of([one.value for one in Standing]), "description": "A silent unit is no zero."},
        "signed": {"oneOf": [signed, {"type": "null"}], "description": "null: nobody signed."},
        "below": closed({"due": COUNT, "reported": COUNT} | dict.fromkeys(BELOW, missing)),
        "columns": closed({str(column.number): _column_schema(column) for column in COLUMNS}),
        "stated": {
            "type": "object",
            "propertyNames": figures,
            "additionalProperties": closed({"below": COUNT, "own": COUNT}),
            "description": "Keyed for all of the unit, though units below had keyed it: theirs together, and its own.",
        },
        "disputes": {
            "type": "object",
            "propertyNames": figures,
            "additionalProperties": TEXT,
            "description": "Figures somebody above has said are others: open, or how it was settled.",
        },
        "late": {
            "type": "object",
            "propertyNames": figures,
            "additionalProperties": late,
            "description": "Figures of the day before that have changed since they were sealed 补报.",
        },
    }
    version = {name: day[name] for name in ("nature",)} | {
        "version": VERSION,
        "seal": SEAL,
        "sealed_at": INSTANT,
        "whole": YES,
    }
    return {
        "Unit": unit,
        "Day": closed(day, "A unit's day by the eighteen columns of the daily report."),
        "Versions": closed({"unit": reference("Unit"), "day": DAY, "versions": listed(closed(version))}),
        "Below": closed(
            {
                "total": reference("Day"),
                "level": _one_of([level.value for level in Level]),
                "units": listed(reference("Day")),
            },
            "A unit's day and those of the units of one level below it.",
        ),
    }
