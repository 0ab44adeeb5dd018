"""`dalaba check`: what should be looked at before anybody rings."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import click
import redis
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from gateway import voices
from gateway.catalogue import Catalogue, load
from gateway.catalogue.clips import fixed
from gateway.cli import house
from gateway.domain.companies import Account
from gateway.domain.errors import BadSettings, BrokenPrompts, LedgerAway
from gateway.domain.flow import Flow, Kind, Node
from gateway.journeys.acts import ACTS, OUTCOMES
from gateway.settings import PROMPTS, Settings, from_environment
from gateway.store import revisions
from gateway.store.ledger import Ledger

NEEDED = [name.upper() for name, knob in Settings.model_fields.items() if knob.is_required()]
MARKS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "·"}
ANSWER_S = 2.0


@dataclass(frozen=True)
class Finding:
    """One line of the table. `good` None: neither right nor wrong, only worth knowing."""

    about: str
    good: bool | None
    told: str


@click.command()
@click.option(
    "--prompts", "only_prompts", is_flag=True, help="Only what is under prompts/; needs no settings. 只查提示语。"
)
def check(only_prompts: bool) -> None:
    """See that all is in order 检查设置、流程、提示语。

    Exits with 1 when anything is marked ✗. 有 ✗ 就返回 1。

    \b
    Examples:
      dalaba check
      dalaba check --prompts
    """
    findings = [] if only_prompts else list(of_machine())
    findings += of_prompts()
    table = Table("", "what 项目", "found 结果")
    for finding in findings:
        table.add_row(MARKS[finding.good], finding.about, Text(finding.told))
    house.paper().print(table)
    if any(finding.good is False for finding in findings):
        raise click.exceptions.Exit(1)


# The machine


def of_machine() -> Iterator[Finding]:
    """Settings, ledger and Redis; all three missing is no fault, `dalaba up` brings its own."""
    if not any(os.environ.get(name) for name in NEEDED):
        told = f"none given: `dalaba up` makes them up; production needs {' '.join(NEEDED)}. 未设置，生产环境必须设置。"
        yield Finding("settings 设置", None, told)
        return
    try:
        settings = from_environment()
    except BadSettings as e:
        yield from (Finding("settings 设置", False, complaint) for complaint in str(e).split("; "))
    else:
        yield Finding("settings 设置", True, f"{settings.public_base_url}, {settings.twilio_from_number}")
        yield from (_of_carrier(account, settings.accounts) for account in settings.accounts)
    if os.environ.get("DATABASE_URL"):
        yield _tried("ledger 数据库", _of_ledger)
    if os.environ.get("REDIS_URL"):
        yield _tried("redis 队列", _of_redis)


def _of_carrier(account: Account, accounts: Sequence[Account]) -> Finding:
    """One telephone company: where it is, what goes there, and how fast."""
    share = account.weight / sum(each.weight for each in accounts)
    share_told = f"{share:.0%} of calls and texts" if share else "only when the other is down 备用"
    paces = [f"{account.calls_per_second:g} calls a second, {account.calls_at_once} at once"]
    paces.append(f"{account.texts_per_second:g} parts of texts a second")
    if account.number_per_second is not None:
        paces.append(f"{account.number_per_second:g} a second a number")
    if account.number_at_once is not None:
        paces.append(f"{account.number_at_once} at once a number")
    where = account.base_url or "Twilio"
    told = f"{account.sid} at {where}: {share_told}, from {' '.join(account.numbers)}; {', '.join(paces)}"
    return Finding("carrier 线路", True, told)


def _tried(about: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except BadSettings:
        return Finding(about, False, "not tried: see the settings above. 先改设置。")
    except (LedgerAway, SQLAlchemyError, redis.RedisError, ValueError) as e:
        return Finding(about, False, f"cannot be reached: {str(e).splitlines()[0]} 连不上。")


def _of_ledger() -> Finding:
    url = house.settings().database_url
    ledger = Ledger(url)
    try:
        with ledger.read() as tx:
            here, newest = revisions.present(tx), revisions.newest()
    finally:
        ledger.close()
    if here == newest:
        return Finding("ledger 数据库", True, f"revision {here}")
    return Finding(
        "ledger 数据库", False, f"revision {here or 'none'}, not {newest}: run `dalaba db upgrade`. 请升级。"
    )


def _of_redis() -> Finding:
    url = house.settings().redis_url
    with closing(redis.Redis.from_url(url, socket_connect_timeout=ANSWER_S, socket_timeout=ANSWER_S)) as client:
        client.ping()
    return Finding("redis 队列", True, "answers")


# The prompts


def of_prompts() -> Iterator[Finding]:
    """Conversations, acts, wording, sound."""
    try:
        catalogue = load(PROMPTS, house.data_dir() / "voices")
    except BrokenPrompts as e:
        yield Finding("prompts 提示语", False, str(e))
        return
    nodes = sum(len(flow.nodes) for flow in catalogue.flows.values())
    yield from _found("flows 流程", problems_of_acts(catalogue.flows), f"{len(catalogue.flows)} flows, {nodes} nodes")
    spoken = ", ".join(
        f"{language.name} {len(catalogue.texts[code].sentences)}" for code, language in catalogue.languages.items()
    )
    yield from _found("wording 提示语", catalogue.problems(), f"sentences: {spoken}")
    yield _of_voices(catalogue)


def _found(about: str, problems: list[str], fine: str) -> list[Finding]:
    return [Finding(about, False, problem) for problem in problems] or [Finding(about, True, fine)]


def problems_of_acts(flows: Mapping[str, Flow]) -> list[str]:
    """Acts nobody performs, outcomes without a way on, ways no outcome takes, acts nobody asks for."""
    asking = [
        (f"{flow.name}/{node.name}", node)
        for flow in flows.values()
        for node in flow.nodes.values()
        if node.kind is Kind.DO
    ]
    problems = [problem for place, node in asking for problem in _of_act(place, node)]
    asked = {node.act for _, node in asking}
    return problems + [f"no flow asks for the act {act!r}" for act in ACTS if act not in asked]


def _of_act(place: str, node: Node) -> Iterator[str]:
    if node.act is None or node.act not in ACTS:
        yield f"{place} does {node.act!r}, which is no act; there are: {' '.join(ACTS)}"
        return
    outcomes, ways = OUTCOMES[node.act], node.next.keys()
    if "otherwise" not in ways:
        yield from (f"{place}: {node.act} may answer {one!r}, which has no way on" for one in sorted(outcomes - ways))
    yield from (f"{place}: {node.act} never answers {one!r}" for one in sorted(ways - outcomes - {"otherwise"}))


def _of_voices(catalogue: Catalogue) -> Finding:
    said = [(code, words) for code in catalogue.languages for words in fixed(catalogue.texts[code].sentences).values()]
    silent = sum(1 for spoken in said if spoken not in catalogue.clips.names)
    told = f"{len(said) - silent} of {len(said)} fixed sentences have sound"
    if not silent:
        return Finding("voices 语音", True, told)
    remedy = "`dalaba voices` speaks the rest" if voices.available() else "pip install 'dalaba[voices]' brings a voice"
    return Finding("voices 语音", None, f"{told}; {remedy}, or the carrier reads it. 其余由运营商朗读。")
