"""`dalaba broadcast send`."""

import click

from gateway.cli import house, people
from gateway.cli.broadcasts import asking
from gateway.domain.cap.codes import MsgType, Status
from gateway.domain.errors import BadInput
from gateway.domain.screening import Category
from gateway.domain.speaking.levels import Level
from gateway.journeys.speaking import approval, drafts
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.store import lists
from gateway.store.broadcasts import Through
from gateway.store.recipients import Audience
from gateway.switchboard import Switchboard, Work


@click.command()
@click.option(
    "--area",
    "areas",
    required=True,
    multiple=True,
    metavar="CODE",
    help="The unit spoken to; may be repeated. 对哪个单位，写代码，可以写几个。",
)
@click.option("--text", required=True, help="What is said, read aloud to them. 要讲的话。")
@click.option("--language", default="", help="Of the text; the gateway's usual one otherwise. 语言。")
@click.option(
    "--also", multiple=True, metavar="LANGUAGE=TEXT", help="The same in another language; may be repeated. 另一种话。"
)
@click.option(
    "--level",
    type=click.Choice([one.value for one in Level]),
    default=Level.YELLOW.value,
    show_default=True,
    help="How urgent: who must agree, when it rings, how often. 级别。",
)
@click.option("--question", default="", help="Asked at the end, answered with a key. 结尾的问题。")
@click.option("--right", type=click.Choice(["1", "2", "3", "4"]), help="The key that answers it rightly. 对的数字。")
@click.option("--observed", is_flag=True, help="Only homes under observation. 只打居家观察的户。")
@click.option(
    "--category",
    "categories",
    multiple=True,
    type=click.Choice([one.value for one in Category]),
    help="Only homes such people came to. 只打这类人的户。",
)
@click.option(
    "--speaking",
    "languages",
    multiple=True,
    metavar="LANGUAGE",
    help="Only homes spoken to in this language. 只打说这种话的户。",
)
@click.option("--list", "list_name", default="", metavar="NAME", help="Only homes on this list. 只打名单上的户。")
@click.option(
    "--door", "doors", multiple=True, metavar="NUMBER", help="Only this door; may be repeated. 只打这个户号。"
)
@click.option("--update", default="", metavar="ID", help="Replaces an earlier broadcast, which stops. 更新哪一条。")
@click.option("--exercise", is_flag=True, help="Said to be an exercise before anything else. 演练。")
@click.option(
    "--by",
    default="",
    metavar="PHONE",
    help="Who speaks, by their number on the roster; the operator otherwise. 谁讲的。",
)
@click.option("--yes", is_flag=True, help="Do not ask before ringing. 不再确认。")
def send(
    areas: tuple[str, ...],
    text: str,
    language: str,
    also: tuple[str, ...],
    level: str,
    question: str,
    right: str | None,
    observed: bool,
    categories: tuple[str, ...],
    languages: tuple[str, ...],
    list_name: str,
    doors: tuple[str, ...],
    update: str,
    exercise: bool,
    by: str,
    yes: bool,
) -> None:
    """Ring every phone of an area with a message 打给一个地方的每部电话。

    Orange needs somebody in the township to agree before it rings; red rings at once and stops when nobody agrees
    within two hours. 橙色先批后打，红色先打后批。

    \b
    Examples:
      dalaba broadcast send --area 532901105201 --text "今天下午三点全村消毒，请关好门窗。"
      dalaba broadcast send --area 53290110520103 --text "Please stay at home today." --language en --yes
      dalaba broadcast send --area 532901105201 --level red --text "…" --also en="…" \\
          --question "哪天停水？今天按1，明天按2" --right 2
      dalaba broadcast send --area 532901105201 --observed --text "请早晚量体温。"
    """
    paper = house.paper()
    with house.opened() as board:
        messages = _messages(board, text, language, also, question)
        if bool(question) != bool(right):
            raise BadInput("--question and --right go together")
        with board.work() as work:
            author = people.who(work, by) if by else None
            audience = Audience(observed, categories, languages, _list_id(work, list_name), doors)
            earlier = drafts.find(work, update) if update else None
            plan = Plan(
                areas,
                Level(level),
                audience,
                status=Status.EXERCISE if exercise else Status.ACTUAL,
                msg_type=MsgType.UPDATE if earlier else MsgType.ALERT,
                references_id=earlier.id if earlier else None,
                right_key=right,
            )
            drafted = drafts.draft(board, work, plan, messages, author)
        asking.check_author(board, drafted, author)
        phones = asking.foretell(board, paper, drafted)
        if not phones or not (yes or asking.confirmed()):
            with board.work() as work:
                drafts.drop(work, drafted.id, None, Through.COMMAND_LINE)
            asking.tell_unsent(paper, phones)
            raise click.exceptions.Exit(1)
        with board.work() as work:
            submitted = approval.submit(board, work, drafted.id, author)
    asking.tell_submitted(paper, drafted, submitted)


def _messages(board: Switchboard, text: str, language: str, also: tuple[str, ...], question: str) -> list[Message]:
    first = language or board.settings.default_language
    if not text.strip():
        raise BadInput("--text says nothing")
    messages = [Message(first, words=text.strip(), question=question or None)]
    for more in also:
        code, _, words = more.partition("=")
        if not words.strip():
            raise BadInput(f"--also {more!r}: write it as LANGUAGE=TEXT, such as en='Please stay at home.'")
        messages.append(Message(code, words=words.strip()))
    for message in messages:
        if message.language not in board.catalogue.languages:
            known = ", ".join(board.catalogue.languages)
            raise BadInput(f"no language is called {message.language!r}; there are: {known}")
    return messages


def _list_id(work: Work, name: str) -> int | None:
    if not name:
        return None
    found = lists.by_name(work.tx, name)
    if len(found) != 1:
        raise BadInput(f"{len(found)} lists are called {name!r}; `dalaba broadcast lists show` shows those there are")
    return found[0].id
