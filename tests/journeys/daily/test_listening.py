"""The day's report by phone, and digests nobody has read: signed, heard, opened, called through, each once."""

from gateway.domain.calls import CallState
from gateway.domain.daily.content import Nature
from gateway.domain.places import Level
from gateway.domain.refusals import Refusal
from gateway.journeys import due
from gateway.journeys.daily import calling, sealing
from gateway.journeys.texting import outbox, read_out, texts
from gateway.ports import Urgency
from gateway.store.daily_tables import day_acts, keyed_figures
from gateway.store.digest_tables import digest_readings
from gateway.store.outgoing_tables import texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import ends, pick_up, press, ring, rows, said
from tests.support import cast
from tests.support.board import LINE, MORNING, PlacedCall, carrier_of, clock_of

DAY = MORNING.date()
ILL = "+8619900010007"


def evening(board: Switchboard) -> None:
    """Somebody is ill; village and township are sealed and texted."""
    texts.receive(board, "SM-ill", ILL, LINE, "病 38.2")
    for hour, level in ((16, Level.VILLAGE), (17, Level.TOWNSHIP)):
        clock_of(board).set(MORNING.replace(hour=hour))
        sealing.seal(board, DAY, level)
    outbox.send(board)


def test_a_zero_is_signed_with_a_key(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, ["7"])
    assert said(board, reply) == "鹤阳村，系统统计今天为零。对按1，还有别的要报按2。"
    reply = press(board, reply, "1")
    assert said(board, reply) == "好，鹤阳村今天的日报记下了，谢谢您。再见。"
    press(board, reply, "1")
    (act,) = rows(board, day_acts)
    assert (act.what, act.channel, act.unit_code) == ("zero", "call", cast.VILLAGE)
    assert sealing.preview(board, cast.VILLAGE, DAY)[1].nature is Nature.ZERO


def test_what_was_counted_is_heard_and_what_only_they_know_is_keyed(board: Switchboard) -> None:
    texts.receive(board, "SM-ill", ILL, LINE, "病 38.2")
    reply = ring(board, cast.CADRE, ["7"])
    assert "系统统计今天：发热1。" in said(board, reply)
    for keys in ("2", "6#", "#", "5#"):
        reply = press(board, reply, keys)
    assert {row.name: row.value for row in rows(board, keyed_figures)} == {"staff_present": 6, "mask_days": 5}
    assert [row.what for row in rows(board, day_acts)] == ["figures"]


def test_after_the_cut_off_the_call_says_that_it_is_late(board: Switchboard) -> None:
    clock_of(board).set(MORNING.replace(hour=16, minute=1))
    assert "算补报" in said(board, ring(board, cast.CADRE, ["7", "1"]))


def test_a_supervisor_hears_the_digest_and_opens_a_figure(board: Switchboard) -> None:
    evening(board)
    reply = ring(board, cast.SUPERVISOR, ["7"])
    heard = said(board, reply)
    assert "银桥镇，2月8号，正月十五的日报。" in heard
    assert "发烧1人，按3。" in heard
    assert "没报的11户，按7。" in heard
    assert said(board, press(board, reply, "3")).startswith("鹤阳村1。")
    (township,) = (row for row in rows(board, digest_readings) if row.unit_code == cast.TOWNSHIP)
    assert township.how == "call"


def test_whoever_signs_and_reads_hears_the_digest_once_they_have_signed(board: Switchboard) -> None:
    texts.receive(board, "SM-subscribe", cast.CADRE, LINE, "订 村")
    evening(board)
    reply = ring(board, cast.CADRE, ["7"], sid="CA-1")
    assert "系统统计今天：发热1。" in said(board, reply)
    press(board, reply, "1")
    assert "鹤阳村，2月8号，正月十五的日报。" in said(board, ring(board, cast.CADRE, ["7"], sid="CA-2"))


def test_before_anything_is_sealed_there_is_nothing_to_hear(board: Switchboard) -> None:
    reply = ring(board, cast.SUPERVISOR, ["7"])
    assert said(board, reply) == "现在没有您的日报。再见。"


def test_a_doctor_is_a_household_like_any_other(board: Switchboard) -> None:
    assert "日报" not in said(board, ring(board, cast.DOCTOR, []))


# Unread


def read_out_call(board: Switchboard) -> PlacedCall:
    """The one call that is placed, however often the workers look."""
    before = len(carrier_of(board).calls)
    for _ in range(2):
        calling.call_unread(board)
        read_out.ring(board, Urgency.ROUTINE)
    (call,) = carrier_of(board).calls[before:]
    return call


def test_a_digest_nobody_has_read_is_read_out_by_one_call(board: Switchboard) -> None:
    evening(board)
    texts.receive(board, "SM-village", cast.SUPERVISOR, LINE, "3 2/8")  # one of the two is read
    clock_of(board).set(MORNING.replace(hour=16, minute=59))
    assert list(due.digests_to_call_about(board)) == []
    clock_of(board).set(MORNING.replace(hour=17))
    assert list(due.digests_to_call_about(board)) == [()]
    call = read_out_call(board)
    assert call.to == cast.SUPERVISOR
    assert list(due.digests_to_call_about(board)) == []
    reply = pick_up(board, call, "*")
    assert "鹤阳村2/8日报" in said(board, reply)
    pick_up(board, call, "1")
    ends(board, call, CallState.COMPLETED, 40)
    village, township = rows(board, digest_readings)
    assert (village.how, township.how) == ("read_out", "text")
    assert village.read_at == clock_of(board).now()


def test_whoever_presses_nothing_is_not_rung_again(board: Switchboard) -> None:
    evening(board)
    clock_of(board).set(MORNING.replace(hour=17))
    call = read_out_call(board)
    ends(board, call, CallState.NO_ANSWER)
    clock_of(board).set(MORNING.replace(hour=17, minute=59))
    calling.call_unread(board)
    read_out.ring(board, Urgency.ROUTINE)
    assert len(carrier_of(board).calls) == 1
    assert rows(board, digest_readings)[0].read_at is None


def test_a_text_that_did_not_arrive_is_called_about_at_once_and_not_at_night(board: Switchboard) -> None:
    evening(board)
    clock_of(board).set(MORNING.replace(hour=21, minute=30))
    (village, _) = (row for row in rows(board, texts_out) if row.about.startswith("digest:"))
    for _ in range(2):
        texts.progress(board, village.id, village.sid, "failed", 30003, Refusal.BLOCKED)
    calling.call_unread(board)
    read_out.ring(board, Urgency.ROUTINE)
    assert carrier_of(board).calls == [], "it is night"
    clock_of(board).set(MORNING.replace(day=9, hour=7))
    read_out.ring(board, Urgency.ROUTINE)
    assert {call.to for call in carrier_of(board).calls} == {cast.SUPERVISOR}
