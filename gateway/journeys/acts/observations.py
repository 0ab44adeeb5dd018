"""Acts of a call about somebody under observation."""

from gateway.domain import observations as rules
from gateway.domain.conversation import MOST_OPTIONS
from gateway.domain.flow import Did
from gateway.domain.observations import Channel
from gateway.domain.screening import UNKNOWN
from gateway.journeys.observing import observations as journey
from gateway.journeys.observing import standings
from gateway.journeys.reporting import together
from gateway.store import arrivals, reports
from gateway.store.observations import Observation
from gateway.store.reports import Kind, Report
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


def find_observed(board: Switchboard, work: Work, line: Line) -> Did:
    """Who is under observation behind this phone: with several, the caller says of whom they speak."""
    seen = standings.observed_on(work.tx, line.number, line.household_id, board.local_day(work.now))[:MOST_OPTIONS]
    people = [
        {"value": one.arrival_id, "words": _words(board, work, line, one, n)} for n, one in enumerate(seen, start=1)
    ]
    return Did("some" if len(people) > 1 else "one", {"observed": people})


def _words(board: Switchboard, work: Work, line: Line, one: Observation, n: int) -> str:
    """What a household calls somebody: age and sex, where they were said."""
    arrival, language = arrivals.load(work.tx, one.arrival_id), line.state.language
    if arrival is None or arrival.age is None or arrival.sex not in ("male", "female"):
        return board.catalogue.sms("observation.number", language, n=n)
    return board.catalogue.sms(f"observation.{arrival.sex}", language, age=arrival.age)


def file_check(board: Switchboard, work: Work, line: Line) -> Did:
    """What the household said on our call, as far as it has got: for the checks, and for the day's figures."""
    answers = line.state.answers
    measured = answers.get("temperature", UNKNOWN)
    temperature = None if measured == UNKNOWN else float(measured)
    bad = rules.is_ill(answers.get("health") == "ill", temperature)
    whose = (line.number, line.household_id, temperature, bad, Channel.CALL)
    journey.report(board, work, *whose, arrival_id=answers.get("who"))
    filed = Report(
        source=f"call:{line.id}:{line.state.person}",
        kind=Kind.ILL if bad else Kind.WELL,
        day=board.local_day(work.now),
        at=work.now,
        unit_code=line.unit_code,
        household_id=line.household_id,
        number=line.number,
        person=_who(board, work, line, answers.get("who")),
        fever=bad,
        temperature=temperature,
    )
    reports.put(work.tx, filed)
    together.look(board, work, filed)
    return Did("urgent" if bad else "done")


def _who(board: Switchboard, work: Work, line: Line, said: str | None) -> str | None:
    """Of whom it was said, None: of one of several, and nobody said which."""
    seen = standings.observed_on(work.tx, line.number, line.household_id, board.local_day(work.now))
    alone = seen[0].arrival_id if len(seen) == 1 else None
    return said or alone
