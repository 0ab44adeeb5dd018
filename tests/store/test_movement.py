"""Events, tips, rumours and their figures in the ledger, on each database."""

from dataclasses import replace
from datetime import date, timedelta

from gateway.domain.movement.events import Kind, State
from gateway.domain.movement.rumours import State as Rumoured
from gateway.domain.movement.rumours import Tag
from gateway.store import events, movement, roster, rumours
from gateway.store.events import Asked, Event, Turn
from gateway.store.ledger import Ledger
from gateway.store.rumours import Rumour
from tests.store.conftest import GRIDS, NOON, VILLAGE

OTHER_VILLAGE = f"{VILLAGE[:9]}299"
FEB_8 = date(2020, 2, 8)
HOUR = timedelta(hours=1)
MEAL = Event(Kind.GATHERING, GRIDS[0], None, FEB_8, State.TOLD, NOON, NOON)
WEDDING = replace(MEAL, kind=Kind.WEDDING, state=State.REGISTERED, registered_by="resident", number="+8619900000001")


def test_the_same_event_is_found_by_whoever_tells_of_it_from_above_or_below(village: Ledger) -> None:
    with village.write() as tx:
        number = events.add(tx, MEAL)
        kept = events.load(tx, number)
        assert kept == replace(MEAL, id=number)
        for here in (GRIDS[0], VILLAGE, f"{GRIDS[0]}01"):
            assert events.open_like(tx, Kind.GATHERING, here, FEB_8, None) == kept
        assert events.open_like(tx, Kind.GATHERING, GRIDS[1], FEB_8, None) is None
        assert events.open_like(tx, Kind.MARKET, GRIDS[0], FEB_8, None) is None
        assert events.open_like(tx, Kind.GATHERING, GRIDS[0], FEB_8 + timedelta(days=1), None) is None
        events.change(tx, number, settled_at=NOON)
        assert events.open_like(tx, Kind.GATHERING, GRIDS[0], FEB_8, None) is None, "what comes after is another one"
        assert events.load(tx, 77) is None


def test_a_village_named_in_a_text_is_found_whichever_way_its_number_is_written(village: Ledger) -> None:
    names = {"811": "松林一村", "812": "松林二村", "813": "Highfield", "814": "大坝村", "815": "大坝村"}
    with village.write() as tx:
        rows = [{"code": f"{VILLAGE[:9]}{code}", "name": name, "level": "village"} for code, name in names.items()]
        roster.put_units(tx, [{**row, "language": None} for row in rows])
        for text, found in (
            *(("松林1村3组", ["811"]), ("at highfield today", ["813"]), ("大坝村", ["814", "815"])),
            *(("松林村", []), ("", [])),
        ):
            named = roster.villages_named_in(tx, text, VILLAGE[:6])
            assert [one.code[9:] for one in named] == found, text
        assert roster.villages_named_in(tx, "大坝村", "54") == []


def test_no_village_is_answered_for_by_another_nor_by_what_nobody_could_place(village: Ledger) -> None:
    with village.write() as tx:
        unplaced, elsewhere = (events.add(tx, replace(MEAL, unit_code=code)) for code in (VILLAGE[:4], OTHER_VILLAGE))
        assert events.open_like(tx, Kind.GATHERING, GRIDS[0], FEB_8, None) is None
        here = events.add(tx, MEAL)
        for unit, number in (
            *((GRIDS[0], here), (VILLAGE, here), (OTHER_VILLAGE, elsewhere), (f"{OTHER_VILLAGE}01", elsewhere)),
            *((VILLAGE[:4], unplaced), (VILLAGE[:2], None), (VILLAGE[:9], None)),
        ):
            found = events.open_like(tx, Kind.GATHERING, unit, FEB_8, None)
            assert (found.id if found else None) == number, unit


def test_two_families_have_two_weddings(village: Ledger) -> None:
    with village.write() as tx:
        first, second = (roster.at_door(tx, VILLAGE, door) for door in ("1", "2"))
        assert first is not None
        assert second is not None
        number = events.add(tx, replace(WEDDING, household_id=first.id))
        assert events.open_like(tx, Kind.WEDDING, GRIDS[0], FEB_8, second.id) is None
        same = events.open_like(tx, Kind.WEDDING, GRIDS[0], FEB_8, first.id)
        told = events.open_like(tx, Kind.WEDDING, VILLAGE, FEB_8, None)
        assert same is not None
        assert same == told, "a neighbour names no door"
        assert same.id == number


