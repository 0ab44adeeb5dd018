"""The acts a flow may ask for with `do`: (switchboard, work, line) -> outcome and facts. One table, by name."""

from collections.abc import Callable, Mapping

from gateway.domain.flow import Did
from gateway.journeys.acts import alerts, duty, front_desk, household, loudspeaker, observations, screening, vehicles
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

Act = Callable[[Switchboard, Work, Line], Did]

ACTS: Mapping[str, Act] = {
    "know_caller": front_desk.know_caller,
    "remember_language": front_desk.remember_language,
    "find_notice": front_desk.find_notice,
    "take_over": duty.take_over,
    "know_household": household.know_household,
    "choose_household": household.choose_household,
    "find_door": household.find_door,
    "key_for_door": household.key_for_door,
    "know_roll": household.know_roll,
    "know_standing": household.know_standing,
    "resume": household.resume,
    "begin_report": screening.begin_report,
    "complete_report": screening.complete_report,
    "count_stop": screening.count_stop,
    "next_person": screening.next_person,
    "begin_person": screening.begin_person,
    "ask_help": alerts.ask_help,
    "alert_if_urgent": alerts.alert_if_urgent,
    "take_alert": alerts.take_alert,
    "file_zero": screening.file_zero,
    "file_report": screening.file_report,
    "file_wellness": screening.file_wellness,
    "find_observed": observations.find_observed,
    "file_check": observations.file_check,
    "check_vehicle": vehicles.check_vehicle,
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
    "take_over": frozenset({"taken", "already"}),
    "know_household": frozenset({"several", "one", "none"}),
    "choose_household": frozenset({"done"}),
    "find_door": frozenset({"found", "none"}),
    "key_for_door": frozenset({"found", "none"}),
    "know_roll": frozenset({"roll", "none"}),
    "know_standing": frozenset({"unfinished", "observed", "plain"}),
    "resume": frozenset({"gone"}),
    "begin_report": frozenset({"missing", "new"}),
    "complete_report": frozenset({"done"}),
    "count_stop": frozenset({"again", "done"}),
    "next_person": frozenset({"another", "done"}),
    "begin_person": frozenset({"done"}),
    "ask_help": frozenset({"done"}),
    "alert_if_urgent": frozenset({"raised", "calm"}),
    "take_alert": frozenset({"taken", "late"}),
    "file_zero": frozenset({"done"}),
    "file_report": frozenset({"whole", "unclear"}),
    "file_wellness": frozenset({"urgent", "done"}),
    "find_observed": frozenset({"one", "some"}),
    "file_check": frozenset({"urgent", "done"}),
    "check_vehicle": frozenset({"sought", "free"}),
    "check_pin": frozenset({"right", "wrong", "locked"}),
    "find_areas": frozenset({"one", "some", "none"}),
    "draft_broadcast": frozenset({"ready", "empty"}),
    "send_broadcast": frozenset({"done"}),
    "drop_broadcast": frozenset({"done"}),
    "mark_heard": frozenset({"done"}),
}
