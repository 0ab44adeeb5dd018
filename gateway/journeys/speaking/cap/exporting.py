"""A broadcast as an alert. An imported one is given back as it came; ours goes by an identifier made of its id."""

from datetime import datetime
from hashlib import sha1

from gateway import cap as documents
from gateway.domain.cap import Alert, Area, Reference, Resource
from gateway.domain.cap import Info as CapInfo
from gateway.domain.cap.codes import Category, MsgType, Scope, Status
from gateway.domain.cap.divisions import geocode_of
from gateway.domain.cap.kinds import tidy
from gateway.domain.cap.levels import GRADES
from gateway.domain.cap.wording import headline_of, tag_of
from gateway.domain.errors import BadInput
from gateway.domain.speaking.states import State
from gateway.journeys import naming
from gateway.ports import audio_address
from gateway.store import broadcasts, recordings, roster
from gateway.store.broadcasts import Broadcast, Info
from gateway.switchboard import Switchboard, Work

OURS = "dalaba-"  # before the id of a broadcast
NEVER_SENT = frozenset({State.DRAFT, State.WAITING, State.DROPPED, State.REFUSED})


def export(board: Switchboard, work: Work, broadcast: Broadcast, *, cancel: bool = False) -> bytes:
    """A broadcast as a CAP 1.2 document, wherever it stands. One that was never sent has the status Draft.

    cancel  the Cancel of a stopped one, for those who were given its Alert; raises BadInput when it was not stopped
    """
    if cancel:
        return documents.write(_cancel(board, broadcast))
    return documents.write(imported_alert(broadcast) or _alert(board, work, broadcast))


def imported_alert(broadcast: Broadcast) -> Alert | None:
    """The alert a broadcast was drafted from, None for one made here."""
    return documents.read(broadcast.cap["document"].encode()).alert if broadcast.cap else None


def reference_of(board: Switchboard, broadcast: Broadcast) -> Reference:
    """How other alerts refer to a broadcast: the same at any time."""
    imported = imported_alert(broadcast)
    if imported is not None:
        return imported.reference
    return Reference(board.settings.alert_sender, f"{OURS}{broadcast.id}", _local(board, broadcast.created_at))


def known_as(board: Switchboard, work: Work, reference: Reference) -> Broadcast | None:
    """The broadcast an alert refers to, imported or ours; None when there is none like that."""
    ours = broadcasts.load(work.tx, reference.identifier.removeprefix(OURS))
    found = broadcasts.by_identifier(work.tx, reference.key) or ours
    return found if found and reference_of(board, found) == reference else None


def _alert(board: Switchboard, work: Work, broadcast: Broadcast) -> Alert:
    us = reference_of(board, broadcast)
    draft = broadcast.state in NEVER_SENT
    earlier = broadcasts.load(work.tx, broadcast.references_id) if broadcast.references_id else None
    infos = broadcasts.infos(work.tx, broadcast.id)
    in_order = sorted(infos.values(), key=lambda info: (info.language != broadcast.language, info.language))
    return Alert(
        # Whoever has seen the draft must not take the message itself for something known.
        identifier=f"{us.identifier}-draft" if draft else us.identifier,
        sender=us.sender,
        sent=us.sent,
        status=Status.DRAFT if draft else broadcast.status,
        msg_type=broadcast.msg_type,
        scope=Scope.PUBLIC,
        note=tidy(broadcast.why or ""),
        references=(reference_of(board, earlier),) if earlier else (),
        infos=tuple(_info(board, work, broadcast, info) for info in in_order),
    )


def _cancel(board: Switchboard, broadcast: Broadcast) -> Alert:
    if broadcast.state is not State.STOPPED or broadcast.ended_at is None:
        raise BadInput(f"{broadcast.number} was not stopped: there is nothing to cancel")
    about = reference_of(board, broadcast)
    return Alert(
        identifier=f"{OURS}{broadcast.id}-cancel",
        sender=board.settings.alert_sender,
        sent=_local(board, broadcast.ended_at),
        status=broadcast.status,
        msg_type=MsgType.CANCEL,
        scope=Scope.PUBLIC,
        note=tidy(broadcast.why or ""),
        references=(about,),
    )


def _info(board: Switchboard, work: Work, broadcast: Broadcast, info: Info) -> CapInfo:
    grade = GRADES[broadcast.level]
    spoken = board.catalogue.languages.get(info.language)
    words = tidy(info.words or "")
    return CapInfo(
        categories=(Category.HEALTH,),
        event=board.catalogue.sms("cap.event", info.language),
        urgency=grade.urgency,
        severity=grade.severity,
        certainty=grade.certainty,
        language=tag_of(info.language, spoken.carrier_language if spoken else ""),
        response_types=grade.response_types,
        audience=board.catalogue.sms("cap.some_homes", info.language) if broadcast.audience else "",
        effective=_local(board, broadcast.started_at) if broadcast.started_at else None,
        expires=_local(board, broadcast.expires_at) if broadcast.expires_at else None,
        sender_name=naming.unit_name(work.tx, broadcast.unit_code),
        headline=headline_of(words) or board.catalogue.sms("cap.recording", info.language),
        description=words,
        resources=_recording(board, work, info),
        areas=tuple(_area(work, code) for code in broadcasts.areas(work.tx, broadcast.id)),
    )


def _recording(board: Switchboard, work: Work, info: Info) -> tuple[Resource, ...]:
    """The message as sound, where we hold it."""
    wav = recordings.load(work.tx, info.digest) if info.digest else None
    if wav is None or info.digest is None:
        return ()
    sound = Resource(
        description=board.catalogue.sms("cap.recording", info.language),
        mime_type="audio/wav",
        size=len(wav),
        uri=audio_address(board.settings.public_base_url, info.digest),
        digest=sha1(wav, usedforsecurity=False).hexdigest(),
    )
    return (sound,)


def _area(work: Work, code: str) -> Area:
    unit = roster.unit(work.tx, code)
    return Area(unit.name if unit else code, geocodes=(geocode_of(code),))


def _local(board: Switchboard, at: datetime) -> datetime:
    """An instant as CAP writes it: on the village's clock, to the second."""
    return board.settings.local(at).replace(microsecond=0)
