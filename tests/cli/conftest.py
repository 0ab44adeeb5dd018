"""The command in a test: nothing of this machine's environment reaches it, and its folder is the test's own.

dalaba          runs the command on an empty, migrated ledger
village_dalaba  the same with the sample village brought in
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gateway.cli import main
from gateway.cli.roster import SAMPLE
from gateway.settings import Settings

Dalaba = Callable[..., Result]
FORGOTTEN: dict[str, str | None] = {**{name.upper(): None for name in Settings.model_fields}, "PORT": None}


@pytest.fixture
def dalaba(sqlite_url: str, tmp_path: Path) -> Dalaba:
    def run(*words: str, typed: str | None = None, **env: str | None) -> Result:
        usual = {**FORGOTTEN, "DATABASE_URL": sqlite_url, "DATA_DIR": str(tmp_path)}
        runner = CliRunner(env={**usual, **env})
        return runner.invoke(main, words, input=typed, catch_exceptions=False)

    return run


@pytest.fixture
def village_dalaba(dalaba: Dalaba) -> Dalaba:
    assert dalaba("roster", "import", str(SAMPLE)).exit_code == 0
    return dalaba
