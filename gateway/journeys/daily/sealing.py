"""The cut-off: a level's day is sealed, what has changed below gets a new version, and the digest goes out once."""

from datetime import date, timedelta

from gateway.domain import digests as rules
from gateway.domain.daily.content import DayReport, seal_of
from gateway.domain.daily.window import Step
from gateway.domain.places import LENGTH_OF, Level
from gateway.domain.roles import Role
from gateway.journeys.daily.compiling import Compiled, compile_day
from gateway.store import duty, texts
from gateway.store.daily import acts, versions
from gateway.store.daily.versions import Version
from gateway.switchboard import Switchboard, Work

REVISED_DAYS = 3  # before today, of which late facts still make versions


def seal(board: Switchboard, day: date, level: Level) -> int:
    """Seals a day of every unit of a level, and anew of those below that have changed since; texts the digests.

    Run twice it is sent once. Returns how many versions were sealed.
    """
    with board.ledger.read() as tx:
        if acts.is_done(tx, day, level, Step.SEAL):
            return 0
    if level is Level.VILLAGE:
        for back in range(1, REVISED_DAYS + 1):
            revise(board, day - timedelta(days=back))
    with board.ledger.read() as tx:
        compiled = compile_day(board, tx, day)
    with board.work() as work:
        if not acts.note_step(work.tx, day, level, Step.SEAL, work.now):
            return 0
        sealed = _add(board, work, compiled, day, {code for code in compiled.reports if len(code) >= LENGTH_OF[level]})
        _text(board, work, compiled, level)
        return sealed


def revise(board: Switchboard, day: date) -> int:
    """Late facts make the next version of every unit sealed before. Returns how many have changed."""
    with board.ledger.read() as tx:
        before = versions.latest_seals(tx, day)
        compiled = compile_day(board, tx, day) if before else None
    if compiled is None:
        return 0
    with board.work() as work:
        return _add(board, work, compiled, day, before.keys() & compiled.reports.keys())


def _add(board: Switchboard, work: Work, compiled: Compiled, day: date, codes: set[str]) -> int:
    """A new version of each of these units whose content is not what was sealed last; how many there were."""
    versions.hold_day(work.tx, day)
    before = versions.latest_seals(work.tx, day)
    fresh = []
    for code in sorted(codes):
        report = compiled.reports[code]
        content = report.to_json()
        number, seal = before.get(code, (0, ""))
        if (now := seal_of(content)) != seal:
            words = _words(compiled, report, board.settings.default_language)
            fresh.append(Version(report, number + 1, report.nature, now, words, work.now, content))
    versions.add(work.tx, fresh)
    return len(fresh)


def _text(board: Switchboard, work: Work, compiled: Compiled, level: Level) -> None:
    """To whoever supervises a unit of this level; sealed by whichever job, it is texted by this one."""
    for person in duty.everywhere(work.tx, Role.SUPERVISOR, work.now):
        report = compiled.reports.get(person.unit_code)
        if report is None or len(person.unit_code) != LENGTH_OF[level]:
            continue
        body = _words(compiled, report, person.language or board.settings.default_language)
        texts.put(work.tx, f"digest:{report.unit_code}:{report.day}:{person.number}", person.number, body, work.now)
        work.hint_texts()


def _words(compiled: Compiled, report: DayReport, language: str) -> str:
    return rules.words(compiled.names[report.unit_code], report, compiled.parts(report.unit_code), language)


def preview(board: Switchboard, unit_code: str, day: date) -> tuple[str, DayReport]:
    """A unit's day as it stands now, unsealed: its words and figures. Raises KeyError for no such unit."""
    with board.ledger.read() as tx:  # whoever only looks keeps nobody from reporting
        compiled = compile_day(board, tx, day, unit_code)
    report = compiled.reports[unit_code]
    return _words(compiled, report, board.settings.default_language), report


def latest(board: Switchboard, unit_code: str, day: date) -> Version | None:
    """A unit's sealed day, the newest version; None when it is not sealed."""
    with board.ledger.read() as tx:
        return versions.load(tx, unit_code, day)
