"""What a reader texts about a digest, and what the unit below answers."""

from datetime import date, time

import pytest

from gateway.domain import sms_forms
from gateway.domain.daily.readers import due_at, may_subscribe
from gateway.domain.daily.replies import Act, Asked, read
from gateway.domain.places import Level
from gateway.domain.sms_forms import Meaning
from tests.support.board import MORNING, SHANGHAI

READ = [
    ("3", Asked(Act.OPEN, 3)),
    ("3。", Asked(Act.OPEN, 3)),
    ("3 2/8", Asked(Act.OPEN, 3, 2, 8)),
    ("3 2月8日", Asked(Act.OPEN, 3, 2, 8)),
    ("3鹤阳村", Asked(Act.OPEN, 3, unit="鹤阳村")),
    ("3 2/8 鹤阳村", Asked(Act.OPEN, 3, 2, 8, unit="鹤阳村")),
    ("3 in Heyang", Asked(Act.OPEN, 3, unit="heyang")),
    ("1 2/8", Asked(Act.OPEN, 1, 2, 8)),
    ("差 3 应为2", Asked(Act.DISPUTE, 3, value=2)),
    ("差3 2", Asked(Act.DISPUTE, 3, value=2)),
    ("差 3 鹤阳村 应该是12", Asked(Act.DISPUTE, 3, unit="鹤阳村", value=12)),
    ("差 3 2/7 应为0", Asked(Act.DISPUTE, 3, 2, 7, value=0)),
    ("dispute 3 should be 2", Asked(Act.DISPUTE, 3, value=2)),
    ("差12 对", Asked(Act.SETTLE, number=12, right=True)),
    ("差12改", Asked(Act.SETTLE, number=12, right=False)),
    ("Dispute 12 changed", Asked(Act.SETTLE, number=12, right=False)),
    ("订 镇 20点", Asked(Act.SUBSCRIBE, level=Level.TOWNSHIP, at=time(20))),
    ("订村", Asked(Act.SUBSCRIBE, level=Level.VILLAGE)),
    ("订 县级 7:30", Asked(Act.SUBSCRIBE, level=Level.COUNTY, at=time(7, 30))),
    ("订 县 7点半", Asked(Act.SUBSCRIBE, level=Level.COUNTY, at=time(7, 30))),
    ("订 镇 25点", Asked(Act.SUBSCRIBE, level=Level.TOWNSHIP, hour_is_odd=True)),
    ("subscribe township 20:00", Asked(Act.SUBSCRIBE, level=Level.TOWNSHIP, at=time(20))),
    ("退 镇", Asked(Act.UNSUBSCRIBE, level=Level.TOWNSHIP)),
    ("unsubscribe township", Asked(Act.UNSUBSCRIBE, level=Level.TOWNSHIP)),
    *((body, None) for body in ("12", "0", "3 人发烧", "差", "差 3", "订", "退订", "36.8", "38", "3组012好", "好")),
]


@pytest.mark.parametrize(("body", "asked"), READ)
def test_a_reply_is_read_by_its_words(body: str, asked: Asked | None) -> None:
    assert read(body) == asked


MEANT = [
    ("３", Meaning.OPEN),
    ("1", Meaning.TAKE),
    ("38", Meaning.ILL),
    ("36.8", Meaning.TEMPERATURE),
    ("2:37.5", Meaning.ILL),
    ("3 发烧", Meaning.ILL),
    ("退订", Meaning.OPT_OUT),
    ("unsubscribe", Meaning.OPT_OUT),
    ("退 镇", Meaning.SUBSCRIBE),
    ("停 37", Meaning.STOP_BROADCAST),
    ("差12 对", Meaning.SETTLE),
]


@pytest.mark.parametrize(("body", "meaning"), MEANT)
def test_a_reply_takes_nothing_from_the_other_texts(body: str, meaning: Meaning) -> None:
    assert sms_forms.read(body).meaning is meaning


def test_a_day_is_the_latest_there_was() -> None:
    assert Asked(Act.OPEN, 3, 2, 8).which_day(date(2020, 2, 8)) == date(2020, 2, 8)
    assert Asked(Act.OPEN, 3, 12, 31).which_day(date(2020, 2, 8)) == date(2019, 12, 31)
    assert Asked(Act.OPEN, 3, 2, 30).which_day(date(2020, 2, 8)) is None
    assert Asked(Act.OPEN, 3).which_day(date(2020, 2, 8)) is None


VILLAGE, TOWNSHIP, COUNTY = "532901105201", "532901105", "532901"


def test_nobody_subscribes_above_their_own_unit() -> None:
    assert may_subscribe("supervisor", TOWNSHIP, Level.TOWNSHIP)
    assert may_subscribe("supervisor", TOWNSHIP, Level.VILLAGE)
    assert not may_subscribe("supervisor", TOWNSHIP, Level.COUNTY)
    assert not may_subscribe("supervisor", TOWNSHIP, Level.GRID)
    assert not may_subscribe("grid_worker", VILLAGE, Level.VILLAGE)
    assert not may_subscribe("grid_worker", f"{VILLAGE}01", Level.VILLAGE)


def test_a_digest_is_due_at_the_hour_or_as_soon_as_it_is_sealed() -> None:
    sealed = MORNING.replace(hour=17)
    assert due_at(sealed, None, SHANGHAI) == sealed
    assert due_at(sealed, time(20), SHANGHAI) == MORNING.replace(hour=20)
    assert due_at(sealed, time(7, 30), SHANGHAI) == MORNING.replace(day=9, hour=7, minute=30)
