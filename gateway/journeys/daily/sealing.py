"""The cut-off: a level's day is sealed, what has changed below gets a new version, and the digest goes out once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from gateway.domain.daily.content import DayReport, seal_of
from gateway.domain.daily.window import Step
from gateway.domain.places import LENGTH_OF, Level
from gateway.journeys.daily import mailing, refreshing
from gateway.journeys.daily.changed import Reach
from gateway.journeys.daily.compiling import Compiled, compile_anew, compile_day, window
from gateway.store.daily import acts, endings, versions
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
        for back in range(REVISED_DAYS, 0, -1):
            revise(board, day - timedelta(days=back))
    with board.ledger.read() as tx:
        kept, of = refreshing.kept_day(board, tx, day), window(board, tx, day)
        compiled = compile_anew(board, tx, day)
    with board.work() as work:
        if not acts.note_step(work.tx, day, level, Step.SEAL, work.now):
            return 0
        endings.keep(work.tx, of, ((code, compiled.name(code), own) for code, own in compiled.facts.items()))
        yesterday = versions.newest_reports(work.tx, day - timedelta(days=1))
        codes = {code for code in compiled.reports if len(code) >= LENGTH_OF[level]}
        sealed = _add(board, work, compiled, day, codes, yesterday)
        _mail(board, work, compiled, day, level, yesterday)
    refreshing.check(board, day, kept, compiled.reports)
    return sealed


def revise(board: Switchboard, day: date) -> int:
    """Late facts make the next version of every unit sealed before. Returns how many have changed.

    What its own next day was told of the day before stays as it was told.
    """
    with board.ledger.read() as tx:
        before = versions.newest_reports(tx, day)
        compiled = compile_anew(board, tx, day) if before else None
    if compiled is None:
        return 0
    known = {code: _kept(one, before[code]) for code, one in compiled.reports.items() if code in before}
    compiled = replace(compiled, reports={**compiled.reports, **known})
    with board.work() as work:
        yesterday = versions.newest_reports(work.tx, day - timedelta(days=1))
        return _add(board, work, compiled, day, before.keys() & compiled.reports.keys(), yesterday)


def _kept(now: DayReport, before: DayReport) -> DayReport:
    named = {code: name for code, name in now.empty.items() if code in before.empty}
    return replace(now, late=before.late, empty=named)


def _add(
    board: Switchboard,
    work: Work,
    compiled: Compiled,
    day: date,
    codes: set[str],
    yesterday: Mapping[str, DayReport],
) -> int:
    """A new version of each of these units whose content is not what was sealed last; how many there were."""
    versions.hold_day(work.tx, day)
    before = versions.latest_seals(work.tx, day)
    fresh = []
    for code in sorted(codes):
        report = compiled.reports[code]
        content = report.to_json()
        number, seal = before.get(code, (0, ""))
        if (now := seal_of(content)) != seal:
            words = mailing.words_of(compiled, report, board.settings.default_language, yesterday.get(code))
            fresh.append(Version(report, number + 1, report.nature, now, words, work.now, content))
    versions.add(work.tx, fresh)
    return len(fresh)


def _mail(
    board: Switchboard, work: Work, compiled: Compiled, day: date, level: Level, yesterday: Mapping[str, DayReport]
) -> None:
    """To the readers of the units of this level; sealed by whichever job, they are told by this one."""
    readers, seals = mailing.wishes(work, level), versions.latest_seals(work.tx, day)
    for code, report in compiled.reports.items():
        if len(code) == LENGTH_OF[level]:
            mailing.mail(board, work, compiled, (report, seals[code][0]), yesterday.get(code), readers)


def preview(board: Switchboard, unit_code: str, day: date) -> tuple[str, DayReport]:
    """A unit's day as it stands now, unsealed: its words and figures. Raises KeyError for no such unit."""
    with board.ledger.read() as tx:  # whoever only looks keeps nobody from reporting
        compiled = compile_day(board, tx, day, unit_code, Reach.NEAR)
        before = versions.load(tx, unit_code, day - timedelta(days=1))
    report = compiled.reports[unit_code]
    told = mailing.words_of(compiled, report, board.settings.default_language, before.report if before else None)
    return told, report


def latest(board: Switchboard, unit_code: str, day: date) -> Version | None:
    """A unit's sealed day, the newest version; None when it is not sealed."""
    with board.ledger.read() as tx:
        return versions.load(tx, unit_code, day)
