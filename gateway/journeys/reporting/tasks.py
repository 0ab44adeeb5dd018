"""The cadre's list of things to do: key in what was spoken, visit, lend a thermometer, right a number, ring."""

from dataclasses import replace
from datetime import timedelta

from gateway.domain import phones
from gateway.domain.errors import BadInput, CarrierRefused, CarrierSilent, NotFound
from gateway.domain.keyed import answers_for
from gateway.domain.movement.said import without_numbers
from gateway.journeys.daily import disputing
from gateway.journeys.movement import telling
from gateway.journeys.naming import Whereabouts
from gateway.journeys.reporting import clears, vehicles
from gateway.ports import Job
from gateway.store import arrivals, events, loudspeakers, recordings, roll, roster, rumours, tasks
from gateway.store.daily.disputes import Outcome
from gateway.store.sessions import Line
from gateway.store.tasks import Kind, Task
from gateway.switchboard import Switchboard, Work

CHANNEL = "cadre"
NUMBERS = (Kind.NUMBER, Kind.WRONG_NUMBER)
OUTCOMES = {"right": Outcome.RIGHT, "对": Outcome.RIGHT, "changed": Outcome.CHANGED, "改": Outcome.CHANGED}
NO_PHONE = ("none", "无", "没有")
ENDS_WITH = {
    Kind.EVENT: "what came of it, for instance: dalaba event outcome {code} stopped",
    Kind.RUMOUR: "the answer, for instance: dalaba rumour tag R{code} false, dalaba rumour answer R{code} 没有这回事",
}
WORTH_FETCHING = timedelta(days=2)  # a recording the carrier has not handed out by then is gone


def spoken(work: Work, line: Line, question: str, address: str, arrival_id: str | None) -> bool:
    """Somebody spoke an answer: a person is to key it in. False when this was noted before.

    question    the one that was answered by voice, or the one the answer is kept under
    address     the carrier's recording
    arrival_id  of whom it speaks: a call that goes on after the line broke brings the same recording again
    """
    about = f"spoken:{arrival_id or f'{line.id}:{line.state.person}'}:{question}:{address}"
    added = tasks.add(work.tx, _task(work, about, Kind.TRANSCRIBE, line, arrival_id, question, address))
    if added is not None:
        work.hint(Job.KEEP_SPOKEN)
    return added is not None


def hear(work: Work, about: str, unit_code: str, question: str, address: str) -> int | None:
    """Somebody spoke who is not to be named: a person is to key in what was said. Returns the task's number.

    about  what it speaks of, once; None comes back when it was noted before
    """
    task = Task(f"spoken:{about}", Kind.TRANSCRIBE, unit_code, None, "", work.now, question=question, address=address)
    added = tasks.add(work.tx, task)
    if added is not None:
        work.hint(Job.KEEP_SPOKEN)
    return added


def visit(work: Work, about: str, whose: Whereabouts, arrival_id: str | None = None) -> bool:
    """Somebody has to go there. False when this was noted before; `about` names the reason, once."""
    return tasks.add(work.tx, _task(work, f"visit:{about}", Kind.VISIT, whose, arrival_id)) is not None


def thermometer(work: Work, about: str, whose: Whereabouts, arrival_id: str | None = None) -> bool:
    """Somebody has to bring a thermometer. As `visit`."""
    return tasks.add(work.tx, _task(work, f"thermometer:{about}", Kind.THERMOMETER, whose, arrival_id)) is not None


def correct(work: Work, whose: Whereabouts) -> bool:
    """Their number does not work: somebody asks them for the right one. As `visit`, once a number."""
    return tasks.add(work.tx, _task(work, f"number:{whose.number}", Kind.NUMBER, whose, None)) is not None


def wrong_number(work: Work, number: str) -> None:
    """Nobody has this number: wherever it stands somebody finds out the right one. Until then it is not rung."""
    for home in roster.households_of(work.tx, number):
        if not tasks.is_wrong(work.tx, number, home.id):
            about = f"wrong_number:{home.id}:{number}:{work.now.isoformat()}"
            tasks.add(work.tx, Task(about, Kind.WRONG_NUMBER, home.unit_code, home.id, number, work.now))
    horn = loudspeakers.of_number(work.tx, number)
    if horn is not None and not tasks.is_wrong(work.tx, number):
        about = f"wrong_number:loudspeaker:{number}:{work.now.isoformat()}"
        tasks.add(work.tx, Task(about, Kind.WRONG_NUMBER, horn.unit_code, None, number, work.now))


def dead_line(work: Work, number: str) -> None:
    """A loudspeaker answered no call: somebody looks at it. It is rung with the next broadcast all the same."""
    horn = loudspeakers.of_number(work.tx, number)
    if horn is not None and not tasks.is_broken(work.tx, number):
        about = f"loudspeaker:{number}:{work.now.isoformat()}"
        tasks.add(work.tx, Task(about, Kind.LOUDSPEAKER, horn.unit_code, None, number, work.now))


def ring(work: Work, about: str, whose: Whereabouts) -> bool:
    """Somebody has to ring them. As `visit`."""
    return tasks.add(work.tx, _task(work, f"ring:{about}", Kind.RING, whose, None)) is not None


def _task(
    work: Work,
    about: str,
    kind: Kind,
    whose: Whereabouts,
    arrival_id: str | None,
    question: str | None = None,
    address: str | None = None,
) -> Task:
    return Task(
        about=about,
        kind=kind,
        unit_code=whose.unit_code,
        household_id=whose.household_id,
        number=whose.number,
        created_at=work.now,
        arrival_id=arrival_id,
        question=question,
        address=address,
    )


