"""Acts of the front desk: who rings, and in which language."""

from gateway.domain.flow import Did
from gateway.domain.roles import Role
from gateway.journeys import naming
from gateway.journeys.daily import signing
from gateway.store import roster, staff
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

AT_A_DESK = (*signing.SIGNING, Role.SUPERVISOR, Role.HEALTH)  # who signs or reads a day, with a PIN or without


def know_caller(board: Switchboard, work: Work, line: Line) -> Did:
    """One of the staff with a PIN, one of the desk without, somebody whose language is known, or somebody new."""
    facts = {"unit": naming.unit_name(work.tx, line.unit_code)}
    offices = staff.by_number(work.tx, line.number)
    if any(person.pin_hash for person in offices):
        return Did("cadre", facts)
    if any(person.role in AT_A_DESK for person in offices):
        return Did("desk", facts)
    household = roster.household(work.tx, line.household_id) if line.household_id else None
    chosen = roster.caller(work.tx, line.number).language or (household.language if household else None)
    return Did("known" if chosen else "new", facts)


def remember_language(board: Switchboard, work: Work, line: Line) -> Did:
    """The language is asked once a phone."""
    roster.remember(work.tx, line.number, language=line.state.language)
    return Did("done")
