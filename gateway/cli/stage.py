"""A made-up house for the handset: the sample village in a throwaway ledger, and calls put through to any flow."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from tempfile import TemporaryDirectory
from uuid import uuid4

from gateway.catalogue import load
from gateway.cli import house
from gateway.cli.roster import SAMPLE
from gateway.domain import phones, places
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.flow import Flow, Kind, Node
from gateway.domain.promises import KEPT_WITHIN
from gateway.domain.roles import Role
from gateway.domain.screening import Concern
from gateway.domain.situations.classes import Class
from gateway.domain.speaking.levels import Level
from gateway.journeys import alerts
from gateway.journeys import roster as journey
from gateway.journeys.connecting import promises
from gateway.journeys.observing import round_calls, rounds
from gateway.journeys.reporting import clears
from gateway.journeys.reporting.clears import Said
from gateway.journeys.reporting.reports import Source
from gateway.journeys.situations import standing
from gateway.journeys.speaking import approval, asking, drafts, running
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.journeys.telephone import calls
from gateway.journeys.telephone.calls import Reply
from gateway.ports import Trunk
from gateway.settings import PROMPTS, Settings, from_environment
from gateway.store import attempts, deliveries, duty, migrate, roster, situations, staff, tasks, texts
from gateway.store.attempts import Order, Purpose
from gateway.store.ledger import Ledger
from gateway.store.roster import Household
from gateway.store.situations import Axis, Situation
from gateway.store.tasks import Kind as TaskKind
from gateway.store.tasks import Task
from gateway.switchboard import Switchboard, Work
from gateway.wiring import AnswersOnly

AT = time(9, 0)  # local: the village is awake
FRONT_DESK = "front_desk"
FIRST_PHONE = "+8619900010001"  # of the first household of the sample village
# Flows that somebody hears whom we ring, and those of whoever speaks to the village.
RUNG = (
    *("village_message", "approval", "urgent_alert", "follow_up", "promised_call"),
    *("text_read_out", "nothing_to_hear", "household_round"),
)
SPOKEN = ("loudspeaker", "stop_broadcast", "hearsay")
MOST_RUNG = 100  # phones of the sample village
ASKS: Mapping[str, str] = {
    "zh": "哪里的水龙头要关？家里的按1，村口的按2。",
    "en": "Which tap is to be closed? The one at home, press 1. The one at the gate, press 2.",
}
SAYS: Mapping[str, str] = {
    "zh": "今天下午三点全村消毒，请关好门窗。",
    "en": "The village is disinfected at three today. Please keep doors and windows shut.",
}


@dataclass(frozen=True)
class Standing:
    """A clock that stands at one instant."""

    instant: datetime
    speed: float = 1.0

    def now(self) -> datetime:
        """That instant."""
        return self.instant

    def sleep(self, seconds: float) -> None:
        """No time passes."""


class OneAtATime:
    """The Pacer port of a single handset."""

    def wait_for_line(
        self, attempt_id: str, *, urgent: bool = False, line: str | None = None, besides: Collection[str] = ()
    ) -> Trunk:
        """The line is free."""
        return Trunk("none", line or "")

    def release(self, attempt_id: str) -> None:
        """And stays so."""

    def wait_to_text(self, account: str, parts: int, *, urgent: bool = False) -> None:
        """Nor does anybody else text."""


class Mute:
    """The Voice port of a terminal."""

    def speak(self, words: str, language: str, *, slow: bool = False) -> bytes | None:
        """Nothing to be heard here."""
        return None


@contextmanager
def village(day: date | None) -> Iterator[Switchboard]:
    """The sample village in a ledger that is thrown away afterwards. `day` None: today."""
    with TemporaryDirectory(prefix="dalaba-") as folder:
        url = f"sqlite:///{folder}/handset.db"
        migrate.upgrade(url)
        board = _board(from_environment(**{**house.OFFLINE, "database_url": url}), day)
        try:
            journey.bring(board, SAMPLE.read_bytes())
            yield board
        finally:
            board.ledger.close()


def _board(settings: Settings, day: date | None) -> Switchboard:
    today = day or datetime.now(settings.timezone).date()
    return Switchboard(
        settings=settings,
        ledger=Ledger(settings.database_url),
        catalogue=load(PROMPTS, house.data_dir() / "voices"),
        carrier=AnswersOnly(),
        queue=house.NobodyWorks(),
        pacer=OneAtATime(),
        clock=Standing(datetime.combine(today, AT, tzinfo=settings.timezone)),
        voice=Mute(),
    )


def phone_for(board: Switchboard, flow: str, written: str | None) -> str:
    """Whose phone it is: as wished, or the one the flow is usually heard on. Raises BadInput."""
    if written is not None:
        number = phones.normalise(written)
        if number is None:
            raise BadInput(f"{written!r} is no telephone number; write it as +8619900010001 or 19900010001")
        return number
    with board.ledger.read() as tx:
        if flow in (*SPOKEN, "promised_call", "daily_report"):
            return duty.everywhere(tx, Role.CADRE, board.clock.now())[0].number
        if flow == "urgent_alert":
            return duty.everywhere(tx, Role.DOCTOR, board.clock.now())[0].number
        if flow == "approval":
            return duty.everywhere(tx, Role.SUPERVISOR, board.clock.now())[0].number
    return FIRST_PHONE


def prepare(board: Switchboard, flow: str, number: str) -> str | None:
    """Sets up what a flow is about; returns the id of the call we place for it, None when they ring us.

    Raises NotFound for no such flow, BadInput for a phone it does not ring.
    """
    if flow not in board.catalogue.flows:
        raise NotFound(f"there is no flow called {flow!r}; there are: {', '.join(board.catalogue.flows)}")
    if flow in SPOKEN:
        _may_speak(board, number)
    return _attempt(board, flow, number) if flow in RUNG else None


def _may_speak(board: Switchboard, number: str) -> None:
    with board.ledger.read() as tx:
        if not any(person.pin_hash for person in staff.by_number(tx, number)):
            raise BadInput(f"{number} is no cadre's phone; leave --as out, and the sample village's cadre speaks")


def pick_up(board: Switchboard, flow: str, number: str, attempt_id: str | None) -> Reply:
    """The first turn of a flow that was prepared."""
    sid = f"handset-{uuid4().hex}"
    if attempt_id is not None:
        return calls.answer_attempt(board, attempt_id, sid)
    return calls.answer(_straight_to(board, flow), sid, number, board.settings.twilio_from_number)


def _straight_to(board: Switchboard, flow: str) -> Switchboard:
    """A house whose front desk puts every caller straight through to one flow."""
    if flow == FRONT_DESK:
        return board
    through = Node("through", Kind.DO, act="know_caller", next={"otherwise": f"{flow}/"})
    desk = Flow(FRONT_DESK, "handset", "through", {"through": through})
    flows = {**board.catalogue.flows, FRONT_DESK: desk}
    return replace(board, catalogue=replace(board.catalogue, flows=flows))


def _attempt(board: Switchboard, flow: str, number: str) -> str:
    """The id of a call placed to this phone, for what the flow is about."""
    if flow == "urgent_alert":
        return _alerted(board, number)
    if flow == "village_message":
        return _spoken_to(board, number)
    if flow == "promised_call":
        return _waited_for(board, number)
    if flow == "approval":
        return _asked_to_agree(board, number)
    if flow == "follow_up":
        _observe(board, number)
    if flow == "text_read_out":
        return _texted(board, number)
    if flow == "household_round":
        return _asked_at_home(board, number)
    order = Order(uuid4().hex, number, Purpose.FOLLOW_UP if flow == "follow_up" else Purpose.MESSAGE)
    with board.work() as work:  # a message without a delivery is one that is gone
        attempts.reserve(work.tx, [order], work.now)
    return order.attempt_id


def _asked_at_home(board: Switchboard, number: str) -> str:
    """A case is found, the village's class asks every household, and it is ten o'clock."""
    with board.work() as work:
        village = places.at_level(_first_household(work).unit_code, places.Level.VILLAGE)
        table = standing.responses_for(board, village, board.local_day(work.now))
        officer = duty.everywhere(work.tx, Role.SUPERVISOR, work.now)[0]
        found, who = Class.CASES.value, officer.id
        held = Situation(village, Axis.CLASS, found, found, {}, "handset", who, table.name, work.now)
        situations.succeed(work.tx, None, held)
    ten = replace(board, clock=Standing(board.clock.now() + timedelta(hours=1)))
    rounds.begin_due(ten)
    rung = {order.number: order.attempt_id for order in round_calls.reserve(ten, MOST_RUNG)}
    return _of(rung, number, "on the roster of the sample village")


def _texted(board: Switchboard, number: str) -> str:
    """A text could not reach the landline there."""
    with board.work() as work:
        language = board.settings.default_language
        texts.put(work.tx, "handset", number, SAYS.get(language, SAYS["zh"]), work.now)
        (text,) = texts.take(work.tx, work.now, 1)
        order = Order(uuid4().hex, number, Purpose.TEXT, attempts.about_text(text.id))
        attempts.reserve(work.tx, [order], work.now)
    return order.attempt_id


def _observe(board: Switchboard, number: str) -> None:
    """Two people came home from Wuhan five days ago, and nobody has reported this morning."""
    with board.work() as work:
        household = roster.household_of(work.tx, number)
        if household is None:
            raise BadInput(f"{number} stands on no roll of the sample village; leave --as out")
        arrived = board.local_day(work.now) - timedelta(days=5)
        told = {"origin": "hubei", "hubei": "wuhan", "days_ago": arrived.isoformat(), "fever": "no"}
        for age, sex in (("35", "male"), ("62", "female")):
            answers = {**told, "age": age, "sex": sex}
            clears.keep(board, work, Said(answers, number, household.unit_code, household.id))


def _waited_for(board: Switchboard, number: str) -> str:
    """Five minutes ago somebody in the first household asked for a person and was promised a call."""
    with board.work() as work:
        home = _first_household(work)
        due_at = work.now + KEPT_WITHIN - timedelta(minutes=5)
        owed = Task(
            "promise:handset", TaskKind.PROMISED_CALL, home.unit_code, home.id, FIRST_PHONE, work.now, due_at=due_at
        )
        tasks.promise(work.tx, owed)
    rung = {order.number: order.attempt_id for order in promises.due_calls(board)}
    return _of(rung, number, "rung about a call back")


def _first_household(work: Work) -> Household:
    household = roster.household_of(work.tx, FIRST_PHONE)
    if household is None:
        raise NotFound("the sample village has lost its first household")
    return household


def _alerted(board: Switchboard, number: str) -> str:
    """Somebody in the first household has a fever after contact; the doctor is rung."""
    with board.work() as work:
        household = _first_household(work)
        ill = Source("handset", FIRST_PHONE, household.unit_code, household.id, "zh")
        alerts.raise_about(board, work, ill.key, ill, Concern.FEVER_WITH_HISTORY)
    rung = {order.number: order.attempt_id for order in alerts.due_calls(board)}
    return _of(rung, number, "rung about an alert")


def _spoken_to(board: Switchboard, number: str) -> str:
    """A message to the whole village is ringing everywhere; a question is asked at its end."""
    with board.work() as work:
        language = board.settings.default_language
        message = Message(language, words=SAYS.get(language, SAYS["zh"]), question=ASKS.get(language, ASKS["zh"]))
        plan = Plan((roster.common_unit(work.tx),), Level.YELLOW, right_key="1")
        drafted = drafts.draft(board, work, plan, [message], None)
        approval.submit(board, work, drafted.id, None)
    running.fan_out(board, drafted.id)
    with board.work() as work:
        due = deliveries.take(work.tx, drafted.id, work.now, MOST_RUNG)
        orders = [
            Order(uuid4().hex, delivery.number, broadcast_id=drafted.id, delivery_id=delivery.id) for delivery in due
        ]
        attempts.reserve(work.tx, orders, work.now)
    return _of({order.number: order.attempt_id for order in orders}, number, "on the roster of the sample village")


def _asked_to_agree(board: Switchboard, number: str) -> str:
    """The cadre wants to speak to the whole village, and the township is asked."""
    with board.work() as work:
        cadre = duty.everywhere(work.tx, Role.CADRE, work.now)[0]
        language = board.settings.default_language
        plan = Plan((cadre.unit_code,), Level.ORANGE)
        drafted = drafts.draft(board, work, plan, [Message(language, words=SAYS.get(language, SAYS["zh"]))], cadre)
        approval.submit(board, work, drafted.id, cadre)
    asked = {order.number: order.attempt_id for order in asking.ask(board)}
    return _of(asked, number, "asked to agree to a broadcast")


def _of(rung: Mapping[str, str], number: str, who: str) -> str:
    if number not in rung:
        raise BadInput(f"{number} is not {who}; with --as take one of: {' '.join(sorted(rung))}")
    return rung[number]
