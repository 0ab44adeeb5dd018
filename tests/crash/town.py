"""A town that hears a red message while its gateway dies again and again: its phones, its time, how far it has got."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from gateway import clocks
from gateway.demo import scenes
from gateway.demo.checks import evidence
from gateway.demo.checks.evidence import Row
from gateway.demo.operator import Operator
from gateway.demo.stage import Cast
from gateway.demo.village import Village
from gateway.domain.calls import ENDED, CallState
from gateway.domain.errors import LedgerAway
from gateway.domain.flow import Phrase
from gateway.domain.speaking.hearing import ENOUGH
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import UNDER_WAY, State
from gateway.journeys import naming
from gateway.journeys.speaking import approval, drafts
from gateway.journeys.speaking.drafts import Message as Words
from gateway.journeys.speaking.drafts import Plan
from gateway.journeys.speaking.hearing import OPENING
from gateway.journeys.telephone.lost import SILENT_S
from gateway.queueing import QueueName
from gateway.settings import from_environment
from gateway.store import broadcasts, deliveries, migrate, staff
from gateway.store.broadcasts import Through
from gateway.store.outgoing_tables import attempts, texts_out
from gateway.store.tables import sessions
from gateway.store.texts import State as TextState
from gateway.switchboard import Switchboard
from gateway.wiring import connect_web
from tests.bench import town as county
from tests.crash.invariants import Message, Night, Wording
from tests.crash.platform import Platform
from workers.timetable import DUE

TO_ALL, TO_ONE_GRID = "今天全县测体温，请在家里等。", "一组今天先测，请在门口等。"
GRID = f"{county.village()}01"
SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2020, 2, 8, 8, 0, tzinfo=SHANGHAI)
FAST, SLOW = 30.0, 13.0  # rehearsal seconds in one of the wall; slower where a silence is counted in the wall's
SILENCE = timedelta(seconds=(SILENT_S + 5) * SLOW)  # nothing was heard for so long: calls, texts, and open lines
KNOBS = {
    "TIMEZONE": SHANGHAI.key,
    "CALLS_PER_SECOND": "20",  # of the rehearsal's seconds: as fast as the machine goes
    "CALLS_AT_ONCE": "30",
    "TEXTS_PER_SECOND": "50",
    "TICK_S": "1",
}
WRONG_NUMBERS = 0.02  # of the phones
# Worse than the demonstration's: the carrier answers late or never though it rings, or rings and never tells of it.
CHAOS = {
    **scenes.CHAOS,
    "mute": 0.04,
    "fail_create": 0.01,
    "hang_create": 0.05,
    "hang_s": 0.3,
    "cut_create": 0.05,
}
PATIENCE_S = 240.0  # of the wall, without anything happening at the exchange
LOOK_S = 0.1

_DUE_TEXTS = select(texts_out.c.next_try_at).where(texts_out.c.state == TextState.DUE)


@dataclass
class Town:
    """Two messages on their way, one to every household of a town and one to its first grid."""

    platform: Platform
    operator: Operator
    board: Switchboard
    clock_file: Path
    phones: int
    confirmed: set[str] = field(default_factory=set)  # phones on which 1 was pressed, as the exchange saw it

    @property
    def share(self) -> float:
        """Of the phones, those on which 1 was pressed."""
        return len(self.confirmed) / self.phones

    def until(self, what: str, happened: Callable[[], bool]) -> None:
        """Goes on until it has happened. Fails when the exchange sees nothing happen for too long."""
        patience = time.monotonic() + PATIENCE_S
        while not happened():
            if self.look():
                patience = time.monotonic() + PATIENCE_S
            assert time.monotonic() < patience, f"still waiting for {what}, {self.share:.0%} of the phones confirmed"
            time.sleep(LOOK_S)

    def until_confirmed(self, share: float) -> None:
        """Goes on until 1 was pressed on so many of the phones, and on one more than there were."""
        before = self.share
        self.until(
            f"{share:.0%} of the phones", lambda: (self.share >= share and self.share > before) or self.is_over()
        )

    def look(self) -> bool:
        """Starts again what has died, reads what the exchange saw, moves the clock on when nothing is left to do now.

        Returns whether the exchange saw anything.
        """
        self.platform.tend()
        news = self.operator.news()
        self.confirmed |= {
            event["number"] for event in news if event["kind"] == "call.pressed" and event["keys"] == "1"
        }
        with contextlib.suppress(LedgerAway):  # or it would not be looked at just now
            if not news and self.is_quiet():
                self.forward()
        return bool(news)

    def is_quiet(self) -> bool:
        """Nobody is on the line, nobody dials, and the ledger knows of nothing that is due."""
        dialler = self.platform.worker(QueueName.RED)
        if dialler is None or dialler.below() or self.operator.calls_in_the_air():
            return False
        return not any(list(check(self.board)) for check, _ in DUE)

    def forward(self) -> None:
        """Moves the clock to the next moment at which something is due."""
        now = self.board.clock.now()
        with self.board.ledger.read() as tx:
            going = broadcasts.in_state(tx, State.SENDING)
            dues = [due for one in going if (due := deliveries.next_due(tx, one.id)) is not None]
            dues += tx.execute(_DUE_TEXTS).scalars()
        if self.unheard_of():
            self.pass_silence()
        elif dues:
            self.set_clock(max(now, min(dues)), FAST)

    def pass_silence(self) -> None:
        """Moves the clock on until whatever was not heard of since is looked up."""
        self.set_clock(self.board.clock.now() + SILENCE, SLOW)

    def set_clock(self, moment: datetime, speed: float) -> None:
        """The exchange's first: what the gateway asks for is never older than its asking."""
        self.operator.set_clock(moment, speed)
        clocks.write(self.clock_file, moment, speed)
        time.sleep(2 * clocks.LOOK_S)  # until every process has seen it

    def unheard_of(self) -> int:
        """Calls, texts and lines of whose end the ledger has heard nothing."""
        calls = select(func.count()).where(attempts.c.state.not_in(sorted(ENDED)))
        texts = select(func.count()).where(texts_out.c.state.in_((TextState.ASKED, TextState.UNKNOWN)))
        lines = select(func.count()).where(sessions.c.ended_at.is_(None))
        with self.board.ledger.read() as tx:
            return sum(int(tx.execute(count).scalar_one()) for count in (calls, texts, lines))

    def calls_made(self) -> set[str]:
        """Calls the exchange was seen to make, by its name for them."""
        return {event["sid"] for event in self.operator.events if event["kind"] == "call.placed"}

    def unknown_calls(self) -> set[str]:
        """Those the ledger does not know by that name yet."""
        with self.board.ledger.read() as tx:
            return self.calls_made() - set(tx.execute(select(attempts.c.sid)).scalars())

    def unsent_calls(self) -> set[str]:
        """Attempts about to be asked for that the exchange has not been seen to make."""
        rung: dict[str, datetime] = {}
        for event in self.operator.events:
            if event["kind"] == "call.placed":
                rung[event["number"]] = datetime.fromisoformat(event["at"])
        asked = select(attempts).where(attempts.c.state == CallState.ASKED)
        with self.board.ledger.read() as tx:
            rows = tx.execute(asked).all()
        return {row.id for row in rows if row.number not in rung or rung[row.number] < row.reserved_at}

    def held_calls(self) -> set[str]:
        """Attempts that somebody has written down and not asked for yet."""
        with self.board.ledger.read() as tx:
            return set(tx.execute(select(attempts.c.id).where(attempts.c.state == CallState.RESERVED)).scalars())

    def is_over(self) -> bool:
        """Both messages are finished, the line is silent and no text is on its way."""
        try:
            with self.board.ledger.read() as tx:
                going = broadcasts.in_state(tx, *UNDER_WAY) or tx.execute(_DUE_TEXTS).first()
            return not (going or self.unheard_of() or self.operator.anything_in_the_air())
        except LedgerAway:
            return False

    def night(self) -> tuple[Night, list[Message]]:
        """What is left behind, for the invariants."""
        self.operator.news()
        day = evidence.collect(self.board.ledger, self.operator.events, Cast(Village([], {}, {})))
        with self.board.ledger.read() as tx:
            villages = {naming.unit_name(tx, row["unit_code"]) for row in day.rows["deliveries"]}
        openings = {self.words(OPENING, unit=village) for village in villages}
        night = Night(day, Wording(openings, self.words("message.press_1"), self.words("message.thanks")))
        opening_s = min(self.board.catalogue.seconds(words, "zh") for words in openings)
        return night, [self._message(night, row, opening_s) for row in day.rows["broadcasts"]]

    def _message(self, night: Night, broadcast: Row, opening_s: float) -> Message:
        with self.board.ledger.read() as tx:
            reach = deliveries.reach(tx, broadcast["id"])
            message_s = broadcasts.infos(tx, broadcast["id"])["zh"].seconds
        homes = self.phones if broadcast["unit_code"] == county.COUNTY else min(county.DOORS, self.phones)
        return Message(
            night=night,
            broadcast=broadcast,
            homes={county.number(household): household + 1 for household in range(homes)},
            heard_s=opening_s + ENOUGH * message_s,
            reach=reach,
        )

    def words(self, key: str, **values: str) -> str:
        """What is said in the town's language."""
        return self.board.catalogue.words(Phrase(key, values), "zh")


