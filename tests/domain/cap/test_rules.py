"""What CAP demands beyond its schema, and what a village can be told: tables of alerts and sentences."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from gateway.domain.cap import Alert, Area, BadAlert, Info, Named, Reference, Resource, unspeakable, violations
from gateway.domain.cap.codes import MsgType, Scope, Status
from gateway.domain.cap.rules import MOST_SHOWN
from tests.cap.alerts import ACK, ALERT, CANCEL, CHINESE, ERROR, EXERCISE, KNOWN, SENT, VILLAGE_AREA


def alert(**changed: Any) -> Alert:
    return replace(ALERT, **changed)


def info(**changed: Any) -> Alert:
    return replace(ALERT, infos=(replace(CHINESE, **changed),))


def resource(**changed: Any) -> Alert:
    return info(resources=(replace(Resource("录音", "audio/wav"), **changed),))


def area(**changed: Any) -> Alert:
    return info(areas=(replace(VILLAGE_AREA, **changed),))


def told(found: list[Any]) -> list[str]:
    return [str(one) for one in found]


@pytest.mark.parametrize("name", KNOWN)
def test_nothing_is_wrong_with_the_known_alerts(name: str) -> None:
    assert violations(KNOWN[name]) == []


WORD = "must be one word, without blanks, commas, < and &"
TIME = "must be a time such as 2020-02-05T15:00:00+08:00: whole seconds, the offset never Z"
NEEDED = "an Update, Cancel, Ack or Error names the earlier alerts it is about, as sender,identifier,sent"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (alert(identifier="two words"), f"identifier is 'two words': {WORD}"),
        (alert(identifier="<a"), f"identifier is '<a': {WORD}"),
        (alert(sender="a,b"), f"sender is 'a,b': {WORD}"),
        (alert(sender="a&b"), f"sender is 'a&b': {WORD}"),
        (alert(sender=""), f"sender is missing: CAP requires it, and it {WORD}"),
        (alert(sent=datetime(2020, 2, 5)), f"sent is '2020-02-05T00:00:00': {TIME}"),  # noqa: DTZ001 - that is the fault
        (alert(sent=SENT.replace(microsecond=1)), f"sent is '2020-02-08T09:00:00+08:00': {TIME}"),
        (alert(msg_type=MsgType.UPDATE), f"references is missing: {NEEDED}"),
        (alert(msg_type=MsgType.CANCEL), f"references is missing: {NEEDED}"),
        (alert(msg_type=MsgType.ACK), f"references is missing: {NEEDED}"),
        (alert(msg_type=MsgType.ERROR), f"references is missing: {NEEDED}"),
        (
            alert(references=(ALERT.reference,)),
            "references is 'dalaba@heyang.example,HY-2020-0001,2020-02-08T09:00:00+08:00': "
            "must name other alerts, not this one; give this one an identifier of its own",
        ),
        (
            alert(references=(Reference("a b", "c", SENT),)),
            "references is 'a b,c,2020-02-08T09:00:00+08:00': must be sender,identifier,sent for each earlier alert, "
            "with a blank between two, and each time as in <sent>",
        ),
        (alert(scope=Scope.RESTRICTED), "restriction is missing: a Restricted alert says whom it is for"),
        (alert(scope=Scope.PRIVATE), "addresses is missing: a Private alert names its recipients"),
        (
            alert(addresses=('a "b"',)),
            """addresses is '"a "b""': must be words with blanks between them, in "quotes" where one holds a blank""",
        ),
        (
            alert(note="bell\a"),
            "note is 'bell\\x07': must be text without control characters, and without blanks before or after it",
        ),
        (
            alert(codes=("a", " b")),
            "code[2] is ' b': must be text without control characters, and without blanks before or after it",
        ),
        (
            info(categories=()),
            "info[1]/category is missing: CAP requires it, and it must be one of "
            "Geo, Met, Safety, Security, Rescue, Fire, Health, Env, Transport, Infra, CBRNE, Other",
        ),
        (info(language=""), "info[1]/language is missing: must be a language tag such as zh-CN"),
        (info(language="中文"), "info[1]/language is '中文': must be a language tag such as zh-CN"),
        (
            info(expires=SENT),
            "info[1]/expires is '2020-02-08T09:00:00+08:00': "
            "must be later than <effective>, or <sent> where there is none",
        ),
        (
            info(effective=SENT + timedelta(days=2)),
            "info[1]/expires is '2020-02-09T09:00:00+08:00': "
            "must be later than <effective>, or <sent> where there is none",
        ),
        (info(web="/notice"), "info[1]/web is '/notice': must be a whole address, such as https://village.example/"),
        (resource(mime_type="wav"), "info[1]/resource[1]/mimeType is 'wav': must be a media type such as audio/wav"),
        (resource(size=-1), "info[1]/resource[1]/size is '-1': must be a number of bytes"),
        (
            resource(digest="ab12"),
            "info[1]/resource[1]/digest is 'ab12': must be a SHA-1 digest: 40 hexadecimal digits",
        ),
        (
            resource(uri="1.wav"),
            "info[1]/resource[1]/uri is '1.wav': must be a whole address, since <derefUri> does not hold the file",
        ),
        (
            area(geocodes=(Named("CN-NBS-12", ""),)),
            "info[1]/area[1]/geocode[1]/value is missing: CAP requires it, and it must be text without "
            "control characters, and without blanks before or after it",
        ),
        (
            area(ceiling=Decimal(9000)),
            "info[1]/area[1]/altitude is missing: a <ceiling> stands only beside the altitude it is above",
        ),
        (
            area(polygons=("25.6,100.1 25.7,100.1 25.7,100.2",)),
            "info[1]/area[1]/polygon[1] is '25.6,100.1 25.7,100.1 25.7,100.2': must be four or more "
            "latitude,longitude pairs with blanks between them, the last as the first",
        ),
        (
            area(circles=("100.1,25.6 3",)),
            "info[1]/area[1]/circle[1] is '100.1,25.6 3': must be latitude,longitude and a radius in kilometres "
            "with a blank between them",
        ),
    ],
)
def test_what_breaks_a_rule_is_one_sentence_with_element_value_and_remedy(wrong: Alert, sentence: str) -> None:
    assert told(violations(wrong)) == [sentence]


@pytest.mark.parametrize(
    "right",
    [
        alert(sent=SENT.astimezone(UTC)),
        alert(sent=SENT.astimezone(timezone(timedelta(hours=5, minutes=45)))),
        alert(scope=Scope.PRIVATE, addresses=("township", "the doctor")),
        info(expires=None),
        info(onset=SENT - timedelta(days=3)),
        info(categories=tuple(CHINESE.categories) * 2),
        resource(uri="1.wav", content="aGV5YW5n"),
        area(altitude=Decimal("6300.5"), ceiling=Decimal(9000)),
        area(polygons=("25.6,100.1 25.7,100.1 25.7,100.2 25.6,100.1",), circles=("25.6,100.1 0",)),
    ],
)
def test_what_is_unusual_is_not_wrong(right: Alert) -> None:
    assert violations(right) == []


def test_a_long_value_is_shown_by_its_beginning_and_many_violations_by_the_first() -> None:
    (violation,) = violations(alert(identifier="长 " * 100))
    assert str(violation) == f"identifier is '{'长 ' * 28}长...': {WORD}"
    sentences = str(BadAlert([violation] * (MOST_SHOWN + 3))).splitlines()
    assert (len(sentences), sentences[-1]) == (MOST_SHOWN + 1, "and 3 more")


# What a village can be told


@pytest.mark.parametrize("spoken", [ALERT, EXERCISE, KNOWN["update"], CANCEL, alert(status=Status.TEST)])
def test_alerts_updates_and_cancels_for_everybody_are_acted_on(spoken: Alert) -> None:
    assert unspeakable(spoken, SENT) == []


@pytest.mark.parametrize(
    ("silent", "sentence"),
    [
        (
            alert(status=Status.DRAFT),
            "status is 'Draft': must be Actual, Exercise or Test; System is for machines, "
            "and nobody may act on a Draft",
        ),
        (
            alert(status=Status.SYSTEM),
            "status is 'System': must be Actual, Exercise or Test; System is for machines, "
            "and nobody may act on a Draft",
        ),
        (
            ACK,
            "msgType is 'Ack': must be Alert, Update or Cancel; this is an answer between systems, "
            "and nobody is told of it",
        ),
        (
            ERROR,
            "msgType is 'Error': must be Alert, Update or Cancel; this is an answer between systems, "
            "and nobody is told of it",
        ),
        (
            alert(scope=Scope.RESTRICTED, restriction="police"),
            "scope is 'Restricted': must be Public; anything else may not be told to a village",
        ),
        (alert(infos=()), "info is missing: there is nothing to tell without it"),
        (
            info(headline="", description="", instruction=""),
            "info[1]/description is missing: there is nothing to tell without it, <headline> or <instruction>",
        ),
        (info(areas=()), "info[1]/area is missing: without it nobody knows whom to tell"),
        (
            info(areas=(Area("大理市", circles=("25.6,100.1 30",)),)),
            "info[1]/area[1]/geocode is missing: must name a division, such as CN-NBS-12 532901105201; "
            "a grid is DALABA-GRID with fourteen digits; what is only drawn on a map rings nobody",
        ),
        (
            area(geocodes=(Named("SAME", "006109"), Named("CN-NBS-12", "53290"))),
            "info[1]/area[1]/geocode is 'SAME 006109, CN-NBS-12 53290': must name a division, such as "
            "CN-NBS-12 532901105201; a grid is DALABA-GRID with fourteen digits; "
            "what is only drawn on a map rings nobody",
        ),
    ],
)
def test_what_a_village_cannot_be_told_is_one_sentence(silent: Alert, sentence: str) -> None:
    assert violations(silent) == []
    assert told(unspeakable(silent, SENT)) == [sentence]


def test_what_has_expired_is_told_to_nobody_but_may_still_be_cancelled() -> None:
    later = SENT + timedelta(hours=24)
    assert told(unspeakable(ALERT, later)) == [
        f"info[{n}]/expires is '2020-02-09T09:00:00+08:00': is over; nobody is told of it any more" for n in (1, 2)
    ]
    assert unspeakable(ALERT, later - timedelta(seconds=1)) == []
    assert unspeakable(CANCEL, later) == []


def test_a_cancel_needs_nothing_to_tell() -> None:
    bare = Info(CHINESE.categories, CHINESE.event, CHINESE.urgency, CHINESE.severity, CHINESE.certainty)
    assert unspeakable(replace(CANCEL, infos=(bare,)), SENT) == []
