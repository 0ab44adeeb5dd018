"""What a person keyed in for an answer that was spoken, as the answers it stands for."""

from collections.abc import Mapping

from gateway.domain import places
from gateway.domain.area_codes import AREA_CODES
from gateway.domain.clears import STOPS_SPOKEN
from gateway.domain.screening import SPOKEN

# A question asked by voice -> the answer it stands for. Places are found out; any other question keeps its name.
KEYED_AS = {"vehicle_spoken": "vehicle_said", "name_spoken": "name"}
ENDINGS = str.maketrans("", "", "省市 ")


def answers_for(question: str, said: str, known: Mapping[str, str]) -> dict[str, str]:
    """The answers in what was keyed in.

    said   the words, or for a place its area code
    known  what was answered so far
    """
    if question == "place_spoken":
        return _origin(said, known)
    if question in STOPS_SPOKEN:
        return _stop(STOPS_SPOKEN.index(question), said, known)
    return {KEYED_AS.get(question, question): said}


def area_of(said: str) -> str | None:
    """The area code of a place, by its own digits or by a name only one place has; None for any other."""
    if said.isascii() and said.isdigit():
        return places.area_code(said)
    bare = said.translate(ENDINGS)
    found = [code for code, names in AREA_CODES.items() if bare and bare in names["zh"].translate(ENDINGS)]
    return found[0] if len(found) == 1 else None


def _stop(nth: int, said: str, known: Mapping[str, str]) -> dict[str, str]:
    """One stop on the way, from 0; nothing where another journey has been told of meanwhile."""
    stops = known.get("stop_places", "").split(",")
    if stops[nth : nth + 1] != [SPOKEN]:
        return {}
    stops[nth] = area_of(said) or said.replace(",", " ")
    return {"stop_places": ",".join(stops)}


def _origin(said: str, known: Mapping[str, str]) -> dict[str, str]:
    """Where somebody came from; of a place nobody knows, the province that is named or was keyed."""
    code, keyed = area_of(said), known.get("origin")
    if code == places.WUHAN:
        return {"origin": "hubei", "hubei": "wuhan"}
    if code in places.HUBEI or "湖北" in said or (code is None and keyed == "hubei"):
        return {"origin": "hubei", "hubei": "elsewhere", "hubei_place": code or said}
    if code in places.YUNNAN or "云南" in said or (code is None and keyed == "yunnan"):
        return {"origin": "yunnan", "yunnan_place": code or said}
    if code is None and keyed == "abroad":
        return {"origin": "abroad", "country": said}
    return {"origin": "province", "place": code or said}