@contextlib.contextmanager
def rehearsed(folder: Path, households: int, seed: int) -> Iterator[Town]:
    """A town of so many households, each with a phone, and the two red messages that have just been sent."""
    clock_file = folder / "clock"
    clocks.write(clock_file, MORNING, 1.0)
    given = KNOBS | {"REHEARSAL_CLOCK": str(clock_file)}
    with Platform(folder, given, f"--speed {FAST} --seed {seed}") as platform:
        exchange = platform.run_exchange()
        migrate.upgrade(from_environment(**{name.lower(): value for name, value in platform.env.items()}).database_url)
        platform.run_gateway()
        platform.desk.connect_line(exchange, platform.web)
        board = connect_web(from_environment(**{name.lower(): value for name, value in platform.env.items()}))
        with contextlib.closing(board.ledger):
            settle(board, households)
            operator = Operator(exchange, platform.desk)
            put_phones(operator, households, seed)
            operator.set_chaos(CHAOS)
            town = Town(platform, operator, board, clock_file, households)
            send(board, county.COUNTY, TO_ALL)
            send(board, GRID, TO_ONE_GRID)
            town.set_clock(board.clock.now(), FAST)
            yield town


OFFICES = (("+8619900200003", "王主任", "supervisor"), ("+8619900200001", "张敏", "cadre"))


