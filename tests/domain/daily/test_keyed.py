"""What somebody texts for their unit, as a table; whatever else is texted, nothing breaks and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain import sms_forms
from gateway.domain.daily.columns import BY_WORD
from gateway.domain.daily.keyed import Keyed, read
from gateway.domain.sms_forms import Meaning

GATHERINGS, STAFF, MASKS = "gatherings_stopped", "staff_present", "mask_days"


@pytest.mark.parametrize(
    ("body", "right", "values", "unread"),
    [
        ("日报 对", True, {}, ()),
        ("日报：对。", True, {}, ()),
        ("daily right", True, {}, ()),
        ("日报 聚3 岗6 口罩5", False, {GATHERINGS: 3, STAFF: 6, MASKS: 5}, ()),
        ("日报聚3岗6口罩5天", False, {GATHERINGS: 3, STAFF: 6, MASKS: 5}, ()),
        ("日报，聚餐：３场；到岗 6人", False, {GATHERINGS: 3, STAFF: 6}, ()),
        ("daily staff 6, gathering=2", False, {STAFF: 6, GATHERINGS: 2}, ()),
        ("日报 鹤阳村 对", True, {}, ("鹤阳村",)),
        ("日报 鹤阳村 对 岗6", True, {STAFF: 6}, ("鹤阳村",)),
        ("日报 天气好 岗6 猪9", False, {STAFF: 6}, ("天气好", "猪9")),
        ("日报 岗6 岗7", False, {STAFF: 7}, ()),
        ("日报 白3场 白30人", False, {"funerals_simplified": 3, "funeral_guests": 30}, ()),
        ("日报 口罩500个", False, {}, ("口罩500个",)),
        ("日报 聚3天 岗6人", False, {STAFF: 6}, ("聚3天",)),
        ("日报", False, {}, ()),
        ("日报 岗", False, {}, ("岗",)),
        ("日报 岗123456", False, {}, ("岗123456",)),
        ("日报 -3", False, {}, ("-3",)),
    ],
)
def test_a_daily_text(body: str, right: bool, values: dict[str, int], unread: tuple[str, ...]) -> None:
    assert read(body) == Keyed(right, values, unread)


@pytest.mark.parametrize("body", ["好", "零报", "今天日报", "1", "", "dai"])
def test_any_other_text_is_none(body: str) -> None:
    assert read(body) is None


@pytest.mark.parametrize(("body", "rest"), [("零报", None), ("零报告 鹤阳村", "鹤阳村"), ("零报：上阳村。", "上阳村")])
def test_a_zero_may_name_its_unit(body: str, rest: str | None) -> None:
    found = sms_forms.read(body)
    assert (found.meaning, found.rest) == (Meaning.ZERO, rest)


@given(st.text(max_size=80))
def test_no_text_breaks_it(body: str) -> None:
    found = read(f"日报 {body}")
    assert found is not None
    assert set(found.values) <= {figure.name for figure in BY_WORD.values()}


@given(st.dictionaries(st.sampled_from(sorted(BY_WORD)), st.integers(0, 99_999), min_size=1, max_size=6))
def test_what_the_card_says_is_understood(said: dict[str, int]) -> None:
    found = read("日报 " + " ".join(f"{word}{value}" for word, value in said.items()))
    assert found is not None
    assert found.unread == ()
    assert found.values == {BY_WORD[word].name: value for word, value in said.items()}
