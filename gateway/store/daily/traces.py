"""One row of what is behind a figure, as every statement gives it: where it is, and which row of the ledger it is."""

from typing import Any

from sqlalchemy import Integer, Text, cast, literal
from sqlalchemy.types import TypeEngine

NAMES = ("kind", "ref", "unit_code", "household_id", "number", "name", "note", "category", "times")


def trace(
    kind: str,
    ref: Any,
    unit_code: Any,
    *,
    household: Any = None,
    number: Any = None,
    name: Any = None,
    note: Any = None,
    category: Any = None,
    times: Any = 1,
) -> tuple[Any, ...]:
    """The columns of one row.

    kind, ref  what it is, and its number there: report 12
    name       of a person or a unit; None: of the household, where there is one
    note       what a reader calls it by: an alert's code, T12, R5, a document
    category   letter of the policy table, None where nobody has one
    times      how much of the figure it makes up, 1 but where people are counted by event
    """
    text = Text()
    return (
        literal(kind, text).label("kind"),
        cast(ref, text).label("ref"),
        unit_code.label("unit_code"),
        _or_null(household, Integer()).label("household_id"),
        *(
            _or_null(value, text).label(label)
            for label, value in (("number", number), ("name", name), ("note", note), ("category", category))
        ),
        (literal(times, Integer()) if isinstance(times, int) else times).label("times"),
    )


def _or_null(value: Any, kind: TypeEngine[Any]) -> Any:
    return literal(None, kind) if value is None else value
