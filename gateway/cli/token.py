"""`dalaba token`: who may read the daily report over HTTP."""

import click
from rich.table import Table

from gateway.cli import house
from gateway.domain.tokens import Standing
from gateway.journeys import tokens

STANDINGS = {Standing.GOOD: "good 有效", Standing.EXPIRED: "expired 过期", Standing.REVOKED: "revoked 已收回"}


@click.group()
def token() -> None:
    """Tokens for reading the daily report over HTTP 读日报接口的令牌.

    A token opens one unit and all below it, reads only, and ends by itself.

    \b
    Examples:
      dalaba token add --unit 532901 --for "市疾控" --days 30
      dalaba token list
      dalaba token revoke 3
    """


@token.command()
@click.option("--unit", required=True, metavar="CODE", help="Whose days it opens, with all below. 单位代码。")
@click.option("--for", "name", required=True, metavar="NAME", help="Who reads with it: an office, a system. 给谁用。")
@click.option("--days", type=int, default=90, show_default=True, help="How long it opens. 有效天数。")
def add(unit: str, name: str, days: int) -> None:
    """Make a token and show it, this once 新建令牌，只显示这一次.

    Only its SHA-256 is kept: whoever loses it gets a new one.

    \b
    Examples:
      dalaba token add --unit 532901 --for "市疾控"
      curl -H "Authorization: Bearer $TOKEN" https://village.example/api/v1/units/532901/days/2020-02-08
    """
    with house.opened() as board:
        kept, written = tokens.give(board, unit, name, days)
        until = board.settings.local(kept.expires_at)
    click.echo(written)
    click.echo(
        f"Token {kept.id} for {kept.name}: {unit} and all below, until {until:%Y-%m-%d %H:%M}. "
        "It is shown this once; hand it over safely. 只显示这一次，请妥善转交。",
        err=True,
    )


@token.command("list")
def list_() -> None:
    """Show the tokens, never what is secret about them 看有哪些令牌.

    \b
    Example:
      dalaba token list
    """
    table = Table("no. 编号", "for 给谁", "unit 单位", "until 到期", "last used 最近使用", "state 状态")
    with house.opened() as board:
        now = board.clock.now()
        for one in tokens.every(board):
            until = f"{board.settings.local(one.expires_at):%Y-%m-%d}"
            used = str(one.last_used_on or "-")
            table.add_row(str(one.id), one.name, one.unit_code, until, used, STANDINGS[one.standing(now)])
    if table.row_count:
        house.paper().print(table, markup=False)
    else:
        click.echo("There is no token; `dalaba token add` makes one. 没有令牌。")


@token.command()
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """Take a token back: it opens nothing from now on 收回令牌，马上失效.

    \b
    Example:
      dalaba token revoke 3
    """
    with house.opened() as board:
        done = tokens.revoke(board, number)
    click.echo(f"Token {number} is revoked. 已收回。" if done else f"Token {number} was revoked before. 以前已收回。")
