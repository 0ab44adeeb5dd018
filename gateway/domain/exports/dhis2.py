"""What DHIS2 takes of a unit's day: a data value set, by the uids or codes its administrators gave.

Source: DHIS2 developer guide, data values (`/api/dataValueSets`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.domain.daily.content import Standing
from gateway.domain.errors import BadInput
from gateway.domain.exports.filed import CELLS, Cell, Filed

SPOKEN_FOR = (Standing.REPORTED, Standing.UNSIGNED)  # of the others nothing is sent: silence is no zero
SCHEMES = ("dataSetIdScheme", "dataElementIdScheme", "orgUnitIdScheme")


@dataclass(frozen=True)
class Dhis2:
    """How the house's names are called there.

    path       the file this stands in, for complaints
    schemes    each of SCHEMES -> UID or CODE
    elements   cell of the form -> data element
    units      unit's code -> organisation unit; the unit's own code where none is given
    """

    path: str
    data_set: str
    schemes: Mapping[str, str]
    elements: Mapping[str, str]
    units: Mapping[str, str]

    @property
    def nameless(self) -> list[str]:
        """Cells of the form that have no data element."""
        return [cell.code for cell in CELLS if cell.code not in self.elements]


def value_set(mapping: Dhis2, filed: Filed) -> dict[str, Any]:
    """One unit's day. Complete on the local day it was sealed, when somebody signed for all of it.

    Raises BadInput naming figures without a data element.
    """
    head = _head(mapping) | {"period": _period(filed), "orgUnit": _unit(mapping, filed)}
    if filed.seal is not None and _is_signed(filed):
        head["completeDate"] = filed.seal.at.date().isoformat()
    values = [{"dataElement": element, "value": value} for element, value in _values(mapping, filed)]
    return head | {"dataValues": values}


def value_sets(mapping: Dhis2, filed: Sequence[Filed]) -> dict[str, Any]:
    """Several units' days in one set: each value names its unit, and none of them can be marked complete there.

    Raises BadInput as `value_set` does.
    """
    values = [
        {"dataElement": element, "period": _period(one), "orgUnit": _unit(mapping, one), "value": value}
        for one in filed
        for element, value in _values(mapping, one)
    ]
    return _head(mapping) | {"dataValues": values}


def _head(mapping: Dhis2) -> dict[str, Any]:
    if mapping.nameless:
        raise BadInput(
            f"{mapping.path}: no data element for {', '.join(mapping.nameless)}; "
            "write each one's uid or code under [data_elements]"
        )
    return {"dataSet": mapping.data_set, **mapping.schemes}


def _values(mapping: Dhis2, filed: Filed) -> Iterator[tuple[str, str]]:
    """A zero only where all of a unit is signed for: elsewhere it is not known to be one."""
    if filed.report.standing not in SPOKEN_FOR:
        return
    for cell in CELLS:
        value = _value(cell, filed)
        if value is not None and (value or _is_signed(filed)):
            yield mapping.elements[cell.code], str(value)


def _is_signed(filed: Filed) -> bool:
    return filed.report.standing is Standing.REPORTED and filed.report.is_whole


def _value(cell: Cell, filed: Filed) -> int | None:
    return filed.said(cell.figure.name) if cell.said else filed.counted(cell.figure.name)


def _period(filed: Filed) -> str:
    return f"{filed.report.day:%Y%m%d}"


def _unit(mapping: Dhis2, filed: Filed) -> str:
    return mapping.units.get(filed.unit_code, filed.unit_code)


def schema() -> dict[str, Any]:
    """What a set looks like, as JSON Schema."""
    text: dict[str, Any] = {"type": "string"}
    period = {"type": "string", "pattern": "^[0-9]{8}$"}
    value = {"dataElement": text, "value": {"type": "string", "pattern": "^[0-9]+$"}, "period": period, "orgUnit": text}
    return {
        "type": "object",
        "description": "A body for /api/dataValueSets. With several units each value names its unit and period.",
        "properties": {
            "dataSet": text,
            **{name: {"type": "string", "enum": ["UID", "CODE"]} for name in SCHEMES},
            "period": period,
            "orgUnit": text,
            "completeDate": {"type": "string", "format": "date", "description": "Only of a unit that signed, sealed."},
            "dataValues": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": value,
                    "required": ["dataElement", "value"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["dataSet", *SCHEMES, "dataValues"],
        "additionalProperties": False,
    }
