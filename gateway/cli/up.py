"""`dalaba up`: everything one machine needs, until Ctrl-C."""

import json
import os
from pathlib import Path

import click
from rich.console import Console
from sqlalchemy.engine import make_url

from gateway import voices
from gateway.catalogue import load
from gateway.cli import house
from gateway.cli.upkeep import clips, render
from gateway.machine.desk import Desk
from gateway.machine.processes import Machine
from gateway.settings import PROMPTS

PORT = 8000
CALLER = "+8619900010001"  # the first household of the sample village


@click.command()
@click.option("--port", default=PORT, show_default=True, envvar="PORT", help="Of the web; 0 takes a free one. 端口。")
def up(port: int) -> None:
    """Run everything here until Ctrl-C 在本机运行全部服务。

    Web, workers, clock, a Redis when REDIS_URL is not set, and a telephone exchange on your desk when no carrier is.
    What it stores lies in DATA_DIR (`var`).

    \b
    Examples:
      dalaba up
      dalaba up --port 0
      DATA_DIR=/srv/dalaba CALLS_PER_SECOND=5 dalaba up
    """
    paper, folder = house.paper(), house.data_dir()
    speak_first(Console(stderr=True))
    with Machine({}, folder, port=port) as machine:
        tell(paper, machine, folder)
        ending = machine.wait()
        paper.print("Stopping. 正在停止。")
    if ending.code is not None:
        raise click.ClickException(str(ending))
    paper.print("Stopped. 已停。")


def speak_first(console: Console) -> None:
    """Sound files before anybody rings, where there is a voice."""
    if voices.available():
        render(load(PROMPTS, clips()), console)


def tell(paper: Console, machine: Machine, folder: Path) -> None:
    """Where everything answers, and how to place a first call."""
    where = machine.addresses
    ledger = os.environ.get("DATABASE_URL") or f"sqlite:///{folder.resolve()}/dalaba.db"
    lines = {
        "web 网页": where.web,
        "exchange 交换机": where.exchange or "none: calls go to the carrier 真实运营商",
        "redis 队列": where.redis,
        "ledger 数据库": without_password(ledger),
        "logs 日志": str(folder.resolve() / "logs"),
    }
    for name, address in lines.items():
        paper.print(f"{name:<14}{address}", markup=False, soft_wrap=True)
    if machine.desk and where.exchange:
        tell_first_call(paper, where.exchange, machine.desk)
    paper.print("\nCtrl-C stops everything. 按 Ctrl-C 停止。")


def without_password(url: str) -> str:
    """An address fit for a screen."""
    return make_url(url).render_as_string(hide_password=True)


def tell_first_call(paper: Console, exchange: str, desk: Desk) -> None:
    """A village to ring from, a call to the gateway, and what was said on it."""
    account = f"{desk.account_sid}:{desk.auth_token}"
    call = json.dumps({"from": CALLER, "to": desk.number, "script": ["1", "2", "1"]})
    paper.print("\nA village to begin with (in another terminal) 先导入样板村（另开一个终端）：")
    paper.print("  dalaba roster template > village.csv && dalaba roster import village.csv", soft_wrap=True)
    paper.print("A first call: Mandarin, all is well 第一个电话：选普通话，报平安：")
    paper.print(f"  curl --noproxy '*' -u {account} {exchange}/exchange/dial -d '{call}'", markup=False, soft_wrap=True)
    paper.print("What was heard and pressed 听到和按了什么：")
    paper.print(f"  curl --noproxy '*' -u {account} {exchange}/exchange/log", markup=False, soft_wrap=True)
