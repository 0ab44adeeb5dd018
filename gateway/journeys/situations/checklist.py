"""The measures of a class: each with a named person, open or done; what was done under the class before stays done."""

from dataclasses import replace

from gateway.domain.errors import BadInput, NotFound
from gateway.domain.situations.response import Measure
from gateway.domain.speaking.prepared import in_language
from gateway.journeys import naming
from gateway.journeys.situations import standing
from gateway.journeys.situations.changes import Changes
from gateway.ports import Job, Urgency
from gateway.store import situations, staff, texts
from gateway.store.situations import Axis, Situation, Task
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def begin(board: Switchboard, work: Work, kept: Situation, brings: Changes, before: Situation | None) -> None:
    """Writes the checklist of a class and texts everybody named which of its measures are theirs."""
    known = {task.name: task for task in situations.tasks_of(work.tx, before.id)} if before else {}
    tasks = []
    for position, (measure, person) in enumerate(brings.measures, start=1):
        named = person.id if person else None
        old = known.get(measure.name)
        fresh = Task(kept.id, position, measure.name, named)
        tasks.append(replace(old, situation_id=kept.id, position=position) if old and old.done_at else fresh)
    situations.put_tasks(work.tx, tasks)
    _tell_named(board, work, kept, brings, {task.name for task in tasks if task.done_at is None})


def _tell_named(board: Switchboard, work: Work, kept: Situation, brings: Changes, still_open: set[str]) -> None:
    theirs: dict[int, tuple[Person, list[Measure]]] = {}
    for measure, person in brings.measures:
        if person is not None and measure.name in still_open:
            theirs.setdefault(person.id, (person, []))[1].append(measure)
    for person, measures in theirs.values():
        language = person.language or board.settings.default_language
        titles = [_short(in_language(measure.title, language)) for measure in measures]
        body = board.catalogue.sms(
            "situation.measures",
            language,
            unit=naming.unit_name(work.tx, kept.unit_code),
            situation=in_language(brings.table.by_class[brings.wanted].title, language),
            measures=("、" if language == "zh" else ", ").join(titles),
        )
        texts.put(work.tx, f"measures:{kept.id}:{person.id}", person.number, body, work.now, Urgency.URGENT)
        work.hint(Job.SEND_URGENT_TEXTS)


def _short(title: str) -> str:
    """What stands before the colon of a title."""
    return title.replace("：", ":").partition(":")[0]


def in_force(work: Work, village: str) -> Situation:
    """The class in force in a village. Raises NotFound when none was ever confirmed: there is no checklist then."""
    kept = situations.in_force(work.tx, Axis.CLASS, village)
    if kept is None:
        raise NotFound(f"no class is confirmed in {village}; `dalaba situation confirm` begins its checklist")
    return kept


def tick(work: Work, village: str, name: str, by: str, note: str | None, *, done: bool) -> Task:
    """A measure is done, or open again. Raises NotFound for no such measure, BadInput when it is so already."""
    task = find(work, village, name)
    if done == (task.done_at is not None):
        raise BadInput(f"{name} is {'done' if done else 'open'} already")
    changed = replace(task, done_at=work.now if done else None, done_by=by if done else None, note=note or task.note)
    situations.change_task(work.tx, changed)
    return changed


def assign(work: Work, village: str, name: str, person: Person) -> Task:
    """Somebody else is named for a measure. Raises NotFound for no such measure."""
    changed = replace(find(work, village, name), staff_id=person.id)
    situations.change_task(work.tx, changed)
    return changed


def find(work: Work, village: str, name: str) -> Task:
    """A measure on the checklist in force. Raises NotFound, naming those there are."""
    tasks = situations.tasks_of(work.tx, in_force(work, village).id)
    found = next((task for task in tasks if name in (task.name, str(task.position))), None)
    if found is None:
        raise NotFound(f"{name!r} is on no checklist of {village}; there are: {' '.join(task.name for task in tasks)}")
    return found


def titled(board: Switchboard, work: Work, kept: Situation, language: str) -> list[tuple[Task, str, str | None]]:
    """A checklist with what each measure is called and who is named for it, None when nobody is."""
    titles = {one.name: in_language(one.title, language) for one in standing.response_of(board, kept).measures}
    return [
        (task, titles.get(task.name, task.name), staff.load(work.tx, task.staff_id).name if task.staff_id else None)
        for task in situations.tasks_of(work.tx, kept.id)
    ]
