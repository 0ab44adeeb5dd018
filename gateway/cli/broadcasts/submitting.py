"""`dalaba broadcast submit`."""

import click

from gateway.cli import house
from gateway.cli.broadcasts import asking
from gateway.cli.broadcasts.wording import LEVELS, STATES, shown_words
from gateway.domain.errors import NotAllowed
from gateway.domain.speaking.states import State
from gateway.journeys.speaking import approval, drafts
from gateway.store import broadcasts, staff


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask before ringing. 不再确认。")
def submit(id_: str, yes: bool) -> None:
    """Send a draft that was made elsewhere, such as an imported alert 把草稿发出去，比如导入的预警。

    It goes in the name of whoever it was drafted for, who cannot agree to it. Not sent, it stays a draft.
    以起草人的名义发出；不发就还是草稿。

    \b
    Examples:
      dalaba broadcast submit 38
      dalaba broadcast submit 38 --yes
    """
    paper = house.paper()
    with house.opened() as board:
        with board.work() as work:
            drafted = drafts.find(work, id_)
            infos = broadcasts.infos(work.tx, drafted.id)
            author = staff.load(work.tx, drafted.author_id) if drafted.author_id else None
        if drafted.state is not State.DRAFT:
            raise NotAllowed(f"{drafted.number} is no draft: it is {STATES[drafted.state]}")
        paper.print(f"{drafted.number}  {LEVELS[drafted.level]}  {drafted.status}", markup=False)
        paper.print(shown_words(infos), markup=False, soft_wrap=True)
        asking.check_author(board, drafted, author)
        phones = asking.foretell(board, paper, drafted)
        if not phones or not (yes or asking.confirmed()):
            asking.tell_unsent(paper, phones)
            raise click.exceptions.Exit(1)
        with board.work() as work:
            submitted = approval.submit(board, work, drafted.id, author)
    asking.tell_submitted(paper, drafted, submitted)
