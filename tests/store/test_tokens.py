"""Tokens on both databases: given, used once a day, taken back once."""

from datetime import timedelta

from gateway.store import tokens
from gateway.store.ledger import Ledger
from tests.store.conftest import NOON, VILLAGE


def test_a_token_is_kept_used_and_revoked_once(ledger: Ledger) -> None:
    with ledger.write() as tx:
        number = tokens.add(tx, VILLAGE, "市疾控", "ab" * 32, NOON, NOON + timedelta(days=90))
        other = tokens.add(tx, VILLAGE, "镇上", "cd" * 32, NOON, NOON + timedelta(days=90))
    with ledger.write() as tx:
        tokens.note_use(tx, number, NOON.date())
        tokens.note_use(tx, number, NOON.date() - timedelta(days=1))
        assert [tokens.revoke(tx, number, NOON) for _ in range(2)] == [True, False]
        assert not tokens.revoke(tx, 999, NOON)
    with ledger.read() as tx:
        first, second = tokens.every(tx)
        assert tokens.load(tx, 999) is None
    assert (first.id, first.last_used_on, first.revoked_at) == (number, NOON.date(), NOON)
    assert (second.id, second.last_used_on, second.revoked_at) == (other, None, None)
