"""The one-line form: a text that registers one person who came home, or ten of them, with what each part says.

Sources: the SMS column of the keypad script (one tag a clear, any order). What is said in common is said once: by lines
before the first person, and by the first of those who came together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gateway.domain import clears
from gateway.domain.forms.characters import normalised
from gateway.domain.forms.parts import Part, begins, parts
from gateway.domain.forms.people import HEALTH, IDENTITY, ITEM, Person, people, topic
from gateway.domain.forms.tags import HOUSEHOLD


@dataclass(frozen=True)
class Form:
    """A form as understood: at least one person."""

    people: tuple[Person, ...]


FEWEST_TAGS = 2  # without 登 it takes this many to be a form
OTHER_FORMS = re.compile("急|聚|谣|问|零报|日报|接手|转(?!车|机)|播|同意|不同意|退订")  # of residents and cadres


def read(body: str, today: date) -> Form | None:
    """The form in a text; None when it is none and the health words may have it. Never raises.

    today  the sender's local day: 到3天 is counted from it
    """
    written = normalised(body).strip()
    found = parts(written, today)
    if OTHER_FORMS.match(written) or not (begins(written) or _tags(found) >= FEWEST_TAGS):
        return None
    return Form(tuple(people(written, found)))


def _tags(found: Sequence[Part]) -> int:
    """How many different things are said that only a form says; health counts beside a journey."""
    said = {question for part in found if part.strong for question in part.answers}
    topics = {"who" if question in IDENTITY else topic(question) for question in said - HEALTH - {HOUSEHOLD}}
    on_the_way = any(ITEM[question] in clears.JOURNEY for question in said if question in ITEM)
    return len(topics) + bool(said & HEALTH and on_the_way)
