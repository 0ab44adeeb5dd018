"""`dalaba card`: what everybody who reads digests has pinned to the wall, on one small sheet."""

from collections.abc import Iterator
from typing import NamedTuple

import click
from rich.panel import Panel
from rich.table import Table

from gateway.cli import house
from gateway.domain.daily.abbreviations import ITEMS, OPENINGS, Group
from gateway.domain.daily.columns import BY_NAME, FIGURES
from gateway.domain.digests import BY_FIGURE, MARKS

MOST_IN_FULL = 2
A6 = 64  # columns of a terminal, about the width of the sheet
GROUPS = {
    Group.COMPLETENESS: "报送 reports",
    Group.NEW: "返乡 come home",
    Group.OBSERVATION: "观察 observed",
    Group.FEVER: "发热 fever",
    Group.CASES: "病例 cases",
    Group.CLASS: "情形 class",
    Group.MOVEMENT: "移风易俗 movement",
}
SIGNS = (  # field of a language's marks, and what it means
    ("silent", "没有消息的单位", "units below nothing came from"),
    ("worst", "最要紧的单位", "units below, the worst first"),
    ("late", "昨天的数：先报>现在", "yesterday's figures: as sealed>now"),
    ("disputed", "有异议，还没核", "disputed, not settled"),
    ("cut", "没写完，打本号按7听", "had no room: ring in and press 7"),
)
TEXTS = (
    ("3", "看第3项是哪些", "who is behind figure 3"),
    ("3 2/8", "看2月8日那份的", "in the digest of that day"),
    ("3 鹤阳村", "看一个村的；3 in Heyang", "of one unit in it"),
    ("余", "接着看；more", "the rest of a list"),
    ("差 3 应为2", "数不对；dispute 3 should be 2", "it should be 2"),
    ("差12 对", "下级核后回：对，或 改", "the unit below: right, or changed"),
    ("零报", "今天没有事；zero", "nothing happened today"),
    ("日报 对", "系统统计的对；daily right", "the count is right"),
    ("日报 岗6 聚2", "只有人知道的数；daily staff 6", "what only a person knows"),
    ("订 镇 20点", "subscribe township 20:00", "that level's digest at that hour"),
    ("退 镇", "unsubscribe township", "no more of them"),
)


class Line(NamedTuple):
    """One thing on the card: what is written, and what it means in Chinese and English."""

    written: str
    zh: str
    en: str


class Part(NamedTuple):
    """A part of the card."""

    title: str
    lines: list[Line]


def parts() -> Iterator[Part]:
    """Everything on the card, from the tables the digests themselves are written with."""
    for group in Group:
        items = [item for item in ITEMS if item.group is group]
        lines = [Line(f"{one.zh} {one.en}", one.meaning("zh"), one.meaning("en")) for one in items]
        yield Part(GROUPS[group], lines)
    yield Part("记号 marks", [Line("(+2)", "比昨天多2", "two more than yesterday"), *_signs()])
    opened = [Line(str(digit), one.zh, f"{one.en}: {_counts(one.figures)}") for digit, one in OPENINGS.items()]
    yield Part("回一个数字 reply with a digit", opened)
    yield Part("短信 by text", [Line(*text) for text in TEXTS])
    keyed = [Line("/".join(figure.words), figure.zh, figure.en) for figure in FIGURES if figure.words]
    yield Part("日报的字 words after 日报 daily", keyed)


def _signs() -> Iterator[Line]:
    for field, zh, en in SIGNS:
        yield Line(" ".join(getattr(MARKS[language], field).strip() for language in ("zh", "en")), zh, en)


def _counts(figures: tuple[str, ...]) -> str:
    """In full, several by their abbreviations: the card is small."""
    if len(figures) > MOST_IN_FULL:
        return ", ".join(BY_FIGURE[name].en for name in figures)
    return ", ".join(BY_NAME[name].en for name in figures if name in BY_NAME) or "homes nothing came from"


@click.command()
@click.option("--plain", is_flag=True, help="Text only, to be printed or sent on. 纯文字，打印用。")
def card(plain: bool) -> None:
    """Print the card: abbreviations of the digest, digits to reply with, words to text 打印日报卡。

    \b
    Examples:
      dalaba card
      dalaba card --plain > card.txt
    """
    paper = house.paper()
    for part in parts():
        if plain:
            click.echo("\n".join([part.title, *("  " + "\t".join(line) for line in part.lines)]))
            continue
        table = Table(box=None, show_header=False, padding=(0, 1), width=A6 - 4)
        for ratio in (3, 4, 5):
            table.add_column(ratio=ratio)
        for line in part.lines:
            table.add_row(*line)
        paper.print(Panel(table, title=part.title, width=A6, padding=0), highlight=False)
