"""Text messages: to a phone, from a phone, how many parts they take, and who has opted out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin

from gateway.exchange.account import API, Account, new_sid
from gateway.exchange.calls import rfc2822
from gateway.exchange.exchange import Exchange
from gateway.exchange.personas import chance
from gateway.exchange.phones import Line
from gateway.exchange.postman import Postman
from gateway.exchange.twiml import TwimlError, read
from gateway.exchange.verbs import TEXT, Message, Redirect
from gateway.exchange.webhooks import Hook, Reply

GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = set("^{}\\[~]|€\f")

STOP = frozenset("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT".split())
START = frozenset("START YES UNSTOP".split())
HELP = frozenset("HELP INFO".split())
STOPPED = "You have successfully been unsubscribed. You will not receive any more messages from this number."
STARTED = "You have successfully been re-subscribed to messages from this number."
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
NOBODY = 30005  # Twilio's "unknown destination handset"
MOST_DOCUMENTS = 5  # redirects in the answer to one text


class TextStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    RECEIVED = "received"


@dataclass
class Text:
    """One message; `error` is Twilio's number for why it did not arrive, None when it did or may yet."""

    sid: str
    account: Account
    sender: str
    to: str
    body: str
    direction: str
    created_at: datetime
    status: TextStatus
    status_url: str = ""
    sent_at: datetime | None = None
    error: int | None = None

    def told(self) -> dict[str, str]:
        """The parameters of a status callback about this message."""
        told = {
            "MessageSid": self.sid,
            "SmsSid": self.sid,
            "AccountSid": self.account.sid,
            "From": self.sender,
            "To": self.to,
            "MessageStatus": self.status.value,
            "SmsStatus": self.status.value,
            "ApiVersion": API,
        }
        return told | ({"ErrorCode": str(self.error)} if self.error else {})

    def as_json(self) -> dict[str, Any]:
        path = f"{self.account.path}/Messages/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": self.account.sid,
            "messaging_service_sid": None,
            "date_created": rfc2822(self.created_at),
            "date_updated": rfc2822(self.sent_at or self.created_at),
            "date_sent": rfc2822(self.sent_at),
            "to": self.to,
            "from": self.sender,
            "body": self.body,
            "status": self.status.value,
            "num_segments": str(segments(self.body)),
            "num_media": "0",
            "direction": self.direction,
            "api_version": API,
            "price": None,
            "price_unit": "USD",
            "error_code": self.error,
            "error_message": None,
            "uri": f"{path}.json",
            "subresource_uris": {"media": f"{path}/Media.json"},
        }