def test_what_was_said_of_an_event_is_kept_in_order_each_call_and_text_once(village: Ledger) -> None:
    with village.write() as tx:
        number = events.add(tx, MEAL)
        said = [Turn(number, State.TOLD, "tip", NOON), Turn(number, State.STOPPED, "staff:1", NOON, 12, "text:5")]
        assert [events.note(tx, turn) for turn in [*said, said[1]]] == [True, True, False]
        assert events.turns(tx, number) == said
        assert events.of_source(tx, "text:5") == number
        assert events.add_tip(tx, "text:7", number, "在3组", NOON)
        assert not events.add_tip(tx, "text:7", number, "在3组", NOON)
        assert events.of_source(tx, "text:7") == number
        assert events.of_source(tx, "text:8") is None
        assert [tip.words for tip in events.tips_of(tx, [number])] == ["在3组"]


def test_somebody_is_asked_and_reminded_once_and_not_of_what_is_settled(village: Ledger) -> None:
    with village.write() as tx:
        meal, wedding = events.add(tx, MEAL), events.add(tx, WEDDING)
        later = events.add(tx, replace(WEDDING, day=FEB_8 + timedelta(days=2)))
        assert [event.id for event in events.to_ask(tx, FEB_8)] == [wedding], "of a meal nobody is asked at a set hour"
        assert [event.id for event in events.to_remind(tx, FEB_8)] == [meal, wedding]
        assert events.mark_once(tx, wedding, "asked_at", NOON)
        assert not events.mark_once(tx, wedding, "asked_at", NOON)
        events.note(tx, Turn(wedding, Asked.ASKED, "house", NOON))
        events.change(tx, meal, state=State.STOPPED, settled_at=NOON)
        assert not events.mark_once(tx, meal, "reminded_at", NOON)
        assert events.to_ask(tx, FEB_8) == []
        assert [event.id for event in events.to_remind(tx, FEB_8)] == [wedding]
        assert [event.id for event in events.within(tx, VILLAGE)] == [wedding, later]
        assert [event.id for event in events.within(tx, VILLAGE, settled=True)] == [meal, wedding, later]


def test_one_rumour_has_all_who_told_of_it(village: Ledger) -> None:
    with village.write() as tx:
        first, second = (rumours.add(tx, Rumour(GRIDS[0], words, NOON)) for words in ("要封路", "要封村口"))
        for source, rumour, phone in (("text:1", first, 1), ("text:2", second, 2), ("text:3", second, 1)):
            assert rumours.add_asker(tx, source, rumour, f"+861990000000{phone}", "zh", NOON)
        assert not rumours.add_asker(tx, "text:1", first, "+8619900000001", "zh", NOON)
        assert rumours.was_asked(tx, "text:2") == second
        assert rumours.was_asked(tx, "text:9") is None
        assert rumours.join(tx, second, first)
        assert not rumours.join(tx, second, first)
        assert [asker.number[-1] for asker in rumours.askers(tx, first)] == ["1", "2"]
        assert rumours.count_askers(tx, [first, second]) == {first: 2}
        assert [one.id for one in rumours.within(tx, VILLAGE)] == [first]
        for words in ("要封路", "要封村口"):
            same = rumours.told_since(tx, GRIDS[0], words, NOON)
            assert same is not None
            assert same.id == first
        assert rumours.told_since(tx, GRIDS[1], "要封路", NOON) is None
        assert rumours.told_since(tx, GRIDS[0], "要封路", NOON + HOUR) is None


def test_a_rumour_goes_its_way_and_the_first_instants_stay(village: Ledger) -> None:
    with village.write() as tx:
        number = rumours.add(tx, Rumour(GRIDS[0], "要封路", NOON))
        states = []
        for act in (
            lambda: rumours.tag(tx, number, Tag.CHECKING, NOON),
            lambda: rumours.tag(tx, number, Tag.FALSE, NOON + HOUR),
            lambda: rumours.answer(tx, number, "没有这回事", NOON + 2 * HOUR),
            lambda: rumours.tag(tx, number, Tag.FALSE, NOON + 3 * HOUR),
            lambda: rumours.tag(tx, number, Tag.TRUE, NOON + 3 * HOUR),
            lambda: rumours.answer(tx, number, "是真的", NOON + 4 * HOUR),
        ):
            act()
            kept = rumours.load(tx, number)
            assert kept is not None
            states.append(kept.state)
        assert states == [
            *(Rumoured.CHECKING, Rumoured.VERIFIED_FALSE, Rumoured.ANSWERED, Rumoured.ANSWERED),
            *(Rumoured.VERIFIED_TRUE, Rumoured.ANSWERED),
        ]
        assert (kept.tag, kept.answer) == (Tag.TRUE, "是真的")
        assert (kept.verified_at, kept.answered_at) == (NOON + HOUR, NOON + 4 * HOUR), (
            "the answer before was to another"
        )
        note = rumours.Turn(number, Tag.FALSE, "staff:1", NOON)
        rumours.note(tx, note)
        assert rumours.turns(tx, number) == [note]


