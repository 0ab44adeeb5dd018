"""The one-line form of the ten clears, as villagers text it: read, written back, and asked for question by question."""

from gateway.domain.forms.answers_said import meaning_of
from gateway.domain.forms.form import Form, read
from gateway.domain.forms.people import Person
from gateway.domain.forms.written import write

__all__ = ["Form", "Person", "meaning_of", "read", "write"]
