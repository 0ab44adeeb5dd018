"""Who answers for a household: the cadre on duty nearest to it, then whoever is above."""

from collections.abc import Iterator

from gateway.domain.places import parent_of
from gateway.store import staff
from gateway.store.staff import Person
from gateway.switchboard import Work

CADRE = "cadre"
ROLES = (CADRE, "supervisor")  # in this order


def in_charge(work: Work, unit_code: str, besides: str) -> Iterator[Person]:
    """Those on duty, the nearest cadre first, each phone once.

    besides  the phone of whoever wants to talk: nobody is put through to themselves
    """
    named = {besides}
    for role in ROLES:
        for person in _upwards(work, role, unit_code):
            if person.number not in named:
                named.add(person.number)
                yield person


def _upwards(work: Work, role: str, unit_code: str) -> Iterator[Person]:
    here: str | None = unit_code
    while here and (person := staff.responsible(work.tx, role, here)):
        yield person
        here = parent_of(person.unit_code)
