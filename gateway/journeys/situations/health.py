"""The health side: who may enter a case or confirm a situation, and whom it concerns when there is news."""

from gateway.domain import phones, places
from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.roles import Role
from gateway.journeys import naming
from gateway.ports import Job, Urgency
from gateway.store import duty, staff, texts
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def officer(work: Work, written: str, unit_code: str) -> Person:
    """Whoever answers on this phone, of the health authority over a unit. Raises BadInput, or NotAllowed."""
    number = phones.normalise(written)
    if number is None:
        raise BadInput(f"{written!r} is no telephone number; write it as 19900000102")
    for person in staff.by_number(work.tx, number, Role.HEALTH):
        if places.covers(person.unit_code, unit_code):
            return person
    where = naming.unit_name(work.tx, unit_code) or unit_code
    raise NotAllowed(f"nobody of the health authority over {where} is on the roster under {written} (role health 卫健)")


def tell(board: Switchboard, work: Work, unit_code: str, about: str, key: str, **values: object) -> None:
    """Texts the health authority on duty over a unit, once about one thing."""
    person = duty.on_duty(work.tx, Role.HEALTH, unit_code, work.now)
    if person is not None:
        body = board.catalogue.sms(key, person.language or board.settings.default_language, **values)
        texts.put(work.tx, f"{about}:{person.id}", person.number, body, work.now, Urgency.URGENT)
        work.hint(Job.SEND_URGENT_TEXTS)