def test_somebody_is_reminded_of_what_waits_for_an_answer_and_nobody_has_touched(village: Ledger) -> None:
    with village.write() as tx:
        waiting, told, seen, answered, joined, late = (
            rumours.add(tx, Rumour(GRIDS[0], f"第{number}条", NOON + hours * HOUR))
            for number, hours in enumerate((0, 0, 0, 0, 0, 3))
        )
        rumours.note(tx, rumours.Turn(told, rumours.REMINDED, "house", NOON))
        rumours.note(tx, rumours.Turn(seen, Tag.CHECKING, "staff:1", NOON + 3 * HOUR))
        rumours.tag(tx, answered, Tag.FALSE, NOON)
        rumours.answer(tx, answered, "没有这回事", NOON)
        rumours.join(tx, joined, waiting)
        assert [one.id for one in rumours.to_remind(tx, NOON - HOUR, NOON + 2 * HOUR)] == [waiting]
        assert [one.id for one in rumours.to_remind(tx, NOON - HOUR, NOON + 4 * HOUR)] == [waiting, seen, late]
        assert rumours.to_remind(tx, NOON + 5 * HOUR, NOON + 6 * HOUR) == []
        rumours.tag(tx, answered, Tag.CHECKING, NOON)
        assert answered in [one.id for one in rumours.to_remind(tx, NOON - HOUR, NOON + 2 * HOUR)]


def test_the_report_counts_what_was_settled_in_its_time_by_unit(village: Ledger) -> None:
    settled = [
        (Kind.WEDDING, State.POSTPONED, GRIDS[0], 0, None),
        (Kind.WEDDING, State.HELD_ANYWAY, GRIDS[0], 0, 90),
        (Kind.FUNERAL, State.KEPT_SMALL, GRIDS[1], 0, 20),
        (Kind.FUNERAL, State.KEPT_SMALL, GRIDS[1], 0, 15),
        (Kind.GATHERING, State.STOPPED, GRIDS[0], 0, None),
        (Kind.GATHERING, State.POSTPONED, GRIDS[0], 0, None),
        (Kind.GATHERING, State.NOTHING_THERE, GRIDS[0], 0, None),
        (Kind.GATHERING, State.STOPPED, GRIDS[0], 1, None),  # an hour later: the next report's
        (Kind.GATHERING, State.STOPPED, GRIDS[0], -24, None),  # the report before
        (Kind.MARKET, State.STOPPED, VILLAGE, 0, None),
        (Kind.VISITING, State.STOPPED, GRIDS[1], 0, None),
    ]
    with village.write() as tx:
        for kind, state, unit, hours, people in settled:
            settled_at = NOON + hours * HOUR
            events.add(tx, replace(MEAL, kind=kind, state=state, unit_code=unit, people=people, settled_at=settled_at))
        events.add(tx, MEAL)
        for tag, answered in ((None, None), (Tag.FALSE, None), (Tag.TRUE, NOON)):
            verified = NOON if tag else None
            found = Rumour(GRIDS[0], "要封路", NOON, tag=tag, verified_at=verified, answered_at=answered)
            number = rumours.add(tx, found)
        rumours.add(tx, Rumour(GRIDS[0], "要封路", NOON, same_as=number))
        day = sorted(movement.counts(tx, "5329", NOON - 24 * HOUR, NOON))
        assert day == [
            (VILLAGE, "markets_stopped", 1),
            (GRIDS[0], "gatherings_stopped", 2),
            (GRIDS[0], "rumours_answered", 1),
            (GRIDS[0], "rumours_received", 3),
            (GRIDS[0], "rumours_verified", 2),
            (GRIDS[0], "weddings_postponed", 1),
            (GRIDS[1], "funeral_guests", 35),
            (GRIDS[1], "funerals_simplified", 2),
            (GRIDS[1], "visits_dissuaded", 1),
        ]
        assert {code for code, _, _ in movement.counts(tx, GRIDS[1], NOON - HOUR, NOON)} == {GRIDS[1]}
        assert list(movement.counts(tx, "54", NOON - HOUR, NOON)) == []
