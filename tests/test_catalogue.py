"""The catalogue: a broken file is refused by name, wording is found in every language, and clips are cheap to find."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.catalogue import BASE, Catalogue, load
from gateway.catalogue.clips import clip_name, fixed
from gateway.domain.errors import BrokenPrompts
from gateway.domain.flow import Kind, Node, Phrase
from gateway.settings import PROMPTS

CATALOGUE = load(PROMPTS)

# A flow of three nodes that is right; each row of the table breaks it in one way.
RIGHT = """\
version = "1"
start = "ask"

[nodes.ask]
say = ["front.menu"]
again = "front.menu_again"
keys = { 1 = "yes", 2 = "no" }
next = { yes = "digits", otherwise = "bye" }

[nodes.digits]
say = ["screening.place"]
digits = { reader = "area_code", most = 4, unknown = "#" }
next = { unknown = "bye", otherwise = "speak" }

[nodes.speak]
say = ["loudspeaker.message"]
record = { longest_s = 60 }
next = "check"

[nodes.check]
do = "check"
next = { good = "wellness/", bad = "connect", otherwise = "wellness/symptoms" }

[nodes.connect]
say = ["call.goodbye"]
connects = "duty"
next = { talked = "back", unanswered = "bye" }

[nodes.back]
back = true
next = "bye"

