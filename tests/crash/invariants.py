"""What holds whatever plug was pulled: the exchange's own log against the ledger, phone by phone.

Each invariant gives the phones for which it does not hold, with what was seen; no figure is written here beforehand.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from re import compile as pattern

from gateway.demo.checks.evidence import Evidence, Life, Row
from gateway.demo.checks.rung import STATES
from gateway.demo.operator import Event
from gateway.domain.calls import ENDED, CallState
from gateway.domain.limits import LIMITS
from gateway.domain.speaking.states import DeliveryState
from gateway.domain.speaking.states import Evidence as Heard
from gateway.exchange.calls import Status
from gateway.store.deliveries import Reach
from gateway.store.texts import State

ABOUT = pattern(r"/twilio/(?:status|voice/attempts)/([0-9a-f]{32})")  # an address says whose call it is
UNSENT = (State.DUE, State.ASKED, State.UNKNOWN)
ARRIVED = ("text.received", "text.undelivered")
NOBODY = 404  # the exchange's word for a number without a phone
WHOLE_SECOND = timedelta(seconds=1)  # the carrier counts in these: what was played within the last one, only it knows

Odd = Iterator[str]


@dataclass(frozen=True)
class Wording:
    """What tells in a call how far somebody heard it.

    openings  before the message, once it is known whose phone it is: by village
    wish      when the whole message was played
    thanks    once 1 was taken
    """

    openings: Set[str]
    wish: str
    thanks: str


@dataclass(frozen=True)
class Night:
    """What was left behind: the exchange's log and the ledger."""

    day: Evidence
    wording: Wording

    @cached_property
    def calls(self) -> Mapping[str, list[Life]]:
        """Phone -> the exchange's calls to it, in order."""
        calls: dict[str, list[Life]] = defaultdict(list)
        for life in self.day.placed.values():
            calls[life.number].append(life)
        return calls

    @cached_property
    def of_call(self) -> Mapping[str, list[Event]]:
        """Sid of a call or text -> what the exchange saw of it."""
        events: dict[str, list[Event]] = defaultdict(list)
        for event in self.day.events:
            events[event.get("sid", "")].append(event)
        return events

    def thanked(self, life: Life) -> bool:
        """Whether a call ended in thanks: whoever is thanked may rely on it."""
        return self._was_told(life, {self.wording.thanks})

    def listened(self, life: Life) -> bool:
        """Whether the whole message was played, by the carrier's count too, in a call that ended as calls do."""
        played = next(self._when_told(life, {self.wording.wish}), None)
        if played is None or life.ended_at is None or life.status != Status.COMPLETED:
            return False
        return life.ended_at - played >= WHOLE_SECOND

    def may_have_listened(self, life: Life, least_s: float) -> bool:
        """Whether a call was long enough for most of the message. How soon that began, only the house knows."""
        return self._was_told(life, self.wording.openings) and self.lasted_s(life) >= least_s

    def is_wrong(self, number: str) -> bool:
        """Whether a call found out that there is no phone at this number."""
        return any(event.get("sip") == NOBODY for life in self.calls[number] for event in self.of_call[life.sid])

    def lasted_s(self, life: Life) -> int:
        """Seconds from answer to end."""
        return max(event.get("duration_s", 0) for event in self.of_call[life.sid])

    def _was_told(self, life: Life, words: Set[str]) -> bool:
        return any(self._when_told(life, words))

    def _when_told(self, life: Life, words: Set[str]) -> Iterator[datetime]:
        told = (event for event in self.of_call[life.sid] if event.get("say") in words)
        return (datetime.fromisoformat(event["at"]) for event in told)


