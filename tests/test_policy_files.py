"""Policy tables as files: a broken one is refused by file, line and reason; what is missing is named."""

import re
import shutil
from pathlib import Path

import pytest

from gateway.catalogue import load
from gateway.catalogue.policy import read_policies
from gateway.domain.errors import BrokenPrompts
from gateway.settings import PROMPTS


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    copy = tmp_path / "prompts"
    shutil.copytree(PROMPTS, copy, ignore=shutil.ignore_patterns("audio"))
    return copy


def change(prompts: Path, old: str, new: str, name: str = "yunnan_2020") -> None:
    file = prompts / "policy" / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('county = "53"\n', "", "'county' is missing"),
        ("from = 2020-01-24", 'from = "January"', "'from' cannot be 'January'"),
        ("from = 2020-01-24", "from = 2020-01-24\nuntil = 2020-01-01", "until 2020-01-01 lies before from"),
        ("from = 2020-01-24", "from = 2020-01-24\ncolour = 1", "unknown attribute 'colour'"),
        ("[halves.pm]", "[halves.noon]", "[halves.noon]: the halves of a day are called am and pm"),
        ("due = 08:00:00", 'due = "8"', "[halves.am] needs exactly: due, ring, until"),
        ("ring = 09:30:00", "ring = 07:30:00", "[halves.am] due, ring and until must follow each other"),
        ('category = "A"', 'category = "K"', ":19: rule 1: category 'K' is none of: A B C D E F G H I J"),
        ('when = ["contact"]', 'when = ["contacts"]', ":33: rule 3: unknown condition 'contacts'"),
        ('places = ["0577", "0376"]', "places = []", "'listed' and a list of 'places' (area codes) go together"),
        ("observe = 0  ", "observe = 99  ", "observe must lie between 0 and 60 days"),
        ("checks = 2", "checks = 3", "checks must lie between 0 and 2"),
        ('basis = "last_exposure"', 'basis = "birth"', "basis 'birth' is none of: arrival last_exposure"),
        ('instruction = "A"', "instruction = 1", "'instruction' cannot be 1"),
        ("when = []", 'when = ["yunnan"]', "the last rule must hold for everybody: when = []"),
        ('when = ["worker"]', "when = []", "rule 10: nobody comes so far"),
        ('category = "A"\n', "category = \n", "Invalid value"),
    ],
)
def test_a_broken_table_is_refused_by_file_line_and_reason(prompts: Path, old: str, new: str, reason: str) -> None:
    change(prompts, old, new)
    with pytest.raises(BrokenPrompts, match=re.escape(reason)) as refused:
        load(prompts)
    assert "policy/yunnan_2020.toml" in str(refused.value)


def test_a_house_without_any_table_does_not_open(prompts: Path) -> None:
    shutil.rmtree(prompts / "policy")
    with pytest.raises(BrokenPrompts, match="there is no policy table"):
        load(prompts)


def test_two_tables_for_one_county_and_day_contradict_each_other(prompts: Path) -> None:
    shutil.copy(prompts / "policy/yunnan_2020.toml", prompts / "policy/again.toml")
    with pytest.raises(BrokenPrompts, match="again and yunnan_2020 both begin on 2020-01-24 in 53"):
        read_policies(prompts / "policy")


def test_a_county_of_its_own_is_read(prompts: Path) -> None:
    shutil.copy(prompts / "policy/yunnan_2020.toml", prompts / "policy/dali.toml")
    change(prompts, 'county = "53"', 'county = "532901"', "dali")
    assert {table.county for table in load(prompts).policies} == {"53", "532901"}


def test_what_is_missing_is_named_by_the_check(prompts: Path) -> None:
    change(prompts, 'category = "J"', 'category = "H"')
    change(prompts, 'instruction = "D"', 'instruction = "wuhan"')
    change(prompts, "from = 2020-03-27", "from = 2020-03-27\nuntil = 2020-04-30", "yunnan_2020_03_27")
    told = load(prompts).problems()
    assert "yunnan_2020: no rule for category J" in told
    assert any("'instruction.wuhan', said by yunnan_2020, has no wording" in one for one in told)


def test_the_day_after_the_last_table_is_named(prompts: Path) -> None:
    change(prompts, "from = 2020-01-24", "from = 2020-01-24\nuntil = 2020-03-26")
    change(prompts, "from = 2020-03-27", "from = 2020-03-27\nuntil = 2020-04-30", "yunnan_2020_03_27")
    assert "yunnan_2020_03_27: no table for 53 from 2020-05-01 on" in load(prompts).problems()