def settle(board: Switchboard, households: int) -> None:
    """Everybody, and the two who answer for them."""
    county.settle(board, households)
    known = {"unit_code": county.COUNTY, "language": None, "on_duty": True, "pin_hash": None}
    with board.work() as work:
        staff.put_all(work.tx, [known | {"number": n, "name": name, "role": role} for n, name, role in OFFICES])


def put_phones(operator: Operator, households: int, seed: int) -> None:
    """Every sort of phone the exchange knows, mixed; at some numbers there is none."""
    numbers = [county.number(household) for household in range(households)]
    wrong = set(Random(f"wrong:{seed}").sample(numbers, round(WRONG_NUMBERS * households)))
    office = [{"number": number} for number, _, _ in OFFICES]
    operator.put_phones([{"number": n, "persona": "mixed"} for n in numbers if n not in wrong] + office)


def send(board: Switchboard, area: str, words: str) -> None:
    """A red message, agreed to in the moment it is sent off."""
    with board.work() as work:
        broadcast = drafts.draft(board, work, Plan((area,), Level.RED), [Words("zh", words=words)], None)
        approval.submit(board, work, broadcast.id, None)
        sent = drafts.find(work, broadcast.id)
        (supervisor,) = approval.approvers(work, sent, board.catalogue.levels[Level.RED])
        approval.approve(work, sent, supervisor, Through.TEXT)
