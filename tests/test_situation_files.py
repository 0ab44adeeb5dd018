"""What a class brings, as files: six, eight and ten measures; a broken table is refused by file, table and reason."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from gateway.catalogue import load
from gateway.domain import dated
from gateway.domain.errors import BrokenPrompts
from gateway.domain.situations.classes import Class
from gateway.settings import PROMPTS
from tests.support.prompts import change, copy_into

TABLE = "situations/yunnan_2020.toml"
HOUSE = load(PROMPTS)


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    return copy_into(tmp_path)


@pytest.mark.parametrize(("situation", "measures"), [("1", 6), ("2a", 8), ("2b", 8), ("3", 10)])
def test_a_class_brings_its_measures_and_those_of_every_calmer_one(situation: str, measures: int) -> None:
    (table,) = HOUSE.responses
    names = [measure.name for measure in table.by_class[Class(situation)].measures]
    assert len(names) == len(set(names)) == measures
    assert names[:6] == [measure.name for measure in table.by_class[Class.NONE].measures]
    assert table.by_class[Class(situation)].broadcasts


def test_every_message_of_a_class_is_worded_in_every_language() -> None:
    messages = [
        message for table in HOUSE.responses for brings in table.by_class.values() for message in brings.broadcasts
    ]
    assert all(set(message.words) == set(HOUSE.languages) for message in messages)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('county = "53"\n', "", "'county' is missing"),
        ("from = 2020-01-24", "from = 2020-01-24\nuntil = 2020-01-01", "until 2020-01-01 lies before from"),
        ("[classes.2b]", "[classes.2c]", "there must be exactly the classes 1 2a 2b 3"),
        ('contacts = { zh = "密切', 'friends = { zh = "密切', "[asked] must say what is asked of exactly: observed"),
        ('title = { zh = "未发现病例", ', "title = { ", "[classes.1] title lacks 'zh'"),
        ('strategy = { zh = "外防输入", ', "strategy = 1 #", "[classes.1] 'strategy' cannot be 1"),
        (
            '"organise", "educate"',
            '"organize", "educate"',
            "[classes.1] measures names 'organize'; there are: organise",
        ),
        (
            '"report_returnees", ',
            '"report_all", ',
            "[classes.1] broadcasts names 'report_all'; there are: stay_at_home",
        ),
        ("asks = { observed = 2 }", "asks = { dogs = 2 }", "[classes.1] asks names 'dogs'; there are: observed"),
        (
            "asks = { observed = 2 }",
            "asks = { observed = 7 }",
            "asks observed 7 times a day; a whole number from 1 to 6",
        ),
        ('roles = ["secretary", "cadre"]', 'roles = ["mayor"]', "[measures.organise] roles must be some of: cadre"),
        ('roles = ["secretary", "cadre"]', "roles = []", "[measures.organise] roles must be some of: cadre"),
        ('level = "red"', 'level = "pink"', "[case_found] level 'pink' is none of: red orange"),
        ('observed = { zh = "居家', 'observed = { fr = "居家', "[asked.observed] it lacks 'zh'"),
        ("1 = [{ since", "one = [{ since", "[rounds] one must be a list of as many rounds"),
        ("ring = 10:00:00", "ring = 21:00:00", "[rounds] 1, number 1: since, ring and until must be in order"),
        ("since = 12:00:00", "since = 11:00:00", "[rounds] 2: a round begins at 11:00:00, before 12:00:00"),
        (
            'retries = [60, "evening"]',
            'retries = [0, "dawn"]',
            "[rounds] 1, number 1: retries are at most 4",
        ),
        ("retries = [45]", "retries = 45", "[rounds] 2, number 2: 'retries' cannot be 45"),
        (
            "households = 2 }",
            "households = 3 }",
            "[classes.3] asks households 3 times a day; [rounds] says",
        ),
        ("ask_s = 20 ", 'ask_s = "20" ', "'ask_s' cannot be '20'"),
    ],
)
def test_a_broken_table_is_refused_by_file_table_and_reason(prompts: Path, old: str, new: str, reason: str) -> None:
    change(prompts / TABLE, old, new)
    with pytest.raises(BrokenPrompts, match=re.escape(reason)) as refused:
        load(prompts)
    assert TABLE in str(refused.value)


def test_a_table_whose_classes_ask_no_household_needs_no_rounds(prompts: Path) -> None:
    whole = (prompts / TABLE).read_text(encoding="utf-8")
    first, rest = whole.split("[rounds]")
    asking = first + rest[rest.index("# The classes.") :]
    (prompts / TABLE).write_text(asking, encoding="utf-8")
    with pytest.raises(BrokenPrompts, match=r"\[classes.2a\] asks households 1 times a day"):
        load(prompts)
    (prompts / TABLE).write_text(re.sub(r", households = \d", "", asking), encoding="utf-8")
    (table,) = load(prompts).responses
    assert not any(table.rounds_of(situation) for situation in Class)


def test_a_house_without_a_table_does_not_open(prompts: Path) -> None:
    shutil.rmtree(prompts / "situations")
    with pytest.raises(BrokenPrompts, match="nobody could say what a class brings"):
        load(prompts)


def test_a_countys_own_table_holds_there_from_its_day_on(prompts: Path) -> None:
    shutil.copy(prompts / TABLE, prompts / "situations/dali.toml")
    change(prompts / "situations/dali.toml", 'county = "53"', 'county = "532901"')
    change(prompts / "situations/dali.toml", "from = 2020-01-24", "from = 2020-02-10\nuntil = 2020-02-29")
    tables = load(prompts).responses
    days = (date(2020, 2, 9), date(2020, 2, 10), date(2020, 2, 29), date(2020, 3, 1))
    assert [dated.in_force(tables, "532901105201", day).name for day in days] == [
        *("yunnan_2020", "dali", "dali", "yunnan_2020"),
    ]


def test_the_day_after_the_last_table_is_named(prompts: Path) -> None:
    change(prompts / TABLE, "from = 2020-01-24", "from = 2020-01-24\nuntil = 2020-03-31")
    assert "yunnan_2020: no table for 53 from 2020-04-01 on" in load(prompts).problems()
