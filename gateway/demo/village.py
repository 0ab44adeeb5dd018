"""The made-up village, drawn from a seed: a township with two villages, their households, phones and staff.

No such place exists, and no such number is given to anybody. It is written as the rows of a roster file.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

TOWNSHIP, VILLAGE, HAMLET = "532901199", "532901199201", "532901199202"
UNITS = (  # code, level, name
    ("53", "province", "云南省"),
    ("5329", "prefecture", "大理州"),
    ("532901", "county", "大理市"),
    (TOWNSHIP, "township", "银溪镇"),
    (VILLAGE, "village", "鹤鸣村"),
    (f"{VILLAGE}01", "grid", "一组"),
    (f"{VILLAGE}02", "grid", "二组"),
    (f"{VILLAGE}03", "grid", "三组"),
    (HAMLET, "village", "松涧村"),
    (f"{HAMLET}01", "grid", "松涧组"),
)
GRIDS = tuple(code for code, level, _ in UNITS if level == "grid" and code.startswith(VILLAGE))
SILENT_GRID = f"{HAMLET}01"  # lives there, never rings: the digest names it
ENGLISH_GRID = GRIDS[2]

SURNAMES = "段杨李赵张董王尹何施苏寸"
GIVEN = "福春桂秀金玉国兰志美长丽家云永珍建凤文芬树琴正英"
SMALL_GRID, SMALL_HAMLET = 17, 4  # households when `quick`
LARGE_GRID, LARGE_HAMLET = 102, 14

# How a phone is treated, and how many phones in a thousand are.
PERSONAS: Mapping[str, int] = {
    "steady": 640,
    "slow_elder": 100,
    "no_answer_then_answers": 70,
    "busy_then_answers": 50,
    "wrong_keys": 40,
    "hangs_up": 20,
    "silent": 15,
    "switched_off": 25,
    "never_answers": 20,
    "voicemail": 10,
    "landline": 10,
}
SHARED = "shared"  # the persona of a phone that stands at two doors

# Who lives in a house, and the key each of them has: the first is 1.
FAMILIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "zh": (("爷爷", "奶奶"), ("爷爷", "妈妈", "小宝"), ("奶奶", "爸爸", "妈妈", "小妹")),
    "en": (("Grandma", "Dad"), ("Grandpa", "Mum", "Tom"), ("Grandma", "Dad", "Mum", "Ann")),
}

COLUMNS = "kind code name level door phones members language role pin".split()

Row = Mapping[str, str]


@dataclass(frozen=True)
class Home:
    """A household. `language` "": not known yet, so its first call asks; `speaks` is what it then answers.

    members  who lives there, in the order of their keys
    """

    grid: str
    door: str
    name: str
    language: str
    speaks: str
    numbers: tuple[str, ...]
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Official:
    """Somebody responsible. `pin` "": may not speak to the village by phone."""

    role: str
    name: str
    number: str
    unit: str
    pin: str = ""


@dataclass(frozen=True)
class Village:
    """Everybody in it. `personas` tells how each phone is treated."""

    homes: Sequence[Home]
    staff: Mapping[str, Official]
    personas: Mapping[str, str]

    def roster(self) -> bytes:
        """The roster file, as a county would hand it in."""
        page = io.StringIO()
        writer = csv.DictWriter(page, COLUMNS)
        writer.writeheader()
        writer.writerows(self.rows())
        return page.getvalue().encode()

    def rows(self) -> Iterator[Row]:
        """The roster, row by row."""
        for code, level, name in UNITS:
            yield {"kind": "unit", "code": code, "level": level, "name": name}
        for home in self.homes:
            yield {
                "kind": "household",
                "code": home.grid,
                "door": home.door,
                "name": home.name,
                "language": home.language,
                "phones": " ".join(home.numbers),
                "members": " ".join(home.members),
            }
        for one in self.staff.values():
            yield {
                "kind": "staff",
                "code": one.unit,
                "name": one.name,
                "role": one.role,
                "phones": one.number,
                "pin": one.pin,
            }

    def phones(self) -> list[dict[str, str]]:
        """The phones as the exchange is told of them."""
        village = [{"number": number, "persona": persona} for number, persona in self.personas.items()]
        return village + [{"number": one.number, "persona": "steady", "name": one.name} for one in self.staff.values()]

    def doors(self) -> dict[str, str]:
        """Whose phone it is, in a word: a door, or an office."""
        doors = {number: f"户{home.door}" for home in self.homes for number in home.numbers}
        return doors | {one.number: OFFICES[one.role] for one in self.staff.values()}


OFFICES = {"cadre": "村干部 cadre", "doctor": "村医 doctor", "supervisor": "镇上 supervisor"}
STAFF = (
    Official("cadre", "段长福", "+8619900200001", VILLAGE, "2468"),
    Official("doctor", "李秀兰", "+8619900200002", VILLAGE),
    Official("supervisor", "赵国英", "+8619900200003", TOWNSHIP),
)


def draw(seed: int, *, quick: bool = False) -> Village:
    """The village of a seed: the same one each time. `quick` is a small one."""
    dice = Random(f"village:{seed}")  # noqa: S311 - a made-up village keeps no secrets
    large, hamlet = (SMALL_GRID, SMALL_HAMLET) if quick else (LARGE_GRID, LARGE_HAMLET)
    sizes = {**dict.fromkeys(GRIDS, large), SILENT_GRID: hamlet}
    homes: list[Home] = []
    for grid, size in sizes.items():
        for place in range(1, size + 1):
            homes.append(_home(dice, grid, place, len(homes), homes))
    personas = _personas(dice, homes)
    lived_in = [replace(home, members=dice.choice(FAMILIES[home.speaks])) for home in homes]
    return Village(lived_in, {one.role: one for one in STAFF}, personas)


def _home(dice: Random, grid: str, place: int, nth: int, before: Sequence[Home]) -> Home:
    speaks = "en" if grid == ENGLISH_GRID and dice.random() < 0.3 else "zh"
    numbers = [_number(nth, 0)]
    if dice.random() < 0.12:
        numbers.append(_number(nth, 1))  # a second phone in the house
    elif (
        before and before[-1].grid == grid and len(set(before[-1].numbers) - set(numbers)) == 1 and dice.random() < 0.04
    ):
        numbers = list(before[-1].numbers)  # the neighbour's phone
    language = "" if dice.random() < 0.15 else speaks
    name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2))
    return Home(grid, f"{int(grid[-2:])}-{place:03}", name, language, speaks, tuple(numbers))


def _number(nth: int, phone: int) -> str:
    return f"+86199001{nth:04}{phone}"


def _personas(dice: Random, homes: Sequence[Home]) -> dict[str, str]:
    numbers = [number for home in homes for number in home.numbers]
    drawn = dice.choices(list(PERSONAS), weights=list(PERSONAS.values()), k=len(numbers))
    personas = dict(zip(numbers, drawn, strict=True))
    return personas | {number: SHARED for number in numbers if numbers.count(number) > 1}
