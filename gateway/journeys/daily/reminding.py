"""Before the cut-off whoever has not signed is reminded, and only they; after it, somebody above is told."""

from collections.abc import Mapping
from datetime import date

from gateway.domain.daily.content import DayReport, Standing
from gateway.domain.daily.window import Step
from gateway.domain.places import LENGTH_OF, Level, rung, upwards
from gateway.domain.roles import Role
from gateway.domain.texts import MANY, units
from gateway.journeys.daily.compiling import Compiled, compile_day
from gateway.journeys.daily.signing import SIGNING, counted_words
from gateway.store import duty, staff, texts
from gateway.store.daily import acts
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

ABOVE = (Role.OFFICER, Role.SUPERVISOR, Role.SECRETARY)  # who is told of units that have not reported
MISSING = (Standing.SILENT, Standing.UNSIGNED)
LONGEST = 2 * MANY  # UTF-16 units


def remind(board: Switchboard, day: date, level: Level) -> int:
    """Reminds whoever is to sign for a unit of this level and has not. Returns how many texts were written."""
    with board.ledger.read() as tx:
        if acts.is_done(tx, day, level, Step.REMIND) or board.clock.now() >= board.settings.cut_offs.closes(day, level):
            return 0
        compiled = compile_day(board, tx, day)
    with board.work() as work:
        if not acts.note_step(work.tx, day, level, Step.REMIND, work.now):
            return 0
        signed = acts.signed(work.tx, "", day)
        waiting = {code: one for code, one in _of(compiled, level).items() if code not in signed}
        return sum(_remind(board, work, compiled, report) for report in waiting.values())


def _of(compiled: Compiled, level: Level) -> Mapping[str, DayReport]:
    """Units of a level whose report is due: somebody lives there, and they are on duty."""
    due = {code: one for code, one in compiled.reports.items() if len(code) == LENGTH_OF[level]}
    return {code: one for code, one in due.items() if one.standing not in (Standing.EMPTY, Standing.RESTING)}


def _remind(board: Switchboard, work: Work, compiled: Compiled, report: DayReport) -> bool:
    person = signer_of(work, report.unit_code)
    if person is None:
        return False
    language = person.language or board.settings.default_language
    closes = board.settings.cut_offs.closes(report.day, rung(report.unit_code))
    body = board.catalogue.sms(
        "daily.remind_counted" if report.has_news else "daily.remind_zero",
        language,
        unit=compiled.name(report.unit_code),
        counted=counted_words(report, language),
        at=f"{board.settings.local(closes):%H:%M}",
    )
    texts.put(work.tx, f"remind:{report.unit_code}:{report.day}", person.number, body, work.now, asked=True)
    work.hint_texts()
    return True


def tell_above(board: Switchboard, day: date, level: Level) -> int:
    """Tells the named person above which units of a level have not signed. Returns how many texts were written."""
    with board.ledger.read() as tx:
        if acts.is_done(tx, day, level, Step.TELL_ABOVE):
            return 0
        compiled = compile_day(board, tx, day)
    with board.work() as work:
        if not acts.note_step(work.tx, day, level, Step.TELL_ABOVE, work.now):
            return 0
        signed = acts.signed(work.tx, "", day)
        missing = {code: one for code, one in _of(compiled, level).items() if code not in signed}
        by_above: dict[str, list[DayReport]] = {}
        for code, report in missing.items():
            if report.standing in MISSING and (above := _above(compiled, code)) is not None:
                by_above.setdefault(above, []).append(report)
        return sum(_tell(board, work, compiled, above, reports) for above, reports in by_above.items())


def _above(compiled: Compiled, code: str) -> str | None:
    return next((above for above in upwards(code)[1:] if above in compiled.reports), None)


def _tell(board: Switchboard, work: Work, compiled: Compiled, above: str, reports: list[DayReport]) -> bool:
    person = _named_person(work, above)
    if person is None:
        return False
    language, day = person.language or board.settings.default_language, reports[0].day
    silent = [compiled.name(one.unit_code) for one in reports if one.standing is Standing.SILENT]
    unsigned = [compiled.name(one.unit_code) for one in reports if one.standing is Standing.UNSIGNED]
    body = board.catalogue.sms("daily.missing", language, unit=compiled.name(above), day=f"{day.month}/{day.day}")
    for key, names in (("daily.silent", silent), ("daily.unsigned", unsigned)):
        if names:
            body += _fitting(board, body, key, names, language)
    texts.put(work.tx, f"missing:{above}:{rung(reports[0].unit_code)}:{day}", person.number, body, work.now, asked=True)
    work.hint_texts()
    return True


def _fitting(board: Switchboard, body: str, key: str, names: list[str], language: str) -> str:
    """As many names as fit into the text; the others are counted."""
    for shown in range(len(names), -1, -1):
        rest = f"…+{len(names) - shown}" if shown < len(names) else ""
        words = board.catalogue.sms(key, language, count=len(names), names="、".join(names[:shown]) + rest)
        if units(body + words) <= LONGEST:
            return words
    return ""


def signer_of(work: Work, unit_code: str) -> Person | None:
    """Who signs for this very unit, nobody above: the one on duty in the first role that somebody holds there."""
    held = (duty.holding(work.tx, role, unit_code, work.now) for role in SIGNING)
    first = next((one for one in held if one is not None), None)
    return None if first is None else staff.load(work.tx, first.staff_id)


def _named_person(work: Work, unit_code: str) -> Person | None:
    """Who is on duty in a unit or the nearest above it: nearness first, then the role."""
    found = [one for role in ABOVE if (one := duty.on_duty(work.tx, role, unit_code, work.now))]
    return max(found, key=lambda person: len(person.unit_code), default=None)
