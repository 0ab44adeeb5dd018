"""The four levels in CAP's words, and back."""

from dataclasses import replace

import pytest

from gateway.domain.cap.codes import Certainty, Severity, Urgency
from gateway.domain.cap.levels import BY_CERTAINTY, BY_SEVERITY, BY_URGENCY, GRADES, level_of, level_of_all
from gateway.domain.speaking.levels import Level
from tests.cap.alerts import CHINESE, ENGLISH


@pytest.mark.parametrize("level", Level)
def test_a_level_written_in_caps_words_is_read_as_itself(level: Level) -> None:
    grade = GRADES[level]
    written = replace(CHINESE, urgency=grade.urgency, severity=grade.severity, certainty=grade.certainty)
    assert level_of(written) is level


def test_every_word_of_the_three_lists_has_a_level() -> None:
    assert (set(BY_URGENCY), set(BY_SEVERITY), set(BY_CERTAINTY)) == (set(Urgency), set(Severity), set(Certainty))


@pytest.mark.parametrize(
    ("urgency", "severity", "certainty", "level"),
    [
        ("Immediate", "Extreme", "Observed", "red"),
        ("Immediate", "Extreme", "Likely", "red"),
        ("Expected", "Extreme", "Observed", "orange"),
        ("Unknown", "Extreme", "Unknown", "orange"),
        ("Immediate", "Extreme", "Possible", "orange"),
        ("Immediate", "Severe", "Observed", "orange"),
        ("Future", "Severe", "Likely", "yellow"),
        ("Immediate", "Moderate", "Observed", "yellow"),
        ("Immediate", "Unknown", "Observed", "yellow"),
        ("Immediate", "Minor", "Observed", "blue"),
        ("Past", "Extreme", "Observed", "blue"),
        ("Immediate", "Extreme", "Unlikely", "blue"),
    ],
)
def test_red_needs_all_three_and_the_least_urgent_word_holds(
    urgency: str, severity: str, certainty: str, level: str
) -> None:
    said = replace(CHINESE, urgency=Urgency(urgency), severity=Severity(severity), certainty=Certainty(certainty))
    assert level_of(said) is Level(level)


def test_a_message_in_several_blocks_is_as_urgent_as_its_most_urgent_one() -> None:
    assert level_of_all([replace(ENGLISH, severity=Severity.MINOR), CHINESE]) is Level.RED
