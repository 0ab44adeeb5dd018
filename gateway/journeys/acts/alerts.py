"""Acts that cannot wait: help asked for, answers that alarm, an alert taken."""

from gateway.domain import screening
from gateway.domain.flow import Did
from gateway.domain.incidents import Same
from gateway.domain.vehicles import trips_of
from gateway.journeys import alerts, statutory
from gateway.store import alerts as store
from gateway.store import attempts, staff
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


def ask_help(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed "help": the person responsible is told before anything else is asked."""
    alerts.raise_alert(board, work, line, screening.Concern.HELP)
    return Did("done")


def alert_if_urgent(board: Switchboard, work: Work, line: Line) -> Did:
    """Looks at the answers so far; alarming ones are told at once, while the call goes on."""
    concern = screening.concern(line.state.answers)
    if concern is None:
        return Did("calm")
    alerts.raise_alert(board, work, line, concern, {Same.VEHICLE: trips_of(line.state.answers)})
    return Did("raised")


def take_alert(board: Switchboard, work: Work, line: Line) -> Did:
    """The person rung pressed 1: they take it, or say that their level knows of it."""
    tried = attempts.load(work.tx, line.attempt_id or "")
    if tried is None or tried.alert_id is None or tried.staff_id is None:
        return Did("late")
    if tried.about is not None and tried.about.startswith(statutory.ABOUT):
        alert = store.load(work.tx, tried.alert_id)
        if alert is not None:
            statutory.acknowledge(work, alert, [staff.load(work.tx, tried.staff_id)])
        return Did("known")
    mine = alerts.take(board, work, tried.alert_id, tried.staff_id, "call")
    return Did("taken" if mine else "late")
