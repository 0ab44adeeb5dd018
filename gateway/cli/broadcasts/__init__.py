"""`dalaba broadcast`: a village spoken to from the keyboard, agreed to, stopped, and how far the word got."""

import click

from gateway.cli.broadcasts.deciding import approve, refuse, resume, stop
from gateway.cli.broadcasts.lists import lists
from gateway.cli.broadcasts.loudspeakers import loudspeakers
from gateway.cli.broadcasts.sending import send
from gateway.cli.broadcasts.showing import list_, show, watch
from gateway.cli.broadcasts.submitting import submit


@click.group()
def broadcast() -> None:
    """Speak to every phone of an area 对一个地方的每部电话讲话。

    \b
    Examples:
      dalaba broadcast send --area 532901105201 --text "今天下午三点全村消毒，请关好门窗。"
      dalaba broadcast submit 38
      dalaba broadcast list
      dalaba broadcast watch 37
      dalaba broadcast approve 37 --by 19900000103
      dalaba broadcast stop 37
    """


for command in (send, submit, list_, show, watch, approve, refuse, stop, resume, lists, loudspeakers):
    broadcast.add_command(command)
