"""Texts out: taken from the ledger, handed to one carrier once, looked up there when it did not answer."""

import time
from dataclasses import dataclass
from datetime import timedelta

import structlog

from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.domain.refusals import Refusal
from gateway.domain.texts import segments
from gateway.journeys import lines
from gateway.journeys.telephone.lost import CLOCKS_DIFFER
from gateway.journeys.texting import undelivered
from gateway.ports import Job, Urgency
from gateway.store import texts
from gateway.store.texts import State, TextOut
from gateway.switchboard import Switchboard

BATCH = 20  # at most in hand
IN_HAND_S = 5  # wall seconds of texts: in hand much longer, they would look lost
RUN_S = 120  # wall seconds one job sends before it makes room for another
SILENT_S = 90  # wall seconds without an answer before the carrier is asked
WORTH_SENDING = timedelta(days=1)  # what no carrier has taken by then is news of yesterday
MISCONFIGURED_S = 300  # wall seconds before a carrier is asked again that refuses us altogether

log = structlog.get_logger(__name__)


def send(board: Switchboard, urgency: Urgency | None = None) -> int:
    """Sends what is due, urgent texts first. None: of any urgency. Returns how many the carrier was asked for."""
    sent, most = 0, _in_hand(board)
    until = time.monotonic() + RUN_S
    while True:
        with board.work() as work:
            due = texts.take(work.tx, work.now, most, urgency)
            if time.monotonic() > until:
                work.hint(Job.SEND_URGENT_TEXTS if urgency is Urgency.URGENT else Job.SEND_TEXTS)
        for text in due:
            _hand_over(board, text)
        sent += len(due)
        if len(due) < most or time.monotonic() > until:
            return sent


def _in_hand(board: Switchboard) -> int:
    """How many texts are taken at a time, by how fast they go."""
    per_second = sum(account.texts_per_second for account in board.settings.accounts) * board.clock.speed
    return max(1, min(BATCH, int(per_second * IN_HAND_S)))


@dataclass(frozen=True)
class Answer:
    """What came of handing a text over: where it stands now, or seconds until it is tried again.

    cause   why it was refused, in our words
    wait_s  None: it is not tried again
    """

    state: State
    sid: str | None = None
    code: int | None = None
    cause: str | None = None
    wait_s: float | None = None

    @property
    def elsewhere(self) -> bool:
        """Whether another company may take it: nothing was sent, for a reason of the one that was asked."""
        return self.wait_s is not None or self.cause == Refusal.FORBIDDEN


def _hand_over(board: Switchboard, text: TextOut) -> None:
    answer = _offered(board, text)
    if answer is None:
        return
    with board.work() as work:
        if answer.wait_s is None and answer.state is State.FAILED:
            undelivered.fail(board, work, text.id, None, answer.code, answer.cause)
        elif answer.wait_s is None:
            texts.climb(work.tx, text.id, answer.state, answer.sid)
        elif work.now - text.created_at > WORTH_SENDING:
            texts.climb(work.tx, text.id, State.FAILED, code=answer.code)
            log.warning("text.out_of_date", text=text.id, code=answer.code)
        else:
            wait = timedelta(seconds=max(answer.wait_s, 1.0) * board.clock.speed)
            texts.again(work.tx, text.id, work.now + wait)


def _offered(board: Switchboard, text: TextOut) -> Answer | None:
    """Offers it to one company after the other. Taken by none, it is as the first said that may be asked again.

    None: while it waited for its moment it became somebody else's to send, or nobody's.
    """
    urgent = text.urgency is Urgency.URGENT
    line = lines.known_to(board, text.number)
    try:
        turns = board.carrier.turns(text.id, urgent=urgent, line=line)
    except CarrierThrottled as e:
        return Answer(State.DUE, wait_s=e.wait_s)
    answers = []
    for account in turns:
        board.pacer.wait_to_text(account, segments(text.body), urgent=urgent)
        with board.work() as work:
            ours = texts.ask(work.tx, text, account, work.now)
        if not ours:
            return None
        answers.append(_ask(board, text, account, line))
        if not answers[-1].elsewhere:
            return answers[-1]
    return next((answer for answer in answers if answer.wait_s is not None), answers[-1])


def _ask(board: Switchboard, text: TextOut, account: str, line: str | None) -> Answer:
    try:
        return Answer(State.SENT, board.carrier.send_text(text.id, text.number, text.body, account, line))
    except CarrierRefused as e:
        wait_s = MISCONFIGURED_S if e.cause == Refusal.CONFIGURATION else None  # no text's fault: none is lost by it
        return Answer(State.FAILED, None, e.code, e.cause, wait_s)
    except CarrierThrottled as e:
        return Answer(State.DUE, wait_s=e.wait_s)
    except CarrierSilent:
        return Answer(State.UNKNOWN)


def find_lost(board: Switchboard) -> None:
    """Resolves texts of which nothing is known: found at the carrier they are sent, else they are due again."""
    with board.work() as work:
        silence = timedelta(seconds=SILENT_S * board.clock.speed)
        lost = texts.lost(work.tx, work.now - silence, BATCH)
    for text in lost:
        _resolve(board, text)


def _resolve(board: Switchboard, text: TextOut) -> None:
    since = (text.asked_at or board.clock.now()) - CLOCKS_DIFFER
    found = board.carrier.find_texts(text.number, since, text.account)
    with board.work() as work:
        known = texts.known_sids(work.tx, text.number)
        ours = [seen for seen in found if seen.body == text.body and seen.sid not in known]
        if ours:
            texts.climb(work.tx, text.id, State.SENT, ours[-1].sid)
        else:
            texts.again(work.tx, text.id, work.now, text.asked_at)
