"""`dalaba check`: what is wrong is named with its remedy, and the exit status says whether anything is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from gateway import voices
from gateway.catalogue import Catalogue
from gateway.cli import check
from gateway.domain.flow import Flow
from gateway.journeys.acts import ACTS, OUTCOMES
from tests.cli.conftest import Dalaba
from tests.support.board import catalogue

PRODUCTION = {
    "PUBLIC_BASE_URL": "https://village.example",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "a token for tests only",
    "TWILIO_FROM_NUMBER": "+8687162170001",
}


def test_the_prompts_are_in_order_and_need_no_settings(dalaba: Dalaba) -> None:
    checked = dalaba("check", "--prompts", DATABASE_URL="nonsense")
    assert checked.exit_code == 0
    assert "│ ✓ │ flows" in checked.output
    assert "│ ✓ │ wording" in checked.output
    assert "settings" not in checked.output


def test_a_machine_of_its_own_needs_no_settings(dalaba: Dalaba) -> None:
    checked = dalaba("check", DATABASE_URL=None)
    assert checked.exit_code == 0
    assert "│ · │ settings" in checked.output


def test_production_in_order(dalaba: Dalaba, redis_url: str) -> None:
    checked = dalaba("check", REDIS_URL=redis_url, **PRODUCTION)
    assert checked.exit_code == 0
    assert "✗" not in checked.output
    for line in ("│ ✓ │ settings", "│ ✓ │ ledger", "│ ✓ │ redis"):
        assert line in checked.output
    assert "a token for tests only" not in checked.output


def test_both_carriers_are_told_with_their_share_and_pace(dalaba: Dalaba) -> None:
    second = {
        "SECOND_ACCOUNT_SID": "AC2",
        "SECOND_AUTH_TOKEN": "a second secret",
        "SECOND_FROM_NUMBER": "+8687162170002",
    }
    knobs = {"CARRIER_WEIGHTS": "70,30", "SECOND_BASE_URL": "https://trunk.example", "SECOND_CALLS_PER_SECOND": "30"}
    checked = dalaba("check", REDIS_URL="redis://127.0.0.1:1/0", **PRODUCTION, **second, **knobs)
    told = " ".join(checked.output.replace("│", " ").split())
    assert "AC1 at Twilio: 70% of calls and texts, from +8687162170001; 1 calls a second, 20 at once" in told
    assert "AC2 at https://trunk.example: 30% of calls and texts, from +8687162170002; 30 calls a second" in told
    assert "a second secret" not in checked.output


def test_half_a_second_carrier_is_a_fault_by_name(dalaba: Dalaba) -> None:
    checked = dalaba("check", REDIS_URL="redis://127.0.0.1:1/0", SECOND_ACCOUNT_SID="AC2", **PRODUCTION)
    assert checked.exit_code == 1
    assert "SECOND_AUTH_TOKEN and SECOND_FROM_NUMBER must be set too" in " ".join(checked.output.split())


def test_every_odd_setting_has_a_line_of_its_own(dalaba: Dalaba) -> None:
    checked = dalaba("check", CUT_OFF="teatime", TIMEZONE="Mars/Olympus", **PRODUCTION)
    assert checked.exit_code == 1
    wrong = [line for line in checked.output.splitlines() if "│ ✗ │ settings" in line]
    assert len(wrong) == 3
    for name in ("REDIS_URL is not set", "CUT_OFF", "TIMEZONE"):
        assert any(name in line for line in wrong)


def test_a_ledger_without_tables_and_a_redis_that_is_away(dalaba: Dalaba, tmp_path: Path) -> None:
    blank = f"sqlite:///{tmp_path}/blank.db"
    checked = dalaba("check", DATABASE_URL=blank, REDIS_URL="redis://127.0.0.1:1/0", **PRODUCTION)
    assert checked.exit_code == 1
    assert "run `dalaba db upgrade`" in checked.output
    assert "│ ✗ │ redis 队列     │ cannot be reached" in checked.output


def changed(flow: str, node: str, **changes: object) -> Mapping[str, Flow]:
    """The real flows with one node different."""
    flows = dict(catalogue().flows)
    nodes = dict(flows[flow].nodes)
    nodes[node] = replace(nodes[node], **changes)  # type: ignore[arg-type]
    flows[flow] = replace(flows[flow], nodes=nodes)
    return flows


ACTS_WRONG: list[tuple[Callable[[], Mapping[str, Flow]], str]] = [
    (lambda: changed("front_desk", "greet", act="juggle"), "front_desk/greet does 'juggle', which is no act"),
    (
        lambda: changed("front_desk", "greet", next={"new": "language", "known": "menu"}),
        "front_desk/greet: know_caller may answer 'cadre', which has no way on",
    ),
    (
        lambda: changed("front_desk", "remember", next={"gone": "menu", "otherwise": "menu"}),
        "front_desk/remember: remember_language never answers 'gone'",
    ),
    (
        lambda: changed("loudspeaker", "drop", act="send_broadcast", next={"otherwise": "dropped"}),
        "no flow asks for the act 'drop_broadcast'",
    ),
]


@pytest.mark.parametrize(("flows", "told"), ACTS_WRONG, ids=[told for _, told in ACTS_WRONG])
def test_an_act_that_does_not_fit_is_named(flows: Callable[[], Mapping[str, Flow]], told: str) -> None:
    assert any(told in problem for problem in check.problems_of_acts(flows()))


def test_every_act_of_the_house_fits() -> None:
    assert check.problems_of_acts(catalogue().flows) == []
    assert ACTS.keys() == OUTCOMES.keys()


def test_a_problem_in_the_wording_is_a_fault(dalaba: Dalaba, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalogue, "problems", lambda _: ["nobody says 'front.menu'"])
    checked = dalaba("check", "--prompts")
    assert checked.exit_code == 1
    assert "│ ✗ │ wording 提示语 │ nobody says 'front.menu'" in checked.output


def test_prompts_that_cannot_be_loaded_are_named(
    dalaba: Dalaba, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(check, "PROMPTS", tmp_path)
    checked = dalaba("check", "--prompts")
    assert checked.exit_code == 1
    assert "languages.toml" in checked.output


@pytest.mark.parametrize("installed", [True, False])
def test_sound_that_is_missing_is_no_fault(dalaba: Dalaba, monkeypatch: pytest.MonkeyPatch, installed: bool) -> None:
    monkeypatch.setattr(voices, "available", lambda: installed)
    checked = dalaba("check", "--prompts")
    assert checked.exit_code == 0
    assert ("`dalaba voices`" if installed else "pip install 'dalaba[voices]'") in checked.output
