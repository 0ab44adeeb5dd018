"""A unit gets another code: every column that holds one follows, found by how the schema declares it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, delete, func, insert, literal, select, update

from gateway.store.recode_tables import recodings
from gateway.store.schema import metadata
from gateway.store.sql import changed, subtree
from gateway.store.tables import UNIT_CODE, households, staff, units


def columns() -> list[Column[Any]]:
    """Every column of the schema that holds the code of a unit."""
    return [column for table in metadata.sorted_tables for column in table.columns if column.info.get(UNIT_CODE)]


def count(tx: Connection, old: str) -> Mapping[str, int]:
    """Rows of a unit and of everything below it, by table; tables without any are left out."""
    found = {
        column.table.name: tx.execute(
            select(func.count()).select_from(column.table).where(subtree(column, old))
        ).scalar_one()
        for column in columns()
    }
    return {name: rows for name, rows in found.items() if rows}


def has_people(tx: Connection, code: str) -> bool:
    """Whether anybody lives or serves in a unit or below it."""
    found = (select(table.c.id).where(subtree(table.c.unit_code, code)).limit(1) for table in (households, staff))
    return any(tx.execute(one).first() is not None for one in found)


def move(tx: Connection, old: str, new: str) -> Mapping[str, int]:
    """Gives a unit and everything below it another code, in all tables; an empty unit of that code makes room."""
    tx.execute(delete(units).where(subtree(units.c.code, new)))
    moved = {}
    for column in columns():
        follows = literal(new) + func.substr(column, len(old) + 1)
        rows = changed(tx, update(column.table).where(subtree(column, old)).values({column: follows}))
        if rows:
            moved[column.table.name] = rows
    return moved


def rename(tx: Connection, code: str, name: str) -> None:
    """A unit is called otherwise from now on."""
    tx.execute(update(units).where(units.c.code == code).values(name=name))


def note(tx: Connection, old: str, new: str, from_day: date, at: datetime, by: str, moved: int) -> None:
    """Keeps that it was done."""
    facts = {"old": old, "new": new, "from_day": from_day, "at": at, "by": by, "moved": moved}
    tx.execute(insert(recodings).values(**facts))
