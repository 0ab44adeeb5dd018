"""Places: the ladder by code, origins by telephone area code, days as they are said."""

from datetime import date, timedelta

import phonenumbers
import pytest
from phonenumbers import geocoder

from gateway.domain import places
from gateway.domain.places import Level

# Every area code of the mainland (321 were found in two independent tables; of those 0634 is answered by 0531 today).
BEGINNINGS = {
    "0": "10 20 21 22 23 24 25 27 28 29",
    "031": "0 1 2 3 4 5 6 7 8 9",
    "03": "35 49 50 51 52 53 54 55 56 57 58 59 70 71 72 73 74 75 76 77 79 91 92 93 94 95 96 98",
    "04": "11 12 15 16 17 18 19 21 27 29 31 32 33 34 35 36 37 38 39 51 52 53 54 55 56 57 58 59 64 67 68 69 70 71 72 73"
    " 74 75 76 77 78 79 82 83",
    "05": "10 11 12 13 14 15 16 17 18 19 23 27 30 31 32 33 34 35 36 37 38 39 43 46 50 51 52 53 54 55 56 57 58 59 61 62"
    " 63 64 66 70 71 72 73 74 75 76 77 78 79 80 91 92 93 94 95 96 97 98 99",
    "06": "31 32 33 35 60 62 63 68 91 92",
    "07": "01 10 11 12 13 14 15 16 17 18 19 22 24 28 30 31 34 35 36 37 38 39 43 44 45 46 50 51 52 53 54 55 56 57 58 59"
    " 60 62 63 66 68 69 70 71 72 73 74 75 76 77 78 79 90 91 92 93 94 95 96 97 98 99",
    "08": "12 13 16 17 18 25 26 27 30 31 32 33 34 35 36 37 38 39 51 54 55 56 57 58 59 70 71 72 73 74 75 76 77 78 79 83"
    " 86 87 88 91 92 93 94 95 96 97 98",
    "09": "01 02 03 06 08 09 11 12 13 14 15 16 17 19 30 31 32 33 34 35 36 37 38 39 41 43 51 52 53 54 55 70 71 72 73 74"
    " 75 76 77 79 90 91 92 93 94 95 96 97 98 99",
}
CODES = [beginning + end for beginning, ends in BEGINNINGS.items() for end in ends.split()]


def test_there_are_320_area_codes_and_every_one_resolves_in_both_languages() -> None:
    assert len(set(CODES)) == 320
    for code in CODES:
        assert places.area_code(code) == code
        assert places.area_name(code, "zh")
        assert places.area_name(code, "en")


def test_no_other_digits_are_an_area_code() -> None:
    possible = [f"0{number}" for number in (*range(10, 30), *range(300, 1000))]
    meant = {code for code in map(places.area_code, possible) if code}
    assert meant == set(CODES)
    assert {digits for digits in possible if places.area_code(digits) == digits} == set(CODES)


def test_no_area_code_begins_another_so_digits_need_no_closing_key() -> None:
    assert not [(a, b) for a in CODES for b in CODES if a != b and b.startswith(a)]


@pytest.mark.parametrize(("code", "city"), [("0335", "秦皇岛"), ("0349", "朔州"), ("0580", "舟山"), ("0701", "鹰潭")])
def test_a_prefix_the_library_merged_means_its_one_code(code: str, city: str) -> None:
    assert places.area_code(code) == code
    assert city in places.area_name(code, "zh")
    assert places.area_code(code[:3]) is None


@pytest.mark.parametrize(("retired", "today"), sorted(places.RETIRED.items()))
def test_a_code_that_elders_remember_means_todays(retired: str, today: str) -> None:
    assert places.area_code(retired) == places.area_code(retired[1:]) == today


@pytest.mark.parametrize("code", CODES)
def test_a_missing_zero_is_forgiven(code: str) -> None:
    assert places.area_code(code[1:]) == code


@pytest.mark.parametrize("digits", ["", "0", "00", "1", "02", "026", "0300", "0332", "0100", "07135", "999999", "abc"])
def test_what_is_no_area_code_is_none(digits: str) -> None:
    assert places.area_code(digits) is None


def test_hubei_and_yunnan_are_the_provinces_they_say() -> None:
    assert all("湖北" in places.area_name(code, "zh") for code in places.HUBEI)
    assert all("云南" in places.area_name(code, "zh") for code in places.YUNNAN)
    assert {code for code in CODES if "湖北" in places.area_name(code, "zh")} == places.HUBEI
    assert {code for code in CODES if "云南" in places.area_name(code, "zh")} == places.YUNNAN
    assert places.WUHAN in places.HUBEI


@pytest.mark.parametrize(
    ("code", "level", "above"),
    [
        ("53", Level.PROVINCE, None),
        ("5329", Level.PREFECTURE, "53"),
        ("532901", Level.COUNTY, "5329"),
        ("532901105", Level.TOWNSHIP, "532901"),
        ("532901105201", Level.VILLAGE, "532901105"),
        ("53290110520101", Level.GRID, "532901105201"),
        ("5329011052010101", Level.BUILDING, "53290110520101"),
        ("532", None, "53"),
        ("", None, None),
        ("五三", None, None),
    ],
)
def test_a_code_tells_its_rung_and_the_unit_above(code: str, level: Level | None, above: str | None) -> None:
    assert places.level_of(code) is level
    assert places.parent_of(code) == above


def test_the_way_up_begins_at_the_unit_itself() -> None:
    assert places.upwards("5329011052010101") == [
        *("5329011052010101", "53290110520101", "532901105201", "532901105", "532901", "5329", "53"),
    ]
    assert places.upwards("53") == ["53"]
    assert places.at_level("53290110520101", Level.VILLAGE) == "532901105201"
    assert places.at_level("532901", Level.VILLAGE) == "532901"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("530000000000", "53"), ("530000", "53"), ("532901105000", "532901105"), ("532901105200", "532901105200")],
)
def test_zeros_that_fill_a_code_up_are_no_part_of_it(written: str, meant: str) -> None:
    assert places.without_filling(written) == meant


def test_a_unit_covers_itself_and_all_below() -> None:
    assert places.covers("5329", "5329")
    assert places.covers("5329", "53290110520101")
    assert not places.covers("532901", "5329")
    assert not places.covers("5328", "532901")


def test_a_day_is_said_in_the_callers_language() -> None:
    assert places.day_words(date(2020, 2, 5), "zh") == "2月5号，正月十二"
    assert places.day_words(date(2020, 2, 5), "en") == "5 February"
    year = [date(2020, 1, 1) + timedelta(days=days) for days in range(366)]
    assert len({places.day_words(day, "zh") for day in year}) == 366


SUBSCRIBERS = ("5123456", "51234567", "2123456", "81234567")  # the length differs from city to city


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_is_what_the_phone_library_says(language: str) -> None:
    for code in CODES:
        numbers = [phonenumbers.PhoneNumber(86, int(code[1:] + subscriber)) for subscriber in SUBSCRIBERS]
        told = [geocoder.description_for_number(number, language) for number in numbers]
        assert places.area_name(code, language) in told
