"""A version's content: what is zero, what differs, how levels add up, what the hash holds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.daily.columns import FIGURES
from gateway.domain.daily.content import (
    Act,
    DayReport,
    Nature,
    Standing,
    Tally,
    What,
    add_up,
    changes,
    put_together,
    seal_of,
    standing_of,
)

DAY, VILLAGE = date(2020, 2, 8), "532901105201"
SIGNED = Act(What.ZERO, "staff:1", "2020-02-08T04:00:00+00:00")
NAMES = [figure.name for figure in FIGURES]

tallies = st.builds(
    Tally,
    st.dictionaries(st.sampled_from(NAMES), st.integers(1, 10**7)),
    st.dictionaries(st.sampled_from(["gatherings_stopped", "staff_present", "mask_days"]), st.integers(0, 99)),
)


@pytest.mark.parametrize(
    ("standing", "counted", "said", "nature"),
    [
        (Standing.REPORTED, {}, {}, Nature.ZERO),
        (Standing.REPORTED, {"households_heard": 9, "broadcasts": 2}, {"staff_present": 6}, Nature.ZERO),
        (Standing.REPORTED, {"fever": 1}, {}, Nature.DAILY),
        (Standing.REPORTED, {"home_lost": 1}, {}, Nature.DAILY),
        (Standing.REPORTED, {}, {"gatherings_stopped": 2}, Nature.DAILY),
        (Standing.REPORTED, {"villages_silent": 1}, {}, Nature.DAILY),
        (Standing.REPORTED, {"villages_unsigned": 1}, {}, Nature.DAILY),
        (Standing.UNSIGNED, {"households_heard": 9}, {}, Nature.DAILY),
        (Standing.SILENT, {}, {}, Nature.DAILY),
    ],
)
def test_a_zero_report_is_signed_by_everybody_and_belied_by_nothing(
    standing: Standing, counted: dict[str, int], said: dict[str, int], nature: Nature
) -> None:
    assert DayReport(VILLAGE, DAY, Tally(counted, said), standing, due=3, reported=3).nature is nature


@pytest.mark.parametrize(
    ("lived_in", "resting", "signed", "heard", "standing"),
    [
        (True, False, True, False, Standing.REPORTED),
        (True, True, True, True, Standing.REPORTED),
        (True, False, False, True, Standing.UNSIGNED),
        (True, True, False, True, Standing.RESTING),
        (True, False, False, False, Standing.SILENT),
        (True, True, False, False, Standing.RESTING),
        (False, False, False, False, Standing.EMPTY),
    ],
)
def test_how_it_stands_with_a_unit(
    lived_in: bool, resting: bool, signed: bool, heard: bool, standing: Standing
) -> None:
    assert standing_of(lived_in=lived_in, resting=resting, signed=signed, heard=heard) is standing


def test_where_one_village_says_a_figure_the_others_count_as_they_were_counted() -> None:
    said, counted = Tally({"gatherings_stopped": 1}, {"gatherings_stopped": 4}), Tally({"gatherings_stopped": 2})
    together = add_up([said, counted])
    assert (together.counted, together.said) == ({"gatherings_stopped": 3}, {"gatherings_stopped": 6})


def test_of_supplies_the_first_to_run_out_is_told() -> None:
    parts = [Tally({}, {"mask_days": 9}), Tally({}, {"mask_days": 2}), Tally()]
    assert add_up(parts).said == {"mask_days": 2}


GATHERINGS, STAFF, MASKS = "gatherings_stopped", "staff_present", "mask_days"


@pytest.mark.parametrize(
    ("below", "counted", "keyed", "said", "stated"),
    [
        ([{STAFF: 4}, {}], 0, {STAFF: 3}, {STAFF: 7}, {}),
        ([{GATHERINGS: 3}, {GATHERINGS: 1}], 0, {GATHERINGS: 4}, {GATHERINGS: 4}, {GATHERINGS: (4, 4)}),
        ([{GATHERINGS: 3}, {GATHERINGS: 1}], 0, {GATHERINGS: 9}, {GATHERINGS: 4}, {GATHERINGS: (4, 9)}),
        ([{GATHERINGS: 3}, {}], 2, {GATHERINGS: 9}, {GATHERINGS: 5}, {GATHERINGS: (5, 9)}),
        ([{}, {}], 2, {GATHERINGS: 9}, {GATHERINGS: 9}, {}),
        ([{MASKS: 9}, {}], 0, {MASKS: 2}, {MASKS: 2}, {MASKS: (9, 2)}),
        ([{MASKS: 2}, {}], 0, {MASKS: 9}, {MASKS: 2}, {MASKS: (2, 9)}),
        ([{}, {}], 0, {MASKS: 9}, {MASKS: 9}, {}),
        ([], 0, {GATHERINGS: 3, STAFF: 4, MASKS: 9}, {GATHERINGS: 3, STAFF: 4, MASKS: 9}, {}),
    ],
)
def test_what_a_unit_keys_for_its_office_is_added_and_what_it_keys_for_the_whole_is_compared(
    below: list[dict[str, int]],
    counted: int,
    keyed: dict[str, int],
    said: dict[str, int],
    stated: dict[str, tuple[int, int]],
) -> None:
    """`counted`: gatherings the house counted at the unit itself, filed in no village of it."""
    whole, beside = put_together([Tally({}, one) for one in below], Tally({GATHERINGS: counted}, keyed))
    assert (whole.said, beside) == (said, stated)
    assert whole.counted == {GATHERINGS: counted}, "what the house counted is overwritten by nobody"


def test_the_whole_a_township_knows_of_is_news_though_its_villages_keyed_nothing() -> None:
    report = DayReport(VILLAGE[:9], DAY, Tally({}, {GATHERINGS: 0}), Standing.REPORTED, stated={GATHERINGS: (0, 3)})
    assert (report.nature, report.apart) == (Nature.DAILY, {GATHERINGS: (0, 3)})


@given(tallies, tallies, tallies)
def test_adding_up_by_levels_is_adding_up_at_once(one: Tally, two: Tally, three: Tally) -> None:
    assert add_up([add_up([one, two]), three]).counted == add_up([one, two, three]).counted


@given(tallies)
def test_a_report_comes_back_from_the_ledger_as_it_went_in_and_has_one_seal(tally: Tally) -> None:
    report = DayReport(
        VILLAGE, DAY, tally, Standing.REPORTED, SIGNED, 3, 2, silent={"1": "一组"}, late={"fever": (0, 1)}
    )
    report = replace(report, empty={"2": "丁村"}, stated={"mask_days": (9, 2)})
    kept = report.to_json()
    back = DayReport.from_json(VILLAGE, DAY, kept)
    assert back == report
    assert seal_of(back.to_json()) == seal_of(kept)


def test_one_figure_changed_is_another_seal_and_is_named() -> None:
    first, now = (DayReport(VILLAGE, DAY, Tally({"fever": value})) for value in (1, 2))
    assert seal_of(first.to_json()) != seal_of(now.to_json())
    assert changes(first, now) == {"fever": (1, 2)}
    said = DayReport(VILLAGE, DAY, Tally({"fever": 2}, {"gatherings_stopped": 3}))
    assert changes(now, said) == {"gatherings_stopped": (0, 3)}, "what somebody says late is late, too"
