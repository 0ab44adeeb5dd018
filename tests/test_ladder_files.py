"""Ladders of alerts as files: a broken one is refused by file, line and reason; what has no words is named."""

import re
import shutil
from pathlib import Path

import pytest

from gateway.catalogue import load
from gateway.catalogue.ladders import read_ladders
from gateway.domain.errors import BrokenPrompts
from tests.support.prompts import change, copy_into

LADDER = "urgent/yunnan_2020.toml"


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    return copy_into(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('county = "53"\n', "", "'county' is missing"),
        ("from = 2020-01-24", "from = 2020-01-24\nuntil = 2020-01-01", "until 2020-01-01 lies before from"),
        ('"case", "died", "situation"', '"hunger", "situation"', "triggers 'hunger' is none of: case"),
        ('reportable = ["case",', 'reportable = ["fever",', "reportable 'fever' is none of"),
        ('"fever_history", "help",', '"help",', "'fever_history' is reportable, but no trigger"),
        ("breached_after = 120", "breached_after = 0", "breached_after must be some minutes"),
        ("after = 0", "after = 5", "the first step must tell somebody at once"),
        ("after = 30", "after = 10", ":35: step 3: must come later than the step before it"),
        ("after = 30", 'after = "30"', ":35: step 3: 'after' cannot be '30'"),
        ('level = "township"', 'level = "town"', "step 3: level 'town' is none of: province"),
        ('tell = ["officer"]', 'tell = ["mayor"]', "step 3: tell 'mayor' is none of: cadre"),
        ('tell = ["officer"]', "tell = []", "step 3: 'tell' must name somebody"),
        ('by = ["call", "sms"]', 'by = ["horse"]', "step 1: by 'horse' is none of: call sms"),
        ('by = ["call", "sms"]', "by = []", "step 1: 'by' must name call, sms or both"),
        ("within = 120", "within = 0", "clock 1: within must be some minutes"),
        ('level = "prefecture"\n', 'levels = "prefecture"\n', "clock 2: unknown attribute 'levels'"),
        (
            'level = "prefecture"\nwithin = 120\ntell = ["health"]',
            'level = "prefecture"\nwithin = 120',
            "clock 2: 'tell' is missing",
        ),
        ("remind_before = 25", "remind_before = 0", "remind_before must be some minutes"),
        ('same = "vehicle"', 'same = "colour"', "cluster 3: same 'colour' is none of: household vehicle case unit"),
        ('level = "grid"\nkinds', "kinds", "cluster 5: same = 'unit' needs a level"),
        ('kinds = ["help"]', 'kinds = ["hunger"]', "cluster 2: kinds 'hunger' is none of"),
        ("within = 336", "within = 0", "cluster 1: within must be some hours"),
        ('name = "help" ', 'name = "home" ', "two clusters are called 'home'"),
    ],
)
def test_a_broken_ladder_is_refused_by_file_line_and_reason(prompts: Path, old: str, new: str, reason: str) -> None:
    change(prompts / LADDER, old, new)
    with pytest.raises(BrokenPrompts, match=re.escape(reason)) as refused:
        load(prompts)
    assert LADDER in str(refused.value)


def test_a_house_without_a_ladder_does_not_open(prompts: Path) -> None:
    shutil.rmtree(prompts / "urgent")
    with pytest.raises(BrokenPrompts, match="nobody would be told of anything urgent"):
        load(prompts)


def test_two_ladders_for_one_county_and_day_contradict_each_other(prompts: Path) -> None:
    shutil.copy(prompts / LADDER, prompts / "urgent/again.toml")
    with pytest.raises(BrokenPrompts, match="again and yunnan_2020 both begin"):
        read_ladders(prompts / "urgent")


def test_what_is_missing_is_named_by_the_check(prompts: Path) -> None:
    change(prompts / LADDER, "from = 2020-01-24", "from = 2020-01-24\nuntil = 2020-06-30")
    for name in ("zh/sms.toml", "zh/texts.toml"):
        file = prompts / name
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(?m)^observed_ill = .*\n", "", text), encoding="utf-8")
    told = load(prompts).problems()
    assert "yunnan_2020: no table for 53 from 2020-07-01 on" in told
    assert any("'alert.spoken.observed_ill', told by yunnan_2020, has no wording" in one for one in told)
    assert any("'concern.observed_ill', told by yunnan_2020, has no wording" in one for one in told)
