"""Acts that file what a resident reported."""

from gateway.domain.flow import Did, Fact
from gateway.journeys import reports
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


def file_zero(board: Switchboard, work: Work, line: Line) -> Did:
    """Nobody came: a report like any other, and not silence."""
    reports.file_zero(board, work, reports.Source.of_call(line))
    return Did("done")


def file_report(board: Switchboard, work: Work, line: Line) -> Did:
    """The ten clears of one person; tells how many are clear and what to do now."""
    filed = reports.file_returnee(board, work, line)
    language = line.state.language
    facts: dict[str, Fact] = {
        "clear": 10 - len(filed.unclear),
        "unclear_words": reports.names_of(board, filed.unclear, language),
        "instruction": f"key:instruction.{filed.category}",
    }
    return Did("unclear" if filed.unclear else "whole", facts)


def file_wellness(board: Switchboard, work: Work, line: Line) -> Did:
    """All well, or somebody ill, with or without a temperature."""
    answers = line.state.answers
    urgent = reports.file_wellness(
        board,
        work,
        reports.Source.of_call(line),
        ill=answers.get("symptoms") == "yes",
        temperature=float(answers["temperature"]) if "temperature" in answers else None,
    )
    return Did("urgent" if urgent else "done")
