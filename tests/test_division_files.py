"""Divisions as files: sixteen prefectures with their counties, each code with its days; a broken file is refused."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from gateway.catalogue.divisions import read_divisions
from gateway.domain.errors import BrokenPrompts
from gateway.domain.places import Level, level_of
from gateway.settings import PROMPTS

YUNNAN = read_divisions(PROMPTS / "divisions")
EARLY, LATER = date(2020, 2, 8), date(2026, 6, 1)


@pytest.mark.parametrize("day", [EARLY, LATER])
def test_on_any_day_yunnan_has_sixteen_prefectures_and_129_counties(day: date) -> None:
    prefectures = YUNNAN.below("53", day)
    counties = [county for prefecture in prefectures for county in YUNNAN.below(prefecture.code, day)]
    assert (len(prefectures), len(counties)) == (16, 129)
    assert all(YUNNAN.refusal(county.code, day) is None for county in counties)


def test_a_code_that_ended_says_what_took_its_place_from_the_next_day_on() -> None:
    for old in (one for one in YUNNAN.by_code.values() if one.until is not None):
        new = YUNNAN.by_code[old.became or ""]
        assert new.since is not None
        assert (new.since - old.until).days == 1  # type: ignore[operator]  # until is not None, see above
        assert old.code[:4] == new.code[:4]


@pytest.mark.parametrize(
    ("code", "day", "refused"),
    [
        ("530422", date(2019, 12, 12), False),
        ("530422", date(2019, 12, 13), True),
        ("530481", date(2019, 12, 12), True),
        ("530481101201", date(2019, 12, 13), False),
        ("532331", EARLY, False),
        ("532302", EARLY, True),
        ("532302", LATER, False),
        ("53", EARLY, False),
        ("5329", EARLY, False),
        ("5330", EARLY, True),
    ],
)
def test_a_code_is_refused_outside_of_its_days(code: str, day: date, refused: bool) -> None:
    assert (YUNNAN.refusal(code, day) is not None) is refused


def test_what_lies_above_is_found_nearest_first() -> None:
    assert [one.name for one in YUNNAN.above("532901105201")] == ["大理市", "大理白族自治州", "云南省"]
    assert [one.code for one in YUNNAN.below("", EARLY)] == ["53"]
    assert YUNNAN.below("532901", EARLY) == []
    assert all(level_of(code) in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY) for code in YUNNAN.by_code)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('code = "53"\n', "", "'code' is missing"),
        ('5301 = "昆明市"', '530 = "昆明市"', ":9: prefecture '530': the code of a prefecture has 4 digits"),
        ('530102 = "五华区"', '540102 = "五华区"', "county '540102': '5401', which it lies in, is not in this file"),
        ('530102 = "五华区"', "530102 = 7", "must be a name, or a table"),
        ('name = "晋宁区", from', 'name = "晋宁区", since', "county '530115': unknown attribute 'since'"),
        ('became = "530115"', 'became = "530116"', "became '530116', which is not in this file"),
        (', became = "530115"', "", "'until' and 'became' go together"),
    ],
)
def test_a_broken_file_is_refused_by_file_line_and_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = (PROMPTS / "divisions/yunnan.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "yunnan.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenPrompts, match=re.escape(reason)) as refused:
        read_divisions(tmp_path)
    assert "yunnan.toml" in str(refused.value)


def test_one_code_stands_in_one_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copy(PROMPTS / "divisions/yunnan.toml", tmp_path / f"{name}.toml")
    with pytest.raises(BrokenPrompts, match="'53' stands in another file"):
        read_divisions(tmp_path)
