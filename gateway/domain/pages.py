"""A list too long for nine keys, read out page by page."""

from collections.abc import Sequence

from gateway.domain.conversation import MOST_OPTIONS

Option = dict[str, str]
MORE = "more"  # the value of the last key of a page
A_PAGE = MOST_OPTIONS - 1  # so that a key is left to go on


def page(options: Sequence[Option], nth: int, on: str, back: str) -> tuple[list[Option], int]:
    """The options of one page, and the page its last key leads to; a list that fits nine keys is one page.

    nth  from 0
    on   what the last key is called, `back` on the last page: it leads to the first
    """
    if len(options) <= MOST_OPTIONS:
        return list(options), 0
    here = options[nth * A_PAGE : (nth + 1) * A_PAGE]
    is_last = (nth + 1) * A_PAGE >= len(options)
    return [*here, {"value": MORE, "words": back if is_last else on}], 0 if is_last else nth + 1
