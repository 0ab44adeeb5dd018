"""`dalaba cap`: alerts as documents of the Common Alerting Protocol, CAP 1.2."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import BinaryIO

import click
from rich.console import Console

from gateway import cap as documents
from gateway.cap import Reading
from gateway.cli import house, people
from gateway.cli.broadcasts import asking
from gateway.cli.broadcasts.wording import LEVELS, shown_words
from gateway.domain.cap import Alert, unspeakable
from gateway.domain.cap.codes import MsgType
from gateway.domain.cap.divisions import units_of
from gateway.domain.cap.kinds import TIME
from gateway.domain.cap.levels import level_of_all
from gateway.domain.cap.rules import MOST_SHOWN
from gateway.journeys.speaking import cap as journey
from gateway.journeys.speaking import drafts
from gateway.journeys.speaking.cap import Became
from gateway.store import broadcasts
from gateway.store.broadcasts import Broadcast
from gateway.switchboard import Switchboard

DOES = {
    MsgType.ALERT: "Alert: to be told for the first time 首次播发",
    MsgType.UPDATE: "Update: takes the place of an earlier one 更新前一条",
    MsgType.CANCEL: "Cancel: stops an earlier one, nobody is rung 取消前一条，不打电话",
    MsgType.ACK: "Ack: says to a system that an alert arrived 收到回执",
    MsgType.ERROR: "Error: says to a system that an alert was refused 退回",
}
BECAME = {
    Became.DRAFTED: "Drafted: {number}. 存成草稿。",
    Became.KNOWN: "Imported before, or our own: {number}; nothing is changed. 已经有了，没有改动。",
    Became.STOPPED: "Cancelled and stopped: {number}. 已取消，停止拨打。",
    Became.DROPPED: "Cancelled before it was sent: {number}. 已取消，草稿作废。",
    Became.OVER: "Cancelled, but it was over already: {number}. 取消的这条早就结束了。",
}
LEFT_ASIDE = "left aside 未采用"
FILE = click.argument("file", metavar="FILE", type=click.File("rb"))


@click.group()
def cap() -> None:
    """Alerts as CAP 1.2 documents, the form in which warning systems exchange them 预警信息文件。

    \b
    Examples:
      dalaba cap check alert.xml
      dalaba cap import alert.xml
      dalaba cap export 38 --output our-alert.xml
    """


@cap.command()
@FILE
def check(file: BinaryIO) -> None:
    """Show what a CAP 1.2 document says, and whether the village can be told, changing nothing 检查预警文件，不播发。

    Whatever is wrong is listed with line, element and remedy, and the command exits with 1. 有错误就返回 1。

    \b
    A document that the gateway can act on has:
      * <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">, msgType Alert, Update or Cancel, scope Public
      * times such as 2020-02-05T15:00:00+08:00, never Z
      * in every <area> a geocode of a division 区划代码, valueName CN-NBS-12, value 532901105201

    \b
    Examples:
      dalaba cap check alert.xml
      cat alert.xml | dalaba cap check -
    """
    paper = house.paper()
    reading = documents.read(_bytes(file))
    _show(paper, reading)
    if reasons := unspeakable(reading.alert, datetime.now(UTC)):
        paper.print("\nValid, but nobody may be told of it 格式没错，但不能播:", markup=False)
        paper.print("\n".join(map(str, reasons)), markup=False, soft_wrap=True)
        raise click.exceptions.Exit(1)
    paper.print("\nIn order 没有问题。")


@cap.command("import")
@FILE
@click.option(
    "--by", default="", metavar="PHONE", help="In whose name, by their number on the roster; the operator. 以谁的名义。"
)
def import_(file: BinaryIO, by: str) -> None:
    """Draft a broadcast from an alert, or stop what a Cancel names 导入预警：存成草稿，或者停掉被取消的。

    Nobody is rung: `dalaba broadcast submit` sends the draft. The same document twice is drafted once. An Update stops
    the earlier broadcast when it is sent; a Cancel stops or drops it at once. 只存草稿，不打电话；取消的当时就停。

    \b
    Examples:
      dalaba cap import alert.xml
      dalaba cap import alert.xml --by 19900000101
      dalaba broadcast submit 38
    """
    paper = house.paper()
    with house.opened() as board:
        with board.work() as work:
            author = people.who(work, by) if by else None
            imported = journey.import_alert(board, work, _bytes(file), author)
        for fate in imported.fates:
            paper.print(BECAME[fate.became].format(number=fate.broadcast.number), markup=False)
            if fate.became is Became.DRAFTED:
                _show_draft(board, paper, fate.broadcast)
    paper.print("\n".join(_left_aside(imported.remarks)), markup=False, soft_wrap=True)


def _bytes(file: BinaryIO) -> bytes:
    """No more of a file than is ever read: whoever sent it may have no bounds."""
    return file.read(documents.MOST_BYTES + 1)


def _left_aside(remarks: Sequence[str]) -> list[str]:
    """As many as somebody will read."""
    more = len(remarks) - MOST_SHOWN
    told = [f"{LEFT_ASIDE}: {remark}" for remark in remarks[:MOST_SHOWN]]
    return [*told, *([f"and {more} more 还有{more}条"] if more > 0 else [])]


def _show_draft(board: Switchboard, paper: Console, drafted: Broadcast) -> None:
    with board.ledger.read() as tx:
        infos = broadcasts.infos(tx, drafted.id)
    paper.print(f"{LEVELS[drafted.level]}  {drafted.status}", markup=False)
    paper.print(shown_words(infos), markup=False, soft_wrap=True)
    asking.foretell(board, paper, drafted)
    if drafted.expires_at is not None:
        paper.print(
            f"Nobody is rung after {board.settings.local(drafted.expires_at):%m-%d %H:%M}. 过了这个时间不再打。"
        )
    paper.print(f"Nobody is rung yet; send it: dalaba broadcast submit {drafted.number} 还没打，用 submit 发出")


@cap.command("export")
@click.argument("id_", metavar="ID")
@click.option(
    "--output", type=click.File("wb"), default="-", metavar="FILE", help="Otherwise to the terminal. 存到文件。"
)
@click.option(
    "--cancel", is_flag=True, help="The Cancel of a stopped broadcast instead of its Alert. 已停的，写成取消。"
)
def export_(id_: str, output: BinaryIO, cancel: bool) -> None:
    """Write a broadcast as a CAP 1.2 document, for other warning systems 把广播写成预警文件。

    An imported alert is given back as it came. What was never sent has the status Draft, on which nobody may act. A
    stopped broadcast is the Alert it was; --cancel writes what calls it off. 没发过的写成 Draft；已停的加 --cancel。

    \b
    Examples:
      dalaba cap export 38
      dalaba cap export 38 --output our-alert.xml
      dalaba cap export 38 --cancel --output cancel.xml
    """
    with house.opened() as board, board.work() as work:
        document = journey.export(board, work, drafts.find(work, id_), cancel=cancel)
    output.write(document)
    if not (os.environ.get("CAP_SENDER") or os.environ.get("PUBLIC_BASE_URL")):
        told = f"neither CAP_SENDER nor PUBLIC_BASE_URL is set: the sender is {board.settings.alert_sender}"
        click.echo(f"{told}, which is nobody to others. 没有设置发送方。", err=True)


def _show(paper: Console, reading: Reading) -> None:
    alert = reading.alert
    lines = [
        f"{alert.identifier}  {alert.sender}  {TIME.write(alert.sent)}",
        f"{alert.status}  {alert.scope}  {DOES[alert.msg_type]}",
        *(f"about 关于: {one.sender} {one.identifier} {TIME.write(one.sent)}" for one in alert.references),
        *([f"level 级别: {LEVELS[level_of_all(alert.infos)]}"] if alert.infos else []),
        *_told(alert),
        *_left_aside(reading.remarks),
    ]
    paper.print("\n".join(lines), markup=False, soft_wrap=True)


def _told(alert: Alert) -> list[str]:
    """What is told, to which units, until when: three lines or more a language."""
    told = []
    for info in alert.infos:
        until = TIME.write(info.expires) if info.expires else "as its level has it 按级别"
        told += [
            "",
            f"[{info.language}] {info.headline or info.event}",
            *filter(None, (info.description, info.instruction)),
        ]
        told += [f"until 有效至: {until}"]
        told += [f"area 地方: {area.description} {' '.join(units_of(area))}".rstrip() for area in info.areas]
    return told
