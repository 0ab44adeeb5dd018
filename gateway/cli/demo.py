"""`dalaba demo`: one day in an invented village, played on the real processes and checked at its end."""

import click

from gateway.demo import play


@click.command()
@click.option("--seed", default=7, show_default=True, help="Another village, drawn from another number. 换一个村子。")
@click.option("--quick", is_flag=True, help="A small village and a shorter day. 小村子，短一些。")
@click.option("--keep", is_flag=True, help="Keep the ledger and the logs, and say where. 留下台账和日志。")
def demo(seed: int, quick: bool, keep: bool) -> None:
    """One day in an invented village 一个村子的一天.

    Starts the web process, workers, clock, an embedded Redis and a telephone exchange on free ports, and shows what
    happens. At the end it holds the exchange's log against the ledger; a figure that does not hold is exit status 1.

    \b
    Examples 例子:
      dalaba demo
      dalaba demo --quick --seed 12
    """
    raise click.exceptions.Exit(play(seed, quick=quick, keep=keep))
