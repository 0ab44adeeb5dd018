"""The digest's words: fixed abbreviations, worst first, one segment or two, and read back to the same figures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.daily.abbreviations import BELOW_REPORTED, ITEMS, OPENINGS
from gateway.domain.daily.columns import BY_NAME, FIGURES
from gateway.domain.daily.content import DayReport, Standing, Tally, add_up
from gateway.domain.daily.decoding import decode
from gateway.domain.digests import LONGEST, LONGEST_OF_A_VILLAGE, figure_of, words
from gateway.domain.texts import segments, units

DAY = date(2020, 2, 8)
TOWNSHIP, VILLAGE = "532901105", "532901105201"

names = st.text("甲乙丙丁村组", min_size=1, max_size=8)
tallies = st.builds(Tally, st.dictionaries(st.sampled_from([one.name for one in FIGURES]), st.integers(0, 1_000_000)))
small = st.builds(
    Tally, st.dictionaries(st.sampled_from([one.name for one in FIGURES]), st.integers(0, 40), max_size=6)
)
late = st.dictionaries(
    st.sampled_from([item.name for item in ITEMS if item.name != BELOW_REPORTED]),
    st.tuples(st.integers(0, 99), st.integers(0, 99)),
    max_size=2,
)


def reports(tally: st.SearchStrategy[Tally]) -> st.SearchStrategy[DayReport]:
    return st.builds(
        DayReport,
        st.sampled_from([TOWNSHIP, VILLAGE]),
        st.just(DAY),
        tally,
        due=st.integers(0, 99),
        reported=st.integers(0, 99),
        silent=st.dictionaries(st.integers(0, 99).map(str), names, max_size=30),
        late=late,
        disputes=st.dictionaries(st.sampled_from(["fever", "home_under"]), st.sampled_from(["open", "right"])),
    )


days, quiet_days = reports(tallies), reports(small)
named = st.tuples(st.text("银桥鹤阳中和上关村镇", min_size=1, max_size=10), days)
languages = st.sampled_from(["zh", "en"])


@given(st.text("银桥鹤阳镇", min_size=1, max_size=12), days, st.lists(named, max_size=30), languages, days)
def test_a_digest_never_takes_more_than_its_segments(
    unit: str, found: DayReport, below: list[tuple[str, DayReport]], language: str, before: DayReport
) -> None:
    text = words(unit, found, below, language, before)
    assert segments(text) <= (1 if found.unit_code == VILLAGE else 2)
    assert units(text) <= (LONGEST_OF_A_VILLAGE if found.unit_code == VILLAGE else LONGEST)  # its name is Chinese


@given(days | quiet_days, languages, st.none() | quiet_days)
def test_a_digest_read_back_gives_the_same_figures(found: DayReport, language: str, before: DayReport | None) -> None:
    read = decode(words("银桥镇", found, [], language, before), language)
    assert read is not None
    assert (read.unit, read.month, read.day) == ("银桥镇", 2, 8)
    for name, value in read.values.items():
        assert value == figure_of(found, name)
    for name, change in read.changes.items():
        assert before is not None
        assert change == figure_of(found, name) - figure_of(before, name)
    assert read.silent == tuple(found.silent.values())[: len(read.silent)]
    assert read.silent_count == len(found.silent), "whoever is not named is counted"
    if read.whole:
        told = [item for item in ITEMS if item.name != BELOW_REPORTED]
        for name in [name for item in told for name in item.figures]:
            assert read.values.get(name, 0) == figure_of(found, name)
        assert read.silent == tuple(found.silent.values())
        assert read.late == found.late
        assert set(read.disputed) == {name for name, how in found.disputes.items() if how == "open"}


@given(st.text())
def test_any_other_text_is_no_digest(text: str) -> None:
    assert decode(text, "zh") is None or "报" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_abbreviation_stands_for_one_figure(language: str) -> None:
    written = [item.word(language) for item in ITEMS]
    assert len(set(written)) == len(ITEMS)
    assert all(not any(char.isdigit() or char in " ()/+,，" for char in word) for word in written)
    assert all(name in BY_NAME or name.startswith("below_") for item in ITEMS for name in item.figures)


def test_the_digits_are_those_on_the_card() -> None:
    assert {digit: one.en for digit, one in OPENINGS.items()} == {
        1: "newly home",
        2: "at home",
        3: "fever",
        4: "contacts",
        5: "cases",
        6: "not heard",
        7: "not reported",
        8: "urgent",
        9: "gatherings",
    }


def a_village(code: str = VILLAGE, /, **counted: int) -> DayReport:
    return DayReport(code, DAY, Tally(counted), Standing.REPORTED, due=3, reported=3)


HEYANG = {
    "households_due": 320,
    "households_heard": 317,
    "returnees_new": 5,
    "from_hubei": 1,
    "home_under": 12,
    "central_under": 1,
    "fever": 1,
    "to_hospital": 1,
    "home_released": 2,
    "funerals_simplified": 1,
    "homes_to_hear": 320,
    "homes_heard": 275,
}
TEXTS = [  # of which unit, figures, figures of the day before, language, as it is texted, UTF-16 units
    (
        VILLAGE,
        HEYANG,
        None,
        "zh",
        "鹤阳村2/8日报：户317/320。新返5鄂1，居家12集中1解除2，发热1送医1，白1听275/320。",
        53,
    ),
    (
        VILLAGE,
        HEYANG,
        {**HEYANG, "fever": 3, "home_under": 10, "other_symptoms": 2},
        "zh",
        "鹤阳村2/8日报：户317/320。新返5鄂1，居家12(+2)集中1解除2，发热1(-2)症状0(-2)送医1，白1听275/320。",
        68,
    ),
    (VILLAGE, {"households_due": 320, "households_heard": 320}, None, "zh", "鹤阳村2/8零报告：户320/320。", 19),
    (
        VILLAGE,
        HEYANG,
        None,
        "en",
        "鹤阳村 2/8 report: homes317/320. new5 Hubei1, home12 central1 released2, fever1 sent1..",
        0,
    ),
]


@pytest.mark.parametrize(("code", "counted", "before", "language", "text", "length"), TEXTS)
def test_a_village_is_told_in_one_segment(
    code: str, counted: dict[str, int], before: dict[str, int] | None, language: str, text: str, length: int
) -> None:
    written = words("鹤阳村", a_village(code, **counted), [], language, a_village(code, **before) if before else None)
    assert segments(written) == 1
    if length:
        assert (written, units(written)) == (text, length)


def test_the_worst_comes_first_and_the_rest_is_counted() -> None:
    below = [(f"{n}村", a_village(households_due=9, households_heard=9, fever=n)) for n in range(1, 40)]
    total = DayReport(TOWNSHIP, DAY, add_up(part.tally for _, part in below))
    text = words("银桥镇", total, below, "zh")
    assert text.index("39村(发热39)") < text.index("38村(发热38)")
    assert "等39个" in text
    assert segments(text) == 2


def test_a_case_is_worse_than_any_fever() -> None:
    below = [("上村", a_village(fever=9)), ("下村", a_village(cases_confirmed=1))]
    assert "重:下村(确1)、上村(发热9)" in words(
        "银桥镇", DayReport(TOWNSHIP, DAY, add_up(part.tally for _, part in below)), below, "zh"
    )


def test_what_matters_most_keeps_its_place_when_there_is_no_room() -> None:
    everything = {figure.name: 12_345 for figure in FIGURES}
    silent = {str(n): f"{n}号组" for n in range(9)}
    text = words("银桥镇鹤阳村民委员会", DayReport(VILLAGE, DAY, Tally(everything), silent=silent), [], "zh")
    read = decode(text, "zh")
    assert read is not None
    assert not read.whole
    assert text.endswith("…")
    assert {"households_heard", "returnees_new", "from_hubei"} <= read.values.keys()
    assert read.silent_count == 9


def test_silence_is_named_and_never_a_zero_report() -> None:
    village = DayReport(VILLAGE, DAY, Tally({"households_due": 10, "households_heard": 5}), silent={"02": "二组"})
    assert "缺报:二组" in words("鹤阳村", village, [], "zh")
    assert "零报告" not in words("鹤阳村", village, [], "zh")
    assert "零报告" in words("鹤阳村", a_village(households_due=5, households_heard=5), [], "zh")


def test_what_came_late_and_what_is_disputed_is_told() -> None:
    township = DayReport(
        TOWNSHIP, DAY, Tally(), late={"fever": (1, 2)}, disputes={"home_under": "open", "fever": "right"}, due=1
    )
    text = words("银桥镇", township, [], "zh")
    assert "补:发热1>2。差:居家。" in text
