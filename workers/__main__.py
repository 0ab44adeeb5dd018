"""The night shift's entrance.

python -m workers              one worker for each queue, started again when it dies
python -m workers <queue>      the worker of one queue: urgent, red, broadcast or default
python -m workers clock        the tick

SIGTERM or Ctrl-C: the job under way is finished first; told twice, or after --patience, it is stopped.
"""

import argparse
import sys

from gateway import logs
from gateway.domain.errors import BadSettings
from gateway.queueing import QueueName
from gateway.settings import from_environment
from workers import foreman, ticker, worker

PATIENCE_S = 25.0  # platforms commonly allow 30 between SIGTERM and SIGKILL


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m workers", description="Dalaba's night shift")
    options.add_argument("what", nargs="?", choices=[*QueueName, "clock"], help="default: one worker for each queue")
    options.add_argument("--patience", type=float, default=PATIENCE_S, help="seconds for the jobs under way at the end")
    chosen = options.parse_args()
    logs.as_json()
    try:
        settings = from_environment()
    except BadSettings as e:
        options.exit(1, f"{e}\n")
    match chosen.what:
        case None:
            foreman.lead(settings, chosen.patience)
        case "clock":
            ticker.run(settings)
        case queue:
            sys.exit(worker.run(QueueName(queue), settings))


if __name__ == "__main__":
    main()
