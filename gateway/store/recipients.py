"""Who is to hear a broadcast: every phone of the homes meant, once, and the loudspeakers that hang there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, literal, null, select, union_all

from gateway.domain.speaking.states import Recipient
from gateway.store.screening_tables import arrivals, observations
from gateway.store.speaking_tables import household_list_members, loudspeakers
from gateway.store.sql import subtrees
from gateway.store.tables import callers, households, phones
from gateway.store.tasks import wrong_numbers


@dataclass(frozen=True)
class Audience:
    """Which homes of the areas are meant; nothing given: all of them.

    observed    only homes with somebody under observation
    categories  only homes somebody of these categories came to
    languages   only homes spoken to in one of these languages
    list_id     only homes on this list
    doors       only homes with one of these door numbers
    """

    observed: bool = False
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    list_id: int | None = None
    doors: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any] | None:
        """As the ledger keeps it: None when everybody is meant."""
        named = {name: value for name, value in vars(self).items() if value}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in named.items()} or None

    @classmethod
    def from_json(cls, kept: Any) -> "Audience":
        """As it was kept."""
        typed: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in (kept or {}).items()}
        return cls(**typed)


EVERYBODY = Audience()


@dataclass(frozen=True)
class Wanted:
    """Everything that decides who hears a broadcast.

    language  of homes that have chosen none
    optional  whoever wants no routine messages is spared
    """

    areas: tuple[str, ...]
    audience: Audience
    language: str
    optional: bool


@dataclass(frozen=True)
class Counted:
    """Who would hear it: phones by the language they are spoken to in, of them loudspeakers, and whom it spares."""

    by_language: dict[str, int]
    loudspeakers: int
    spared: int

    @property
    def phones(self) -> int:
        return sum(self.by_language.values())


def recipients(wanted: Wanted) -> Any:
    """Rows of number, kind, household_id, unit_code, language: one a phone, though several homes share it.

    A wrong number is left out until it is corrected.
    """
    homes = _homes(wanted)
    if wanted.optional:
        homes = homes.where(callers.c.opted_out_at.is_(None))
    if wanted.audience != EVERYBODY:
        return homes
    return union_all(homes, _loudspeakers(wanted))


def count(tx: Connection, wanted: Wanted) -> Counted:
    """How many would hear it."""
    meant = recipients(wanted).subquery()
    by_language: dict[str, int] = {}
    horns = 0
    for language, kind, phones_ in tx.execute(
        select(meant.c.language, meant.c.kind, func.count()).group_by(meant.c.language, meant.c.kind)
    ):
        by_language[language] = by_language.get(language, 0) + phones_
        horns += phones_ if kind == Recipient.LOUDSPEAKER else 0
    return Counted(by_language, horns, _spared(tx, wanted))


def homes_meant(wanted: Wanted) -> Any:
    """The condition that a household is meant."""
    chosen = wanted.audience
    conditions = [subtrees(households.c.unit_code, wanted.areas)]
    if chosen.observed:
        now = select(observations.c.household_id).where(observations.c.released_at.is_(None))
        conditions.append(households.c.id.in_(now))
    if chosen.categories:
        came = select(arrivals.c.household_id).where(arrivals.c.category.in_(chosen.categories))
        conditions.append(households.c.id.in_(came))
    if chosen.list_id is not None:
        listed = select(household_list_members.c.household_id)
        conditions.append(households.c.id.in_(listed.where(household_list_members.c.list_id == chosen.list_id)))
    if chosen.doors:
        conditions.append(households.c.door.in_(chosen.doors))
    return and_(*conditions)


def _homes(wanted: Wanted) -> Select[Any]:
    language = func.coalesce(func.min(callers.c.language), func.min(households.c.language), wanted.language)
    found = (
        select(
            phones.c.number.label("number"),
            literal(Recipient.HOUSEHOLD.value).label("kind"),
            func.min(households.c.id).label("household_id"),
            func.min(households.c.unit_code).label("unit_code"),
            language.label("language"),
        )
        .join(households, households.c.id == phones.c.household_id)
        .outerjoin(callers, callers.c.number == phones.c.number)
        .where(homes_meant(wanted), phones.c.number.not_in(wrong_numbers()))
        .group_by(phones.c.number)
    )
    return found.having(language.in_(wanted.audience.languages)) if wanted.audience.languages else found


def _loudspeakers(wanted: Wanted) -> Select[Any]:
    here = subtrees(loudspeakers.c.unit_code, wanted.areas)
    rung_at_home = exists().where(phones.c.number == loudspeakers.c.number)
    return select(
        loudspeakers.c.number,
        literal(Recipient.LOUDSPEAKER.value),
        null(),
        loudspeakers.c.unit_code,
        literal(wanted.language),
    ).where(here, ~rung_at_home, loudspeakers.c.number.not_in(wrong_numbers()))


def _spared(tx: Connection, wanted: Wanted) -> int:
    """Phones whose people want no routine messages."""
    if not wanted.optional:
        return 0
    out = select(func.count(phones.c.number.distinct()))
    out = out.join(households, households.c.id == phones.c.household_id).join(
        callers, callers.c.number == phones.c.number
    )
    return int(tx.execute(out.where(homes_meant(wanted), callers.c.opted_out_at.is_not(None))).scalar_one())


def languages_missing(by_language: dict[str, int], spoken: Sequence[str]) -> dict[str, int]:
    """Languages phones are spoken to in but the message is not, with how many phones."""
    return {language: phones_ for language, phones_ in sorted(by_language.items()) if language not in spoken}
