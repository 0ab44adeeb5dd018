"""Acts of reporting: whom the questions are about, what is filed, who comes next."""

from gateway.domain import clears as rules
from gateway.domain import phones
from gateway.domain.clears import JOURNEY, QUESTIONS
from gateway.domain.flow import Did, Fact
from gateway.domain.screening import ITEMS
from gateway.journeys.reporting import clears, reports
from gateway.journeys.reporting.reports import HOME_NUMBER
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


def file_zero(board: Switchboard, work: Work, line: Line) -> Did:
    """Nobody came: a report like any other, and not silence."""
    reports.file_zero(board, work, reports.Source.of_call(line))
    return Did("done")


def begin_report(board: Switchboard, work: Work, line: Line) -> Did:
    """Whether somebody this household told of still has something unclear."""
    arrival = clears.missing(work, line.number, line.household_id, board.local_day(work.now))
    if arrival is None:
        return Did("new")
    return Did("missing", {"missing": len(ITEMS) - arrival.clear, "completes": arrival.id})


def complete_report(board: Switchboard, work: Work, line: Line) -> Did:
    """Only what is missing is asked, by its worth to the doctor."""
    arrival_id = str(line.state.facts.get("completes", ""))
    known = clears.clear_answers(work, arrival_id)
    return Did("done", {"arrival": arrival_id or None}, {"returned_count": "1", **known}, order="again")


def count_stop(board: Switchboard, work: Work, line: Line) -> Did:
    """One more stop on the way is told; as many as were said to be."""
    answers, last = rules.count_stop(line.state.answers)
    return Did("done" if last else "again", answers=answers)


def know_line(board: Switchboard, work: Work, line: Line) -> Did:
    """Whose phone this is. A cadre keys for a home on its phone; a withheld number is nobody's way to be reached."""
    if phones.normalise(reports.Source.of_call(line).number) is None:
        return Did("hidden", answers={**line.state.answers, "this_phone": "no"})
    return Did("home" if HOME_NUMBER in line.state.facts else "own")


def file_report(board: Switchboard, work: Work, line: Line) -> Did:
    """The ten clears of one person; tells how many are clear and what to do now."""
    filed = reports.file_returnee(board, work, line)
    language = line.state.language
    told = line.state.facts.get("told")
    facts: dict[str, Fact] = {
        "clear": len(ITEMS) - len(filed.unclear),
        "unclear_words": reports.names_of(board, filed.unclear, language),
        "instruction": f"key:instruction.{filed.instruction}",
        "told": [*(told if isinstance(told, list) else []), {"value": filed.arrival_id, "words": ""}],
    }
    return Did("unclear" if filed.unclear else "whole", facts)


def next_person(board: Switchboard, work: Work, line: Line) -> Did:
    """Whether somebody who came is still to be told of."""
    state = line.state
    return Did("another" if state.person < int(state.answers.get("returned_count", "1")) else "done")


def begin_person(board: Switchboard, work: Work, line: Line) -> Did:
    """The next one; those who came together share the journey."""
    answers = line.state.answers
    shared = JOURNEY if answers.get("together") == "yes" else ()
    kept = {question for item in (1, *shared) for question in QUESTIONS[item]}
    return Did(
        "done",
        {"arrival": None},  # whose report this call went on with was the last one's
        answers={question: value for question, value in answers.items() if question in kept},
        person=line.state.person + 1,
    )


def file_wellness(board: Switchboard, work: Work, line: Line) -> Did:
    """All well, or somebody ill, with or without a temperature."""
    answers = line.state.answers
    urgent = reports.file_wellness(
        board,
        work,
        reports.Source.of_call(line),
        ill=answers.get("symptoms") == "yes" or answers.get("all_well") == "ill",
        temperature=float(answers["temperature"]) if "temperature" in answers else None,
        who=answers.get("member"),
    )
    return Did("urgent" if urgent else "done")
