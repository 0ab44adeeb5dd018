"""An alert of another warning system: drafted as a broadcast, or cancelling one. It never rings anybody by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway import cap as documents
from gateway.domain.cap import Alert, BadAlert, unspeakable
from gateway.domain.cap.codes import MsgType
from gateway.domain.cap.divisions import units_of
from gateway.domain.cap.levels import level_of_all
from gateway.domain.cap.rules import MOST_SHOWN
from gateway.domain.cap.wording import language_of, words_of
from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.places import covers
from gateway.domain.speaking.states import OVER, UNDER_WAY, State
from gateway.journeys.speaking import drafts, rights, running
from gateway.journeys.speaking.cap.exporting import imported_alert, known_as
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.store import broadcasts, roster
from gateway.store.broadcasts import Broadcast, Through
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


class Became(StrEnum):
    """What became of a broadcast when an alert was imported.

    DRAFTED  from this alert
    KNOWN    it stands for this alert already; nothing was changed
    STOPPED  cancelled while it rang, or was about to
    DROPPED  cancelled before it was sent
    OVER     cancelled when it was over already
    """

    DRAFTED = "drafted"
    KNOWN = "known"
    STOPPED = "stopped"
    DROPPED = "dropped"
    OVER = "over"


WITHDRAWN = {State.STOPPED: Became.STOPPED, State.DROPPED: Became.DROPPED, None: Became.OVER}


@dataclass(frozen=True)
class Fate:
    """A broadcast as it stands now, and what became of it."""

    broadcast: Broadcast
    became: Became


@dataclass(frozen=True)
class Imported:
    """What an alert came to: one broadcast but for a Cancel of several; and sentences on what was left aside."""

    fates: tuple[Fate, ...]
    remarks: tuple[str, ...] = ()


def import_alert(board: Switchboard, work: Work, document: bytes, by: Person | None) -> Imported:
    """Drafts the broadcast an Alert or Update asks for, or takes back what a Cancel names. Sends nothing.

    by  in whose name, and within whose rights; None: the operator

    Raises BadInput, with all that is wrong, for what is no CAP 1.2, cannot be told here or refers to nothing here;
    NotAllowed for what is not theirs to say or to stop.
    """
    reading = documents.read(document)
    alert = reading.alert
    if (known := _known(board, work, alert)) is not None:
        return Imported((Fate(known, Became.KNOWN),), reading.remarks)
    if reasons := unspeakable(alert, work.now):
        raise BadAlert(reasons)
    earlier, remarks = _earlier(board, work, alert)
    _check_theirs(work, earlier, by)
    if alert.msg_type is MsgType.CANCEL:
        fates = tuple(_cancel(work, alert, each, by) for each in earlier)
        return Imported(fates, (*reading.remarks, *remarks, *_still_open(work, earlier)))
    drafted, more = _draft(board, work, alert, earlier, by)
    return Imported((Fate(drafted, Became.DRAFTED),), (*reading.remarks, *remarks, *more))


def _known(board: Switchboard, work: Work, alert: Alert) -> Broadcast | None:
    """What was drafted from this alert before, or exported as it. Raises BadInput for another alert of its name."""
    found = broadcasts.by_identifier(work.tx, alert.reference.key)
    if found is not None and imported_alert(found) != alert:
        raise BadInput(
            f"{alert.reference.key} was imported before and said something else ({found.number}); "
            "whoever sends it gives each alert an identifier of its own"
        )
    return found or known_as(board, work, alert.reference)


# What it refers to


def _earlier(board: Switchboard, work: Work, alert: Alert) -> tuple[list[Broadcast], list[str]]:
    """The broadcasts an Update or Cancel is about, newest first, and what is said of those not known here."""
    if alert.msg_type is MsgType.ALERT:
        return [], []
    found = {reference: known_as(board, work, reference) for reference in alert.references}
    known = [broadcast for broadcast in found.values() if broadcast is not None]
    unknown = [str(reference) for reference, broadcast in found.items() if broadcast is None]
    if not known:
        raise BadInput(
            f"no broadcast here is {' or '.join(unknown)}; "
            "import that alert first, or ask its sender for one that stands by itself"
        )
    if odd := next((each for each in known if each.status is not alert.status), None):
        raise BadInput(
            f"this is {alert.status}, and {odd.number} is {odd.status}: "
            "only an alert of the same status may change it; ask the sender for one"
        )
    remarks = [f"reference {reference}: no broadcast here is that" for reference in unknown]
    return sorted(known, key=lambda each: each.number, reverse=True), remarks


def _check_theirs(work: Work, earlier: Sequence[Broadcast], by: Person | None) -> None:
    for broadcast in earlier:
        if by is not None and rights.may_stop(work, broadcast, by.number) is None:
            raise NotAllowed(f"{broadcast.number} is not {by.name}'s to stop")


def _cancel(work: Work, alert: Alert, broadcast: Broadcast, by: Person | None) -> Fate:
    why = f"cancelled by {alert.reference.key}" + (f": {alert.note}" if alert.note else "")
    became = WITHDRAWN[running.withdraw(work, broadcast.id, by, Through.COMMAND_LINE, why)]
    return Fate(broadcasts.load(work.tx, broadcast.id) or broadcast, became)


def _still_open(work: Work, cancelled: Sequence[Broadcast]) -> list[str]:
    """Updates of what was cancelled are messages of their own: a Cancel that does not name them leaves them."""
    ids = {broadcast.id for broadcast in cancelled}
    updates = [update for id_ in ids for update in broadcasts.referring_to(work.tx, id_) if update.id not in ids]
    return [
        f"{update.number} is an update of it that this Cancel does not name; it is {update.state}"
        for update in updates
        if update.state not in OVER
    ]


# A draft


def _draft(
    board: Switchboard, work: Work, alert: Alert, earlier: Sequence[Broadcast], by: Person | None
) -> tuple[Broadcast, list[str]]:
    areas, outside = _areas(work, alert)
    messages, unspoken = _messages(board, alert)
    replaced, others = _replaced(earlier)
    plan = Plan(
        areas,
        level_of_all(alert.infos),
        status=alert.status,
        msg_type=alert.msg_type,
        references_id=replaced.id if replaced else None,
        identifier=alert.reference.key,
        cap={"document": documents.write(alert).decode()},
        expires_at=_ends(alert),
    )
    return drafts.draft(board, work, plan, messages, by), [*outside, *unspoken, *others, *_unheeded(board, work, alert)]


def _areas(work: Work, alert: Alert) -> tuple[tuple[str, ...], list[str]]:
    """The units of our ladder that are meant, and what is said of the others. Raises BadInput when none is ours."""
    named = {code: area.description for info in alert.infos for area in info.areas for code in units_of(area)}
    ours = {code: _on_the_ladder(work, code) for code in named}
    outside = [f"{named[code]} ({code})" for code, units in ours.items() if not units]
    if len(outside) == len(named):
        raise BadInput(
            f"none of its areas is on our ladder: {_shortened(outside)}; `dalaba roster list` shows the units there are"
        )
    within = tuple(dict.fromkeys(unit for units in ours.values() for unit in units))
    return within, [f"area {area} is not on our ladder: nobody there is rung" for area in outside]


def _on_the_ladder(work: Work, code: str) -> list[str]:
    """A unit, or the topmost ones within it where our ladder ends below it."""
    top: list[str] = []
    for unit in roster.all_units(work.tx, code):
        if not top or not covers(top[-1], unit.code):  # they come by code: what is above stands just before
            top.append(unit.code)
    return top


def _shortened(names: Sequence[str]) -> str:
    more = len(names) - MOST_SHOWN
    return ", ".join(names[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _messages(board: Switchboard, alert: Alert) -> tuple[list[Message], list[str]]:
    """What is said in each language of ours, our usual one first, and what is said of the other languages."""
    spoken = board.catalogue.languages
    said: dict[str, list[str]] = {}
    unspoken = []
    for info in alert.infos:
        code = language_of(info.language, spoken)
        if code is None:
            unspoken.append(info.language)
        elif (words := words_of(info)) not in said.setdefault(code, []):
            said[code].append(words)
    if not said:
        raise BadInput(f"nobody here speaks {', '.join(unspoken)}: an <info> must be in one of {', '.join(spoken)}")
    usual = board.settings.default_language
    in_order = sorted(said, key=lambda code: code != usual)
    messages = [Message(code, words="\n".join(said[code])) for code in in_order]
    return messages, [f"language {tag} is not spoken here: nobody hears that part" for tag in unspoken]


def _replaced(earlier: Sequence[Broadcast]) -> tuple[Broadcast | None, list[str]]:
    """The one broadcast an Update stops when it is sent, rather one that rings, and what is said of the others."""
    pressing = sorted(earlier, key=lambda each: (each.state not in UNDER_WAY, each.state in OVER))
    left = [each for each in pressing[1:] if each.state not in OVER]
    told = [
        f"{each.number} ({each.state}) is referred to as well, and left as it is when this is sent" for each in left
    ]
    return next(iter(pressing), None), told


def _ends(alert: Alert) -> datetime | None:
    """The first instant at which any of it is over."""
    return min((info.expires for info in alert.infos if info.expires), default=None)


def _unheeded(board: Switchboard, work: Work, alert: Alert) -> list[str]:
    """What an alert asks for that a broadcast does not do by itself."""
    audiences = dict.fromkeys(info.audience for info in alert.infos if info.audience)
    begins = max((info.effective for info in alert.infos if info.effective), default=work.now)
    told = [f"audience {audience}: everybody in the areas would be rung" for audience in audiences]
    if begins > work.now:
        at = f"{board.settings.local(begins):%m-%d %H:%M}"
        told.append(f"it holds from {at}: sent before that, it rings before that")
    return told
