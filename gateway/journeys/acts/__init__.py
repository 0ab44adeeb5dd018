"""The acts a flow may ask for with `do`: (switchboard, work, line) -> outcome and facts. One table, by name."""

from collections.abc import Callable, Mapping

from gateway.domain.flow import Did
from gateway.journeys.acts import alerts, front_desk, loudspeaker, screening
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

Act = Callable[[Switchboard, Work, Line], Did]

ACTS: Mapping[str, Act] = {
    "know_caller": front_desk.know_caller,
    "remember_language": front_desk.remember_language,
    "find_notice": front_desk.find_notice,
    "ask_help": alerts.ask_help,
    "alert_if_urgent": alerts.alert_if_urgent,
    "take_alert": alerts.take_alert,
    "file_zero": screening.file_zero,
    "file_report": screening.file_report,
    "file_wellness": screening.file_wellness,
    "check_pin": loudspeaker.check_pin,
    "find_areas": loudspeaker.find_areas,
    "draft_broadcast": loudspeaker.draft_broadcast,
    "send_broadcast": loudspeaker.send_broadcast,
    "drop_broadcast": loudspeaker.drop_broadcast,
    "mark_heard": loudspeaker.mark_heard,
}

# What each act may answer: a flow that forgets one of them is refused by `dalaba check`.
OUTCOMES: Mapping[str, frozenset[str]] = {
    "know_caller": frozenset({"cadre", "known", "new"}),
    "remember_language": frozenset({"done"}),
    "find_notice": frozenset({"found", "none"}),
    "ask_help": frozenset({"done"}),
    "alert_if_urgent": frozenset({"raised", "calm"}),
    "take_alert": frozenset({"taken", "late"}),
    "file_zero": frozenset({"done"}),
    "file_report": frozenset({"whole", "unclear"}),
    "file_wellness": frozenset({"urgent", "done"}),
    "check_pin": frozenset({"right", "wrong", "locked"}),
    "find_areas": frozenset({"one", "some", "none"}),
    "draft_broadcast": frozenset({"ready", "empty"}),
    "send_broadcast": frozenset({"done"}),
    "drop_broadcast": frozenset({"done"}),
    "mark_heard": frozenset({"done"}),
}
