"""`dalaba report`: a day looked at, signed, sealed, verified, handed out."""

import csv
import json
import re
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import create_engine, text

from tests.cli.conftest import Dalaba
from tests.support import cast
from tests.support.board import new_board
from tests.support.days import sealed as seal_all
from tests.support.days import told

BY = ("--by", "19900000101")


def test_a_day_that_is_not_sealed_is_a_preview_of_all_eighteen_columns(village_dalaba: Dalaba) -> None:
    told = village_dalaba("report", "show", "--unit", cast.VILLAGE, "--day", "2020-02-08").output
    assert "鹤阳村 532901105201  2020-02-08  PREVIEW, not sealed" in told
    assert "鹤阳村2/8日报：" in told
    assert re.search(r"\d+ UTF-16 units, 1 segment\.", told)
    assert re.search(r"households on the roll 应排查户 +│ 12 ", told)
    assert re.search(r"with a fever 发热 +│ - ", told), "a silent village's nothing is no zero"
    assert all(re.search(rf"│ {number} ", told) for number in range(1, 19))
    assert "silent 缺报: 一组, 二组, 三组" in told
    assert "daily report 日报; silent 缺报; nobody signed" in told


def test_a_day_is_sealed_once_shown_whole_and_says_so(village_dalaba: Dalaba) -> None:
    sealed = village_dalaba("report", "seal", "--day", "2020-02-08", "--yes")
    assert "5 versions sealed." in sealed.output
    assert "sealed before" in village_dalaba("report", "seal", "--day", "2020-02-08", "--yes").output
    shown = village_dalaba("report", "show", "--day", "2020-02-08").output
    assert "PREVIEW" not in shown
    assert "云南省" in shown, "the topmost unit, when none is named"
    assert re.search(r"seal 封存码: [0-9a-f]{64} ✓ whole", shown)
    every = village_dalaba("report", "show", "--day", "2020-02-08", "--all-versions").output
    assert every.count("version 第1版") == 1


def test_a_level_alone_is_sealed_with_those_below_it(village_dalaba: Dalaba) -> None:
    assert "1 version sealed" in village_dalaba("report", "seal", "--level", "village", "--yes").output
    assert "1 version sealed" in village_dalaba("report", "seal", "--level", "township", "--yes").output


def test_a_day_is_not_sealed_without_a_yes(village_dalaba: Dalaba) -> None:
    refused = village_dalaba("report", "seal", "--day", "2020-02-08", typed="n\n")
    assert refused.exit_code == 1
    assert "PREVIEW" in village_dalaba("report", "show", "--day", "2020-02-08").output


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("show", "--unit", "99"), "there is no unit '99'"),
        (("show", "--day", "2999-01-01"), "2999-01-01 has not come yet"),
        (("show", "--day", "2020-02-08", "--version", "2"), "has no version 2; it is not sealed yet"),
        (("show", "--all-versions"), "is not sealed yet; without a version it is shown"),
        (("seal", "--day", "2999-01-01", "--yes"), "2999-01-01 has not come yet"),
        (("verify", "--day", "2020-02-08"), "nothing of 53 is sealed on 2020-02-08"),
        (("export", "--format", "csv", "--below", "village", "--unit", cast.VILLAGE), "nothing below it reports"),
        (("rest", cast.VILLAGE), "a rest needs its reason"),
        (("rest", "99", "--reason", "x"), "there is no unit '99'"),
        (("rest", cast.VILLAGE, "--reason", "x", "--from", "2020-02-09", "--to", "2020-02-08"), "lies before --from"),
        (
            ("sign", cast.VILLAGE, *BY, "weather=3"),
            "'weather=3' is neither zero nor confirm nor a figure",
        ),
        (("sign", cast.VILLAGE, *BY, "fever=3"), "'fever=3' is neither zero nor confirm nor a figure"),
        (("sign", cast.VILLAGE, *BY, "口罩=many"), "write a whole number from 0 to 99999, such as 口罩=6"),
        (("sign", cast.VILLAGE, "--by", "19900000102", "zero"), "李医生 does not answer for the report of"),
        (("sign", cast.TOWNSHIP, *BY, "zero"), "does not answer for the report of 532901105; theirs is 532901105201"),
        (("sign", cast.VILLAGE, "--by", "12", "zero"), "'12' is no telephone number"),
    ],
)
def test_what_cannot_be_done_says_why(village_dalaba: Dalaba, words: tuple[str, ...], reason: str) -> None:
    refused = village_dalaba("report", *words)
    assert refused.exit_code == 1
    assert reason in refused.stderr


# Signing


