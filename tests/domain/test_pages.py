"""A long list page by page: every option once, at most nine keys, and the last key always leads on."""

import pytest

from gateway.domain.pages import MORE, page


def listed(count: int) -> list[dict[str, str]]:
    return [{"value": str(n), "words": f"{n}组"} for n in range(count)]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, [0]), (1, [1]), (9, [9]), (10, [9, 3]), (16, [9, 9]), (17, [9, 9, 2]), (40, [9] * 5)],
)
def test_every_option_is_on_one_page(count: int, sizes: list[int]) -> None:
    found, nth, seen = [], 0, []
    for _ in sizes:
        options, nth = page(listed(count), nth, "更多", "从头听")
        found.append(len(options))
        seen += [option["value"] for option in options if option["value"] != MORE]
    assert (found, nth) == (sizes, 0)
    assert seen == [str(n) for n in range(count)]


def test_the_last_key_says_where_it_leads() -> None:
    first, second = page(listed(10), 0, "更多", "从头听")[0], page(listed(10), 1, "更多", "从头听")[0]
    assert (first[-1]["words"], second[-1]["words"]) == ("更多", "从头听")
