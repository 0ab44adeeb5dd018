"""The daily report by text: 零报; 日报 对; 日报 聚3 岗6; with the unit's name from whoever answers for several."""

from collections.abc import Sequence

from gateway.domain.daily.content import What
from gateway.domain.daily.keyed import NOTHING_KEYED, Keyed
from gateway.journeys import naming
from gateway.journeys.daily import signing
from gateway.journeys.reporting.reports import Source
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


def zero(board: Switchboard, work: Work, source: Source, rest: str) -> str | None:
    """Signs a zero and returns the answer; None when it is of somebody who answers for no unit.

    rest  what followed: the unit's name, "" when nothing did
    """
    offices = signing.offices(work.tx, source.number)
    if not offices:
        return None
    meant, unread = _meant(work, offices, [rest] if rest else [])
    if unread:  # 零报 有人发烧 is no zero
        return board.catalogue.sms("daily.how", source.language, unread=rest)
    if meant is None:
        return _which(board, work, source, offices)
    return _sign(board, work, source, meant, What.ZERO, NOTHING_KEYED)


def said(board: Switchboard, work: Work, source: Source, keyed: Keyed) -> str | None:
    """Signs what was keyed and returns the answer; None when it is of somebody who answers for no unit."""
    offices = signing.offices(work.tx, source.number)
    if not offices:
        return None
    meant, unread = _meant(work, offices, keyed.unread)
    keyed = Keyed(keyed.right, keyed.values, tuple(unread))
    if not keyed.values and (unread or not keyed.right):
        return board.catalogue.sms("daily.how", source.language, unread="、".join(unread) or "-")
    if meant is None:
        return _which(board, work, source, offices)
    return _sign(board, work, source, meant, What.FIGURES if keyed.values else What.CONFIRMED, keyed)


def _meant(work: Work, offices: Sequence[Person], words: Sequence[str]) -> tuple[Person | None, list[str]]:
    """The one office these words name, or the only one there is; and the words that name none."""
    names = {naming.unit_name(work.tx, signing.unit_of(office)): office for office in offices}
    named = [word for word in words if word in names]
    rest = [word for word in words if word not in names]
    if len(named) == 1:
        return names[named[0]], rest
    return (offices[0] if len(offices) == 1 and not named else None), rest


def _which(board: Switchboard, work: Work, source: Source, offices: Sequence[Person]) -> str:
    names = [naming.unit_name(work.tx, signing.unit_of(office)) for office in offices]
    return board.catalogue.sms("daily.which", source.language, names="、".join(names), unit=names[0])


def _sign(board: Switchboard, work: Work, source: Source, office: Person, what: What, keyed: Keyed) -> str:
    """Signs, and tells what the house counts beside what they say."""
    by, code = f"staff:{office.id}", signing.unit_of(office)
    taken = signing.sign(board, work, code, what, keyed.values, source=source.key, by=by, channel="sms", at=source.at)
    told = {
        "unit": taken.unit,
        "counted": signing.counted_words(taken.report, source.language),
        "unread": "、".join(keyed.unread),
        "differs": signing.difference_words(taken.report, source.language),
        "apart": signing.apart_words(taken.report, source.language),
        **{how.value: said for how, said in signing.meant_words(code, keyed.values, source.language).items()},
    }
    belied = what is What.ZERO and taken.report.has_news
    keys = ["daily.belied" if belied else f"daily.{what}"]
    keys += [f"daily.{name}" for name in ("own", "whole", "apart", "differs", "unread") if told.get(name)]
    keys += ["daily.late"] * taken.late
    return "".join(board.catalogue.sms(key, source.language, **told) for key in keys)