def test_whoever_answers_for_a_unit_signs_with_their_pin_and_both_numbers_stay(village_dalaba: Dalaba) -> None:
    words = ("report", "sign", cast.VILLAGE, *BY, "staff_present=6", "聚=2")
    assert "not the PIN of 张敏" in village_dalaba(*words, typed="1111\n").stderr
    told = village_dalaba(*words, typed=f"{cast.CADRE_PIN}\n").output
    assert "鹤阳村: signed (figures)" in told
    assert "聚餐聚会劝阻2（系统0）" in told
    shown = village_dalaba("report", "show", "--unit", cast.VILLAGE).output
    assert re.search(r"gatherings stopped 聚餐聚会劝阻 +│ 0 +│ 2 ≠", shown)
    assert re.search(r"staff on duty 实到岗 +│ - +│ 6 ", shown)
    assert "signed 签字 figures" in shown


def test_a_zero_is_signed_as_one(village_dalaba: Dalaba) -> None:
    assert (
        "signed (zero)"
        in village_dalaba("report", "sign", cast.VILLAGE, *BY, "零报", typed=f"{cast.CADRE_PIN}\n").output
    )
    assert "zero report 零报告" in village_dalaba("report", "show", "--unit", cast.VILLAGE).output


# Resting


def test_a_unit_that_rests_is_not_silent_until_it_is_back(village_dalaba: Dalaba) -> None:
    assert "rests from" in village_dalaba("report", "rest", cast.VILLAGE, "--reason", "整村搬迁").output
    shown = village_dalaba("report", "show", "--unit", cast.TOWNSHIP).output
    assert "resting 休整: 鹤阳村" in shown
    assert "silent 缺报: -" in shown
    again = village_dalaba("report", "rest", cast.VILLAGE, "--reason", "again")
    assert "already: 整村搬迁" in again.stderr
    assert "reports again" in village_dalaba("report", "rest", cast.VILLAGE, "--back").output
    assert "was not resting" in village_dalaba("report", "rest", cast.VILLAGE, "--back").output
    assert "silent 缺报: 鹤阳村" in village_dalaba("report", "show", "--unit", cast.TOWNSHIP).output


# Handing out and verifying


@pytest.fixture
def sealed(village_dalaba: Dalaba) -> Dalaba:
    assert village_dalaba("report", "seal", "--day", "2020-02-08", "--yes").exit_code == 0
    return village_dalaba


ON = ("--day", "2020-02-08")


def test_a_changed_version_is_named_and_is_an_error(sealed: Dalaba, sqlite_url: str) -> None:
    well = sealed("report", "verify", *ON)
    assert (well.exit_code, well.output) == (0, "5 of 5 versions fit their seal. 复核5份。\n")
    engine = create_engine(sqlite_url)
    with engine.begin() as tx:
        tx.execute(
            text(
                f"UPDATE day_reports SET content = json_set(content, '$.standing', 'reported') "
                f"WHERE unit_code = '{cast.VILLAGE}'"
            )
        )
    engine.dispose()
    found = sealed("report", "verify", *ON)
    assert found.exit_code == 1
    assert "✗ 鹤阳村 532901105201, version 1: changed since it was sealed" in found.output
    assert "4 of 5 versions fit" in found.output
    assert "DOES NOT FIT" in sealed("report", "show", "--unit", cast.VILLAGE, *ON).output


