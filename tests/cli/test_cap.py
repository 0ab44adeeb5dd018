"""`dalaba cap` at a keyboard."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway import cap
from gateway.domain.cap import Alert
from tests.cap.alerts import ACK, ALERT, CANCEL, document
from tests.cli.conftest import Dalaba
from tests.support.cast import VILLAGE


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "alert.xml"


def in_force(alert: Alert) -> bytes:
    """The alert as if it had just been sent."""
    now = datetime.now(UTC).replace(microsecond=0)
    infos = tuple(replace(info, expires=now + timedelta(days=1)) for info in alert.infos)
    return cap.write(replace(alert, sent=now, infos=infos))


def test_a_document_in_order_is_shown_in_both_languages(dalaba: Dalaba, saved: Path) -> None:
    saved.write_bytes(in_force(ALERT))
    done = dalaba("cap", "check", str(saved))
    assert done.exit_code == 0
    for words in ("HY-2020-0001", "red 红", "[zh-CN] 今天起全村不出门", "[en] Nobody leaves", VILLAGE, "In order"):
        assert words in done.output


def test_a_cancel_says_that_nobody_is_rung(dalaba: Dalaba, saved: Path) -> None:
    saved.write_bytes(in_force(CANCEL))
    done = dalaba("cap", "check", str(saved))
    assert done.exit_code == 0
    assert "nobody is rung" in done.output
    assert "about 关于: dalaba@heyang.example HY-2020-0001" in done.output


def test_what_is_left_aside_is_shown(dalaba: Dalaba, saved: Path) -> None:
    saved.write_bytes(in_force(ALERT).replace(b"</alert>", b"<x xmlns='urn:example'/></alert>"))
    assert "left aside 未采用: line" in dalaba("cap", "check", str(saved)).output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (document(msgType="Amend"), "line 6: msgType is 'Amend': must be one of Alert, Update, Cancel, Ack, Error"),
        (b"all well", "line 1: this is no XML"),
        (in_force(ACK), "msgType is 'Ack': must be Alert, Update or Cancel"),
        (cap.write(ALERT), "is over; nobody is told of it any more"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_command_fails(
    dalaba: Dalaba, saved: Path, content: bytes, words: str
) -> None:
    saved.write_bytes(content)
    done = dalaba("cap", "check", str(saved))
    assert done.exit_code == 1
    assert words in done.output


def test_help_teaches_what_a_document_needs(dalaba: Dalaba) -> None:
    told = dalaba("cap", "check", "--help").output
    assert "CN-NBS-12" in told
    assert "区划代码" in told
