"""Acts about shared vehicles."""

from gateway.domain.flow import Did
from gateway.journeys.reporting import vehicles
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


def check_vehicle(board: Switchboard, work: Work, line: Line) -> Did:
    """A vehicle was keyed. When a case was on it she hears so at once, her cadre is told, and it need not be asked."""
    sought = vehicles.alarm_caller(board, work, line)
    if sought is None:
        return Did("free")
    return Did("sought", {"sought_vehicle": sought}, answers={**line.state.answers, "shared_vehicle": "yes"})
