"""A text is stored once raw, sent once about one thing, and its state only climbs."""

from datetime import timedelta

import pytest

from gateway.ports import Urgency
from gateway.store import roster, texts
from gateway.store.ledger import Ledger
from gateway.store.texts import State
from tests.store.conftest import NOON

PHONE = "+8619900000001"


def test_a_text_delivered_twice_by_the_carrier_is_stored_once(ledger: Ledger) -> None:
    with ledger.write() as tx:
        assert texts.keep(tx, "SM1", PHONE, "+8619900000100", "好", NOON)
        assert not texts.keep(tx, "SM1", PHONE, "+8619900000100", "好", NOON)
        assert texts.unread(tx, 9) == [1]


def test_a_text_that_was_read_is_not_read_again(ledger: Ledger) -> None:
    with ledger.write() as tx:
        texts.keep(tx, "SM1", PHONE, "+8619900000100", "好", NOON)
        held = texts.hold_unread(tx, 1)
        assert held is not None
        assert held.body == "好"
        assert texts.unread(tx, 9, after=1) == []
        texts.set_meaning(tx, held.id, "well")
        assert texts.hold_unread(tx, 1) is None
        assert texts.unread(tx, 9) == []


def test_two_texts_about_one_thing_are_one(ledger: Ledger) -> None:
    with ledger.write() as tx:
        assert texts.put(tx, "digest:1", PHONE, "日报", NOON)
        assert not texts.put(tx, "digest:1", PHONE, "日报", NOON)
        assert len(texts.take(tx, NOON, 9)) == 1
        assert texts.take(tx, NOON, 9) == []


def test_urgent_texts_go_first(ledger: Ledger) -> None:
    with ledger.write() as tx:
        texts.put(tx, "a", PHONE, "routine", NOON)
        texts.put(tx, "b", PHONE, "urgent", NOON, Urgency.URGENT)
        assert [text.body for text in texts.take(tx, NOON, 1)] == ["urgent"]


def test_who_opted_out_gets_no_routine_text_but_every_urgent_one_and_every_answer(ledger: Ledger) -> None:
    with ledger.write() as tx:
        roster.remember(tx, PHONE, opted_out_at=NOON)
        assert not texts.put(tx, "a", PHONE, "routine", NOON)
        assert texts.put(tx, "b", PHONE, "urgent", NOON, Urgency.URGENT)
        assert texts.put(tx, "c", PHONE, "an answer", NOON, asked=True)


@pytest.mark.parametrize(
    ("news", "found"),
    [
        ([State.SENT, State.DELIVERED], State.DELIVERED),
        ([State.DELIVERED, State.SENT], State.DELIVERED),
        ([State.UNKNOWN, State.SENT], State.SENT),
        ([State.FAILED, State.SENT], State.FAILED),
        ([State.SENT, State.SENT], State.SENT),
    ],
)
def test_the_state_of_a_text_only_climbs(ledger: Ledger, news: list[State], found: State) -> None:
    with ledger.write() as tx:
        texts.put(tx, "a", PHONE, "hello", NOON)
        text = texts.take(tx, NOON, 1)[0]
        for state in news:
            texts.climb(tx, text.id, state, "SM9")
        texts.again(tx, text.id, NOON)
        lost = texts.lost(tx, NOON + timedelta(days=1), 9)
        due = texts.is_due(tx, NOON)
    assert lost == []
    assert not due, f"a text that is {found} must not be sent again"


def test_a_text_the_carrier_never_took_is_due_again(ledger: Ledger) -> None:
    with ledger.write() as tx:
        texts.put(tx, "a", PHONE, "hello", NOON)
        text = texts.take(tx, NOON, 1)[0]
        assert texts.lost(tx, NOON + timedelta(minutes=2), 9) == [text]
        texts.again(tx, text.id, NOON)
        assert texts.take(tx, NOON, 9)[0].tries == 2
