"""The digest's words: worst first, two segments at most, sums that agree."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.digests import LONGEST, SUMMED, Figures, add_up, words
from gateway.domain.texts import segments, units

DAY = date(2020, 2, 8)

counts = st.integers(0, 10_000_000)
figures = st.builds(
    Figures,
    **dict.fromkeys(SUMMED, counts),
    broadcasts=st.integers(0, 99),
    parts=st.integers(0, 99),
    silent=st.lists(st.text("甲乙丙丁一二三村组", min_size=1, max_size=8), max_size=30).map(tuple),
)
named = st.tuples(st.text("银桥鹤阳中和上关村镇", min_size=1, max_size=10), figures)


@given(
    st.text("银桥鹤阳镇", min_size=1, max_size=12), figures, st.lists(named, max_size=30), st.sampled_from(["zh", "en"])
)
def test_a_digest_never_takes_more_than_two_segments(
    unit: str, found: Figures, below: list[tuple[str, Figures]], language: str
) -> None:
    text = words(unit, DAY, found, below, language)
    assert units(text) <= LONGEST
    assert segments(text) <= 2


@given(st.lists(named, max_size=10))
def test_the_sums_of_the_levels_agree(parts: list[tuple[str, Figures]]) -> None:
    total = add_up(parts, 0)
    for name in SUMMED:
        assert getattr(total, name) == sum(getattr(part, name) for _, part in parts)
    assert add_up([("all", total)], 0).households == total.households


def test_the_worst_comes_first_and_the_rest_is_counted() -> None:
    below = [(f"{n}村", Figures(households=9, reported=9, fever=n)) for n in range(1, 40)]
    text = words("银桥镇", DAY, add_up(below, 0), below, "zh")
    assert text.index("39村") < text.index("38村")
    assert "等39个" in text


def test_silence_is_named_and_never_a_zero_report() -> None:
    parts = [("一组", Figures(households=5, reported=5, zeros=5)), ("二组", Figures(households=5)), ("河滩", Figures())]
    village = add_up(parts, 0)
    assert village.silent == ("二组",)
    assert "缺报:二组" in words("鹤阳村", DAY, village, parts, "zh")
    assert "零报告" not in words("鹤阳村", DAY, village, parts, "zh")
    assert "零报告" in words("一组", DAY, parts[0][1], [], "zh")


@given(figures)
def test_figures_come_back_from_the_ledger_as_they_went_in(found: Figures) -> None:
    assert Figures.from_json(found.to_json()) == found
