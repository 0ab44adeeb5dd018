"""Key 0 over the real exchange: signed webhooks, every one of them delivered twice, real calls from phone to phone."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from gateway.app import create_app
from gateway.carriers.companies import Companies
from gateway.carriers.twilio.client import TwilioCarrier
from gateway.conditions import Conditions
from gateway.journeys.connecting import promises
from gateway.journeys.telephone import dialling
from gateway.store import roster
from gateway.store.attempts import Purpose
from gateway.store.outgoing_tables import attempts
from gateway.store.screening_tables import tasks
from gateway.store.speaking_tables import deliveries
from gateway.switchboard import Switchboard
from tests.exchange.desk import LINE, SID, TOKEN, Exchange, until
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import clock_of, new_board
from tests.support.speaking import sent

TOLD_TWICE = {"duplicate": 1.0}


@dataclass
class Village:
    """A gateway that is reached over HTTP, and the exchange its village hangs on."""

    board: Switchboard
    exchange: Exchange

    def phone(self, number: str, persona: str, *keys: str) -> None:
        self.exchange.ask("PUT", "/exchange/phones", [{"number": number, "persona": persona, "keys": list(keys)}])

    def calls(self, number: str) -> list[dict[str, Any]]:
        """The calls a phone answered."""
        return self.exchange.events("call.answered", number=number)

    def talks(self) -> list[tuple[str, str]]:
        """Who was put through to somebody, and what became of it."""
        return [(row.number, row.state) for row in rows(self.board, attempts) if row.purpose == Purpose.TALK]


@pytest.fixture
def village(board: Switchboard) -> Iterator[Village]:
    with ExitStack() as away, on_the_web() as web:
        exchange = Exchange()
        away.callback(exchange.stop)
        here = f"http://127.0.0.1:{web.server_port}"
        account = {"twilio_account_sid": SID, "twilio_auth_token": TOKEN, "twilio_from_number": LINE}
        reached = {"public_base_url": here, "twilio_base_url": exchange.url}
        wired = new_board(board.settings.database_url, **reached, **account)
        with closing(wired.ledger):
            conditions = Conditions(wired.settings.redis_url)  # nobody answers there: every company is well
            accounts = wired.settings.accounts
            wired = replace(wired, carrier=Companies(accounts, lambda one: TwilioCarrier(one, here), conditions))
            web.app = create_app(wired)
            exchange.ask("PUT", "/exchange/clock", {"now": wired.clock.now().isoformat()})
            exchange.ask("PUT", "/exchange/chaos", TOLD_TWICE)
            exchange.line(f"{here}/twilio/voice", status_callback=f"{here}/twilio/status")
            with wired.work() as work:
                roster.remember(work.tx, cast.YANG, language="zh")
            yield Village(wired, exchange)
            assert exchange.events("error") == []


@contextmanager
def on_the_web() -> Iterator[BaseWSGIServer]:
    """A web server without an application yet: what it serves is to know its address."""
    web = make_server("127.0.0.1", 0, None, threaded=True)  # type: ignore[arg-type]
    Thread(target=web.serve_forever, daemon=True).start()
    yield web
    web.shutdown()
    web.server_close()


def test_the_cadre_is_put_through_and_each_sees_the_village_s_number_only(village: Village) -> None:
    village.phone(cast.CADRE, "on_duty")
    sid = village.exchange.dial(cast.YANG, "0", "2", "1")
    village.exchange.ended(sid)
    (leg,) = village.calls(cast.CADRE)
    assert leg["line"] == LINE
    assert village.talks() == [(cast.CADRE, "completed")]
    assert rows(village.board, tasks) == []
    heard = " ".join(village.exchange.heard(sid))
    assert "现在接干部" in heard
    assert "报体温按2" in heard, "afterwards the menu comes again"
    assert cast.CADRE[-4:] not in heard


def test_a_cadre_who_is_away_is_rung_for_whoever_waits_and_keeps_the_promise(village: Village) -> None:
    village.phone(cast.CADRE, "called_away", "1")
    village.phone(cast.YANG, "steady")
    sid = village.exchange.dial(cast.YANG, "0", "hangup")
    village.exchange.ended(sid)
    assert any("半小时内打给您" in words for words in village.exchange.heard(sid))
    clock_of(village.board).forward(minutes=2)
    dialling.ring(village.board, promises.due_calls(village.board))
    until(lambda: [row for row in rows(village.board, tasks) if row.done_at])
    (owed,) = rows(village.board, tasks)
    assert (owed.answer, owed.broken_at) == ("talked", None)
    assert [call["line"] for call in (*village.calls(cast.CADRE), *village.calls(cast.YANG))] == [LINE] * 3
    assert village.talks() == [(cast.CADRE, "no_answer"), (cast.YANG, "completed")]


def test_while_the_village_speaks_somebody_asks_for_a_person_and_confirms_afterwards(village: Village) -> None:
    village.phone(cast.CADRE, "on_duty")
    village.phone(cast.YANG, "wants_person", "1")
    sent(village.board, cast.GRID_1)
    dialling.dial(village.board, red=True)
    until(lambda: [row for row in rows(village.board, deliveries) if row.state == "heard"])
    assert [row.number for row in rows(village.board, deliveries) if row.state == "heard"] == [cast.YANG]
    assert village.talks() == [(cast.CADRE, "completed")]