@dataclass(frozen=True)
class Message:
    """One message of the night.

    homes    phone it was for -> household
    heard_s  seconds a call must have lasted to be evidence that it was heard
    reach    what the house says of it
    """

    night: Night
    broadcast: Row
    homes: Mapping[str, int]
    heard_s: float
    reach: Reach

    @cached_property
    def calls(self) -> Mapping[str, list[Life]]:
        """Phone -> the exchange's calls to it about this message, in order."""
        return self.night.day.calls_of(self.broadcast)

    @cached_property
    def deliveries(self) -> Mapping[str, Row]:
        return {row["number"]: row for row in self.night.day.deliveries(self.broadcast)}

    @property
    def left_out(self) -> Set[str]:
        """Phones it was for and that it never was to ring."""
        return self.homes.keys() - self.deliveries.keys()

    @cached_property
    def doors(self) -> Set[int]:
        """Households on the door list."""
        rows = self.night.day.rows["doors"]
        return {row["household_id"] for row in rows if row["broadcast_id"] == self.broadcast["id"]}

    @cached_property
    def heard(self) -> Set[str]:
        """Phones that heard it, by the exchange's log; where that leaves it open, by the ledger's evidence."""
        return {n for n, lives in self.calls.items() if self._surely(lives) or (self._maybe(lives) and self._kept(n))}

    def _surely(self, lives: Sequence[Life]) -> bool:
        return any(self.night.thanked(life) or self.night.listened(life) for life in lives)

    def _maybe(self, lives: Sequence[Life]) -> bool:
        return any("1" in life.pressed or self.night.may_have_listened(life, self.heard_s) for life in lives)

    def _kept(self, number: str) -> bool:
        return self.deliveries[number]["evidence"] is not None


# Of each message


def everybody(message: Message) -> Odd:
    """Every household was reached or is on the door list, and none is both."""
    for number, home in message.homes.items():
        heard = number in message.deliveries and message.deliveries[number]["heard_at"] is not None
        if heard == (home in message.doors):
            yield f"{number}: {'heard, and a door' if heard else 'neither heard nor a door'}"


def only_wrong_numbers(message: Message) -> Odd:
    """No phone is left out but one that another call found to be nobody's."""
    yield from (number for number in message.left_out if not message.night.is_wrong(number))


def thanked_is_heard(message: Message) -> Odd:
    """Whoever was thanked is heard by key, and who is heard by key pressed it."""
    for number, lives in message.calls.items():
        by_key = message.deliveries[number]["evidence"] == Heard.KEY
        thanked, pressed = any(map(message.night.thanked, lives)), any("1" in life.pressed for life in lives)
        if by_key < thanked or by_key > pressed:
            yield f"{number}: pressed {pressed}, thanked {thanked}, by key in the ledger {by_key}"


def listened_is_heard(message: Message) -> Odd:
    """Whoever heard all of it is heard, and who is heard without a key was spoken to long enough."""
    night = message.night
    for number, lives in message.calls.items():
        evidence = message.deliveries[number]["evidence"]
        deaf = evidence is None and any(map(night.listened, lives))
        credulous = evidence == Heard.LISTENED and not any(
            night.may_have_listened(one, message.heard_s) for one in lives
        )
        if deaf or credulous:
            yield f"{number}: {evidence} in the ledger, calls of {[night.lasted_s(life) for life in lives]} s"


def rung_no_more(message: Message) -> Odd:
    """Nobody is rung about what they were thanked for."""
    for number, lives in message.calls.items():
        if any(map(message.night.thanked, lives[:-1])):
            yield f"{number}: rung again after the thanks"


def tries(message: Message) -> Odd:
    """The ledger's tries are the calls the exchange saw; the call that was heard is none."""
    for number, row in message.deliveries.items():
        seen = len(message.calls.get(number, []))
        if seen != row["tries"] + (row["state"] == DeliveryState.HEARD):
            yield f"{number}: {row['tries']} tries and {row['state']} in the ledger, {seen} calls at the exchange"


def counts(message: Message) -> Odd:
    """The reach the house tells is what the exchange saw."""
    phones, heard = len(message.homes) - len(message.left_out), len(message.heard)
    seen = Reach(phones=phones, heard=heard, doors=phones - heard, texted=phones)
    if message.reach != seen:
        yield f"message {message.broadcast['number']}: told {message.reach}, seen {seen}"


