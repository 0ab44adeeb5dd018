"""What has happened before a call of ours: a fever, a message to the village, somebody observed, a promise."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from gateway.cli.stand_ins import Standing
from gateway.domain import places
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.promises import KEPT_WITHIN
from gateway.domain.roles import Role
from gateway.domain.screening import Concern
from gateway.domain.situations.classes import Class
from gateway.domain.speaking.levels import Level
from gateway.journeys import alerts
from gateway.journeys.connecting import promises
from gateway.journeys.observing import round_calls, rounds
from gateway.journeys.reporting import clears
from gateway.journeys.reporting.clears import Said
from gateway.journeys.reporting.reports import Source
from gateway.journeys.situations import standing
from gateway.journeys.speaking import approval, asking, drafts, running
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.store import attempts, deliveries, duty, roster, situations, tasks, texts
from gateway.store.attempts import Order, Purpose
from gateway.store.roster import Household
from gateway.store.situations import Axis, Situation
from gateway.store.tasks import Kind as TaskKind
from gateway.store.tasks import Task
from gateway.switchboard import Switchboard, Work

FIRST_PHONE = "+8619900010001"  # of the first household of the sample village
MOST_RUNG = 100  # phones of the sample village
ASKS: Mapping[str, str] = {
    "zh": "哪里的水龙头要关？家里的按1，村口的按2。",
    "en": "Which tap is to be closed? The one at home, press 1. The one at the gate, press 2.",
}
SAYS: Mapping[str, str] = {
    "zh": "今天下午三点全村消毒，请关好门窗。",
    "en": "The village is disinfected at three today. Please keep doors and windows shut.",
}


def call_for(board: Switchboard, flow: str, number: str) -> str:
    """The id of a call placed to this phone for what a flow is about. Raises BadInput for a phone it does not ring."""
    return OCCASIONS[flow](board, number)


def _nothing_to_hear(board: Switchboard, number: str) -> str:
    """A message without a delivery is one that is gone."""
    return _reserved(board, Order(uuid4().hex, number))


def _reserved(board: Switchboard, order: Order) -> str:
    with board.work() as work:
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


def _observed(board: Switchboard, number: str) -> str:
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
    return _reserved(board, Order(uuid4().hex, number, Purpose.FOLLOW_UP))


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


# Flows that somebody hears whom we ring, each with what has happened before.
OCCASIONS: Mapping[str, Callable[[Switchboard, str], str]] = {
    "village_message": _spoken_to,
    "approval": _asked_to_agree,
    "urgent_alert": _alerted,
    "follow_up": _observed,
    "promised_call": _waited_for,
    "text_read_out": _texted,
    "nothing_to_hear": _nothing_to_hear,
    "household_round": _asked_at_home,
}
