"""Every way out of every question, and transcripts for those that no hand-written one takes.

`python -m tests.transcripts.branches` writes branches.txt anew after a flow has changed: conversations found by walking
the flows, always by the way least travelled. Read them before you commit them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from gateway.catalogue import Catalogue, load
from gateway.domain.flow import MAX_TRIES, PERSON, Did, Flow, Heard, Keyed, Kind, Move, Node, Spoke, advance, begin
from gateway.journeys.acts import OUTCOMES
from gateway.settings import PROMPTS
from tests.transcripts.script import FOR_A_PERSON, TODAY, Way, facts_in, name_of, play, talked, way_of

HERE = Path(__file__).parent
FILE = HERE / "branches.txt"
ASKING = (Kind.KEYS, Kind.DIGITS, Kind.OPTIONS, Kind.RECORD)
ONE_KEY = (Kind.KEYS, Kind.OPTIONS)  # where 0 may lead to a person
DIGITS: Mapping[str, tuple[str, ...]] = {  # what may be keyed for each reader, so that every way is found
    "count": ("0", "1", "2"),
    "days_ago": ("3", "40"),
    "arrival_day": ("0205",),
    "days_ahead": ("1",),
    "coming_day": ("0220",),
    "area_code": ("020",),
    "hubei_area_code": ("0713",),
    "train_number": ("1234",),
    "flight_number": ("5801",),
    "temperature": ("378",),
    "age": ("35",),
    "phone": ("13900001234",),
    "pin": ("2468",),
    "door": ("12",),
}
BEGUN = (  # what acts and outgoing calls tell
    "unit=鹤阳村 household=012 phone_tail=1234 alert=key:alert.spoken.help press=key:alert.press_1 "
    "message=audio:abcdef notice=audio:abcdef clear=8 unclear_words=来处 instruction=key:instruction.D "
    "phones=86 minutes=9 areas=鹤阳村|一组 "
    "households=段玉兰|段国强 members=爷爷|妈妈 day_n=5 days=14 missing=2 "
    "standing=key:observation.day observed=爷爷|妈妈 yuan=38 spoken=audio:abcdef also=还有两种话没讲。 "
    "name=张敏 level=橙色重要 area=鹤阳村 levels=红|橙 prepared_messages=洗手|集市 languages=普通话|白语 "
    "running=一|二 heard=80 question=audio:fedcba duty=+8619900000101 waiting=+8619900010001 "
    "wish=key:promise.wants.household post=鹤阳村村干部 until=8号20点 said=audio:abcdef number=5 "
    "counted=发热1 day=2月8号 figures=发烧1人|居家12人 opened=二组007。 silent_words=没有消息的：三组。"
)
LONGEST = 160  # lines of one walk
IDLE = 800  # walks that found nothing new before the search is over


def ways_out(flows: Mapping[str, Flow]) -> set[Way]:
    """Every way that a conversation can take out of a node where somebody answers or the house acts."""
    return {
        (flow.name, node.name, way)
        for flow in flows.values()
        for node in flow.nodes.values()
        for way in (*_ways(node), *([FOR_A_PERSON] if _knows_person(flow, node) else []))
    }


def _knows_person(flow: Flow, node: Node) -> bool:
    return flow.person is not None and node.kind in ONE_KEY and PERSON not in node.keys


def _ways(node: Node) -> Iterator[str]:
    if node.kind is Kind.CONNECTS:
        yield from node.next
    elif node.kind is Kind.DO:
        known = OUTCOMES[node.act or ""]
        yield from (outcome if outcome in node.next else "otherwise" for outcome in known)
    elif node.kind is Kind.KEYS:
        yield from (*node.keys.values(), "again", "in vain")
    elif node.kind in ASKING:
        yield from (*node.next, *(() if node.secret else ("again", "in vain")))


def write(catalogue: Catalogue, known: set[Way]) -> str:
    """Transcripts that take every way not known yet, found by going the least travelled."""
    travelled: Counter[Way] = Counter()
    missing, idle, found = ways_out(catalogue.flows) - known, 0, []
    while missing and idle < IDLE:
        name = sorted(catalogue.flows)[(len(found) + idle) % len(catalogue.flows)]
        lines, ways = walk(catalogue.flows, name, travelled)
        travelled.update(ways)
        idle = 0 if missing & ways else idle + 1
        if missing & ways:
            found.append("\n".join(lines))
            missing -= ways
    return "\n\n".join(found)


def walk(flows: Mapping[str, Flow], name: str, travelled: Counter[Way]) -> tuple[list[str], set[Way]]:
    """One conversation as a transcript, and the ways it took."""
    move, lines, ways = begin(flows, name, "zh", facts_in(BEGUN.split())), [f"call   {name} zh {BEGUN}"], set[Way]()
    while move.session.ended is None and len(lines) < LONGEST:
        node = flows[move.session.flow].nodes[move.session.node]
        options = list(_options(flows[move.session.flow], node, move))
        tried = [(written, heard, advance(flows, move.session, heard, TODAY)) for written, heard in options]
        seen = [way_of(flows, move.session, heard, moved) for _, heard, moved in tried]
        give_up = (*seen[-1][:2], "in vain") if move.session.tries else seen[-1]  # silent once, silent to the end
        seen_so_far = [travelled[way] for way in seen]
        if move.session.tries and not travelled[give_up]:
            seen_so_far[-1] = -1
        best = min(range(len(tried)), key=lambda n: (seen_so_far[n], n))
        written, _, move = tried[best]
        ways.add(seen[best])
        travelled[seen[best]] += 1
        lines += [written, *_heard(move)]
    return lines, ways


def _heard(move: Move) -> list[str]:
    said = [] if move.turn is None else [f"says   {' '.join(name_of(phrase) for phrase in move.turn.say)}"]
    return [*said, *([f"ends   {move.session.ended}"] if move.session.ended else [])]


def _options(flow: Flow, node: Node, move: Move) -> Iterator[tuple[str, Heard]]:
    if node.kind is Kind.DO:
        for outcome in sorted(OUTCOMES[node.act or ""]):
            yield f"does   {node.act} -> {outcome}", Did(outcome)
        return
    if node.kind is Kind.RECORD:
        yield from (("speak  2", Spoke("https://carrier.example/recording", 2.0)), ("speak  0", _nothing()))
        return
    if node.kind is Kind.CONNECTS:
        yield from ((f"talk   {seconds}", talked(seconds)) for seconds in (30, 0))
        return
    yield from ((f"press  {keys}", Keyed(keys)) for keys in _keys(node))
    if _knows_person(flow, node):
        yield f"press  {PERSON}", Keyed(PERSON)
    if not node.secret and move.session.tries < MAX_TRIES:
        yield "silence", Keyed("")


def _nothing() -> Spoke:
    return Spoke("https://carrier.example/recording", 0.0)


def _keys(node: Node) -> tuple[str, ...]:
    if node.kind is Kind.KEYS:
        return tuple(node.keys)
    if node.kind is Kind.OPTIONS:
        return ("1", "2")
    return (*DIGITS[node.reader or ""], *((node.unknown,) if node.unknown else ()))


def main() -> None:
    """Writes branches.txt for what the other transcripts leave out."""
    catalogue = load(PROMPTS)
    by_hand = [play(path, catalogue) for path in sorted(HERE.glob("*.txt")) if path != FILE]
    known = {way for played in by_hand for way in played.ways}
    FILE.write_text(f"# The ways no other transcript takes.\n\n{write(catalogue, known)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
