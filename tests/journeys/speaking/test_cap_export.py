"""Every broadcast is an alert, valid by the schema: ours by an identifier of its own, an imported one as it came."""

from datetime import timedelta
from hashlib import sha1

import pytest

from gateway import cap as documents
from gateway.domain import wav_files
from gateway.domain.cap import Area, Named
from gateway.domain.cap.codes import MsgType, Status
from gateway.domain.errors import BadInput
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.journeys.speaking import approval, cap, drafts, running
from gateway.journeys.speaking.cap import Became
from gateway.journeys.speaking.drafts import Message
from gateway.store.broadcasts import Through
from gateway.store.recipients import Audience
from gateway.switchboard import Switchboard
from tests.cap.alerts import ALERT
from tests.journeys.speaking.alerting import areas, exported, send, taken, words
from tests.support import cast
from tests.support.board import MORNING, SHORT_WAV, clock_of
from tests.support.speaking import drafted, sent, standing


def test_an_imported_alert_is_given_back_as_it_came(board: Switchboard) -> None:
    broadcast = taken(board, ALERT)
    send(board, broadcast)
    assert documents.read(exported(board, broadcast)).alert == ALERT


@pytest.mark.parametrize("level", Level)
def test_words_areas_and_level_come_back_from_our_own_document(board: Switchboard, level: Level) -> None:
    spoken = "今天下午两点停水，六点来水，请各家各户先接好水，不要等。\n有事打村委会电话"
    also = (Message("en", words="No water from two to six this afternoon; fill a bucket now."),)
    ours = drafted(board, cast.GRID_1, cast.GRID_3, words=spoken, level=level, also=also)
    send(board, ours)
    with board.work() as work:
        if standing(board, ours).state is State.WAITING:
            person = approval.office_for(board, work, standing(board, ours), cast.SUPERVISOR)
            approval.approve(work, standing(board, ours), person, Through.TEXT)
    document = exported(board, ours).replace(b"dalaba-", b"elsewhere-")
    with board.work() as work:
        back = cap.import_alert(board, work, document, None).fates[0].broadcast
    assert (back.level, back.status, areas(board, back)) == (level, Status.ACTUAL, [cast.GRID_1, cast.GRID_3])
    assert words(board, back) == words(board, ours)


def test_our_own_document_is_known(board: Switchboard) -> None:
    ours = sent(board)
    with board.work() as work:
        document = cap.export(board, work, drafts.find(work, ours))
        (fate,) = cap.import_alert(board, work, document, None).fates
    assert (fate.broadcast.id, fate.became) == (ours, Became.KNOWN)


def test_a_broadcast_says_who_speaks_from_when_until_when_and_to_whom(board: Switchboard) -> None:
    ours = drafted(board, words="今天下午两点停水")
    send(board, ours)
    alert = documents.read(exported(board, ours)).alert
    (info,) = alert.infos
    assert (alert.identifier, alert.sender, alert.sent) == (f"dalaba-{ours.id}", "village.example", MORNING)
    assert (info.language, info.headline, info.sender_name) == ("zh-CN", "今天下午两点停水", "鹤阳村")
    assert (info.effective, info.expires) == (MORNING, MORNING + timedelta(hours=24))
    assert info.areas == (Area("鹤阳村", geocodes=(Named("CN-NBS-12", cast.VILLAGE),)),)


def test_a_recording_is_named_with_its_size_and_digest(board: Switchboard) -> None:
    with board.work() as work:
        plan = drafts.Plan((cast.VILLAGE,), Level.RED)
        spoken = Message("zh", address="https://carrier.example/rec", seconds=2.0)
        ours = drafts.draft(board, work, plan, [spoken], None)
    send(board, ours)
    (info,) = documents.read(exported(board, ours)).alert.infos
    (recording,) = info.resources
    assert (recording.mime_type, recording.size) == ("audio/wav", len(SHORT_WAV))
    assert recording.digest == sha1(SHORT_WAV, usedforsecurity=False).hexdigest()
    assert recording.uri == f"https://village.example/audio/{wav_files.digest_of(SHORT_WAV)}.wav"
    assert info.headline == "录音通知，请听录音。"


def test_whose_homes_are_meant_is_nobody_elses_business(board: Switchboard) -> None:
    document = exported(board, drafted(board, audience=Audience(doors=("003",))))
    assert "部分农户".encode() in document
    assert b"003" not in document


@pytest.mark.parametrize("state", [State.DRAFT, State.WAITING, State.DROPPED, State.REFUSED])
def test_what_was_never_sent_is_a_draft_on_which_nobody_may_act(board: Switchboard, state: State) -> None:
    ours = drafted(board, level=Level.ORANGE)
    with board.work() as work:
        if state is State.DROPPED:
            drafts.drop(work, ours.id, None, Through.COMMAND_LINE)
        if state in (State.WAITING, State.REFUSED):
            approval.submit(board, work, ours.id, None)
        if state is State.REFUSED:
            waiting = drafts.find(work, ours.id)
            person = approval.office_for(board, work, waiting, cast.SUPERVISOR)
            approval.refuse(board, work, waiting, person, Through.TEXT, "时间写错了")
    assert standing(board, ours).state is state
    alert = documents.read(exported(board, ours)).alert
    assert (alert.status, alert.identifier) == (Status.DRAFT, f"dalaba-{ours.id}-draft")


def test_a_stopped_broadcast_is_the_alert_it_was_and_its_cancel_refers_to_it(board: Switchboard) -> None:
    ours = drafted(board)
    send(board, ours)
    with pytest.raises(BadInput, match="1 was not stopped: there is nothing to cancel"):
        exported(board, ours, cancel=True)
    before = documents.read(exported(board, ours)).alert.reference
    clock_of(board).forward(minutes=5)
    with board.work() as work:
        running.stop(work, ours.id, None, Through.COMMAND_LINE, "说错了")
    assert documents.read(exported(board, ours)).alert.reference == before
    cancel = documents.read(exported(board, ours, cancel=True)).alert
    assert (cancel.msg_type, cancel.references, cancel.infos) == (MsgType.CANCEL, (before,), ())
    assert (cancel.sent, cancel.note) == (MORNING + timedelta(minutes=5), "说错了")


def test_the_cancel_of_an_imported_alert_is_ours_and_refers_to_theirs(board: Switchboard) -> None:
    broadcast = taken(board, ALERT)
    send(board, broadcast)
    with board.work() as work:
        running.stop(work, broadcast.id, None, Through.COMMAND_LINE)
    cancel = documents.read(exported(board, broadcast, cancel=True)).alert
    assert (cancel.sender, cancel.references) == ("village.example", (ALERT.reference,))


def test_an_update_of_ours_refers_to_what_it_replaces(board: Switchboard) -> None:
    first = taken(board, ALERT)
    with board.work() as work:
        plan = drafts.Plan((cast.VILLAGE,), Level.RED, msg_type=MsgType.UPDATE, references_id=first.id)
        ours = drafts.draft(board, work, plan, [Message("zh", words="可以出门了")], None)
    send(board, ours)
    assert documents.read(exported(board, ours)).alert.references == (ALERT.reference,)
