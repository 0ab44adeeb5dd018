"""Orders about broadcasts, as cadres text them."""

import pytest

from gateway.domain import sms_forms
from gateway.domain.sms_forms import Meaning
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.orders import Ordered, Verb, read, split_area


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("同意 Y37", Ordered(Verb.AGREE, 37)),
        ("同意Y37", Ordered(Verb.AGREE, 37)),
        ("同意37", Ordered(Verb.AGREE, 37)),
        ("y37", Ordered(Verb.AGREE, 37)),
        ("AGREE Y37", Ordered(Verb.AGREE, 37)),
        ("不同意 N37 时间写错了", Ordered(Verb.REFUSE, 37, rest="时间写错了")),
        ("不同意N37", Ordered(Verb.REFUSE, 37)),
        ("不同意 37：内容不准", Ordered(Verb.REFUSE, 37, rest="内容不准")),
        ("Refuse N37 wrong hour", Ordered(Verb.REFUSE, 37, rest="wrong hour")),
        ("停 Y37", Ordered(Verb.STOP, 37)),
        ("停37", Ordered(Verb.STOP, 37)),
        ("stop Y37", Ordered(Verb.STOP, 37)),
        ("数 Y37", Ordered(Verb.COUNT, 37)),
        ("数37", Ordered(Verb.COUNT, 37)),
        ("Count Y37", Ordered(Verb.COUNT, 37)),
        ("余", Ordered(Verb.MORE)),
        ("MORE.", Ordered(Verb.MORE)),
        ("播", Ordered(Verb.SPEAK)),
        ("播 3组 明天停水", Ordered(Verb.SPEAK, rest="3组 明天停水")),
        ("播红 全村 发现病人", Ordered(Verb.SPEAK, level=Level.RED, rest="全村 发现病人")),
        ("speak orange Market is closed", Ordered(Verb.SPEAK, level=Level.ORANGE, rest="Market is closed")),
        ("同意", None),
        ("数", None),
        ("余震", None),
        ("停水了吗", None),
        ("今天播种", None),
        ("speaker", None),
        ("好", None),
    ],
)
def test_an_order_is_read_as_it_is_texted(text: str, ordered: Ordered | None) -> None:
    assert read(text) == ordered


@pytest.mark.parametrize(
    ("rest", "area", "words"),
    [
        ("3组 明天停水", "g3", "明天停水"),
        ("三组：明天停水", "g3", "明天停水"),
        ("三组明天停水", "g3", "明天停水"),
        ("全村明天停水", "v", "明天停水"),
        ("明天停水", None, "明天停水"),
        ("Group 3 no water", "e3", "no water"),
    ],
)
def test_the_area_stands_first_in_digits_or_in_words(rest: str, area: str | None, words: str) -> None:
    names = {"一组": "g1", "三组": "g3", "全村": "v", "Group 3": "e3"}
    assert split_area(rest, names) == (area, words)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("STOP", Meaning.OPT_OUT),  # one word alone is not an order but a wish
        ("stop 5", Meaning.STOP_BROADCAST),
        ("同意 Ｙ３７", Meaning.DECIDE),
        ("1", Meaning.TAKE),
        ("播 明天停水", Meaning.SPEAK),
    ],
)
def test_orders_are_told_from_what_residents_text(text: str, meaning: Meaning) -> None:
    assert sms_forms.read(text).meaning is meaning