def finish(board: Switchboard, work: Work, task_id: int, answer: str | None, by: str) -> bool:
    """Done. What was keyed in for a spoken answer goes into the ten clears. False when it was done before.

    answer  what was said, keyed in; the right number, or one of NO_PHONE; None for a visit or a thermometer
    by      staff:<id>, or command line

    Raises NotFound for an unknown task; BadInput for one of ENDS_WITH, for a spoken answer or a wrong number nobody put
    right, and for a disputed figure of which nobody says how it stands.
    """
    task = tasks.load(work.tx, task_id)
    if task is None:
        raise NotFound(f"there is no task {task_id}; `dalaba tasks` shows those to be done")
    said = (answer or "").strip() or None
    if task.kind in ENDS_WITH and task.done_at is None:
        code = task.about.partition(":")[2]
        raise BadInput(f"task {task_id} ends with {ENDS_WITH[task.kind].format(code=code)}")
    if task.kind is Kind.TRANSCRIBE and said is None:
        raise BadInput(f"task {task_id} wants the answer to {task.question!r}, as it was spoken")
    number = _number_in(task, said) if task.kind in NUMBERS else None
    outcome = _outcome_in(task, said) if task.kind is Kind.DISPUTE else None
    if not tasks.finish(work.tx, task_id, number or said, by, work.now):
        return False
    if task.kind in NUMBERS:
        _put_right(work, task, said, number)
    if outcome is not None:
        disputing.settle(board, work, task_id, outcome, by)
    if said:
        _key_in(board, work, task, said, by)
    return True


def _put_right(work: Work, task: Task, said: str | None, number: str | None) -> None:
    """A household's phone, or a loudspeaker's, has another number now, or none."""
    if task.household_id is not None and said:
        _correct(work, task.household_id, task.number, number)
    elif task.household_id is None and task.kind is Kind.WRONG_NUMBER:
        _correct_loudspeaker(work, task.number, number)


def _key_in(board: Switchboard, work: Work, task: Task, said: str, by: str) -> None:
    """What was spoken goes where it belongs: into the ten clears, or to the tip or rumour it tells of."""
    if task.question and task.arrival_id:
        _amend(board, work, task.arrival_id, task.question, said, by)
    elif task.kind is Kind.TRANSCRIBE:
        event = events.tip_keyed(work.tx, task.id, without_numbers(said))
        if event is not None:
            telling.tell(board, work, event, "event.tip", f"keyed:{task.id}", without_numbers(said))
        rumours.keyed(work.tx, task.id, without_numbers(said))


def _number_in(task: Task, said: str | None) -> str | None:
    """The right number, None when there is no phone any more. The old one again: it was right."""
    if said in NO_PHONE or (said is None and task.kind is Kind.NUMBER):
        return None
    number = phones.normalise(said or "")
    if number is None:
        raise BadInput(f"task {task.id} wants the right number instead of {task.number}, or {NO_PHONE[0]} when none is")
    return number


def _outcome_in(task: Task, said: str | None) -> Outcome:
    found = OUTCOMES.get((said or "").casefold())
    if found is None:
        raise BadInput(f"task {task.id} wants `right` (对) when the figure is as it was reported, else `changed` (改)")
    return found


def _correct(work: Work, household_id: int, wrong: str, right: str | None) -> None:
    home = roster.household(work.tx, household_id)
    if right != wrong:
        roll.take_off(work.tx, [(home.unit_code, home.door, wrong)])
    if right is not None:
        roll.put_on(work.tx, household_id, right)
    tasks.settle_numbers(work.tx, "number corrected", work.now)


def _correct_loudspeaker(work: Work, wrong: str, right: str | None) -> None:
    horn = loudspeakers.of_number(work.tx, wrong)
    if horn is None or right == wrong:
        return
    loudspeakers.remove(work.tx, wrong)
    if right is not None:
        loudspeakers.put_one(work.tx, replace(horn, number=right))
    tasks.settle_numbers(work.tx, "number corrected", work.now)


def _amend(board: Switchboard, work: Work, arrival_id: str, question: str, said: str, by: str) -> None:
    """A vehicle that was spoken may be one that is sought."""
    known = arrivals.answers_of(work.tx, arrival_id)
    clears.amend(board, work, arrival_id, answers_for(question, said, known), said_by=by, channel=CHANNEL)
    vehicles.index(board, work, arrival_id, arrivals.answers_of(work.tx, arrival_id))


def keep_spoken(board: Switchboard) -> None:
    """Brings home the recordings that lie with the carrier only. One that is not finished waits for the next tick."""
    for task in _not_fetched(board):
        wav = _fetch(board, task.address or "")
        if wav is not None:
            with board.work() as work:
                tasks.set_digest(work.tx, task.id, recordings.keep(work.tx, wav, work.now))


def is_due(board: Switchboard) -> bool:
    """Whether a recording still lies with the carrier only."""
    return bool(_not_fetched(board))


def sound_of(work: Work, task_id: int) -> bytes | None:
    """The WAV file of what was spoken, None when the house has no copy."""
    task = tasks.load(work.tx, task_id)
    return recordings.load(work.tx, task.digest) if task and task.digest else None


def _not_fetched(board: Switchboard) -> list[Task]:
    with board.ledger.read() as tx:
        return tasks.not_fetched(tx, board.clock.now() - WORTH_FETCHING)


def _fetch(board: Switchboard, address: str) -> bytes | None:
    """One recording that cannot be had must not keep the others waiting."""
    try:
        return board.carrier.fetch_recording(address)
    except (CarrierRefused, CarrierSilent):
        return None
