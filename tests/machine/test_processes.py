"""The processes of one machine: they come up together, and none is left behind, whatever happens.

Redis and the ledger are real; the others are stand-ins, except in the last test.
"""

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.request import urlopen

import pytest

from gateway.domain.errors import BadSettings
from gateway.machine import processes
from gateway.machine.claims import MachineFailed
from gateway.machine.processes import COMMANDS, Ending, Machine
from gateway.machine.redis_server import RedisFailed
from tests.workers.patience import gone, until

SERVER = """
import http.server, json, os, sys
class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path.endswith("/health") else 404)
        self.end_headers()
    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(os.environ["DATA_DIR"] + "/line.json", "w") as page:
            json.dump([self.path, self.headers["Authorization"], json.loads(body)], page)
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words): pass
http.server.ThreadingHTTPServer.allow_reuse_port = True
server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answers)
print(sys.argv[2], f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
"""
IDLE = "import time; print('here I am', flush=True); time.sleep(600)"
STAND_INS = {
    "exchange": ("-c", SERVER, "0", "exchange"),
    "web": ("-c", SERVER, "{port}", "web"),
    "workers": ("-c", IDLE),
    "clock": ("-c", IDLE),
}
ORDER = ["redis", "exchange", "web", "workers", "clock"]


@pytest.fixture(autouse=True)
def nobodys_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*(f"TWILIO_{end}" for end in ("BASE_URL", "ACCOUNT_SID", "AUTH_TOKEN", "FROM_NUMBER")), "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def machine(folder: Path, env: Mapping[str, str] | None = None, port: int = 0, **other: Sequence[str]) -> Machine:
    return Machine(env or {}, folder, port=port, commands={**STAND_INS, **other})


def living(pids: Mapping[str, int]) -> list[str]:
    return [name for name, pid in pids.items() if not gone(pid)()]


def test_everything_comes_up_in_order_and_goes_down_without_a_trace(tmp_path: Path) -> None:
    with machine(tmp_path) as up:
        assert list(up.pids()) == ORDER
        for address in (up.addresses.web, up.addresses.exchange):
            with urlopen(f"{address}/health") as answer:
                assert answer.status == 200
        assert up.ending() is None
        pids = up.pids()
    assert living(pids) == []
    assert up.pids() == {}


def test_the_exchange_learns_where_the_gateway_answers(tmp_path: Path) -> None:
    with machine(tmp_path) as up:
        path, authorization, line = json.loads((tmp_path / "line.json").read_text())
        web = up.addresses.web
    assert path == "/exchange/lines/%2B8619900000001"
    assert authorization.startswith("Basic ")
    assert line == {
        "voice_url": f"{web}/twilio/voice",
        "status_callback": f"{web}/twilio/status",
        "sms_url": f"{web}/twilio/text",
        "voice_fallback_url": f"{web}/twilio/fallback",
    }


def test_the_desks_account_is_made_up_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    desks = []
    for _ in range(2):
        with machine(tmp_path) as up:
            desks.append(up.desk)
    assert desks[0] == desks[1]
    assert desks[0] is not None
    assert len(desks[0].account_sid) == 34
    assert stat.S_IMODE((tmp_path / "desk.json").stat().st_mode) == 0o600


def test_a_spoilt_account_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "desk.json").write_text("{}")
    with pytest.raises(BadSettings, match=r"desk\.json.*remove it"):
        machine(tmp_path).start()


@pytest.mark.parametrize("name", ORDER)
def test_who_dies_is_named_with_its_last_words(tmp_path: Path, name: str) -> None:
    with machine(tmp_path) as up:
        os.kill(up.pids()[name], signal.SIGKILL)
        ending = up.wait()
        pids = up.pids()
    assert str(ending).startswith(f"{name} was killed by SIGKILL; it said last:\n")
    assert {"workers": "here I am", "web": "web listening"}.get(name, "") in ending.said
    assert living(pids) == []


def test_what_does_not_start_is_named_with_its_last_words_and_nothing_is_left(tmp_path: Path) -> None:
    broken = machine(tmp_path, web=("-c", "raise SystemExit('no room at the inn')"))
    with pytest.raises(MachineFailed, match=r"(?s)web ended with exit code 1.*no room at the inn"):
        broken.start()
    assert broken.pids() == {}
    with machine(tmp_path):
        pass  # the folder is free again


def test_what_never_answers_is_not_waited_for_forever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "START_S", 1.0)
    with pytest.raises(MachineFailed, match="web does not answer after 1 s"):
        machine(tmp_path, web=("-c", IDLE)).start()


def test_odd_settings_are_refused_before_anybody_is_bothered(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="CALLS_AT_ONCE"):
        machine(tmp_path, {"CALLS_AT_ONCE": "0"}).start()


STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child:
    open(sys.argv[1], "w").write(str(child))
time.sleep(600)
"""


def test_who_will_not_end_is_made_to_with_all_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE_S", 0.3)
    file = tmp_path / "child"
    with machine(tmp_path, workers=("-c", STUBBORN, str(file))) as up:
        child = int(until(lambda: file.exists() and file.read_text()))
        pids = {"child": child, "workers": up.pids()["workers"]}
        assert living(pids) == ["child", "workers"]
    assert until(lambda: not living(pids))


def test_with_a_real_carrier_there_is_no_exchange(tmp_path: Path) -> None:
    account = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "made-up", "TWILIO_FROM_NUMBER": "+8619900000001"}
    with machine(tmp_path, account) as up:
        assert list(up.pids()) == ["redis", "web", "workers", "clock"]
        assert up.addresses.exchange is None
        assert up.desk is None


def test_a_redis_that_somebody_else_runs_is_used_and_left_alone(tmp_path: Path, redis_url: str) -> None:
    with machine(tmp_path, {"REDIS_URL": redis_url}) as up:
        assert "redis" not in up.pids()
        assert up.addresses.redis == redis_url
    assert processes.pings(redis_url)


def test_two_machines_run_side_by_side_but_not_in_one_folder(tmp_path: Path) -> None:
    with machine(tmp_path / "a") as one, machine(tmp_path / "b") as other:
        assert one.addresses.web != other.addresses.web
        with pytest.raises(MachineFailed, match="another machine is using"):
            machine(tmp_path / "a").start()
        assert one.ending() is None


def test_a_port_that_another_machine_has_is_not_shared_in_silence(tmp_path: Path) -> None:
    with machine(tmp_path / "a") as one:
        port = int(one.addresses.web.rpartition(":")[2])
        with pytest.raises(MachineFailed, match=f"port {port} cannot be used"):
            machine(tmp_path / "b", port=port).start()


def test_a_port_asked_for_is_used(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with machine(tmp_path, port=port) as up:
        assert up.addresses.web == f"http://127.0.0.1:{port}"


MASTER = """
import json, sys
from pathlib import Path
from gateway.machine.processes import Machine
with Machine({}, Path(sys.argv[1]), commands=json.loads(sys.argv[2])) as up:
    print(json.dumps(up.pids()), flush=True)
    print(up.wait(), flush=True)
"""


@contextlib.contextmanager
def master(folder: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, int]]]:
    """A machine in a process of its own, and the processes of that machine."""
    words = [sys.executable, "-c", MASTER, str(folder), json.dumps(STAND_INS)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True)
    with process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_a_machine_is_gone_within_seconds(tmp_path: Path, number: signal.Signals) -> None:
    with master(tmp_path) as (process, pids):
        os.killpg(process.pid, number)  # as a terminal does
        said, _ = process.communicate(timeout=5)
    assert said == f"stopped by {number.name}\n"
    assert process.returncode == 0
    assert living(pids) == []


def test_told_to_stop_while_it_starts_a_machine_says_so_and_leaves_nobody(tmp_path: Path) -> None:
    silent = {**STAND_INS, "web": ("-c", IDLE)}
    words = [sys.executable, "-c", MASTER, str(tmp_path), json.dumps(silent)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        until(lambda: (tmp_path / "logs" / "clock.log").exists())
        process.terminate()
        _, said = process.communicate(timeout=5)
    assert said.strip().endswith("MachineFailed: the machine did not start: stopped by SIGTERM")
    assert starts(tmp_path)


def test_nobody_outlives_a_master_that_was_killed(tmp_path: Path) -> None:
    with master(tmp_path) as (process, pids):
        assert living(pids) == ORDER
        process.kill()
        until(lambda: not living(pids))
    until(lambda: starts(tmp_path))


def starts(folder: Path) -> bool:
    try:
        with machine(folder):
            return True
    except (MachineFailed, RedisFailed):
        return False


def test_an_ending_reads_as_a_sentence() -> None:
    assert str(Ending("SIGINT")) == "stopped by SIGINT"
    assert str(Ending("web", 3, "oh")) == "web ended with exit code 3; it said last:\noh"
    assert str(Ending("web", -9)) == "web was killed by SIGKILL; it said last:\n(nothing)"


def test_the_gateway_itself_comes_up(tmp_path: Path) -> None:
    with Machine({"TICK_S": "1"}, tmp_path, commands=COMMANDS) as up:
        with urlopen(f"{up.addresses.web}/health") as answer:
            assert json.load(answer) == {"ledger": "ok", "queue": "ok"}
        log = tmp_path / "logs" / "workers.log"
        until(lambda: '"job.ended"' in log.read_text(), 40)
        pids = up.pids()
    assert living(pids) == []
