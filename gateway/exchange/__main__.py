"""Start the exchange: `python -m gateway.exchange`."""

import asyncio
import json
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from aiohttp import web

from gateway.exchange.account import Account
from gateway.exchange.exchange import Exchange
from gateway.exchange.personas import PERSONAS
from gateway.exchange.phones import BadRequest, Line, number_from
from gateway.exchange.server import application

HELP = """A telephone exchange on your desk, with made-up phones on it.

It speaks the part of Twilio's REST API that the gateway uses and sends signed webhooks, so that nothing
needs a carrier, a number or money. The account is what TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN say;
point the gateway's TWILIO_BASE_URL at the address printed here.

\b
Then arrange it over HTTP, with the same account as user and password:
  PUT  /exchange/lines/+15005550006   {"voice_url": "http://127.0.0.1:8000/twilio/voice"}
  PUT  /exchange/phones               [{"number": "+861390000001", "persona": "mixed", "keys": ["1"]}]
  POST /exchange/dial                 {"from": "+861390000001", "to": "+15005550006", "script": ["1", "3#"]}
  PUT  /exchange/chaos                {"duplicate": 0.1, "reorder": 0.1, "lose": 0.02}
  PUT  /exchange/clock                {"now": "2020-02-01T07:00:00+08:00", "speed": 30}
  GET  /exchange/log?after=0          what happened; GET /exchange/summary counts it

\b
Personas:
"""
PEOPLE = [(name, persona.about) for name, persona in PERSONAS.items()]
PEOPLE.append(("mixed", "one of these, drawn from the seed with a village's weights"))


@dataclass(frozen=True)
class Place:
    host: str
    port: int
    public_url: str | None


@click.command(help=HELP + "\n".join(f"  {name:<24}{about}" for name, about in PEOPLE))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=0, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--speed", default=1.0, show_default=True, help="Seconds of exchange time in a second on the wall.")
@click.option("--seed", default=7, show_default=True, help="The same seed and requests give the same outcomes.")
@click.option(
    "--population",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Phones as JSON: a list, or {"phones": [...], "lines": {number: {...}}, "chaos": {...}}.',
)
@click.option("--public-url", help="How others reach the exchange, for the addresses of recordings.")
@click.option("--calls-per-second", type=float, help="Calls started per second of exchange time; more are queued.")
@click.option("--requests-per-second", type=float, help="API requests allowed per second; more are refused (429).")
def main(
    host: str,
    port: int,
    speed: float,
    seed: int,
    population: Path | None,
    public_url: str | None,
    calls_per_second: float | None,
    requests_per_second: float | None,
) -> None:
    if not speed > 0:
        raise click.BadParameter("must be above 0", param_hint="--speed")
    exchange = Exchange(
        account_from(os.environ),
        seed=seed,
        speed=speed,
        calls_per_second=calls_per_second,
        requests_per_second=requests_per_second,
    )
    if population is not None:
        populate(exchange, population)
    asyncio.run(serve(exchange, Place(host, port, public_url)))


def account_from(environment: Mapping[str, str]) -> Account:
    """The account; raises click.UsageError that names the variables that are missing."""
    names = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")
    missing = [name for name in names if not environment.get(name)]
    if missing:
        raise click.UsageError(f"set {' and '.join(missing)} in the environment")
    return Account(environment[names[0]], environment[names[1]])


def populate(exchange: Exchange, file: Path) -> None:
    try:
        given: Any = json.loads(file.read_text(encoding="utf-8"))
        described = given if isinstance(given, dict) else {"phones": given}
        exchange.add_phones(described.get("phones", ()))
        exchange.set_chaos(described.get("chaos", {}))
        for number, settings in described.get("lines", {}).items():
            line = Line(number_from(number), **settings)
            exchange.lines[line.number] = line
    except (BadRequest, ValueError, TypeError, AttributeError) as error:
        raise click.UsageError(f"{file}: {error}") from error


async def serve(exchange: Exchange, place: Place) -> None:
    """Listen until told to stop."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    exchange.webhooks.open()
    runner = web.AppRunner(application(exchange), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, place.host, place.port, backlog=1024)
    try:
        await site.start()
        address = f"http://{place.host}:{runner.addresses[0][1]}"
        exchange.public_url = (place.public_url or address).rstrip("/")
        click.echo(f"exchange listening on {address}")
        await stop.wait()
    finally:
        await exchange.close()
        await runner.cleanup()


if __name__ == "__main__":
    main(prog_name="python -m gateway.exchange")
