"""`dalaba report show`: a unit's day in the terminal, sealed or as it stands now."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import click
from rich.console import Console
from rich.table import Table

from gateway.cli import house
from gateway.cli.reports import asked
from gateway.domain.daily.columns import COLUMNS, of_column
from gateway.domain.exports.filed import CELLS, Filed
from gateway.domain.exports.table import nature_words, word
from gateway.domain.texts import segments, units
from gateway.journeys.daily import sealing
from gateway.journeys.exports import days
from gateway.store.daily import versions
from gateway.switchboard import Switchboard


@click.command()
@asked.options
@click.option("--version", type=click.IntRange(min=1), help="Which sealed version; the newest otherwise. 第几版。")
@click.option("--all-versions", is_flag=True, help="Every sealed version, the first one first. 所有版本。")
def show(code: str, day: datetime | None, version: int | None, all_versions: bool) -> None:
    """Show a unit's day by the eighteen columns 看日报：十八栏、谁没报、第几版、封存码对不对.

    What people say stands beside what the house counted where the two differ. "-": nothing is known, which is
    no zero. A day that is not sealed is shown as it stands now.

    \b
    Examples:
      dalaba report show
      dalaba report show --unit 532901105201 --day 2020-02-08
      dalaba report show --unit 532901105201 --day 2020-02-08 --all-versions
    """
    if version and all_versions:
        raise click.UsageError("--version and --all-versions are one too many: give one. 只能选一个。")
    paper = house.paper()
    with house.opened() as board:
        unit, which = asked.unit_code(board, code), asked.day_of(board, day)
        for filed in _found(board, unit, which, version, every=all_versions):
            _put(paper, filed, _words(board, filed, which))


def _found(board: Switchboard, unit: str, day: date, version: int | None, *, every: bool) -> Sequence[Filed]:
    return days.all_versions(board, unit, day) if every else [days.one(board, unit, day, version).total]


def _words(board: Switchboard, filed: Filed, day: date) -> str:
    """The day as it is or was texted."""
    if filed.seal is None:
        return sealing.preview(board, filed.unit_code, day)[0]
    with board.ledger.read() as tx:
        kept = versions.load(tx, filed.unit_code, day, filed.seal.version)
    return kept.words if kept else ""


def _put(paper: Console, filed: Filed, words: str) -> None:
    for line in _head(filed):
        paper.print(line, markup=False, soft_wrap=True)
    paper.print(f"\n{words}\n", markup=False)
    parts = house.counted(segments(words), "segment")
    paper.print(f"{units(words)} UTF-16 units, {parts}. {units(words)}字，{segments(words)}条短信。")
    paper.print(_table(filed), markup=False)
    for line in _foot(filed):
        paper.print(line, markup=False, soft_wrap=True)


def _head(filed: Filed) -> Iterator[str]:
    report, seal = filed.report, filed.seal
    at = f"sealed 已封存 {seal.at:%Y-%m-%d %H:%M}, version 第{seal.version}版 {seal.version}" if seal else PREVIEW
    yield f"{filed.name} {filed.unit_code}  {report.day}  {at}"
    yield f"window 统计时段: {filed.window.since:%m-%d %H:%M} - {filed.window.until:%m-%d %H:%M}"
    signed = f"signed 签字 {report.act.what.value}" if report.act else "nobody signed 没人签字"
    standing = f"{word(report.standing, 'en')} {word(report.standing, 'zh')}"
    yield f"nature 性质: {nature_words(filed, 'en')} {nature_words(filed)}; {standing}; {signed}"
    if seal:
        yield f"seal 封存码: {seal.code} {'✓ whole 完整' if seal.whole else '✗ DOES NOT FIT ITS CONTENT 与内容不符'}"


PREVIEW = "PREVIEW, not sealed: figures still change. 预览，未封存。"


def _table(filed: Filed) -> Table:
    """Every figure of the eighteen columns."""
    differ = filed.report.differences
    table = Table("column 栏", "figure 数字", "counted 系统", "people say 人报")
    for column in COLUMNS:
        named = f"{column.number} {column.en} {column.zh}"
        for figure in of_column(column.number):
            said = filed.said(figure.name)
            beside = _shown(said) if figure.name in differ or said is not None else ""
            mark = " ≠" if figure.name in differ else ""
            counted = _shown(filed.counted(figure.name))
            table.add_row(named, f"{figure.en} {figure.zh}", counted, beside + mark)
            named = ""
    return table


def _shown(value: int | None) -> str:
    return "-" if value is None else str(value)


def _foot(filed: Filed) -> Iterator[str]:
    report = filed.report
    yield f"reports from below 下级报送: {report.reported}/{report.due}"
    missing = (("silent 缺报", report.silent), ("unsigned 未签", report.unsigned), ("resting 休整", report.resting))
    for name, which in missing:
        yield f"{name}: {', '.join(which.values()) or '-'}"
    if report.empty:
        yield f"roster empty, not due 名册上没有人，不用报: {', '.join(report.empty.values())}"
    words = {cell.figure.name: cell.figure for cell in CELLS}
    for name, (below, own) in sorted(report.stated.items()):
        figure, mark = words[name], "" if below == own else " ≠"
        yield f"keyed for all of it 按总数填: {figure.en} {figure.zh} {own}, below 下级 {below}{mark}"
    for name, how in sorted(report.disputes.items()):
        yield f"disputed 有疑义: {words[name].en} {words[name].zh}, {how}"
    for name, (before, now) in sorted(report.late.items()):
        figure = words[name]
        yield f"late, of the day before 补报（前一日）: {figure.en} {figure.zh} {before} → {now}"