[nodes.bye]
say = ["call.goodbye"]
ends = "bye"
"""


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    copy = tmp_path / "prompts"
    shutil.copytree(PROMPTS, copy, ignore=shutil.ignore_patterns("audio"))
    return copy


def with_flow(prompts: Path, text: str) -> Catalogue:
    (prompts / "flows" / "trial.toml").write_text(text, encoding="utf-8")
    return load(prompts)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# Flows


def test_every_flow_of_the_house_loads_and_is_named_like_its_file() -> None:
    assert set(CATALOGUE.flows) == {path.stem for path in (PROMPTS / "flows").glob("*.toml")}
    assert all(flow.name == name and flow.start in flow.nodes for name, flow in CATALOGUE.flows.items())


def test_a_flow_is_read_as_it_is_written(prompts: Path) -> None:
    nodes = with_flow(prompts, RIGHT).flows["trial"].nodes
    assert nodes["ask"] == Node(
        name="ask",
        kind=Kind.KEYS,
        say=("front.menu",),
        again="front.menu_again",
        keys={"1": "yes", "2": "no"},
        next={"yes": "digits", "otherwise": "bye"},
    )
    assert (nodes["digits"].reader, nodes["digits"].most, nodes["digits"].unknown) == ("area_code", 4, "#")
    assert (nodes["speak"].longest_s, nodes["speak"].next) == (60, {"otherwise": "check"})
    assert (nodes["check"].act, nodes["bye"].outcome) == ("check", "bye")
    assert (nodes["connect"].kind, nodes["connect"].connects) == (Kind.CONNECTS, "duty")
    assert (nodes["back"].kind, nodes["back"].next) == (Kind.BACK, {"otherwise": "bye"})


def test_a_flow_may_say_where_key_0_leads(prompts: Path) -> None:
    catalogue = with_flow(prompts, RIGHT.replace('start = "ask"', 'start = "ask"\nperson = "wellness/"'))
    assert catalogue.flows["trial"].person == "wellness/"
    assert CATALOGUE.flows["ten_clears"].person is None


BROKEN = [
    ('version = "1"', "", "trial.toml: 'version' is missing"),
    ('start = "ask"', "", "trial.toml: 'start' is missing"),
    ('start = "ask"', 'start = "asks"', "start names the node 'asks', which does not exist"),
    ('start = "ask"', 'start = "ask"\nauthor = "me"', "unknown attribute 'author'"),
    ('start = "ask"', 'start = "ask"\nperson = "nobody/"', "trial.toml: person names 'nobody/', which does not exist"),
    ('connects = "duty"', "connects = 7", "node 'connect': 'connects' cannot be 7"),
    ('unanswered = "bye"', 'busy = "bye"', "node 'connect': has no way on when it is unanswered"),
    ('unanswered = "bye"', 'unanswered = "bye", busy = "bye"', "next waits for 'busy'; a connection is talked or"),
    ('unanswered = "bye"', 'unanswered = "connect"', "node 'connect': goes in a circle without asking the caller"),
    ("back = true", "back = false", "node 'back': 'back' can only be true"),
    ('back = true\nnext = "bye"', 'back = true\nnext = { good = "bye" }', "node 'back': next needs an 'otherwise'"),
    ("[nodes.ask]", "[nodes.ask", "trial.toml: Expected ']' at the end of a table declaration (at line 4"),
    ('again = "front', 'agian = "front', "trial.toml:4: node 'ask': unknown attribute 'agian'"),
    ("again = ", "secret = true\nagain = ", "node 'ask': 'secret' means nothing at a node of kind 'keys'"),
    ('["front.menu"]', '"front.menu"', "node 'ask': 'say' cannot be 'front.menu'"),
    ('["front.menu"]', "[7]", "node 'ask': 'say' must be a list of wording keys"),
    ('say = ["front.menu"]\n', "", "node 'ask': says nothing"),
    ('["front.menu"]', '["front.manu"]', "'front.manu', said by trial/ask, has no wording"),
    ('["front.menu"]', '["xx:front.menu"]', "trial/ask says 'front.menu' in 'xx', which is no language of ours"),
    ('1 = "yes"', '10 = "yes"', "node 'ask': '10' is not one key from 0 to 9"),
    ('1 = "yes"', '"*" = "yes"', "node 'ask': '*' is not one key from 0 to 9"),
    ('{ 1 = "yes", 2 = "no" }', "{}", "node 'ask': offers no key"),
    ('1 = "yes"', "1 = 1", "node 'ask': every value in 'keys' must be a string"),
    ('otherwise = "bye" }', 'maybe = "bye" }', "node 'ask': key 2 answers 'no', which has no way on"),
    ('yes = "digits"', 'yeah = "digits"', "node 'ask': next waits for 'yeah', which no key answers"),
    ('yes = "digits"', 'yes = "digitz"', "trial.toml:4: node 'ask': 'yes' leads to 'digitz', which does not exist"),
    ('"wellness/"', '"wellnes/"', "trial.toml:20: node 'check': 'good' leads to 'wellnes/', which does not exist"),
    ('"wellness/symptoms"', '"wellness/cough"', "'otherwise' leads to 'wellness/cough', which does not exist"),
    ('yes = "digits"', 'yes = "bye"', "trial.toml:10: node 'digits': no way leads here"),
    ('"area_code"', '"zip_code"', "node 'digits': unknown reader 'zip_code'; there are: age, area_code"),
    ("most = 4, ", "", "node 'digits': digits lacks 'most'"),
    ("most = 4", "most = 0", "node 'digits': 'most' must lie between 1 and 20, not 0"),
    ("most = 4", 'most = "4"', "node 'digits': 'most' must lie between 1 and 20, not '4'"),
    ("most = 4", "most = 4, least = 3", "node 'digits': unknown attribute 'least' in digits"),
    ('unknown = "#" }', 'unknown = "*" }', "node 'digits': 'unknown' must be one key"),
    (', unknown = "#" }', " }", "node 'digits': next waits for 'unknown', which no key answers"),
    ('otherwise = "speak"', 'good = "speak"', "node 'digits': next needs an 'otherwise'"),
    ("digits = {", "secret = true\ndigits = {", "node 'digits': a secret must be followed by a 'do' of the same flow"),
    ("longest_s = 60", "longest_s = 900", "node 'speak': 'longest_s' must lie between 1 and 300, not 900"),
    ('next = "check"', "", "node 'speak': has no way on: 'next' is missing"),
    ('do = "check"', 'do = "check"\nends = "bye"', "node 'check': does two things at once: do and ends"),
    ('do = "check"', 'do = "check"\nsay = ["call.goodbye"]', "'say' means nothing at a node of kind 'do'"),
    ("otherwise = ", "bad = ", "node 'ask': key 2 answers 'no', which has no way on"),
    ('ends = "bye"', 'ends = "bye"\nnext = "ask"', "'next' means nothing at a node of kind 'ends'"),
    ('ends = "bye"', 'next = "bye"', "trial.toml:33: node 'bye': goes in a circle without asking the caller anything"),
    ('again = "front', 'clear = 11\nagain = "front', "node 'ask': there are ten clears, none is number 11"),
    ('again = "front', 'sets = "name"\nagain = "front', "node 'ask': sets can only be 'language', not 'name'"),
]


@pytest.mark.parametrize(("old", "new", "reason"), BROKEN)
def test_a_broken_flow_is_refused_by_file_node_and_reason(prompts: Path, old: str, new: str, reason: str) -> None:
    assert old in RIGHT
    with pytest.raises(BrokenPrompts, match=re.escape(reason)):
        with_flow(prompts, RIGHT.replace(old, new, 1))


def test_acts_that_only_follow_each_other_are_refused(prompts: Path) -> None:
    circle = RIGHT.replace('good = "wellness/"', 'good = "check"')
    with pytest.raises(BrokenPrompts, match="'check': goes in a circle"):
        with_flow(prompts, circle)


# Wording


def test_words_are_filled_in_the_language_of_the_phrase_or_of_the_call() -> None:
    opening = {"unit": "Heyang"}
    assert CATALOGUE.words(Phrase("message.opening", opening), "en") == "Hello, a message from Heyang. Please listen."
    assert CATALOGUE.words(Phrase("call.goodbye"), "zh") == "再见。"
    assert CATALOGUE.words(Phrase("call.goodbye", language="en"), "zh") == "Goodbye."


def test_free_words_are_said_as_they_are() -> None:
    assert CATALOGUE.words(Phrase(text="明早八点开会 {unit}"), "en") == "明早八点开会 {unit}"
    assert CATALOGUE.words(Phrase(audio="abcdef"), "en") == ""


def test_a_value_nobody_gave_is_named() -> None:
    with pytest.raises(BrokenPrompts, match=re.escape("'message.opening' speaks of {unit}, which nobody has told it")):
        CATALOGUE.words(Phrase("message.opening"), "zh")
    with pytest.raises(BrokenPrompts, match=re.escape("{temperature}")):
        CATALOGUE.sms("receipt.fever", "zh")


def test_values_are_put_in_as_they_are_and_never_read_as_wording() -> None:
    assert CATALOGUE.words(Phrase("message.opening", {"unit": "{clear}"}), "zh") == "您好，{clear}通知，请听。"


def test_a_sentence_missing_in_a_language_is_said_in_chinese_by_a_chinese_voice(prompts: Path) -> None:
    change(prompts / "en" / "texts.toml", 'goodbye = "Goodbye."\n', "")
    change(prompts / "en" / "sms.toml", 'help = "', 'halp = "')
    catalogue = load(prompts)
    goodbye = Phrase("call.goodbye")
    assert (catalogue.words(goodbye, "en"), catalogue.voice(goodbye, "en").code) == ("再见。", BASE)
    assert catalogue.voice(Phrase("call.gave_up"), "en").code == "en"
    assert catalogue.sms("help", "en") == catalogue.sms("help", "zh")
    assert "prompts/en/texts.toml: 'call.goodbye' is missing" in " ".join(catalogue.problems())


@pytest.mark.parametrize("say", [lambda: CATALOGUE.words(Phrase("no.such"), "en"), lambda: CATALOGUE.sms("no", "en")])
def test_an_unknown_key_is_named(say: Callable[[], str]) -> None:
    with pytest.raises(BrokenPrompts, match=r"'no.* has no wording"):
        say()


def test_a_language_that_is_none_of_ours_is_answered_in_chinese() -> None:
    assert CATALOGUE.words(Phrase("call.goodbye"), "lis") == "再见。"
    assert CATALOGUE.voice(Phrase(text="x"), "lis").code == BASE
    assert CATALOGUE.sms("receipt.zero", "lis") == CATALOGUE.sms("receipt.zero", "zh")
    assert CATALOGUE.seconds("再见再见再见", "lis") == pytest.approx(6 / 3.6)


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("languages.toml", "[zh]", "[bo]", "'zh' must be among the languages"),
        ("languages.toml", "pace = 3.6\n", "", "[zh] must have exactly: name, carrier_language"),
        ("languages.toml", "pace = 3.6", "pace = 0", "[zh] pace cannot be 0"),
        ("languages.toml", 'name = "English"', 'name = ""', "[en] name cannot be ''"),
        ("languages.toml", '"words"', '"letters"', "[en] counted is one of: characters, words"),
        ("zh/texts.toml", 'goodbye = "再见。"', "goodbye = 7", "'call.goodbye' must be words, not 7"),
        ("zh/texts.toml", 'goodbye = "再见。"', 'goodbye = " "', "'call.goodbye' must be words"),
        ("zh/texts.toml", 'trouble = "', 'truble = "', "'call.trouble' has no wording"),
        (
            "zh/sms.toml",
            "doors.list = 2",
            "doors.windows = 2",
            "[most_segments] names 'doors.windows', which has no wording",
        ),
        ("zh/sms.toml", "doors.list = 2", "doors.list = 0", "most_segments of 'doors.list' cannot be 0"),
        ("zh/sms.toml", 'count = "120"', "count = 120", "[longest] must give one string a placeholder"),
    ],
)
def test_broken_wording_is_refused_by_file_and_key(prompts: Path, file: str, old: str, new: str, reason: str) -> None:
    change(prompts / file, old, new)
    with pytest.raises(BrokenPrompts, match=re.escape(reason)) as refused:
        load(prompts)
    assert file in str(refused.value)


def test_a_missing_file_is_named(prompts: Path) -> None:
    (prompts / "en" / "sms.toml").unlink()
    with pytest.raises(BrokenPrompts, match=r"en/sms\.toml: cannot be read"):
        load(prompts)


def test_a_file_that_is_not_utf_8_is_named(prompts: Path) -> None:
    (prompts / "zh" / "texts.toml").write_bytes("[call]\ngoodbye = '再见'\n".encode("gb18030"))
    with pytest.raises(BrokenPrompts, match=r"zh/texts\.toml: is not UTF-8"):
        load(prompts)


# What somebody should look at


def test_nothing_in_the_prompts_needs_a_look() -> None:
    assert CATALOGUE.problems() == []


LONG = "很" * 75
SIX = "一按1，二按2，三按3，四按4，五按5，六按6。"


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "en/texts.toml",
            'goodbye = "',
            'goodbye = "Bye."\nreturned = "',
            "en/texts.toml: nobody says 'call.returned'",
        ),
        ("en/texts.toml", "{unit}. Please", "{village}. Please", "'message.opening' and its Chinese wording differ"),
        ("en/sms.toml", "{temperature} C", "a fever", "'receipt.fever' and its Chinese wording differ in"),
        ("zh/sms.toml", 'zero = "', f'zero = "{LONG}', "zh/sms.toml: 'receipt.zero' may take 2 segments, 1 allowed"),
        ("en/sms.toml", "Registered: {", "登记: {", "en/sms.toml: 'receipt.report' may take 3 segments, 1 allowed"),
        ("zh/sms.toml", 'name = "村医欧阳建国"\n', "", "[longest] does not say how long {name} may be"),
        ("zh/texts.toml", "到家几天了？", LONG, "ten_clears/days_ago takes 24 s to say in 'zh'"),
    ],
)
def test_wording_that_needs_a_look_is_named(prompts: Path, file: str, old: str, new: str, problem: str) -> None:
    change(prompts / file, old, new)
    assert problem in "\n".join(load(prompts).problems())


def test_a_menu_of_six_is_named(prompts: Path) -> None:
    change(prompts / "flows/ten_clears.toml", '5 = "none", 9', '5 = "none", 6 = "S", 9')
    change(prompts / "zh/texts.toml", "车次开头：", SIX)
    assert "ten_clears/train_letter offers 6 keys in 'zh', more than 5" in "\n".join(load(prompts).problems())


@pytest.mark.parametrize(("key", "said"), [("call.goodby", "is no wording"), ("message.opening", "is never played")])
def test_a_recording_that_is_never_heard_is_named(prompts: Path, key: str, said: str) -> None:
    (prompts / "zh" / "audio").mkdir()
    (prompts / "zh" / "audio" / f"{key}.wav").write_bytes(b"RIFF")
    assert (
        f"a recording in 'zh' {'of' if said.endswith('played') else 'is called'} {key!r}" in load(prompts).problems()[0]
    )
    assert said in load(prompts).problems()[0]


# Sound


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    folder = tmp_path / "clips"
    folder.mkdir()
    return folder


def render(clips: Path, key: str, language: str) -> str:
    name = clip_name(CATALOGUE.texts[language].sentences[key], CATALOGUE.languages[language])
    (clips / f"{name}.wav").write_bytes(b"RIFF")
    return name


def test_fixed_wording_is_played_when_it_was_rendered(clips: Path) -> None:
    name = render(clips, "call.goodbye", "zh")
    catalogue = load(PROMPTS, clips)
    assert catalogue.clip(Phrase("call.goodbye"), "zh") == name
    assert catalogue.clip(Phrase("call.goodbye"), "en") is None
    assert catalogue.clip(Phrase("call.goodbye", language="zh"), "en") == name
    assert catalogue.clip(Phrase(text="再见。"), "zh") == name
    assert catalogue.clip_file(name) == clips / f"{name}.wav"
    assert catalogue.clip_file("../../secret") is None


def test_wording_that_changes_from_call_to_call_is_read_aloud(clips: Path) -> None:
    render(clips, "message.opening", "zh")
    assert load(PROMPTS, clips).clip(Phrase("message.opening", {"unit": "鹤阳村"}), "zh") is None


def test_a_recorded_voice_wins_over_the_offline_one(prompts: Path, clips: Path) -> None:
    rendered = render(clips, "call.goodbye", "zh")
    (prompts / "zh" / "audio").mkdir()
    recording = prompts / "zh" / "audio" / "call.goodbye.wav"
    recording.write_bytes(b"RIFF spoken by a neighbour")
    catalogue = load(prompts, clips)
    name = catalogue.clip(Phrase("call.goodbye"), "zh")
    assert name not in (None, rendered)
    assert catalogue.clip_file(name or "") == recording


def test_other_words_or_another_pace_make_another_clip() -> None:
    zh, en = CATALOGUE.languages["zh"], CATALOGUE.languages["en"]
    assert len({clip_name("1", zh), clip_name("1", en), clip_name("2", zh)}) == 3


def test_finding_a_clip_touches_no_disk(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in CATALOGUE.languages:
        for key in fixed(CATALOGUE.texts[language].sentences):
            render(clips, key, language)
    catalogue = load(PROMPTS, clips)
    shutil.rmtree(clips)
    assert all(catalogue.clip(Phrase(key), "zh") for key in fixed(CATALOGUE.texts["zh"].sentences))


def test_without_clips_everything_is_read_aloud(tmp_path: Path) -> None:
    assert load(PROMPTS, tmp_path / "none").clip(Phrase("call.goodbye"), "zh") is None
