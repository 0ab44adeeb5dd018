"""What is written is CAP 1.2 by the schema, and reads back as what it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import cap
from gateway.domain.cap import Alert, Area, BadAlert, Named, Resource, violations
from gateway.domain.errors import BadInput
from tests.cap import schema
from tests.cap.alerts import ALERT, ALERTS, CHINESE, KNOWN, document


@pytest.mark.parametrize("name", KNOWN)
def test_every_kind_of_alert_is_valid_by_the_schema_and_survives(name: str) -> None:
    written = cap.write(KNOWN[name])
    assert schema.faults(written) == []
    assert cap.read(written) == cap.Reading(KNOWN[name])


@given(ALERTS)
def test_any_alert_that_the_rules_allow_is_valid_by_the_schema_and_survives(alert: Alert) -> None:
    assert violations(alert) == []
    written = cap.write(alert)
    assert schema.faults(written) == []
    assert cap.read(written) == cap.Reading(alert)


def test_the_schema_of_the_tests_has_an_opinion() -> None:
    assert schema.faults(document()) == []
    assert schema.faults(document(msgType="Amend"))
    assert schema.faults(document(sent="2020-02-08T09:00:00Z"))
    assert schema.faults(document(sender=""))


def test_an_alert_that_breaks_a_rule_is_never_written() -> None:
    with pytest.raises(BadAlert, match=r"^identifier is 'two words': must be one word"):
        cap.write(Alert("two words", "s", ALERT.sent, ALERT.status, ALERT.msg_type, ALERT.scope))


def test_chinese_text_and_markup_in_it_come_through_as_they_are() -> None:
    first, second = cap.read(cap.write(ALERT)).alert.infos
    assert (first.language, first.description) == ("zh-CN", "村里发现一名病例。\n从现在起，各家各户不出门。")
    assert (second.language, second.description) == ("en", 'A case was found in "our" village & <nobody> goes out.')
    assert "鹤阳村".encode() in cap.write(ALERT)


def test_a_recording_comes_with_size_and_digest() -> None:
    (recording,) = cap.read(cap.write(ALERT)).alert.infos[0].resources
    assert recording == Resource("录音", "audio/wav", 96_044, "https://village.example/audio/1.wav", digest="ab12" * 10)
    assert CHINESE.resources == (recording,)


def test_a_document_of_somebody_else_is_read_with_prefix_comments_and_missing_expires() -> None:
    words = document().decode()
    prefixed = words.replace("<alert xmlns=", "<!-- county --><c:alert xmlns:c=").replace("</alert>", "</c:alert>")
    names = {name for name in schema.TABLE["alert"].split() + schema.TABLE["info"].split() if f"<{name}>" in words}
    for name in names:
        prefixed = prefixed.replace(f"<{name}>", f"<c:{name}>").replace(f"</{name}>", f"</c:{name}>")
    assert schema.faults(prefixed.encode()) == []
    reading = cap.read(b'<?xml version="1.0"?>\n' + prefixed.encode())
    assert reading == cap.read(document())
    assert (reading.alert.infos[0].expires, reading.alert.infos[0].language) == (None, "en-US")


def test_blanks_around_a_value_and_empty_elements_say_nothing() -> None:
    info = "<info><category> Health </category><event>\n  流感  \n</event><responseType/><urgency>Future</urgency>"
    info += "<severity>Minor</severity><certainty>Likely</certainty><expires></expires><web> </web></info>"
    (read,) = cap.read(document(info, note="\n")).alert.infos
    assert (read.event, read.response_types, read.expires, read.web) == ("流感", (), None, "")


def test_what_a_terminal_would_obey_is_not_read() -> None:
    assert cap.read(document(note="a\u009b31mb&#127;c")).alert.note == "a31mbc"


def test_utf_16_and_a_byte_order_mark_are_read() -> None:
    words = document().decode()
    assert cap.read(b"\xef\xbb\xbf" + words.encode()) == cap.read(document())
    assert cap.read(f'<?xml version="1.0" encoding="UTF-16"?>{words}'.encode("utf-16")) == cap.read(document())


AREA = "<area><areaDesc>a</areaDesc><geocode><valueName>{}</valueName><value>{}</value></geocode></area>"


def test_divisions_are_read_as_they_stand() -> None:
    info = document().decode().partition("<info>")[2].partition("</info>")[0]
    inside = f"<info>{info}{AREA.format('GB/T 2260', '532901105201')}</info>"
    (area,) = cap.read(document(inside)).alert.infos[0].areas
    assert area == Area("a", geocodes=(Named("GB/T 2260", "532901105201"),))


PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</info>",
        "<info>",
        "&",
        "<!-- ",
        "]]>",
        "<x:y/>",
        "<sent>",
        "Z",
        "\0",
        "村",
        "<a b='c'/>",
        "</alert>",
        "",
    ]
)


@given(st.data())
def test_whatever_arrives_is_read_or_refused_in_words(data: st.DataObject) -> None:
    words = cap.write(ALERT).decode()
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, min(start + 40, len(words))))
    broken = words[:start] + data.draw(PIECES) + words[end:]
    try:
        cap.read(broken.encode())
    except BadInput as e:
        assert str(e)  # noqa: PT017 - either outcome is right


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadInput):
        cap.read(content)
