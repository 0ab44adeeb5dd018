"""What a resident's or cadre's text means, from its words alone.

Health words (好, 病 38.2 咳, a bare temperature), help, opt-out and back, acknowledgement (1), an alert handed on (转)
or closed (结), a shift taken over (接班), the daily report (日报), a figure of a digest opened (3) or disputed (差),
gatherings and rumours (举报, 红事, T12, 谣言, R5).
Full-width digits and letters, stray spaces and punctuation are forgiven. English words stand beside the Chinese ones.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from gateway.domain.daily import keyed, replies
from gateway.domain.daily.keyed import Keyed
from gateway.domain.movement import said
from gateway.domain.movement.said import Act, Said
from gateway.domain.screening import FEVER
from gateway.domain.speaking import orders
from gateway.domain.speaking.orders import Ordered, Verb


class Meaning(StrEnum):
    """What a text was understood as; kept beside the raw text."""

    WELL = "well"
    ILL = "ill"
    TEMPERATURE = "temperature"
    ZERO = "zero"
    HELP = "help"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    TAKE = "take"
    HAND_ON = "hand_on"
    CLOSE = "close"
    TAKE_OVER = "take_over"
    DAILY = "daily"
    OPEN = "open"
    DISPUTE = "dispute"
    SETTLE = "settle"
    SUBSCRIBE = "subscribe"
    FORM = "form"
    ANSWER = "answer"
    SPEAK = "speak"
    DECIDE = "decide"
    STOP_BROADCAST = "stop_broadcast"
    COUNT = "count"
    DOORS = "doors"
    MORE_DOORS = "more_doors"
    HEARD = "heard"
    TIP = "tip"
    REGISTER = "register"
    OUTCOME = "outcome"
    RUMOUR = "rumour"
    FINDING = "finding"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Reading:
    """A text understood.

    temperature  degrees Celsius, None when none was given
    symptoms     whether cough, breath or weakness were named
    ordered      an order about a broadcast, None for all other texts
    keyed        what was keyed for the daily report, None for all other texts
    said         what it says of a gathering or a rumour, None for all other texts
    asked        what was asked about a digest, None for all other texts
    member       whose it is, by their place on the household's roll; None when that was not said
    number       what followed 接手, 1, 转 or 结: an alert's code, None when there was none
    rest         what followed that: to whom, how it ended, which post or unit; None when nothing did
    """

    meaning: Meaning
    temperature: float | None = None
    symptoms: bool = False
    member: int | None = None
    number: str | None = None
    rest: str | None = None
    ordered: Ordered | None = None
    keyed: Keyed | None = None
    said: Said | None = None
    asked: replies.Asked | None = None


WORDS: dict[Meaning, frozenset[str]] = {
    Meaning.WELL: frozenset({"好", "都好", "好的", "平安", "健康", "健康好", "well", "allwell", "ok", "fine"}),
    Meaning.ZERO: frozenset({"零报", "零报告", "zero"}),
    Meaning.HELP: frozenset({"帮助", "?", "help", "info"}),
    Meaning.OPT_OUT: frozenset({"退订", "t", "td", "r", "n", "stop", "stopall", "unsubscribe"}),
    Meaning.OPT_IN: frozenset({"恢复", "ks", "start", "unstop", "back"}),
    Meaning.TAKE: frozenset({"1", "接手", "take"}),
}
ORDERS = {
    Verb.SPEAK: Meaning.SPEAK,
    Verb.AGREE: Meaning.DECIDE,
    Verb.REFUSE: Meaning.DECIDE,
    Verb.STOP: Meaning.STOP_BROADCAST,
    Verb.COUNT: Meaning.COUNT,
    Verb.MORE: Meaning.MORE_DOORS,
}
MOVEMENT = {act: Meaning(act.value) for act in Act}
ABOUT_DIGESTS = {
    replies.Act.OPEN: Meaning.OPEN,
    replies.Act.DISPUTE: Meaning.DISPUTE,
    replies.Act.SETTLE: Meaning.SETTLE,
    replies.Act.SUBSCRIBE: Meaning.SUBSCRIBE,
    replies.Act.UNSUBSCRIBE: Meaning.SUBSCRIBE,
}
SYMPTOMS = re.compile(r"咳|喘|气短|没力气|乏力|无力|cough|breath|weak")
ILL = re.compile(r"病|不舒服|发烧|发热|难受|ill|sick|fever|热")
DENIED = re.compile(r"(?:没有?|不|无|no |not )(?:发烧|发热|咳嗽?|气喘|生?病|fever|cough|ill|sick)")
DEGREES = r"(3[4-9]|4[0-3])(?:[.点度]?(\d))?\s*(?:度|°|℃|°?c)?"
TEMPERATURE = re.compile(rf"(?<![\d.]){DEGREES}(?![\d.])")
BARE_TEMPERATURE = re.compile(rf"(?:体温|温度|temp(?:erature)?)?[\s:,]*{DEGREES}[\s.!]*")
CODE = r"a(\d{4})-?(\d{2,4})"  # an alert's
TAKE = re.compile(rf"^(?:接手|1|take)[/:]?{CODE}$")
PASSED_ON: dict[Meaning, re.Pattern[str]] = {  # what staff write about an alert, the rest of it in their own words
    Meaning.HAND_ON: re.compile(rf"(?:转给?|hand\s*on|pass)[\s/:]*{CODE}(?!\d)[\s,:]*(.*)", re.IGNORECASE | re.DOTALL),
    Meaning.CLOSE: re.compile(rf"(?:结案?|close)[\s/:]*{CODE}(?!\d)[\s,:]*(.*)", re.IGNORECASE | re.DOTALL),
}
ZERO_OF = re.compile(r"零报告?[\s:,，]+(\S{1,20})")  # of somebody who answers for several units
TAKE_OVER = re.compile(r"(?:接班了?|take\s*over)[\s,:]*(.*)", re.IGNORECASE | re.DOTALL)
MEMBER = re.compile(r"([1-9])\s*:\s*(?=\S)")
NOISE = re.compile(r"[\s,.;:!。，；：！、#*]+")


def read(body: str) -> Reading:
    """The meaning of a text. Never raises: what cannot be read is UNREADABLE."""
    written = unicodedata.normalize("NFKC", body).strip()
    text = written.lower()
    bare = NOISE.sub("", text)
    for meaning, words in WORDS.items():
        if bare in words:
            return Reading(meaning)
    if taken := TAKE.match(bare):
        return Reading(Meaning.TAKE, number=_code(taken))
    if zero := ZERO_OF.fullmatch(written):
        return Reading(Meaning.ZERO, rest=_rest(zero[1]))
    if ordered := orders.read(written):
        return Reading(ORDERS[ordered.order], ordered=ordered)
    if daily := keyed.read(written):
        return Reading(Meaning.DAILY, keyed=daily)
    return _about_movement_or_digests(written) or _about_duty(written) or _of_somebody(text)


def _about_movement_or_digests(written: str) -> Reading | None:
    """What is told of gatherings and rumours, and what a reader asks of a digest."""
    if about := said.read(written):
        return Reading(MOVEMENT[about.act], said=about)
    asked = replies.read(written)
    return Reading(ABOUT_DIGESTS[asked.act], asked=asked) if asked else None


def _of_somebody(text: str) -> Reading:
    """Health, of the home or of one on its roll: 2:37.5 is the second."""
    whose = MEMBER.match(text)
    health = _health(text[whose.end() :] if whose else text)
    if whose is None or health.meaning is Meaning.UNREADABLE:
        return health
    return replace(health, member=int(whose[1]))


def _about_duty(written: str) -> Reading | None:
    """What staff write of an alert, or of their shift."""
    for meaning, form in PASSED_ON.items():
        if found := form.fullmatch(written):
            return Reading(meaning, number=_code(found), rest=_rest(found[3]))
    found = TAKE_OVER.fullmatch(written)
    return Reading(Meaning.TAKE_OVER, rest=_rest(found[1])) if found else None


def _code(found: re.Match[str]) -> str:
    return f"A{found[1]}-{found[2]}"


def _rest(written: str) -> str | None:
    return written.strip(" 。.!,;") or None


def _health(text: str) -> Reading:
    if bare := BARE_TEMPERATURE.fullmatch(text):
        degrees = _degrees(bare)
        return Reading(Meaning.ILL if degrees >= FEVER else Meaning.TEMPERATURE, degrees)
    claimed = DENIED.sub("", text)
    symptoms = bool(SYMPTOMS.search(claimed))
    if not (symptoms or ILL.search(claimed)):
        return Reading(Meaning.UNREADABLE)
    found = TEMPERATURE.search(claimed)
    return Reading(Meaning.ILL, _degrees(found) if found else None, symptoms)


def _degrees(found: re.Match[str]) -> float:
    return float(f"{found[1]}.{found[2] or 0}")