def segments(body: str) -> int:
    """Parts a text is sent in: 160 or 153 characters in the GSM alphabet, else 70 or 67 units of UCS-2."""
    plain = all(letter in GSM or letter in GSM_DOUBLE for letter in body)
    units = sum(2 if letter in GSM_DOUBLE else 1 for letter in body) if plain else len(body.encode("utf-16-le")) // 2
    alone, each = (160, 153) if plain else (70, 67)
    return 1 if units <= alone else -(-units // each)


def send(
    exchange: Exchange,
    sender: str,
    to: str,
    body: str,
    status_url: str = "",
    reply: bool = False,
    mute: bool = False,
) -> Text:
    """A text from a line to a phone: queued at once, delivered a second or two of exchange time later.

    mute  no callback about it arrives
    """
    direction = "outbound-reply" if reply else "outbound-api"
    now = exchange.clock.now()
    text = Text(new_sid("SM"), exchange.account, sender, to, body, direction, now, TextStatus.QUEUED, status_url)
    exchange.texts[text.sid] = text
    exchange.log.text_live(+1)
    exchange.spawn(_deliver(exchange, text, Postman(exchange, to, mute)))
    return text


async def _deliver(exchange: Exchange, text: Text, postman: Postman) -> None:
    dice = chance(exchange.seed, "text", text.to, text.body)
    await exchange.clock.sleep(dice.uniform(0.3, 0.8))
    text.status, text.sent_at = TextStatus.SENT, exchange.clock.now()
    _tell(postman, text)
    await exchange.clock.sleep(dice.uniform(0.5, 1.2))
    phone = exchange.phones.get(text.to)
    text.error = phone.traits(exchange.seed).text_error if phone else NOBODY
    text.status = TextStatus.UNDELIVERED if text.error else TextStatus.DELIVERED
    if phone and not text.error:
        got = {"body": text.body, "segments": segments(text.body)}
        phone.texts.append({"sid": text.sid, "from": text.sender, "at": exchange.clock.now().isoformat(), **got})
        exchange.log.write("text.received", sid=text.sid, number=text.to, line=text.sender, **got)
    else:
        exchange.log.write("text.undelivered", sid=text.sid, number=text.to, line=text.sender, error_code=text.error)
    exchange.log.text_live(-1)
    _tell(postman, text, last=True)


def _tell(postman: Postman, text: Text, last: bool = False) -> None:
    if text.status_url:
        postman.post(Hook(text.status_url, text.told(), "text status", text.sid, voice=False), last)


def receive(exchange: Exchange, sender: str, line: Line, body: str, sid: str = "") -> Text:
    """A text from a phone to a line. A sid given again is the same message arriving twice."""
    now, sid = exchange.clock.now(), sid or new_sid("SM")
    text = Text(sid, exchange.account, sender, line.number, body, "inbound", now, TextStatus.RECEIVED, sent_at=now)
    exchange.texts[text.sid] = text
    got = {"body": body, "segments": segments(body)}
    exchange.log.write("text.sent", sid=sid, number=sender, line=line.number, **got)
    _mind_opt_out(exchange, text)
    if line.sms_url:
        exchange.spawn(_ask(exchange, text, line.sms_url))
    return text


def _mind_opt_out(exchange: Exchange, text: Text) -> None:
    """One English word alone stops or starts a pair of numbers, and is answered by the account, not by us."""
    word, pair = text.body.strip().upper(), (text.to, text.sender)
    if word in STOP:
        send(exchange, text.to, text.sender, STOPPED, reply=True)
        exchange.opted_out.add(pair)
    elif word in START and pair in exchange.opted_out:
        exchange.opted_out.discard(pair)
        send(exchange, text.to, text.sender, STARTED, reply=True)
    elif word in HELP:
        send(exchange, text.to, text.sender, HELPED, reply=True)


async def _ask(exchange: Exchange, text: Text, url: str) -> None:
    """Send the webhook of a text and carry out its answer."""
    told = _told_received(text)
    for _ in range(MOST_DOCUMENTS):
        reply = await exchange.webhooks.send(Hook(url, told, "text", text.sid, voice=False))
        try:
            redirect = _carry_out(exchange, text, reply)
        except TwimlError as error:
            facts = {"code": error.code, "message": error.message, "url": url}
            exchange.log.write("error", sid=text.sid, number=text.sender, line=text.to, **facts)
            return
        if not redirect:
            return
        url = redirect


def _told_received(text: Text) -> dict[str, str]:
    return {
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "SmsMessageSid": text.sid,
        "AccountSid": text.account.sid,
        "From": text.sender,
        "To": text.to,
        "Body": text.body,
        "NumMedia": "0",
        "NumSegments": str(segments(text.body)),
        "SmsStatus": text.status.value,
        "ApiVersion": API,
    }


def _carry_out(exchange: Exchange, text: Text, reply: Reply) -> str:
    """Send what the document answers; returns where it redirects to, "" for nowhere."""
    if reply.failure:
        raise TwimlError(11200, f"Got HTTP {reply.status or 'no'} response to {reply.url}")
    if not reply.body.strip():
        return ""
    if reply.content_type.startswith("text/plain"):
        _answer(exchange, text, Message(reply.body.decode(errors="replace")))
        return ""
    for verb in read(reply.body, reply.content_type, TEXT).found:
        if isinstance(verb, Redirect):
            return urljoin(reply.url, verb.url)
        if isinstance(verb, Message) and verb.body:
            _answer(exchange, text, verb)
    return ""


def _answer(exchange: Exchange, text: Text, answer: Message) -> None:
    sender, to = answer.sender or text.to, answer.to or text.sender
    if (sender, to) in exchange.opted_out:
        raise TwimlError(21610, "Attempt to send to unsubscribed recipient")
    send(exchange, sender, to, answer.body, reply=True)
