"""`dalaba card` and `dalaba digest`: the card is of the same tables as the digests; who gets which, when."""

import re

from gateway.domain.daily.abbreviations import ITEMS, OPENINGS
from gateway.domain.daily.columns import FIGURES
from gateway.domain.daily.replies import read
from tests.cli.conftest import Dalaba

SUPERVISOR = "19900000103"


def test_the_card_has_every_abbreviation_digit_and_word(dalaba: Dalaba) -> None:
    card = dalaba("card", "--plain").output
    for item in ITEMS:
        assert f"  {item.zh} {item.en}\t" in card
    for digit, opening in OPENINGS.items():
        assert f"  {digit}\t{opening.zh}\t" in card
    for figure in FIGURES:
        assert "/".join(figure.words) in card
    assert all(len(line) <= 100 for line in card.splitlines())


def test_what_the_card_says_to_text_is_understood(dalaba: Dalaba) -> None:
    card = dalaba("card", "--plain").output
    texts = card.split("短信 by text\n")[1].split("日报的字")[0].splitlines()
    about_digests = [line.strip().split("\t")[0] for line in texts if re.match(r"  (3|差 |订|退)", line)]
    assert len(about_digests) == 6
    assert all(read(text) is not None for text in about_digests)


def test_the_sheet_is_narrow_enough_for_a_pocket(dalaba: Dalaba) -> None:
    told = dalaba("card").output
    assert "新返 new" in told
    assert max(map(len, told.splitlines())) <= 64


def test_a_supervisor_is_subscribed_and_shown(village_dalaba: Dalaba) -> None:
    told = village_dalaba("digest", "readers").output
    assert told.count("sealed 封存时") == 2
    assert (
        "township digests at 20:00"
        in village_dalaba("digest", "subscribe", SUPERVISOR, "--level", "township", "--at", "20:00").output
    )
    village_dalaba("digest", "unsubscribe", SUPERVISOR, "--level", "village")
    told = village_dalaba("digest", "readers").output
    assert "20:00" in told
    assert "sealed 封存时" not in told
    assert SUPERVISOR not in told, "numbers are masked on a screen"


def test_a_level_above_and_a_stranger_are_refused_by_name(village_dalaba: Dalaba) -> None:
    refused = village_dalaba("digest", "subscribe", SUPERVISOR, "--level", "county")
    assert refused.exit_code == 1
    assert "may not have the county digest" in refused.stderr
    assert (
        "nobody of the staff has 19900099999"
        in village_dalaba("digest", "subscribe", "19900099999", "--level", "village").stderr
    )
    assert "is no telephone number" in village_dalaba("digest", "subscribe", "12", "--level", "village").stderr