def test_a_file_is_written_whole_and_replaces_what_was_there(sealed: Dalaba, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "villages.csv"
    for _ in range(2):
        done = sealed("report", "export", "--format", "csv", "--below", "village", "-o", str(file), *ON)
        assert done.exit_code == 0, done.stderr
        assert "1 unit, 2020-02-08" in done.stderr
    assert [one.name for one in folder.iterdir()] == ["villages.csv"]
    codes, words, row = csv.reader(StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    assert row[codes.index("households_due")] == "12"
    assert words[codes.index("households_due")] == "1 应排查户"


def test_a_place_that_cannot_be_written_to_is_named(sealed: Dalaba, tmp_path: Path) -> None:
    refused = sealed("report", "export", "--format", "csv", "-o", str(tmp_path / "nowhere" / "x.csv"), *ON)
    assert refused.exit_code == 1
    assert "x.csv cannot be written (No such file or directory)" in refused.stderr


def test_every_format_comes_out_of_a_pipe(sealed: Dalaba) -> None:
    for name in ("json", "dhis2"):
        assert json.loads(sealed("report", "export", "--format", name, *ON).stdout)
    english = sealed("report", "export", "--format", "csv", "--language", "en", *ON).stdout
    assert "1 households on the roll" in english
    assert sealed("report", "export", "--format", "csv", "--lang", "en", *ON).stdout == english
    book = load_workbook(BytesIO(sealed("report", "export", "--format", "xlsx", "--language", "en", *ON).stdout_bytes))
    assert book.active is not None
    assert book.active["A1"].value == "Daily report on the epidemic"
    book = load_workbook(BytesIO(sealed("report", "export", "--format", "xlsx", *ON).stdout_bytes))
    assert book.active is not None
    assert book.active["A1"].value == "疫情防控日报表"


def test_of_a_silent_unit_dhis2_is_sent_nothing(sealed: Dalaba) -> None:
    sent = json.loads(sealed("report", "export", "--format", "dhis2", "--unit", cast.VILLAGE, *ON).stdout)
    assert (sent["period"], sent["orgUnit"], sent["dataValues"]) == ("20200208", cast.VILLAGE, [])


def test_options_that_contradict_each_other_are_refused(sealed: Dalaba) -> None:
    for words in (
        ("show", "--version", "1", "--all-versions"),
        ("export", "--format", "csv", "--below", "village", "--version", "1"),
        ("rest", cast.VILLAGE, "--back", "--to", "2020-02-09"),
    ):
        assert sealed("report", *words).exit_code == 2


# Opened


@pytest.fixture
def told_dalaba(dalaba: Dalaba, sqlite_url: str) -> Dalaba:
    """The command on a day of which two households and the cadre have told, sealed."""
    board = new_board(sqlite_url)
    with closing(board.ledger):
        cast.settle(board)
        told(board)
        seal_all(board)
    return dalaba


def test_any_figure_opens_to_ids_and_to_who_keyed_it(told_dalaba: Dalaba) -> None:
    fever = told_dalaba("report", "open", cast.VILLAGE, "2020-02-08", "fever")
    assert fever.exit_code == 0, fever.output
    assert "fever: with a fever 发热 = 1" in fever.output
    assert re.search(r"report \d+ +│ 53290110520102 二组", fever.output)
    assert "007" not in fever.output, "without a role no door"
    assert told_dalaba("report", "open", cast.VILLAGE, "2020-02-08", "发热").output == fever.output
    keyed = told_dalaba("report", "open", cast.VILLAGE, "2020-02-08", "口").output
    assert re.search(r"keyed 填报 5: 张敏, sms, 02-08 \d\d:\d\d", keyed)
    assert "nobody has keyed it" in told_dalaba("report", "open", cast.VILLAGE, "2020-02-08", "thermometer_days").output
    villages = told_dalaba("report", "open", cast.TOWNSHIP, "2020-02-08", "villages_silent").output
    assert "= 1" in villages
    assert "新溪村" in villages
    nine = told_dalaba("report", "open", cast.TOWNSHIP, "2020-02-08", "9").output
    assert nine.count(" = ") == 5


def test_with_a_role_the_doors_are_shown_that_it_may_see(told_dalaba: Dalaba) -> None:
    shown = told_dalaba("report", "open", cast.VILLAGE, "2020-02-08", "3", "--by", "19900000101", typed="2468")
    assert "007" in shown.output
    refused = told_dalaba("report", "open", cast.TOWNSHIP, "2020-02-08", "3", "--by", "19900000101", typed="2468")
    assert refused.exit_code == 1
    assert "may open no figure of 532901105" in refused.output


def test_a_figure_there_is_none_of_is_refused_with_those_there_are(told_dalaba: Dalaba) -> None:
    refused = told_dalaba("report", "open", cast.VILLAGE, "2020-02-08", "烤火")
    assert refused.exit_code == 1
    assert "'烤火' is no figure" in refused.output
    assert "households_due" in refused.output


def test_a_township_sees_how_its_numbers_are_meant_and_which_roster_is_empty(
    village_dalaba: Dalaba, tmp_path: Path
) -> None:
    roll = tmp_path / "township.csv"
    roll.write_text(
        f"kind,code,name,phones,role,pin\nunit,{cast.TOWNSHIP}209,上阳村,,,\n"
        f"staff,{cast.TOWNSHIP},段主任,19900000199,officer,2468\n",
        encoding="utf-8",
    )
    assert village_dalaba("roster", "import", str(roll)).exit_code == 0
    village_dalaba("report", "sign", cast.VILLAGE, *BY, "岗=6", "聚=2", typed=f"{cast.CADRE_PIN}\n")
    officer = ("report", "sign", cast.TOWNSHIP, "--by", "19900000199", "岗=3", "聚=5")
    told = village_dalaba(*officer, typed="2468\n").output
    assert "实到岗3: taken as the unit's own, added" in told
    assert "聚餐聚会劝阻5: taken as the unit's total, compared" in told
    assert "聚餐聚会劝阻5（下级2）" in told
    shown = village_dalaba("report", "show", "--unit", cast.TOWNSHIP).output
    assert "roster empty, not due 名册上没有人，不用报: 上阳村" in shown
    assert "keyed for all of it 按总数填: gatherings stopped 聚餐聚会劝阻 5, below 下级 2 ≠" in shown
    assert re.search(r"staff on duty 实到岗 +│ - +│ 9 ", shown)
