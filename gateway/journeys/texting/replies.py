"""The answer to a text."""

from gateway.journeys.reporting.reports import Source
from gateway.store import texts
from gateway.switchboard import Switchboard, Work

MOST_REPLIES_AN_HOUR = 10  # to one number: two machines answering each other must stop


def reply(board: Switchboard, work: Work, source: Source, key: str, **values: object) -> None:
    """Answers a text, unless its sender had its share of answers this hour."""
    say(work, source, board.catalogue.sms(key, source.language, **values))


def say(work: Work, source: Source, body: str, most: int = MOST_REPLIES_AN_HOUR) -> None:
    """The same in words of one's own. `most`: answers an hour."""
    if texts.replies_since(work.tx, source.number, work.now) >= most:
        return
    if texts.put(work.tx, f"reply:{source.key}", source.number, body, work.now, asked=True):
        work.hint_texts()
