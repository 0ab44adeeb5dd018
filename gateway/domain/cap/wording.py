"""What an alert says as a message read aloud, and a message as an alert says it; languages by their tags."""

from collections.abc import Collection
from unicodedata import east_asian_width

from gateway.domain.cap.alert import Info

SAME = {"cmn": "zh"}  # other names of a language -> the one we know it by
STOPS = "。！？；：….!?;:"
HEADLINE = 40  # columns of a terminal or a slip of paper: twenty Chinese characters
CUT = "…"


def language_of(tag: str, spoken: Collection[str]) -> str | None:
    """The code of ours that a tag such as zh-CN names, None when we do not speak that.

    zh-CN and zh-Hans are zh to us, and so is zh-cmn; zh-yue is not: its name is yue.
    """
    parts = tag.lower().split("-")
    if len(parts) > 1 and len(parts[1]) == 3 and parts[1].isalpha():
        parts = parts[1:]
    parts[0] = SAME.get(parts[0], parts[0])
    known = {code.lower(): code for code in spoken}
    tries = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((known[tried] for tried in tries if tried in known), None)


def tag_of(code: str, read_aloud_as: str) -> str:
    """The tag of a language of ours. One without a voice of its own is read aloud as another, and keeps its code."""
    return read_aloud_as if read_aloud_as.lower().startswith(f"{code.lower()}-") else code


def words_of(info: Info) -> str:
    """What is said of one block: headline, description and instruction, nothing twice."""
    said = [info.description] if info.description else []
    if info.instruction and info.instruction not in info.description:
        said.append(info.instruction)
    if info.headline and not any(info.headline.rstrip(CUT) in piece for piece in said):
        said.insert(0, info.headline)
    return "\n".join([*map(_stopped, said[:-1]), *said[-1:]])


def headline_of(words: str) -> str:
    """The beginning of a message, cut where a line is full."""
    first = words.split("\n", 1)[0]
    fits = ""
    for letter in first:
        if _columns(fits + letter) > HEADLINE:
            return (fits.rpartition(" ")[0] or fits) + CUT
        fits += letter
    return first


def _stopped(piece: str) -> str:
    """A piece that ends as a sentence: whoever reads it aloud pauses there."""
    if piece[-1] in STOPS:
        return piece
    return piece + ("." if piece[-1].isascii() else "。")


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
