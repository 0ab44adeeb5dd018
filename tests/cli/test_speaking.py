"""`dalaba broadcast`: a village spoken to."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import Evidence, State
from gateway.journeys.speaking import drafts, running
from gateway.journeys.telephone import dialling
from gateway.store import broadcasts as store
from gateway.store import deliveries
from gateway.switchboard import Switchboard
from tests.cli.conftest import Dalaba
from tests.support import cast
from tests.support.board import new_board
from tests.support.hours import where_it_is_ten

WORDS = "今天下午三点全村消毒。"
NOON = {"TIMEZONE": where_it_is_ten()}


@pytest.fixture
def board(sqlite_url: str) -> Switchboard:
    """The night shift, looking into the same ledger."""
    return new_board(sqlite_url)


def sent(dalaba: Dalaba, *more: str) -> str:
    done = dalaba("broadcast", "send", "--area", cast.VILLAGE, "--text", WORDS, "--yes", *more, **NOON)
    assert done.exit_code == 0
    found = re.search(r"On its way: (\d+)", done.output)
    assert found
    return found[1]


def state(board: Switchboard, short: str) -> State:
    with closing(board.ledger), board.work() as work:
        return drafts.find(work, short).state


def test_a_broadcast_says_how_many_phones_it_rings(village_dalaba: Dalaba, board: Switchboard) -> None:
    words = ("broadcast", "send", "--area", cast.VILLAGE, "--text", WORDS)
    done = village_dalaba(*words, typed="y\n", **NOON)
    assert "鹤阳村: 12 phones, about 1 minute, about 2 yuan." in done.output
    assert "REDIS_URL is not set: the clock finds it within a minute." in done.output
    with closing(board.ledger), board.ledger.read() as tx:
        [kept] = store.beginning_with(tx, "")
    assert (kept.state, kept.level, kept.language, kept.author_id) == (State.QUEUED, "yellow", "zh", None)


@pytest.mark.parametrize("typed", ["n\n", ""])
def test_nothing_goes_without_a_yes(village_dalaba: Dalaba, board: Switchboard, typed: str) -> None:
    done = village_dalaba("broadcast", "send", "--area", cast.VILLAGE, "--text", WORDS, typed=typed)
    assert done.exit_code == 1
    assert "Not sent." in done.output
    assert state(board, "") is State.DROPPED


@pytest.mark.parametrize(
    ("area", "words", "reason"),
    [
        ("532901105999", ("--text", "x"), "there is no unit '532901105999'"),
        (cast.VILLAGE, ("--text", "x", "--language", "bai"), "no language is called 'bai'; there are: zh, en"),
        (cast.VILLAGE, ("--text", "  "), "--text says nothing"),
    ],
)
def test_what_cannot_be_sent_says_why(village_dalaba: Dalaba, area: str, words: tuple[str, ...], reason: str) -> None:
    done = village_dalaba("broadcast", "send", "--area", area, "--yes", *words)
    assert done.exit_code == 1
    assert reason in done.stderr


def test_an_area_without_a_phone_is_not_rung(dalaba: Dalaba, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("kind,code,name\nunit,53,云南省\n", encoding="utf-8")
    dalaba("roster", "import", str(file))
    done = dalaba("broadcast", "send", "--area", "53", "--text", "x", "--yes")
    assert done.exit_code == 1
    assert "No phone is on the roster there" in done.output


def test_the_village_asleep_is_told_when_it_will_ring(village_dalaba: Dalaba) -> None:
    words = ("broadcast", "send", "--area", cast.VILLAGE, "--text", WORDS, "--yes")
    asleep = village_dalaba(*words, WAKING_FROM="23:58", WAKING_UNTIL="23:59")
    assert re.search(r"Not now: phones ring from \d\d-\d\d 23:58", asleep.output)


def test_the_door_list_shows_whom_nobody_reached(village_dalaba: Dalaba, board: Switchboard) -> None:
    short = sent(village_dalaba)
    with closing(board.ledger):
        with board.work() as work:
            id_ = drafts.find(work, short).id
        running.fan_out(board, id_)
        with board.work() as work:
            taken = {one.number: one.id for one in deliveries.take(work.tx, id_, work.now, 100)}
            deliveries.hear(work.tx, taken[cast.YANG], work.now, Evidence.KEY)
            deliveries.put_back(work.tx, taken[cast.SHARED], True, Cause.BUSY, None)
    shown = village_dalaba("broadcast", "show", short)
    assert re.search(r"│ 12 +│ 1 +│ 0 +│ 10 +│ 0 +│ 1 +│", shown.output)
    assert "│ 一组      │ 003       │ 段玉兰    │ busy" in shown.output
    assert "1/12" in village_dalaba("broadcast", "list").output


def test_a_broadcast_is_followed_until_it_is_over(village_dalaba: Dalaba, board: Switchboard) -> None:
    short = sent(village_dalaba)
    with closing(board.ledger):
        with board.work() as work:
            id_ = drafts.find(work, short).id
        running.fan_out(board, id_)
        with board.work() as work:
            for one in deliveries.take(work.tx, id_, work.now, 100):
                deliveries.hear(work.tx, one.id, work.now, Evidence.KEY)
        dialling.dial(board)  # nobody is left to ring
    watched = village_dalaba("broadcast", "watch", short)
    assert watched.exit_code == 0
    assert "finished 已完" in watched.output


def test_ctrl_c_leaves_a_broadcast_running(village_dalaba: Dalaba, monkeypatch: pytest.MonkeyPatch) -> None:
    short = sent(village_dalaba)

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gateway.cli.broadcasts.showing.time.sleep", interrupted)
    watched = village_dalaba("broadcast", "watch", short)
    assert watched.exit_code == 0
    assert f"It rings on; `dalaba broadcast stop {short}` stops it." in watched.output
    assert "queued" in village_dalaba("broadcast", "list").output


def test_a_broadcast_is_stopped_once(village_dalaba: Dalaba, board: Switchboard) -> None:
    short = sent(village_dalaba)
    assert "Stopped." in village_dalaba("broadcast", "stop", short).output
    assert "It was over already" in village_dalaba("broadcast", "stop", short).output
    assert state(board, short) is State.STOPPED


def test_an_unknown_broadcast_is_named(dalaba: Dalaba) -> None:
    done = dalaba("broadcast", "show", "3f2a")
    assert done.exit_code == 1
    assert "0 broadcasts begin with '3f2a'" in done.stderr