# Of the whole night


def one_call_an_attempt(night: Night) -> Odd:
    """Every call the exchange saw is that of one attempt, by the address it was to ask, and no attempt has two."""
    seen: dict[str, str] = {}
    for sid, life in night.day.placed.items():
        attempts = {found[1] for event in night.of_call[sid] if (found := ABOUT.search(event.get("url", "")))}
        if len(attempts) != 1:
            yield f"{life.number}: call {sid} belongs to {len(attempts)} attempts"
            continue
        (attempt,) = attempts
        if attempt in seen:
            yield f"{life.number}: attempt {attempt} was rung twice, as {seen[attempt]} and {sid}"
        seen[attempt] = sid
        if night.day.attempts.get(sid, {}).get("id") != attempt:
            yield f"{life.number}: the ledger does not know call {sid} as attempt {attempt}"


def no_other_calls(night: Night) -> Odd:
    """Every call the ledger knows was seen by the exchange, and the two agree how it ended."""
    for row in night.day.rows["attempts"]:
        life = night.day.placed.get(row["sid"] or "")
        if row["state"] == CallState.NEVER_PLACED and life is None:
            continue
        if life is None or row["state"] != STATES.get(life.status):
            yield f"{row['number']}: {row['state']} in the ledger, {life.status if life else 'unknown'} at the exchange"


def one_at_a_time(night: Night) -> Odd:
    """No phone was rung while it was being rung."""
    for number, lives in night.calls.items():
        for life, following in pairwise(lives):
            if life.ended is None or life.ended > following.began:
                yield f"{number}: {following.sid} rang during {life.sid}"


def budget(night: Night) -> Odd:
    """No phone was rung oftener than a callee may be, by the exchange's clock."""
    for number, lives in night.calls.items():
        began = [life.began_at for life in lives]
        for most, window in LIMITS:
            if any(later - first < window for first, later in zip(began, began[most:], strict=False)):
                yield f"{number}: more than {most} calls in {window}: {', '.join(f'{at:%H:%M:%S}' for at in began)}"


def one_text_each(night: Night) -> Odd:
    """Every text of the outbox went over the air once, and no other did: one about one message to one phone."""
    arrived = Counter(event["sid"] for event in night.day.events if event["kind"] in ARRIVED)
    for row in night.day.rows["texts_out"]:
        if (times := arrived.pop(row["sid"], 0)) != 1:
            yield f"{row['number']}: {row['about']} arrived {times} times"
    for event in night.day.events:
        if event["kind"] in ARRIVED and event["sid"] in arrived:
            yield f"{event['number']}: a text that the ledger does not know, {event['sid']}"


def nothing_left(night: Night) -> Odd:
    """No call, text or line is left hanging."""
    calls, texts, lines = (night.day.rows[name] for name in ("attempts", "texts_out", "sessions"))
    yield from (f"{row['number']}: a call {row['state']}" for row in calls if row["state"] not in ENDED)
    yield from (f"{row['number']}: a text {row['state']}" for row in texts if row["state"] in UNSENT)
    yield from (f"{row['number']}: an open line" for row in lines if row["ended_at"] is None)


OF_A_MESSAGE: tuple[Callable[[Message], Odd], ...] = (
    *(everybody, only_wrong_numbers, thanked_is_heard, listened_is_heard, rung_no_more, tries, counts),
)
OF_THE_NIGHT: tuple[Callable[[Night], Odd], ...] = (
    *(one_call_an_attempt, no_other_calls, one_at_a_time, budget, one_text_each, nothing_left),
)


def broken(night: Night, messages: Sequence[Message]) -> dict[str, list[str]]:
    """The promises that do not hold, with the phones they do not hold for."""
    found = {check.__doc__ or "": list(check(night)) for check in OF_THE_NIGHT}
    for check in OF_A_MESSAGE:
        found[check.__doc__ or ""] = [phone for message in messages for phone in check(message)]
    return {promise: phones for promise, phones in found.items() if phones}
