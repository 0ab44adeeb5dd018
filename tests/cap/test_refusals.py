"""What is not understood is refused by name, line, value and remedy; what may be left aside is told."""

import pytest

from gateway import cap
from gateway.cap.tree import MOST_BYTES
from gateway.domain.cap import BadAlert
from gateway.domain.errors import BadInput
from tests.cap import schema
from tests.cap.alerts import SMALLEST_INFO, document


def why(content: bytes) -> str:
    """The words in which a document is refused."""
    with pytest.raises(BadInput) as refused:
        cap.read(content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"msgType": "Amend"},
            "line 6: msgType is 'Amend': must be one of Alert, Update, Cancel, Ack, Error",
        ),
        ({"msgType": "cancel"}, "line 6: msgType is 'cancel': must be one of Alert, Update, Cancel, Ack, Error"),
        ({"status": "Real"}, "line 5: status is 'Real': must be one of Actual, Exercise, System, Test, Draft"),
        ({"scope": "Everybody"}, "line 7: scope is 'Everybody': must be one of Public, Restricted, Private"),
        ({"sender": ""}, "line 1: sender is missing: CAP requires it, and it must be one word"),
        ({"identifier": "two words"}, "line 2: identifier is 'two words': must be one word"),
        ({"sender": "a,b"}, "line 3: sender is 'a,b': must be one word"),
        ({"sent": "2020-02-08T09:00:00Z"}, "line 4: sent is '2020-02-08T09:00:00Z': must be a time such as"),
        ({"sent": "2020-02-08T09:00:00"}, "line 4: sent is '2020-02-08T09:00:00': must be a time such as"),
        ({"sent": "2020-02-30T09:00:00+08:00"}, "line 4: sent is '2020-02-30T09:00:00+08:00': must be a time"),
        ({"sent": "2020-02-08T09:00:00+15:00"}, "line 4: sent is '2020-02-08T09:00:00+15:00': must be a time"),
        ({"msgType": "Cancel"}, "references is missing: an Update, Cancel, Ack or Error names the earlier alerts"),
        ({"references": "a,b"}, "line 8: references is 'a,b': must be sender,identifier,sent for each"),
        ({"scope": "Restricted"}, "restriction is missing: a Restricted alert says whom it is for"),
        ({"scope": "Private"}, "addresses is missing: a Private alert names its recipients"),
        ({"kind": "x"}, "line 8: kind is 'x': CAP 1.2 has no such element here, but identifier, sender,"),
        ({"note": "<b>x</b>"}, "line 8: note is '<b>': only text may stand in it"),
    ],
)
def test_a_value_that_is_not_understood_is_named(said: dict[str, str], words: str) -> None:
    assert why(document(**said)).startswith(words)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    inside = SMALLEST_INFO.replace("Immediate", "Now").replace("<event>e</event>", "")
    assert why(document(inside, status="Real", msgType="Amend")).splitlines() == [
        "line 5: status is 'Real': must be one of Actual, Exercise, System, Test, Draft",
        "line 6: msgType is 'Amend': must be one of Alert, Update, Cancel, Ack, Error",
        "line 8: info[1]/urgency is 'Now': must be one of Immediate, Expected, Future, Past, Unknown",
        "line 8: info[1]/event is missing: CAP requires it, and it must be text without control characters, "
        "and without blanks before or after it",
    ]


def test_a_rule_between_two_elements_knows_its_line_too() -> None:
    inside = SMALLEST_INFO.replace("<description>", "\n<expires>2020-02-08T08:00:00+08:00</expires><description>")
    assert why(document(inside)) == (
        "line 9: info[1]/expires is '2020-02-08T08:00:00+08:00': must be later than <effective>, "
        "or <sent> where there is none"
    )


def test_two_senders_are_one_too_many() -> None:
    twice = document().replace(b"<sent>", b"<sender>b</sender><sent>")
    assert why(twice) == "line 4: sender is 'b': stands there already; only one may"


