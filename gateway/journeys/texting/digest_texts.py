"""What a reader texts about a digest: a figure opened, one disputed, a dispute settled, which digests they want."""

from collections.abc import Callable, Mapping

from gateway.domain.daily.abbreviations import OPENINGS
from gateway.domain.daily.replies import Act, Asked
from gateway.domain.places import covers
from gateway.domain.sms_forms import Meaning, Reading
from gateway.journeys.daily import disputing, mailing, opening, signing
from gateway.journeys.reporting.reports import Source
from gateway.journeys.speaking import door_lists
from gateway.journeys.texting.replies import reply, say
from gateway.store import alerts, roster, sessions, staff
from gateway.store.alerts import Alert
from gateway.store.daily import disputes, readings
from gateway.store.daily.disputes import Outcome
from gateway.switchboard import Switchboard, Work


def is_meant(work: Work, number: str, alert: Alert | None, offices: list[int]) -> bool:
    """Whether a bare 1 means their digest. An alert nobody answers for comes first, and whatever was told last."""
    digest = readings.newest(work.tx, number, work.now)
    if digest is None or alert is None:
        return digest is not None
    if alert.taken_at is None and alert.closed_at is None:
        return False
    told = max(one.told_at for one in alerts.told(work.tx, alert.id) if one.staff_id in offices)
    return told <= digest.told_at


def is_asked_meanwhile(work: Work, number: str) -> bool:
    """Whether a question was put to this phone since its last digest: then a bare digit answers that."""
    asked = sessions.open_by_text(work.tx, number)
    digest = readings.newest(work.tx, number, work.now)
    return asked is not None and (digest is None or digest.told_at < asked.started_at)


def open_figure(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """3; 3 2/8; 3 鹤阳村: who is behind a figure of their digest."""
    found = _digest(board, work, source, reading.asked)
    if found is None:
        return None
    asked, digest = found
    code = _unit(work, digest, asked)
    if code is None:
        return reply(board, work, source, "digest.unknown_unit", unit=asked.unit)
    told = opening.by_text(board, work, digest, asked.digit or 1, code, source=source.key, language=source.language)
    return reply(board, work, source, "digest.not_yours") if told is None else say(work, source, told)


def _digest(
    board: Switchboard, work: Work, source: Source, asked: Asked | None
) -> tuple[Asked, readings.Reading] | None:
    """What they ask, and the digest they mean; None, after an answer, when there is none."""
    if asked is None or not staff.by_number(work.tx, source.number):
        reply(board, work, source, "not_understood")
        return None
    day = asked.which_day(board.local_day(work.now))
    digest = None if asked.month and day is None else readings.newest(work.tx, source.number, work.now, day)
    if digest is None:
        reply(board, work, source, "digest.none")
        return None
    return asked, digest


def _unit(work: Work, digest: readings.Reading, asked: Asked) -> str | None:
    """The unit that is meant; None when there is none of that name in the digest's."""
    if asked.unit is None:
        return digest.unit_code
    there = roster.all_units(work.tx, digest.unit_code)
    return next((unit.code for unit in there if unit.name.casefold() == asked.unit), None)


def next_part(board: Switchboard, work: Work, source: Source) -> str | None:
    """余: the rest of a figure they opened; None when there is none, or they were told of doors since."""
    last = opening.rest_of(work, source.number)
    if last is None:
        return None
    offices = door_lists.offices_of(work, source.number)
    listed = door_lists.listed(work, offices) if offices else []
    named = [door.named_at for home in listed for door in home if door.named_at]
    if named and max(named) > last[0].at:
        return None
    return opening.next_part(board, work, last, source=source.key, language=source.language)


def _dispute(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """差 3 应为2: the unit below is to look into it."""
    found = _digest(board, work, source, reading.asked)
    if found is None:
        return None
    asked, digest = found
    named = _unit(work, digest, asked) if asked.unit else None
    if asked.unit and named is None:
        return reply(board, work, source, "digest.unknown_unit", unit=asked.unit)
    code, digit, claimed = disputing.unit_meant(work, digest, named), asked.digit or 1, asked.value or 0
    if code is None:
        return reply(board, work, source, "digest.dispute_which", digit=digit, value=claimed)
    raised = disputing.dispute(board, work, digest, digit, code, claimed, source=source.key)
    if raised is None:
        return reply(
            board, work, source, "digest.dispute_same", figure=OPENINGS[digit].word(source.language), value=claimed
        )
    words = disputing.words_of(work, raised.number, raised.dispute, source.language)
    key = "digest.disputed" if raised.person else "digest.disputed_nobody"
    return reply(board, work, source, key, **words, name=raised.person.name if raised.person else "")


def _settle(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """差12 对, 差12 改: whoever answers for the unit says how the figure stands."""
    offices, asked = signing.offices(work.tx, source.number), reading.asked
    if not offices or asked is None or asked.number is None:
        return reply(board, work, source, "not_understood")
    known = disputes.load(work.tx, asked.number)
    mine = [one for one in offices if known and covers(signing.unit_of(one), known.unit_code)]
    if known is None or not mine:
        return reply(board, work, source, "digest.dispute_unknown", number=asked.number)
    outcome = Outcome.RIGHT if asked.right else Outcome.CHANGED
    if known.task_id is None or not disputing.settle(board, work, known.task_id, outcome, f"staff:{mine[0].id}"):
        return reply(board, work, source, "digest.dispute_over", number=asked.number)
    return reply(board, work, source, f"digest.noted_{outcome}", number=asked.number)


def _subscribe(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """订 镇 20点, 退 镇: which digests they want, and at what hour."""
    offices, asked = staff.by_number(work.tx, source.number), reading.asked
    if not offices or asked is None or asked.level is None:
        return reply(board, work, source, "not_understood")
    if asked.hour_is_odd:
        return reply(board, work, source, "digest.subscribe_how")
    wanted = asked.act is Act.SUBSCRIBE
    level = board.catalogue.sms(f"digest.level.{asked.level}", source.language)
    if not mailing.subscribe(work, offices, asked.level, asked.at, wanted=wanted):
        return reply(board, work, source, "digest.may_not", level=level)
    if not wanted:
        return reply(board, work, source, "digest.unsubscribed", level=level)
    if asked.at is None:
        return reply(board, work, source, "digest.subscribed", level=level)
    return reply(board, work, source, "digest.subscribed_at", level=level, at=f"{asked.at:%H:%M}")


ANSWERS: Mapping[Meaning, Callable[[Switchboard, Work, Source, Reading], None]] = {
    Meaning.OPEN: open_figure,
    Meaning.DISPUTE: _dispute,
    Meaning.SETTLE: _settle,
    Meaning.SUBSCRIBE: _subscribe,
}
