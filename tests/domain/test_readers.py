"""How digits become answers: tables of what people press and what it means."""

import contextlib
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.readers import READERS, Misread, Reading, read

TODAY = date(2020, 2, 8)
NOTHING: Mapping[str, str] = {}
G_TRAIN, NO_LETTER, EASTERN = {"train_letter": "G"}, {"train_letter": "none"}, {"airline": "MU"}

UNDERSTOOD = [
    ("count", "0", NOTHING, "0", "0"),
    ("door", "012", NOTHING, "012", ""),
    ("count", "3", NOTHING, "3", "3"),
    ("days_ago", "0", NOTHING, "2020-02-08", "2月8号，正月十五"),
    ("days_ago", "3", NOTHING, "2020-02-05", "2月5号，正月十二"),
    ("days_ago", "08", NOTHING, "2020-01-31", "1月31号，正月初七"),
    ("days_ago", "31", NOTHING, "long_ago", "31"),
    ("arrival_day", "0205", NOTHING, "2020-02-05", "2月5号，正月十二"),
    ("arrival_day", "1231", NOTHING, "2019-12-31", "12月31号，腊月初六"),
    ("days_ahead", "0", NOTHING, "2020-02-08", "2月8号，正月十五"),
    ("days_ahead", "2", NOTHING, "2020-02-10", "2月10号，正月十七"),
    ("coming_day", "0220", NOTHING, "2020-02-20", "2月20号，正月廿七"),
    ("coming_day", "0206", NOTHING, "2020-02-06", "2月6号，正月十三"),  # two days late is told all the same
    ("days_ago", "30", NOTHING, "2020-01-09", "1月9号，腊月十五"),
    ("area_code", "027", NOTHING, "027", "湖北省武汉市"),
    ("area_code", "27", NOTHING, "027", "湖北省武汉市"),
    ("area_code", "0733", NOTHING, "0731", "湖南省长沙市、湘潭市、株州市"),
    ("hubei_area_code", "0713", NOTHING, "0713", "湖北省黄冈市"),
    ("yunnan_area_code", "872", NOTHING, "0872", "云南省大理白族自治州"),
    ("train_number", "1234", G_TRAIN, "G1234", "G 1 2 3 4"),
    ("train_number", "0007", G_TRAIN, "G7", "G 7"),
    ("train_number", "9998", G_TRAIN, "G9998", "G 9 9 9 8"),
    ("train_number", "5652", NO_LETTER, "5652", "5 6 5 2"),
    ("flight_number", "5801", EASTERN, "MU5801", "M U 5 8 0 1"),
    ("flight_number", "735", EASTERN, "MU735", "M U 7 3 5"),
    ("temperature", "378", NOTHING, "37.8", "37.8"),
    ("temperature", "38", NOTHING, "38.0", "38.0"),
    ("temperature", "340", NOTHING, "34.0", "34.0"),
    ("temperature", "430", NOTHING, "43.0", "43.0"),
    ("age", "05", NOTHING, "5", "5"),
    ("age", "99", NOTHING, "99", "99"),
    ("phone", "13900001234", NOTHING, "+8613900001234", "1 2 3 4"),
    ("phone", "08725123456", NOTHING, "+868725123456", "3 4 5 6"),
    ("pin", "0042", NOTHING, "0042", ""),
]

REFUSED = [
    ("count", "", NOTHING),
    ("count", "*", NOTHING),
    ("count", "³", NOTHING),
    ("arrival_day", "0230", NOTHING),
    ("arrival_day", "0209", NOTHING),
    ("arrival_day", "1224", NOTHING),
    ("arrival_day", "205", NOTHING),
    ("days_ahead", "181", NOTHING),
    ("coming_day", "0230", NOTHING),
    ("coming_day", "0101", NOTHING),
    ("coming_day", "220", NOTHING),
    ("area_code", "0300", NOTHING),
    ("area_code", "1", NOTHING),
    ("hubei_area_code", "020", NOTHING),
    ("yunnan_area_code", "027", NOTHING),
    ("train_number", "0", G_TRAIN),
    ("train_number", "9999", G_TRAIN),
    ("train_number", "1000", NO_LETTER),
    ("train_number", "8999", NO_LETTER),
    ("flight_number", "58", EASTERN),
    ("temperature", "3", NOTHING),
    ("temperature", "339", NOTHING),
    ("temperature", "431", NOTHING),
    ("temperature", "3780", NOTHING),
    ("age", "5", NOTHING),
    ("age", "101", NOTHING),
    ("phone", "5123456", NOTHING),
    ("phone", "139000012345", NOTHING),
    ("phone", "120", NOTHING),
]


@pytest.mark.parametrize(("reader", "digits", "answers", "value", "words"), UNDERSTOOD)
def test_digits_mean(reader: str, digits: str, answers: Mapping[str, str], value: str, words: str) -> None:
    assert read(reader, digits, "zh", TODAY, answers) == Reading(value, words)


@pytest.mark.parametrize(("reader", "digits", "answers"), REFUSED)
def test_digits_that_are_no_answer_are_asked_again(reader: str, digits: str, answers: Mapping[str, str]) -> None:
    with pytest.raises(Misread):
        read(reader, digits, "zh", TODAY, answers)


def test_what_is_read_back_is_in_the_callers_language() -> None:
    assert read("days_ago", "3", "en", TODAY, {}).words == "5 February"
    assert read("area_code", "027", "en", TODAY, {}).words == "Wuhan, Hubei"


def test_every_reader_is_in_the_tables() -> None:
    assert {row[0] for row in UNDERSTOOD} == set(READERS)


@given(reader=st.sampled_from(sorted(READERS)), digits=st.text(max_size=25), letter=st.sampled_from(["", "G", "none"]))
def test_whatever_is_pressed_is_an_answer_or_a_misreading(reader: str, digits: str, letter: str) -> None:
    with contextlib.suppress(Misread):
        assert read(reader, digits, "zh", TODAY, {"train_letter": letter}).value


@given(reader=st.sampled_from(sorted(READERS)), digits=st.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_any_digits_at_all_are_an_answer_or_a_misreading(reader: str, digits: str) -> None:
    with contextlib.suppress(Misread):
        assert read(reader, digits, "en", TODAY, {}).value
