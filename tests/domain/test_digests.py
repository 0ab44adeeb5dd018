"""The digest's words: worst first, two segments at most."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.daily.columns import FIGURES
from gateway.domain.daily.content import DayReport, Standing, Tally, add_up
from gateway.domain.digests import LONGEST, words
from gateway.domain.texts import segments, units

DAY = date(2020, 2, 8)

names = st.text("甲乙丙丁一二三村组", min_size=1, max_size=8)
tallies = st.builds(Tally, st.dictionaries(st.sampled_from([one.name for one in FIGURES]), st.integers(0, 10_000_000)))
days = st.builds(
    DayReport,
    st.just("532901105"),
    st.just(DAY),
    tallies,
    due=st.integers(0, 99),
    silent=st.dictionaries(st.integers(0, 99).map(str), names, max_size=30),
)
named = st.tuples(st.text("银桥鹤阳中和上关村镇", min_size=1, max_size=10), days)


@given(
    st.text("银桥鹤阳镇", min_size=1, max_size=12), days, st.lists(named, max_size=30), st.sampled_from(["zh", "en"])
)
def test_a_digest_never_takes_more_than_two_segments(
    unit: str, found: DayReport, below: list[tuple[str, DayReport]], language: str
) -> None:
    text = words(unit, found, below, language)
    assert units(text) <= LONGEST
    assert segments(text) <= 2


def a_village(**counted: int) -> DayReport:
    return DayReport("532901105201", DAY, Tally(counted), Standing.REPORTED, due=3, reported=3)


def test_the_worst_comes_first_and_the_rest_is_counted() -> None:
    below = [(f"{n}村", a_village(households_due=9, households_heard=9, fever=n)) for n in range(1, 40)]
    total = DayReport("532901105", DAY, add_up(part.tally for _, part in below))
    text = words("银桥镇", total, below, "zh")
    assert text.index("39村") < text.index("38村")
    assert "等39个" in text


def test_silence_is_named_and_never_a_zero_report() -> None:
    village = DayReport(
        "532901105201", DAY, Tally({"households_due": 10, "households_heard": 5}), silent={"02": "二组"}
    )
    assert "缺报:二组" in words("鹤阳村", village, [], "zh")
    assert "零报告" not in words("鹤阳村", village, [], "zh")
    assert "零报告" in words("鹤阳村", a_village(households_due=5, households_heard=5), [], "zh")
