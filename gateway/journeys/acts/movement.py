"""Acts of less movement: a tip, a rumour, a family's own wedding or funeral; and a cadre hearing what was spoken."""

from datetime import date

from gateway.domain.flow import Did, Fact
from gateway.domain.movement.events import Kind
from gateway.domain.movement.rumours import Tag
from gateway.domain.places import Level, at_level
from gateway.journeys.acts.loudspeaker import speakers_on
from gateway.journeys.movement import events, hearsay, rumours
from gateway.journeys.movement.events import Planned
from gateway.journeys.reporting.reports import Source
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


def file_tip(board: Switchboard, work: Work, line: Line) -> Did:
    """Somebody is sent to see. Who rang is not passed on, nor their group: it is somewhere in the village."""
    answers = line.state.answers
    day = date.fromisoformat(answers["tip_day"]) if "tip_day" in answers else board.local_day(work.now)
    planned = Planned(Kind(answers["tip"]), at_level(line.unit_code, Level.VILLAGE), day)
    events.tip(board, work, Source.of_call(line).key, planned)
    return Did("done")


def add_tip_words(board: Switchboard, work: Work, line: Line) -> Did:
    """They said more, in their own voice."""
    events.add_words(board, work, Source.of_call(line).key, line.state.answers["tip_words"])
    return Did("done")


def file_rumour(board: Switchboard, work: Work, line: Line) -> Did:
    """They have heard something, and ask."""
    rumours.tell(board, work, Source.of_call(line), None, line.state.answers["rumour"])
    return Did("done")


def register_event(board: Switchboard, work: Work, line: Line) -> Did:
    """A wedding or funeral of the household on the line."""
    answers = line.state.answers
    kind, said = Kind(answers["own"]), answers.get("own_people", "")
    people = int(said) if said.isdecimal() and int(said) else None
    planned = Planned(kind, line.unit_code, date.fromisoformat(answers["own_day"]), line.household_id, people)
    events.register(board, work, Source.of_call(line), planned)
    return Did(kind.value)


def find_spoken(board: Switchboard, work: Work, line: Line) -> Did:
    """The next recording nobody has heard in the units of whoever is on the line, each once a call."""
    told = line.state.facts.get("told_of")
    before = told if isinstance(told, list) else []
    units = [office.unit_code for office in speakers_on(work, line)]
    spoken = hearsay.following(work, units, {one["value"] for one in before})
    if spoken is None:
        return Did("none")
    facts: dict[str, Fact] = {
        "task": spoken.task_id,
        "number": spoken.number,
        "said": spoken.sound,
        "told_of": [*before, {"value": str(spoken.task_id), "words": ""}],
    }
    return Did(spoken.what, facts)


def tag_rumour(board: Switchboard, work: Work, line: Line) -> Did:
    """What they found of the one they have just heard."""
    rumour = rumours.find(work, int(str(line.state.facts["number"])))
    rumours.tag(work, rumour, Tag(line.state.answers["hear_rumour"]), speakers_on(work, line)[0])
    return Did("done")


def tip_heard(board: Switchboard, work: Work, line: Line) -> Did:
    """Nobody need key in what they have heard."""
    hearsay.heard(work, int(str(line.state.facts["task"])), speakers_on(work, line)[0])
    return Did("done")
