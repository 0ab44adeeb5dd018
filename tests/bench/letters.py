"""What the carrier posts, signed, as bytes ready to be sent: key presses, news of calls, texts."""

from collections.abc import Mapping
from itertools import cycle
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from gateway.carriers.twilio.addresses import Addresses
from gateway.journeys.telephone import calls, dialling
from gateway.switchboard import Switchboard
from tests.bench import town
from tests.bench.load import Asked
from tests.support.board import BASE, LINE, carrier_of

Conversations = list[list[Asked]]  # what is asked one after the other

PEN = RequestValidator(town.TOKEN)
OUR = Addresses(BASE)
PLACE = {  # what a carrier believes to know about where two phones are
    f"{who}{what}": "" for who in ("Called", "Caller", "From", "To") for what in ("City", "State", "Zip", "Country")
}
# From Wuhan by train two days ago, all well: everything the ten clears ask, up to the question before the filing.
KEYS = ("3", "1", "2", "1", "1", "1", "2", "1", "1234", "2", "2", "2", "2", "2", "1", "35", "1")
GOES_ON = b'action="https://village.example/twilio/voice/'  # a document that asks something more; an apology does not
NEWS = ("initiated", "ringing", "in-progress", "completed")
TEXTS = ("好", "36.5", "零报告", "都好")


def posted(address: str, form: Mapping[str, str], expected: bytes) -> Asked:
    """One webhook: to our address, without what only the carrier reads."""
    path = address.removeprefix(BASE).partition("#")[0]
    body = urlencode(form).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: village.example\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
        f"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: {len(body)}\r\n"
        f"X-Twilio-Signature: {PEN.compute_signature(BASE + path, dict(form))}\r\n\r\n"
    )
    return Asked(head.encode() + body, expected)


def form(sid: str, caller: str, **more: str) -> dict[str, str]:
    """The fields every webhook about a call brings."""
    usual = {"AccountSid": town.ACCOUNT, "ApiVersion": "2010-04-01", "CallSid": sid, "Direction": "inbound"}
    return {**usual, **PLACE, "From": caller, "To": LINE, "Caller": caller, "Called": LINE, **more}


def dealt(conversations: Conversations, connections: int) -> Conversations:
    """Whole conversations dealt to so many connections."""
    hands: list[list[Asked]] = [[] for _ in range(connections)]
    for hand, conversation in zip(cycle(hands), conversations, strict=False):
        hand.extend(conversation)
    return hands


def key_presses(board: Switchboard, first: int, lines: int) -> Conversations:
    """Opens so many calls, and returns what will be keyed on each. `first`: household, a call each."""
    return [_pressed(board, household) for household in range(first, first + lines)]


def _pressed(board: Switchboard, household: int) -> list[Asked]:
    sid, caller = f"CA{household:032d}", town.number(household)
    opened = calls.answer(board, sid, caller, LINE)
    common = {"CallStatus": "in-progress", "msg": "Gather End", "FinishedOnKey": ""}
    return [
        posted(OUR.turn(opened.session_id, step), form(sid, caller, Digits=keys, **common), GOES_ON)
        for step, keys in enumerate(KEYS, start=opened.turn.step)
    ]


def news_of_calls(board: Switchboard, number: int, lines: int) -> Conversations:
    """Rings the phones of a village, on paper, and returns what the carrier will tell of so many calls."""
    town.speak(board, town.village(number * town.HOUSEHOLDS))
    before = len(carrier_of(board).calls)
    dialling.dial(board)
    placed = carrier_of(board).calls[before:][:lines]
    return [[_told(call.attempt_id, call.sid, call.to, state) for state in NEWS] for call in placed]


def _told(attempt_id: str, sid: str, to: str, state: str) -> Asked:
    ended = {"CallDuration": "31", "Duration": "1"} if state == "completed" else {}
    told = form(sid, to, CallStatus=state, Timestamp="Sat, 08 Feb 2020 01:00:00 +0000", **ended)
    more = {"CallbackSource": "call-progress-events", "SequenceNumber": str(NEWS.index(state))}
    return posted(OUR.attempt_status(attempt_id), {**told, **more}, b" 204 ")


def texts(first: int, number: int) -> Conversations:
    """So many texts, each of another household and with an id of its own."""
    return [
        [_text(f"SM{first + index:032d}", town.number(index), TEXTS[index % len(TEXTS)])] for index in range(number)
    ]


def _text(sid: str, sender: str, body: str) -> Asked:
    told = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "SmsStatus": "received", "Body": body}
    usual = {"AccountSid": town.ACCOUNT, "ApiVersion": "2010-04-01", "NumSegments": "1", "NumMedia": "0"}
    return posted(OUR.text, {**PLACE, **usual, **told, "From": sender, "To": LINE}, b"<Response")
