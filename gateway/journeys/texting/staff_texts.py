"""What staff text: on alerts, shifts, the day, broadcasts, gatherings, rumours. Of others it is not understood."""

from collections.abc import Callable, Mapping, Sequence

from gateway.domain.daily.replies import Act, Asked
from gateway.domain.sms_forms import Meaning, Reading
from gateway.journeys import alerts, duty, statutory
from gateway.journeys.daily import by_text as day
from gateway.journeys.movement import by_text as movement
from gateway.journeys.reporting.reports import Source
from gateway.journeys.speaking import by_text, door_lists
from gateway.journeys.texting import digest_texts
from gateway.journeys.texting.replies import reply, say
from gateway.store import alerts as store
from gateway.store import clocks, staff
from gateway.store.alerts import Alert
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def _take(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """A 1 from somebody who was alerted takes the alert; of whoever has a digest before them it opens figure 1."""
    people = staff.by_number(work.tx, source.number)
    offices = [person.id for person in people]
    if not offices:
        return reply(board, work, source, "not_understood")
    alert = store.told_to(work.tx, offices, reading.number)
    if alert is None or alert.taken_at is not None or alert.closed_at is not None:
        known = _level_knows(board, work, source, people, reading)
        if known is not None:
            return reply(board, work, source, "alert.known", **known)
    if reading.number is None and digest_texts.is_meant(work, source.number, alert, offices):
        return digest_texts.open_figure(board, work, source, Reading(Meaning.OPEN, asked=Asked(Act.OPEN, digit=1)))
    if alert is None:
        return reply(board, work, source, "alert.nothing_open")
    if alert.closed_at is not None:
        return reply(board, work, source, "alert.over", code=alert.code, closing=alert.closing)
    mine = alerts.take(board, work, alert.id, offices[0], "text")
    taker = offices[0] if mine else alert.taken_by or offices[0]
    key = "alert.taken" if mine or alert.taken_by in offices else "alert.already_taken"
    return reply(board, work, source, key, code=alert.code, name=staff.load(work.tx, taker).name)


def _level_knows(
    board: Switchboard, work: Work, source: Source, people: Sequence[Person], reading: Reading
) -> dict[str, str] | None:
    """Whoever was reminded of a deadline of the law says that their level knows; None when they were of none."""
    named = store.by_code(work.tx, reading.number) if reading.number else None
    asked = clocks.asked_of(work.tx, [person.id for person in people], named.id if named else None)
    alert = store.load(work.tx, asked.alert_id) if asked and (named or not reading.number) else None
    if asked is None or alert is None:
        return None
    statutory.acknowledge(work, alert, people)
    return {"code": alert.code, "level": board.catalogue.sms(f"rung.{asked.level}", source.language)}


def _hand_on(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """转 A0208-07 村医: whoever was told of it names who answers for it from now on."""
    told = _told_of(board, work, source, reading)
    if told is None:
        return None
    person, alert = told
    to = alerts.somebody_for(work, alert, reading.rest) if reading.rest else None
    if to is None or to.number == source.number:
        return reply(board, work, source, "alert.to_whom", code=alert.code, who=(reading.rest or "-")[:10])
    handed = alerts.hand_on(board, work, alert, f"staff:{person.id}", person.name, to)
    if not handed:
        return reply(board, work, source, "alert.over", code=alert.code, closing=alert.closing)
    return reply(board, work, source, "alert.handed_on", code=alert.code, name=to.name)


def _close(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """结 A0208-07 已送县医院: the note ends it."""
    told = _told_of(board, work, source, reading)
    if told is None:
        return None
    person, alert = told
    if reading.rest is None:
        return reply(board, work, source, "alert.say_how", code=alert.code)
    if not alerts.close(work, alert, f"staff:{person.id}", reading.rest):
        return reply(board, work, source, "alert.over", code=alert.code, closing=alert.closing)
    late = statutory.not_known(work, alert)
    if late is None:
        return reply(board, work, source, "alert.closed", code=alert.code)
    level = board.catalogue.sms(f"rung.{late.level}", source.language)
    until = statutory.until(board, late, source.language)
    return reply(board, work, source, "alert.closed_unknown", code=alert.code, level=level, until=until)


def _told_of(board: Switchboard, work: Work, source: Source, reading: Reading) -> tuple[Person, Alert] | None:
    """Who writes, and the alert they were told of; None, after an answer, when it is none of their business."""
    offices = staff.by_number(work.tx, source.number)
    alert = store.told_to(work.tx, [person.id for person in offices], reading.number) if offices else None
    if alert is not None:
        return offices[0], alert
    key = "alert.unknown" if offices else "not_understood"
    reply(board, work, source, key, **({"code": reading.number} if offices else {}))
    return None


def _take_over(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """接班: the shift of their unit and role is theirs from now on."""
    offices = staff.by_number(work.tx, source.number)
    if not offices:
        return reply(board, work, source, "not_understood")
    meant = duty.posts_meant(board, work.tx, offices, reading.rest or "", source.language)
    if len(meant) != 1:
        posts = [duty.post_words(board, work.tx, one, source.language) for one in offices]
        return reply(board, work, source, "duty.which", post=posts[0], posts="、".join(posts))
    taken = duty.take_over(board, work, meant[0])
    return reply(board, work, source, f"duty.{taken.how}", **duty.words_of(board, work.tx, taken, source.language))


def _daily(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """日报 对, 日报 聚3 岗6: somebody signs for their unit."""
    said = reading.keyed and day.said(board, work, source, reading.keyed)
    return say(work, source, said) if said else reply(board, work, source, "not_understood")


def _order(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """播, 同意, 不同意, 停, 数: an order about a broadcast."""
    ordered = reading.ordered
    if ordered is None or not staff.by_number(work.tx, source.number):
        return reply(board, work, source, "not_understood")
    match reading.meaning:
        case Meaning.SPEAK:
            key, values = by_text.speak(board, work, source.number, source.language, source.key, ordered)
        case Meaning.DECIDE:
            key, values = by_text.decide(board, work, source.number, ordered)
        case Meaning.COUNT:
            key, values = by_text.count(work, source.number, ordered)
        case _:
            key, values = by_text.stop(work, source.number, ordered)
    return reply(board, work, source, key, **values)


def _movement(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """T12 停, R5 假: what came of an event, what was found of a rumour."""
    tell = movement.outcome if reading.meaning is Meaning.OUTCOME else movement.finding
    key, values = tell(board, work, source, reading.said) if reading.said else movement.NOT_UNDERSTOOD
    return reply(board, work, source, key, **values)


def _more_doors(board: Switchboard, work: Work, source: Source, reading: Reading) -> None:
    """余: the next part of what they were told last, a figure opened or a door list."""
    if (told := digest_texts.next_part(board, work, source)) is not None:
        return say(work, source, told)
    key, values = door_lists.next_part(board, work, source.number, source.language) or ("not_understood", {})
    return reply(board, work, source, key, **values)


ANSWERS: Mapping[Meaning, Callable[[Switchboard, Work, Source, Reading], None]] = {
    Meaning.TAKE: _take,
    Meaning.HAND_ON: _hand_on,
    Meaning.CLOSE: _close,
    Meaning.TAKE_OVER: _take_over,
    Meaning.DAILY: _daily,
    **dict.fromkeys((Meaning.SPEAK, Meaning.DECIDE, Meaning.STOP_BROADCAST, Meaning.COUNT), _order),
    **dict.fromkeys((Meaning.OUTCOME, Meaning.FINDING), _movement),
    Meaning.MORE_DOORS: _more_doors,
    **digest_texts.ANSWERS,
}
