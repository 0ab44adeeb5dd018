"""Speaking by phone: what she hears before she presses 1, more languages, a question, a list, a key that stops."""

from gateway.domain.speaking.states import State
from gateway.journeys.telephone import dialling
from gateway.store import broadcasts, lists, roster
from gateway.store.speaking_tables import broadcasts as table
from gateway.store.speaking_tables import deliveries, loudspeakers
from gateway.switchboard import Switchboard
from tests.journeys.talk import press, ring, rows, said
from tests.support import cast
from tests.support.board import carrier_of
from tests.support.speaking import sent

DRAFTED = ["1", cast.CADRE_PIN, "1", "3", "1", "rec"]  # speak, PIN, the village, yellow, by voice


def test_she_hears_phones_minutes_money_and_who_would_not_understand(board: Switchboard) -> None:
    with board.work() as work:
        roster.remember(work.tx, cast.YANG, opted_out_at=work.now)
        horn = {"unit_code": cast.GRID_1, "name": "村口喇叭", "number": "+8619900088888"}
        work.tx.execute(loudspeakers.insert().values(**horn))
    heard = said(board, ring(board, cast.CADRE, DRAFTED))
    assert "要打12部电话，大约1分钟，话费大约2块。" in heard
    assert "有1部电话只听得懂别的话，您还没讲，一共1种。" in heard
    assert "有1部电话不收日常通知。" in heard
    assert "村里的1个喇叭也会响。" in heard


def test_the_same_in_another_language_before_it_goes(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, [*DRAFTED, "4"])
    assert "English" in said(board, reply)
    reply = press(board, press(board, reply, "1"), "rec")
    assert "听得懂别的话" not in said(board, reply)
    assert "每种话都有了" in said(board, press(board, reply, "4"))
    with board.ledger.read() as tx:
        (kept,) = broadcasts.beginning_with(tx, "")
        assert sorted(broadcasts.infos(tx, kept.id)) == ["en", "zh"]


def test_a_question_at_the_end_with_its_right_key(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, [*DRAFTED, "5", "rec", "2", "1"])
    assert reply.turn.wants is None
    (row,) = rows(board, table)
    assert (row.right_key, row.state) == ("2", State.QUEUED)
    with board.ledger.read() as tx:
        assert broadcasts.infos(tx, row.id)["zh"].question_address == "https://carrier.example/rec"


def test_spoken_again_it_is_the_same_draft(board: Switchboard) -> None:
    ring(board, cast.CADRE, [*DRAFTED, "2", "rec", "2", "rec", "3"])
    assert [row.state for row in rows(board, table)] == [State.DROPPED]


def test_a_list_is_an_area_like_any_other(board: Switchboard) -> None:
    with board.work() as work:
        lists.put_list(work.tx, cast.VILLAGE, "小卖部", ["001", "012"])
    reply = ring(board, cast.CADRE, ["1", cast.CADRE_PIN])
    assert "小卖部，按2" in said(board, reply)
    reply = ring(board, cast.CADRE, ["1", cast.CADRE_PIN, "2", "3", "1", "rec"], sid="CA-2")
    assert "要打2部电话" in said(board, reply)


def test_more_than_nine_groups_are_read_out_page_by_page(board: Switchboard) -> None:
    names = {f"{cast.VILLAGE}{n:02}": f"第{n}组" for n in range(4, 15)}
    with board.work() as work:
        grids = [{"code": code, "name": name, "level": "grid", "language": None} for code, name in names.items()]
        roster.put_units(work.tx, grids)
    reply = ring(board, cast.CADRE, ["1", cast.CADRE_PIN])
    assert "第7组，按8。 更多，按9。" in said(board, reply)
    second = press(board, reply, "9")
    assert "第14组，按7。 从头再听，按8。" in said(board, second)
    first = press(board, second, "8")
    assert said(board, first) == said(board, reply)
    assert "有多急" in said(board, press(board, press(board, first, "9"), "7"))


def test_a_message_kept_ready_is_said_in_every_language_it_is_worded_in(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, ["1", cast.CADRE_PIN, "1", "4", "2", "5"])
    assert "勤洗手" in said(board, ring(board, cast.CADRE, ["1", cast.CADRE_PIN, "1", "4", "2"], sid="CA-2"))
    assert "出门戴口罩" in said(board, reply)
    assert "听得懂别的话" not in said(board, reply)


def test_one_key_stops_the_only_broadcast_that_runs(board: Switchboard) -> None:
    sent(board, by=cast.CADRE)
    dialling.dial(board, red=True)
    reply = ring(board, cast.CADRE, ["4", cast.CADRE_PIN])
    assert "停了。一共12部电话，0部听到了。" in said(board, reply)
    assert {row.state for row in rows(board, deliveries)} == {"stopped"}
    assert len(carrier_of(board).calls) == len(cast.PHONES)
    reply = ring(board, cast.CADRE, ["4", cast.CADRE_PIN], sid="CA-2")
    assert "现在没有正在打的广播" in said(board, reply)


def test_of_several_she_says_which(board: Switchboard) -> None:
    sent(board, cast.GRID_1, by=cast.CADRE)
    sent(board, cast.GRID_2, by=cast.CADRE)
    reply = ring(board, cast.CADRE, ["4", cast.CADRE_PIN])
    assert "红色紧急2，二组，按1。 红色紧急1，一组，按2。" in said(board, reply)
    press(board, reply, "2")
    assert [row.state for row in rows(board, table)] == [State.STOPPED, State.SENDING]