def test_stray_text_is_no_part_of_an_alert() -> None:
    assert why(document(f"cancel this {SMALLEST_INFO}")) == (
        "line 1: alert is 'cancel this': text stands only inside its elements"
    )


LAUGHS = b'<!DOCTYPE a [<!ENTITY h "ha"><!ENTITY i "&h;&h;&h;&h;&h;&h;&h;&h;"><!ENTITY j "&i;&i;&i;&i;&i;&i;">]>'
OUTSIDE = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
def test_a_document_that_laughs_a_billion_times_is_not_listened_to(doctype: bytes) -> None:
    assert why(doctype + document(note="&j;")) == "line 1: a DOCTYPE or entity is never read; leave it out"


def test_an_entity_that_nobody_declared_is_no_xml() -> None:
    assert why(document(note="&j;")) == "line 8: this is no XML: undefined entity"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "line 1: this is no XML: no element found"),
        (b"SMS: all well", "line 1: this is no XML: syntax error"),
        (b"<alert>", "line 1: this is no XML: no element found"),
        (b"<a>" * 100, "line 1: elements stand 32 deep; no alert does that"),
        (
            b"<alert/>",
            f"line 1: this is <alert> of no namespace; CAP 1.2 begins with <alert xmlns='{schema.NAMESPACE}'>",
        ),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
            "line 1: this is <feed> of namespace http://www.w3.org/2005/Atom;",
        ),
        (b"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.1'/>", "this is CAP 1.1, and only CAP 1.2 is read;"),
        (b"<alert xmlns='http://www.incident.com/cap/1.0'/>", "this is CAP 1.0, and only CAP 1.2 is read;"),
        ('<?xml version="1.0" encoding="GBK"?><a>村</a>'.encode("gbk"), "the document's encoding cannot be read"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "the document's encoding cannot be read"),
        (b" " * (MOST_BYTES + 1), "the document has more than 5,000,000 bytes, and no more are read;"),
    ],
)
def test_what_is_no_cap_1_2_is_told_apart(content: bytes, words: str) -> None:
    assert why(content).startswith(words)


@pytest.mark.parametrize("namespace", ["", "urn:oasis:names:tc:emergency:cap:1.1"])
def test_an_element_of_no_or_an_earlier_namespace_is_no_cap(namespace: str) -> None:
    assert why(document(f'<info xmlns="{namespace}"/>')) == (
        f"line 8: info is 'of {namespace or 'no namespace'}': must be of {schema.NAMESPACE}, as everything around it"
    )


SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><Reference/></SignedInfo></Signature>'


def test_what_is_left_aside_is_told() -> None:
    inside = f'<x:shelter xmlns:x="urn:example">学校</x:shelter>\n{SMALLEST_INFO}\n{SIGNATURE}'
    reading = cap.read(document(inside, root=f'<alert xmlns="{schema.NAMESPACE}" lang="zh">'))
    assert reading.alert == cap.read(document()).alert
    assert reading.remarks == (
        "line 1: attribute lang of alert is left aside; CAP has none",
        "line 8: shelter is left aside: namespace urn:example is not known here",
        "line 10: the signature is left aside; nobody has checked it",
    )


def test_a_village_does_not_miss_an_alert_over_the_order_of_its_elements() -> None:
    words = document().decode().splitlines()
    words[1], words[2] = words[2], words[1]
    reading = cap.read("\n".join(words).encode())
    assert reading.alert == cap.read(document()).alert
    assert reading.remarks == ("line 3: identifier stands later than CAP's order has it; read all the same",)


def test_a_bad_alert_keeps_its_violations_apart() -> None:
    with pytest.raises(BadAlert) as refused:
        cap.read(document(msgType="Amend"))
    (violation,) = refused.value.violations
    assert (violation.path, violation.value, violation.line) == ("msgType", "Amend", 6)
