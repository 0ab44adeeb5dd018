"""The one-line form gives the record a call would give; what is missing is asked for, text by text."""

import pytest

from gateway.domain.texts import segments
from gateway.journeys.texting import outbox, texts
from gateway.store import arrivals
from gateway.store.outgoing_tables import alerts
from gateway.store.screening_tables import arrivals as arrival_table
from gateway.store.screening_tables import clears
from gateway.store.tables import reports, texts_in
from gateway.switchboard import Switchboard
from tests.journeys.talk import FROM_WUHAN, knows_language, ring, rows
from tests.support import cast
from tests.support.board import LINE, carrier_of

WHOLE = "登 人1 到2天 来027 车G1234 停无 同无 触无 病无 防居家 男35 电本机"


def send(board: Switchboard, body: str, number: str = cast.YANG) -> list[str]:
    """Texts the line, and reads what comes back."""
    before = len(carrier_of(board).texts)
    texts.receive(board, f"SM{len(rows(board, texts_in))}", number, LINE, body)
    outbox.send(board)
    return [text.body for text in carrier_of(board).texts[before:] if text.to == number]


def known(board: Switchboard, arrival_id: str) -> dict[int, tuple[bool, dict[str, str]]]:
    with board.ledger.read() as tx:
        return {
            number: (item.clear, {name: value for name, value in item.answers.items() if "spoken" not in name})
            for number, item in arrivals.items(tx, arrival_id).items()
        }


def test_a_whole_form_is_ten_of_ten_with_one_receipt(board: Switchboard) -> None:
    (receipt,) = send(board, WHOLE)
    assert "10" in receipt
    (arrival,) = rows(board, arrival_table)
    assert (arrival.clear, arrival.category, arrival.unit_code) == (10, "D", cast.GRID_1)
    assert {row.channel for row in rows(board, clears)} == {"sms"}


def test_a_form_and_a_call_give_the_same_record(board: Switchboard) -> None:
    neighbour = "+8619900010002"
    knows_language(board, neighbour)
    ring(board, neighbour, FROM_WUHAN)
    send(board, WHOLE)
    by_call, by_text = (known(board, row.id) for row in rows(board, arrival_table))
    assert by_text == by_call


def test_a_call_and_a_form_about_one_person_are_one_person(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, FROM_WUHAN)
    send(board, WHOLE)
    assert len(rows(board, arrival_table)) == 1
    assert {report.person for report in rows(board, reports)} == {rows(board, arrival_table)[0].id}


def test_what_is_missing_is_asked_for_one_by_one(board: Switchboard) -> None:
    replies = send(board, "登 人1 到2天 来武汉 病无 防居家 男35 电本机")
    assert "同车" in replies[-1], "what the doctor needs first"
    assert "在一起" in send(board, "没有")[-1]
    assert "坐什么" in send(board, "2")[-1]
    assert "开头" in send(board, "火车")[-1]
    assert "没看懂" in send(board, "蓝色的那趟")[-1]
    assert "数字" in send(board, "G")[-1]
    assert "停过" in send(board, "1234")[-1]
    (receipt,) = send(board, "没停")
    assert "10" in receipt
    (arrival,) = rows(board, arrival_table)
    assert arrival.clear == 10


def test_the_reply_names_exactly_what_was_not_understood(board: Switchboard) -> None:
    replies = send(board, "登 人1 到2天 来呼啦圈 车G1234 停无 同无 触无 病无 防居家 男35 电本机")
    assert any("呼啦圈" in reply for reply in replies)
    (arrival,) = rows(board, arrival_table)
    assert arrival.clear == 9


def test_ten_people_in_one_text_from_the_hilltop(board: Switchboard) -> None:
    lines = [f"户{n:03} 到2天 来027 车G1234 停无 同无 触无 病无 防居家 男{20 + n} 电本机" for n in range(1, 11)]
    (reply,) = send(board, "登\n" + "\n".join(lines), cast.CADRE)
    assert "10人" in reply
    told = rows(board, arrival_table)
    assert len(told) == 10
    assert len({row.household_id for row in told}) == 10
    assert cast.CADRE not in {row.contact for row in told}, "they are reached on their own phones"
    assert {row.said_by.partition(":")[0] for row in rows(board, clears)} == {"staff"}


def test_a_fever_with_history_in_a_form_alarms_at_once(board: Switchboard) -> None:
    send(board, "登 人1 到2天 来武汉 车G1234 停无 同无 触无 热38.5 咳 防居家 男35 电本机")
    assert [alert.kind for alert in rows(board, alerts)] == ["fever_history"]


@pytest.mark.parametrize(
    ("origin", "more", "said_to_do"),
    [
        ("来武汉", "触无 病无", "在家14天"),
        ("来武汉", "触无 热38.5 咳", "别自己去医院"),
        ("来020", "触有 病无", "一个人住一间屋"),
        ("来昆明", "触无 病无", "出门戴口罩"),
        ("来昆明", "触无 不烧 病咳", "看病先打电话问村医"),
        ("来缅甸", "触无 病无", "和家人分开住"),
    ],
)
def test_the_receipt_says_what_to_do_by_category_in_one_segment(
    board: Switchboard, origin: str, more: str, said_to_do: str
) -> None:
    whole = f"登 人1 到2天 {origin} 自驾 停无 同无 {more} 防居家 男35 电本机"
    receipt = send(board, whole)[-1]
    assert said_to_do in receipt
    assert segments(receipt) == 1


def test_a_zero_form_is_a_zero_report(board: Switchboard) -> None:
    send(board, "登 人0")
    assert [report.kind for report in rows(board, reports)] == ["zero"]


@pytest.mark.parametrize("body", ["好", "病 38.2 咳", "退订", "帮助", "36.8"])
def test_health_words_are_no_forms(board: Switchboard, body: str) -> None:
    send(board, body)
    assert rows(board, arrival_table) == []


def test_an_opt_out_is_heard_in_the_middle_of_the_questions(board: Switchboard) -> None:
    send(board, "登 人1 到2天 来武汉")
    send(board, "退订")
    assert rows(board, texts_in)[-1].meaning == "opt_out"
