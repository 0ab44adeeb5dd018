"""The act of somebody who comes on duty."""

from gateway.domain.flow import Did
from gateway.journeys import duty
from gateway.journeys.acts.loudspeaker import speakers_on
from gateway.journeys.duty import Way
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


def take_over(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed "my shift begins": told which post, and until when."""
    taken = duty.take_over(board, work, speakers_on(work, line)[0])
    facts = dict(duty.words_of(board, work.tx, taken, line.state.language))
    return Did("already" if taken.how is Way.ALREADY else "taken", facts)
