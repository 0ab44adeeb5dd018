"""`dalaba why`: the next call and its reason first, numbers and names only when asked for."""

from contextlib import closing
from datetime import date, timedelta
from io import StringIO

import pytest
from rich.console import Console

from gateway.cli import why
from gateway.domain.calls import CallState
from gateway.journeys import roster
from gateway.journeys.observing.why import explain
from tests.cli.conftest import Dalaba
from tests.journeys.home import at, came_home, reports, tick
from tests.journeys.situations.conftest import STAFF, confirms, enters
from tests.journeys.talk import ends
from tests.support import cast
from tests.support.board import carrier_of, new_board

FIRST = date(2020, 2, 8)
HOME = "+8619900000001"


def test_a_phone_nothing_waits_for(village_dalaba: Dalaba) -> None:
    told = village_dalaba("why", "19900010001")
    assert told.exit_code == 0
    assert "next call 下次打: none: nothing waits for this phone 不会打" in told.output
    assert "+86199****0001" in told.output
    assert "+8619900010001" not in told.output
    assert "19900010001" in village_dalaba("why", "19900010001", "--full").output


def test_nobody_on_the_roster(dalaba: Dalaba) -> None:
    assert "nobody on the roster 不在册" in dalaba("why", HOME).output


@pytest.mark.parametrize("odd", ["12", "wang"])
def test_what_is_no_number_is_refused_with_an_example(dalaba: Dalaba, odd: str) -> None:
    told = dalaba("why", odd)
    assert told.exit_code == 1
    assert "is no telephone number; write it as 13987210001" in told.output


def test_everything_about_somebody_under_observation(sqlite_url: str) -> None:
    board = new_board(sqlite_url)
    with closing(board.ledger):
        cast.settle(board)
        at(board, FIRST, 9)
        came_home(board, cast.YANG, FIRST - timedelta(days=1))
        at(board, FIRST, 19)
        tick(board)
        ends(board, carrier_of(board).call_to(cast.YANG), CallState.NO_ANSWER)
        at(board, FIRST, 19, 5)
        reports(board, cast.YANG, temperature=36.6)
        paper = Console(width=120, file=StringIO())
        why.show(board, paper, explain(board, cast.YANG), full=True)
        told = paper.file.getvalue()  # type: ignore[attr-defined]
    for words in (
        "02-09 09:30, unless they report before",
        "household 住户 001, 鹤阳村",
        "杨秀英",
        "category 类别 G, day 1 of 14 第1天，共14天",
        "next check due 下次报体温 02-09 08:00, called from 没报就打 02-09 09:30",
        "1 calls in 24 hours",
        "evening 晚上",
        "02-08 19:05 by text 短信",
        "36.6",
        "follow_up",
        "no_answer",
    ):
        assert words in told


def test_a_household_that_a_class_asks_every_day(sqlite_url: str) -> None:
    board = new_board(sqlite_url)
    with closing(board.ledger):
        cast.settle(board)
        roster.bring(board, STAFF.encode())
        enters(board)
        confirms(board, "2a")
        at(board, FIRST, 9, 30)
        paper = Console(width=160, file=StringIO())
        why.show(board, paper, explain(board, cast.YANG), full=False)
        told = paper.file.getvalue()  # type: ignore[attr-defined]
    assert "02-08 10:00, unless they tell before how they are 到时还没报平安才打" in told
    assert "every household asked 每户报平安: 001, 1 times a day 次, as class 2a in force since 2020-02-08" in told
    assert "2a类情形; not asked yet today 今天还没问" in told


def test_the_handset_asks_a_household(dalaba: Dalaba) -> None:
    walked = dalaba("handset", "household_round", "--as", "19900010003", "--keys", "2 2 1")
    for words in ("几家今天都好吗", "段国强，按2", "report 报告: ill"):
        assert words in walked.output


def test_the_handset_rings_a_home_under_observation(dalaba: Dalaba) -> None:
    walked = dalaba("handset", "follow_up", "--keys", "2 2 382")
    for words in ("第5天，一共14天", "62岁，女的，按", "村医会打给您", "居家观察户有人发烧或不舒服"):
        assert words in walked.output
