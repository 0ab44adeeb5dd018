"""`dalaba db` and `dalaba voices`: what is done once a release."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from gateway import voices as offline
from gateway.catalogue import Catalogue, load
from gateway.cli import house
from gateway.settings import PROMPTS
from gateway.store import migrate, revisions
from gateway.store.ledger import Ledger


@click.group()
def db() -> None:
    """The ledger's schema 数据库结构。

    \b
    Example:
      dalaba db upgrade
    """


@db.command()
def upgrade() -> None:
    """Create the tables or bring them up to date; safe to run twice 建表或升级，可以重复运行。

    \b
    Examples:
      dalaba db upgrade
      DATABASE_URL=postgresql://... dalaba db upgrade
    """
    url = house.settings().database_url
    before = standing(url)
    migrate.upgrade(url)
    after = standing(url)
    moved = f"upgraded from {before or 'nothing'} to {after}" if after != before else f"at {after} already"
    click.echo(f"The ledger is {moved}. 数据库版本：{after}")


def standing(url: str) -> str | None:
    """The revision of the ledger there."""
    ledger = Ledger(url)
    try:
        with ledger.read() as tx:
            return revisions.present(tx)
    finally:
        ledger.close()


@click.command()
def voices() -> None:
    """Speak wording into sound files 用离线语音生成提示音。

    Recordings under prompts/<language>/audio/ come first; only what nobody has recorded is spoken.

    \b
    Example:
      pip install 'dalaba[voices]' && dalaba voices
    """
    written = render(load(PROMPTS, clips()), Console(stderr=True))
    click.echo(f"{house.counted(written, 'sound file')} written to {clips()}. 生成了{written}个提示音。")


def clips() -> Path:
    """Where the offline voice's files lie."""
    return house.data_dir() / "voices"


def render(catalogue: Catalogue, console: Console) -> int:
    """Speaks what has no sound yet, with a bar; returns how many files were written. Raises NoVoice."""
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("speaking 生成提示音", total=None)
        return offline.render(catalogue, clips(), lambda done, total: bar.update(task, completed=done, total=total))
