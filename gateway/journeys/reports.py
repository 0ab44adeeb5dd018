"""Reports filed from a call or a text: the household's zero, its health, the ten clears of one returnee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from gateway.domain import screening
from gateway.domain.screening import Concern
from gateway.journeys import alerts
from gateway.store import reports, roster, staff, texts
from gateway.store.reports import Kind, Report
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work


@dataclass(frozen=True)
class Source:
    """Where a report comes from. `key` names the call or text, so that it is filed once."""

    key: str
    number: str
    unit_code: str
    household_id: int | None
    language: str

    @classmethod
    def of_call(cls, line: Line) -> "Source":
        """The call on this line."""
        return cls(f"call:{line.id}", line.number, line.unit_code, line.household_id, line.state.language)


@dataclass(frozen=True)
class Filed:
    """What was filed of a returnee: the category's letter and the items that stay unclear."""

    category: str
    unclear: list[int]


def file_zero(board: Switchboard, work: Work, source: Source) -> None:
    """The household says that nobody came."""
    reports.put(work.tx, _report(board, work, source, Kind.ZERO))
    _receipt(board, work, source, "receipt.zero")


def file_wellness(
    board: Switchboard, work: Work, source: Source, *, ill: bool, temperature: float | None = None
) -> bool:
    """The household's health today; True when it cannot wait and the doctor was told.

    ill          symptoms were named
    temperature  degrees Celsius, None when not measured
    """
    fever = temperature is not None and temperature >= screening.FEVER
    kind = Kind.ILL if ill or fever else Kind.WELL
    report = _report(board, work, source, kind, fever=kind is Kind.ILL, temperature=temperature)
    reports.put(work.tx, report)
    since = report.day - timedelta(days=screening.OBSERVATION_DAYS)
    urgent = kind is Kind.ILL and reports.lately_from_hubei(work.tx, source.number, source.household_id, since)
    if urgent:
        alerts.raise_about(board, work, source.key, source, Concern.FEVER_WITH_HISTORY)
    if fever:
        _receipt(board, work, source, "receipt.fever", temperature=temperature)
    else:
        _receipt(board, work, source, "receipt.wellness")
    return urgent


def file_returnee(board: Switchboard, work: Work, line: Line) -> Filed:
    """The ten clears of one person, complete or not, with a receipt."""
    source = Source.of_call(line)
    filed = _keep_returnee(board, work, line)
    clear = len(screening.ITEMS) - len(filed.unclear)
    if filed.unclear:
        names = names_of(board, filed.unclear, source.language)
        _receipt(board, work, source, "receipt.report_unclear", clear=clear, unclear_words=names)
    else:
        category = board.catalogue.sms(f"category.{filed.category}", source.language)
        _receipt(board, work, source, "receipt.report", clear=clear, category_words=category)
    return filed


def file_unfinished(board: Switchboard, work: Work, line: Line) -> None:
    """A screening that broke off: what was said is kept, and the cadre is asked to finish it."""
    if "days_ago" not in line.state.answers:
        return
    filed = _keep_returnee(board, work, line)
    cadre = staff.responsible(work.tx, "cadre", line.unit_code)
    if cadre is None or not filed.unclear:
        return
    household = roster.household(work.tx, line.household_id) if line.household_id else None
    body = board.catalogue.sms(
        "unfinished.to_cadre",
        cadre.language or board.settings.default_language,
        household=household.door if household else "-",
        phone=line.number,
        clear=len(screening.ITEMS) - len(filed.unclear),
    )
    texts.put(work.tx, f"unfinished:{line.id}", cadre.number, body, work.now)
    work.hint_texts()


def _keep_returnee(board: Switchboard, work: Work, line: Line) -> Filed:
    answers = line.state.answers
    source = Source.of_call(line)
    unclear, category = screening.unclear(answers), screening.classify(answers)
    report = _report(
        board,
        work,
        source,
        Kind.RETURNEE,
        person=screening.person_key(answers, line.number, line.household_id),
        arrived_on=screening.arrived_on(answers),
        from_hubei=screening.from_hubei(answers),
        fever=screening.is_ill(answers),
        category=category.value,
        clear=len(screening.ITEMS) - len(unclear),
        unclear=unclear,
        temperature=screening.temperature(answers),
    )
    reports.put(work.tx, report)
    return Filed(category.value, unclear)


def names_of(board: Switchboard, items: Sequence[int], language: str) -> str:
    """The short names of some of the ten items, as a list."""
    separator = "、" if language == "zh" else ", "
    return separator.join(board.catalogue.sms(f"clear.{item}", language) for item in items)


def _report(board: Switchboard, work: Work, source: Source, kind: Kind, **facts: object) -> Report:
    return Report(
        source=source.key,
        kind=kind,
        day=board.local_day(work.now),
        at=work.now,
        unit_code=source.unit_code,
        household_id=source.household_id,
        number=source.number,
        **facts,  # type: ignore[arg-type]  # named like the fields of Report, given right above
    )


def _receipt(board: Switchboard, work: Work, source: Source, key: str, **values: object) -> None:
    body = board.catalogue.sms(key, source.language, **values)
    if texts.put(work.tx, f"{key}:{source.key}", source.number, body, work.now):
        work.hint_texts()
