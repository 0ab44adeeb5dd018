"""What a text means: a table of texts as they are really written, slips included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.sms_forms import Meaning, Reading, read

TABLE: list[tuple[str, Reading]] = [
    ("好", Reading(Meaning.WELL)),
    (" 好。", Reading(Meaning.WELL)),
    ("都好！", Reading(Meaning.WELL)),
    ("OK", Reading(Meaning.WELL)),
    ("all well", Reading(Meaning.WELL)),
    ("健康: 好", Reading(Meaning.WELL)),
    ("零报", Reading(Meaning.ZERO)),
    ("病", Reading(Meaning.ILL)),
    ("病 38.2 咳", Reading(Meaning.ILL, 38.2, True)),
    ("病３８．２，咳嗽", Reading(Meaning.ILL, 38.2, True)),
    ("发烧了38度2", Reading(Meaning.ILL, 38.2)),
    ("ill 38.2 cough", Reading(Meaning.ILL, 38.2, True)),
    ("咳嗽", Reading(Meaning.ILL, None, True)),
    ("没发烧，有点咳", Reading(Meaning.ILL, None, True)),
    ("36.8", Reading(Meaning.TEMPERATURE, 36.8)),
    ("３６．８", Reading(Meaning.TEMPERATURE, 36.8)),
    ("368", Reading(Meaning.TEMPERATURE, 36.8)),
    ("体温36.8度", Reading(Meaning.TEMPERATURE, 36.8)),
    ("体温: 36.8", Reading(Meaning.TEMPERATURE, 36.8)),
    ("37.3", Reading(Meaning.ILL, 37.3)),
    ("37.2", Reading(Meaning.TEMPERATURE, 37.2)),
    ("38", Reading(Meaning.ILL, 38.0)),
    ("2:37.5", Reading(Meaning.ILL, 37.5, member=2)),
    ("２：３６８", Reading(Meaning.TEMPERATURE, 36.8, member=2)),
    ("3：病 38.2 咳", Reading(Meaning.ILL, 38.2, True, member=3)),
    ("1: 36.6", Reading(Meaning.TEMPERATURE, 36.6, member=1)),
    ("2:30", Reading(Meaning.UNREADABLE)),
    ("0:36.6", Reading(Meaning.UNREADABLE)),
    ("帮助", Reading(Meaning.HELP)),
    ("？", Reading(Meaning.HELP)),
    ("HELP", Reading(Meaning.HELP)),
    ("退订", Reading(Meaning.OPT_OUT)),
    ("TD", Reading(Meaning.OPT_OUT)),
    ("ｔ", Reading(Meaning.OPT_OUT)),
    ("Stop.", Reading(Meaning.OPT_OUT)),
    ("恢复", Reading(Meaning.OPT_IN)),
    ("KS", Reading(Meaning.OPT_IN)),
    ("1", Reading(Meaning.TAKE)),
    ("１", Reading(Meaning.TAKE)),
    ("接手", Reading(Meaning.TAKE)),
    ("接手A0208-07", Reading(Meaning.TAKE, number="A0208-07")),
    ("1/a0208-07", Reading(Meaning.TAKE, number="A0208-07")),
    ("1 A020807", Reading(Meaning.TAKE, number="A0208-07")),
    ("转 A0208-07 村医", Reading(Meaning.HAND_ON, number="A0208-07", rest="村医")),
    ("转a0208-107李医生。", Reading(Meaning.HAND_ON, number="A0208-107", rest="李医生")),
    ("转给 A0208-07", Reading(Meaning.HAND_ON, number="A0208-07")),
    ("Hand on A0208-07 Dr Li", Reading(Meaning.HAND_ON, number="A0208-07", rest="Dr Li")),
    (
        "结 A0208-07 发烧38度，已送 County Hospital",
        Reading(Meaning.CLOSE, number="A0208-07", rest="发烧38度,已送 County Hospital"),
    ),
    ("close A0208-07", Reading(Meaning.CLOSE, number="A0208-07")),
    ("接班", Reading(Meaning.TAKE_OVER)),
    ("接班了。", Reading(Meaning.TAKE_OVER)),
    ("接班 村医", Reading(Meaning.TAKE_OVER, rest="村医")),
    ("Take over", Reading(Meaning.TAKE_OVER)),
    ("转车到昆明", Reading(Meaning.UNREADABLE)),
    ("没发烧", Reading(Meaning.UNREADABLE)),
    ("还好吗", Reading(Meaning.UNREADABLE)),
    ("我家的猪38头", Reading(Meaning.UNREADABLE)),
    ("13900001234", Reading(Meaning.UNREADABLE)),
    ("", Reading(Meaning.UNREADABLE)),
    ("44.0", Reading(Meaning.UNREADABLE)),
]


@pytest.mark.parametrize(("body", "meaning"), TABLE)
def test_a_text_is_read_as_its_writer_meant_it(body: str, meaning: Reading) -> None:
    assert read(body) == meaning


@given(st.text())
def test_no_text_breaks_the_reader(body: str) -> None:
    found = read(body)
    assert found.temperature is None or 34.0 <= found.temperature <= 43.9
