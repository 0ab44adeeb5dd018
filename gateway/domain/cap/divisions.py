"""Areas of an alert as units of the ladder, and back: geocodes that hold an official division code.

CAP leaves the name of a list to whoever uses it, and no name is agreed on for China's divisions. We write one that says
whose list it is and how long its codes are, and read every usual one.
"""

from gateway.domain.cap.alert import Area, Named
from gateway.domain.places import LENGTH_OF, Level, level_of, without_filling

DIVISION = "CN-NBS-12"  # the National Bureau of Statistics' code, filled up with zeros to twelve digits
GRID = "DALABA-GRID"  # below the village no official code reaches: our fourteen digits
FULL = LENGTH_OF[Level.VILLAGE]

# How others name the list: compared in capitals, without blanks, dashes, dots and slashes.
NAMES = frozenset(
    "CNNBS12 CNNBS NBS NBS12 NBSCN DALABAGRID GBT2260 GB2260 GBT10114 GB10114 ADCODE ADMINCODE AREACODE REGIONCODE "
    "DIVISION DIVISIONCODE CNDIVISION CNDIVISIONCODE 行政区划 行政区划代码 行政区划编码 区划代码 区划编码 地区编码 "
    "统计区划代码 统计用区划代码".split()
)


def geocode_of(unit_code: str) -> Named:
    """The geocode that names a unit."""
    if level_of(unit_code) is Level.GRID:
        return Named(GRID, unit_code)
    return Named(DIVISION, unit_code.ljust(FULL, "0"))


def unit_of(geocode: Named) -> str | None:
    """The code of the unit a geocode names; None when it is of another list, or no code of ours."""
    code = without_filling(geocode.value)
    return code if names_divisions(geocode) and level_of(code) else None


def names_divisions(geocode: Named) -> bool:
    """Whether a geocode is out of the list of divisions, by any usual name."""
    return "".join(letter for letter in geocode.name.upper() if letter.isalnum()) in NAMES


def units_of(area: Area) -> tuple[str, ...]:
    """The units an area names, each once, in its order; none when it only draws itself on the map."""
    return tuple(dict.fromkeys(unit for unit in map(unit_of, area.geocodes) if unit))
