"""Who answers for a household: the cadre on duty nearest to it, then whoever is above."""

from collections.abc import Iterator

from gateway.domain.places import parent_of
from gateway.domain.roles import Role
from gateway.store import duty
from gateway.store.staff import Person
from gateway.switchboard import Work

CADRE = Role.CADRE
ROLES = (CADRE, Role.SUPERVISOR)  # in this order


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


def _upwards(work: Work, role: Role, unit_code: str) -> Iterator[Person]:
    here: str | None = unit_code
    while here and (person := duty.on_duty(work.tx, role, here, work.now)):
        yield person
        here = parent_of(person.unit_code)
