"""`dalaba broadcast lists` and `loudspeakers`: kept, shown, rung, and refused by name."""

from pathlib import Path

from tests.cli.conftest import Dalaba
from tests.support import cast
from tests.support.hours import where_it_is_ten

SPOKEN = ("broadcast", "send", "--area", cast.VILLAGE, "--text", "明天停水", "--yes")
TEN = {"TIMEZONE": where_it_is_ten()}


def test_a_list_is_kept_shown_and_rung_by_itself(village_dalaba: Dalaba) -> None:
    kept = village_dalaba(
        "broadcast", "lists", "put", "小卖部", "--unit", cast.VILLAGE, "--door", "001", "--door", "012"
    )
    assert "小卖部: 2 doors" in kept.output
    assert "│ 小卖部    │ 鹤阳村    │ 2" in village_dalaba("broadcast", "lists", "show").output
    assert "鹤阳村: 2 phones" in village_dalaba(*SPOKEN, "--list", "小卖部", **TEN).output


def test_a_door_nobody_lives_at_keeps_the_list_as_it_was(village_dalaba: Dalaba) -> None:
    done = village_dalaba("broadcast", "lists", "put", "小卖部", "--unit", cast.VILLAGE, "--door", "999")
    assert done.exit_code == 1
    assert "nobody lives at 999" in done.stderr
    assert "小卖部" not in village_dalaba("broadcast", "lists", "show").output
    assert "0 lists are called '小卖部'" in village_dalaba(*SPOKEN, "--list", "小卖部").stderr


def test_a_loudspeaker_rings_with_the_village_until_it_is_removed(village_dalaba: Dalaba) -> None:
    put = ("broadcast", "loudspeakers", "put", "村口喇叭", "--unit", cast.VILLAGE, "--phone", "19900088888")
    assert village_dalaba(*put).exit_code == 0
    assert "+8619900088888" in village_dalaba("broadcast", "loudspeakers", "show").output
    assert "鹤阳村: 13 phones" in village_dalaba(*SPOKEN, **TEN).output
    assert village_dalaba("broadcast", "loudspeakers", "remove", "19900088888").exit_code == 0
    assert "鹤阳村: 12 phones" in village_dalaba(*SPOKEN, **TEN).output
    again = village_dalaba("broadcast", "loudspeakers", "remove", "19900088888")
    assert (again.exit_code, "no loudspeaker answers" in again.stderr) == (1, True)


def test_who_may_agree_is_checked_at_the_keyboard_too(village_dalaba: Dalaba) -> None:
    orange = (*SPOKEN, "--level", "orange")
    assert "needs a second person" in village_dalaba(*orange).stderr
    by_cadre = village_dalaba(*orange, "--by", cast.CADRE, typed=f"{cast.CADRE_PIN}\n")
    assert "Waiting for the township to agree: 2." in by_cadre.output
    assert "waiting 待批" in village_dalaba("broadcast", "list").output
    refused = village_dalaba("broadcast", "approve", "2", "--by", cast.CADRE, typed=f"{cast.CADRE_PIN}\n")
    assert (refused.exit_code, "cannot agree to it" in refused.stderr) == (1, True)
    nobody = village_dalaba("broadcast", "approve", "2", "--by", cast.SUPERVISOR)
    assert (nobody.exit_code, "has no PIN" in nobody.stderr) == (1, True)


def test_with_a_pin_the_township_agrees_or_refuses_at_the_keyboard(village_dalaba: Dalaba, tmp_path: Path) -> None:
    chief = tmp_path / "chief.csv"
    chief.write_text("kind,code,name,role,phones,pin\nstaff,532901105000,赵主任,supervisor,19900000109,1357\n", "utf-8")
    assert village_dalaba("roster", "import", str(chief)).exit_code == 0
    for _ in range(2):
        village_dalaba(*SPOKEN, "--level", "red", "--by", cast.CADRE, typed=f"{cast.CADRE_PIN}\n")
    by_chief = ("--by", "19900000109")
    assert "that is not the PIN" in village_dalaba("broadcast", "approve", "1", *by_chief, typed="1111\n").stderr
    assert "Agreed: 1." in village_dalaba("broadcast", "approve", "1", *by_chief, typed="1357\n").output
    assert "It was decided already" in village_dalaba("broadcast", "approve", "1", *by_chief, typed="1357\n").output
    told = village_dalaba("broadcast", "refuse", "2", *by_chief, "--why", "时间写错了", typed="1357\n")
    assert "Refused: 2." in told.output
    assert "why 原因: 时间写错了" in village_dalaba("broadcast", "show", "2").output
