"""`dalaba cap`: alerts as documents of the Common Alerting Protocol, CAP 1.2."""

from datetime import UTC, datetime
from typing import BinaryIO

import click
from rich.console import Console

from gateway import cap as documents
from gateway.cap import Reading
from gateway.cli import house
from gateway.cli.broadcasts.wording import LEVELS
from gateway.domain.cap import Alert, unspeakable
from gateway.domain.cap.codes import MsgType
from gateway.domain.cap.divisions import units_of
from gateway.domain.cap.kinds import TIME
from gateway.domain.cap.levels import level_of_all

DOES = {
    MsgType.ALERT: "Alert: to be told for the first time 首次播发",
    MsgType.UPDATE: "Update: takes the place of an earlier one 更新前一条",
    MsgType.CANCEL: "Cancel: stops an earlier one, nobody is rung 取消前一条，不打电话",
    MsgType.ACK: "Ack: says to a system that an alert arrived 收到回执",
    MsgType.ERROR: "Error: says to a system that an alert was refused 退回",
}


@click.group()
def cap() -> None:
    """Alerts as CAP 1.2 documents, the form in which warning systems exchange them 预警信息文件。

    \b
    Examples:
      dalaba cap check alert.xml
      cat alert.xml | dalaba cap check -
    """


@cap.command()
@click.argument("file", metavar="FILE", type=click.File("rb"))
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
    reading = documents.read(file.read())
    _show(paper, reading)
    if reasons := unspeakable(reading.alert, datetime.now(UTC)):
        paper.print("\nValid, but nobody may be told of it 格式没错，但不能播:", markup=False)
        paper.print("\n".join(map(str, reasons)), markup=False, soft_wrap=True)
        raise click.exceptions.Exit(1)
    paper.print("\nIn order 没有问题。")


def _show(paper: Console, reading: Reading) -> None:
    alert = reading.alert
    lines = [
        f"{alert.identifier}  {alert.sender}  {TIME.write(alert.sent)}",
        f"{alert.status}  {alert.scope}  {DOES[alert.msg_type]}",
        *(f"about 关于: {one.sender} {one.identifier} {TIME.write(one.sent)}" for one in alert.references),
        *([f"level 级别: {LEVELS[level_of_all(alert.infos)]}"] if alert.infos else []),
        *_told(alert),
        *(f"left aside 未采用: {remark}" for remark in reading.remarks),
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
