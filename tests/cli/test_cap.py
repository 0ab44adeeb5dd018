"""`dalaba cap` at a keyboard."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from gateway import cap
from gateway.domain.cap import Alert
from gateway.domain.cap.codes import MsgType
from tests.cap import schema
from tests.cap.alerts import ACK, ALERT, CANCEL, document
from tests.cli.conftest import Dalaba
from tests.support import cast
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


# Alerts as broadcasts, and back


@pytest.fixture
def imported(village_dalaba: Dalaba, saved: Path) -> Result:
    saved.write_bytes(in_force(ALERT))
    return village_dalaba("cap", "import", str(saved))


def test_an_import_shows_what_was_drafted_and_how_it_is_sent(imported: Result) -> None:
    assert imported.exit_code == 0
    for told in ("Drafted: 1.", "red 红  Actual", "zh: 今天起全村不出门。", "en: Nobody leaves", "鹤阳村: 12 phones"):
        assert told in imported.output
    assert "dalaba broadcast submit 1" in imported.output
    assert "Nobody is rung after" in imported.output


def test_the_same_file_again_says_that_it_is_known(imported: Result, village_dalaba: Dalaba, saved: Path) -> None:
    done = village_dalaba("cap", "import", str(saved))
    assert (done.exit_code, "Imported before, or our own: 1" in done.output) == (0, True)


def test_languages_and_areas_that_are_missing_are_shown(village_dalaba: Dalaba, saved: Path) -> None:
    saved.write_bytes(in_force(replace(ALERT, infos=ALERT.infos[:1])).replace(b">zh-CN<", b">cmn<"))
    assert "1 phone would hear a language not their own (English)" in village_dalaba("cap", "import", str(saved)).output


def test_a_draft_of_nobody_s_that_somebody_must_agree_to_is_not_submitted(
    imported: Result, village_dalaba: Dalaba
) -> None:
    done = village_dalaba("broadcast", "submit", "1", "--yes")
    assert (done.exit_code, "needs a second person" in done.stderr) == (1, True)


def test_a_draft_is_submitted_after_a_yes_and_stays_one_without(village_dalaba: Dalaba, saved: Path) -> None:
    saved.write_bytes(in_force(ALERT))
    assert village_dalaba("cap", "import", str(saved), "--by", cast.CADRE).exit_code == 0
    done = village_dalaba("broadcast", "submit", "1", typed=f"{cast.CADRE_PIN}\nn\n")
    assert (done.exit_code, "Not sent." in done.output) == (1, True)
    done = village_dalaba("broadcast", "submit", "1", typed=f"{cast.CADRE_PIN}\ny\n")
    assert done.exit_code == 0
    for told in ("red 红  Actual", "鹤阳村: 12 phones", "On its way: 1", "It stops unless the township agrees"):
        assert told in done.output
    done = village_dalaba("broadcast", "submit", "1", "--yes")
    assert (done.exit_code, done.stderr) == (1, "Error: 1 is no draft: it is queued 等待\n")


def test_a_cancel_says_what_it_did(imported: Result, village_dalaba: Dalaba, saved: Path) -> None:
    alert = cap.read(saved.read_bytes()).alert
    cancel = replace(alert, identifier="X", msg_type=MsgType.CANCEL, references=(alert.reference,), infos=())
    saved.write_bytes(cap.write(cancel))
    assert "Cancelled before it was sent: 1." in village_dalaba("cap", "import", str(saved)).output
    assert "Cancelled, but it was over already: 1." in village_dalaba("cap", "import", str(saved)).output


def test_an_export_is_valid_by_the_schema_and_names_its_sender(village_dalaba: Dalaba, tmp_path: Path) -> None:
    village_dalaba("broadcast", "send", "--area", VILLAGE, "--text", "今天停水", "--yes")
    file = tmp_path / "ours.xml"
    done = village_dalaba("cap", "export", "1", "--output", str(file), CAP_SENDER="dalaba@heyang.example")
    assert (done.exit_code, done.stderr) == (0, "")
    assert schema.faults(file.read_bytes()) == []
    assert cap.read(file.read_bytes()).alert.sender == "dalaba@heyang.example"


def test_an_export_without_a_sender_says_so_beside_the_document(village_dalaba: Dalaba) -> None:
    village_dalaba("broadcast", "send", "--area", VILLAGE, "--text", "今天停水", "--yes")
    done = village_dalaba("cap", "export", "1")
    assert "neither CAP_SENDER nor PUBLIC_BASE_URL is set" in done.stderr
    assert schema.faults(done.stdout_bytes) == []


def test_a_cancel_is_written_for_a_stopped_broadcast_only(village_dalaba: Dalaba) -> None:
    village_dalaba("broadcast", "send", "--area", VILLAGE, "--text", "今天停水", "--yes")
    done = village_dalaba("cap", "export", "1", "--cancel")
    assert (done.exit_code, done.stderr) == (1, "Error: 1 was not stopped: there is nothing to cancel\n")
    village_dalaba("broadcast", "stop", "1")
    assert "<msgType>Cancel</msgType>" in village_dalaba("cap", "export", "1", "--cancel").stdout


def test_a_sender_of_two_words_is_refused_by_name(dalaba: Dalaba) -> None:
    done = dalaba("cap", "export", "1", CAP_SENDER="two words")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: CAP_SENDER: expected one word such as dalaba@village.example")


def test_a_file_without_end_is_refused_before_it_is_read_whole(dalaba: Dalaba) -> None:
    refused = dalaba("cap", "check", "/dev/zero")
    assert (refused.exit_code, "more than 5,000,000 bytes" in refused.output) == (1, True)
