"""Who was told: the doctor of what cannot wait, the supervisor of the day; and that nothing is left hanging."""

import re
from collections import Counter
from datetime import timedelta

from gateway.demo.checks.evidence import Evidence, Life
from gateway.demo.checks.figures import Check, compare
from gateway.demo.digest import LISTED, NAMES, RIGHT
from gateway.demo.stage import DAY
from gateway.demo.stories import FEVER, Filed
from gateway.demo.village import TOWNSHIP, UNITS, VILLAGE, Home
from gateway.domain.calls import ENDED
from gateway.domain.daily.content import DayReport, Tally
from gateway.domain.digests import SEGMENTS
from gateway.domain.screening import FEVER as FEVER_FROM

DIGEST = "日报："  # tells the digest from the other texts to the supervisor
SOON = timedelta(seconds=60)  # of the village's clock: from the key that alarms to the doctor's phone


def alerts_taken(day: Evidence) -> Check:
    """Whatever alarms is one report of an incident, and each was taken by somebody: some by a key, some by a text."""
    alarms = [*(call.story.alarms for call in day.cast.calls), *(text.note.alarms for text in day.cast.texts)]
    taken_through = {row["id"]: row["taken_through"] for row in day.rows["alerts"]}
    through = Counter(taken_through.get(row["alert_id"]) for row in day.rows["alert_reports"])
    taken = f"{through['call'] + through['text']}: call {through['call']}, text {through['text']}"
    holds = sum(alarms) == through.total() and {*through} == {"call", "text"}
    return Check("接手的急事 alerts taken", str(sum(alarms)), taken, holds)


def doctor_rung(day: Evidence) -> Check:
    """The doctor's phone rings before the feverish caller has hung up."""
    caller, ring = _alarm(day)
    before = bool(caller and ring and ring.rang and caller.ended and ring.rang < caller.ended)
    return Check("她挂机前，村医的电话响 the doctor rung before she hung up", "✓", "✓" if before else "—", before)


def alert_seconds(day: Evidence) -> Check:
    """From the key that alarms to the doctor's phone, on the village's clock."""
    caller, ring = _alarm(day)
    keys = [at for at in caller.pressed_at if ring and ring.rang_at and at <= ring.rang_at] if caller else []
    took = ring.rang_at - keys[-1] if keys and ring and ring.rang_at else None
    shown = f"{took.total_seconds():.0f} s" if took is not None else "—"
    what = "从按键到响铃 from her key to the ring"
    return Check(what, f"≤ {SOON.total_seconds():.0f} s", shown, took is not None and took <= SOON)


def _alarm(day: Evidence) -> tuple[Life | None, Life | None]:
    """The feverish caller's call, and the first to the doctor after it began."""
    sids = [call.sid for call in day.cast.calls if call.story is FEVER]
    caller = day.lives.get(sids[0]) if sids else None
    doctor = day.cast.village.staff["doctor"].number
    rings = [life for life in day.placed.values() if caller and life.number == doctor and life.began > caller.began]
    return caller, rings[0] if rings else None


def digest_once(day: Evidence) -> Check:
    """The supervisor's phone got the sealed digest, and no other."""
    sealed = [row["words"] for row in day.rows["day_reports"] if (row["unit_code"], row["version"]) == (TOWNSHIP, 1)]
    number = day.cast.village.staff["supervisor"].number
    got = [event["body"] for event in day.of_kind("text.received", number=number) if DIGEST in event["body"]]
    return Check("日报，发一次 the digest, sent once", "1", str(len(got)), len(sealed) == 1 and got == sealed)


def digest_short(day: Evidence) -> Check:
    number = day.cast.village.staff["supervisor"].number
    told = [event for event in day.of_kind("text.received", number=number) if DIGEST in event["body"]]
    most = max((event["segments"] for event in told), default=0)
    return Check("日报几条短信 the digest's segments", f"≤ {SEGMENTS}", str(most), 0 < most <= SEGMENTS)


def digest_figures(day: Evidence) -> Check:
    """The digest's figures are what the cast said: homes heard from, people come home, fevers."""
    filed = _filed(day)
    people = [(home.door, one) for home, one in filed if one.kind == "returnee"]
    gone_on = [call for call in day.cast.calls if call.resumes]  # two calls about one person
    heard_from = {home.door for home, _ in filed} | {home.door for home, there in day.cast.knocked if there}
    said = f"{len(heard_from)}, {len(people) - len(gone_on)}, {len(_feverish(day))}"
    figures = [_sealed(day).value(name) for name in ("households_heard", "returnees_new", "fever")]
    sealed = ", ".join(map(str, figures))
    return compare("日报：报、返、热 homes, returnees, fevers", said, sealed)


def _filed(day: Evidence) -> list[tuple[Home, Filed]]:
    """What the cast reported, and from which home."""
    filed = [(call.home, call.story.filed) for call in day.cast.calls if call.story.filed]
    filed += [(text.home, text.note.filed) for text in day.cast.texts if text.note.filed]
    return filed + [(ring.home, ring.story.filed) for ring in day.cast.rings if ring.story.filed]


def _feverish(day: Evidence) -> set[Home]:
    """Homes in which the cast told of somebody ill."""
    return {home for home, one in _filed(day) if one.kind == "ill" or (one.temperature or 0.0) >= FEVER_FROM}


def digest_silence(day: Evidence) -> Check:
    """A village from which nothing came is named."""
    homes = [*(call.home for call in day.cast.calls), *(text.home for text in day.cast.texts)]
    spoke = {home.grid[: len(VILLAGE)] for home in homes}
    lived_in = {home.grid[: len(VILLAGE)] for home in day.cast.village.homes}
    silent = [name for code, _, name in UNITS if code in lived_in - spoke]
    return compare("日报：缺报 villages named as silent", "、".join(silent), "、".join(_sealed(day).silent.values()))


def opened_villages(day: Evidence) -> Check:
    """What a reply of 3 opened on the supervisor's phone is what is sealed: the fevers, village by village."""
    last = {row["unit_code"]: row for row in day.rows["day_reports"]}  # of each unit the newest version
    counted = {code: row["content"]["counted"].get("fever", 0) for code, row in last.items()}
    villages = sorted((-count, code) for code, count in counted.items() if len(code) == len(VILLAGE) and count)
    listed = "、".join(f"{NAMES[code]}{-count}" for count, code in villages)
    wanted = f"{NAMES[TOWNSHIP]}{DAY.month}/{DAY.day}发热{counted.get(TOWNSHIP)}：{listed}"
    return compare("回 3 看到的 a reply of 3 opens", [wanted], _told_supervisor(day, f"{NAMES[TOWNSHIP]}2/8发热"))


MASKED = re.compile(r"A\d{4}-\d+(?P<who>\D+?.\*)\d{3}\*{4}\d{4}")  # A0208-01一组段*199****0001


def opened_people(day: Evidence) -> Check:
    """Behind the fevers a township is told who has an open alert, masked; of the others how many in which group."""
    entries = [body.partition("：")[2].split("。")[0] for body in _told_supervisor(day, LISTED)]
    told = [entry for part in entries for entry in part.split("、") if entry]
    masked = [found["who"] if (found := MASKED.fullmatch(entry)) else entry for entry in told]
    ill, alarmed = _feverish(day), _alarmed(day)
    open_ones = {home for home in ill if alarmed & set(home.numbers)}
    wanted = [f"{NAMES[home.grid]}{home.name[0]}*" for home in open_ones]
    wanted += [f"{grid}{count}" for grid, count in Counter(NAMES[home.grid] for home in ill - open_ones).items()]
    return compare("发热的是谁 who is behind the fevers, masked", sorted(wanted), sorted(masked))


def _alarmed(day: Evidence) -> set[str]:
    """Phones about which something urgent is still open."""
    closed = {row["id"] for row in day.rows["alerts"] if row.get("closed_at") is not None}
    return {str(row["number"]) for row in day.rows["alert_reports"] if row["alert_id"] not in closed}


def _told_supervisor(day: Evidence, beginning: str) -> list[str]:
    number = day.cast.village.staff["supervisor"].number
    bodies = (str(event["body"]) for event in day.of_kind("text.received", number=number))
    return [body for body in bodies if body.startswith(beginning)]


def signed(day: Evidence) -> Check:
    """What the cadre texted for the village is signed there, before it was sealed."""
    number = day.cast.village.staff["cadre"].number
    sent = [event for event in day.of_kind("text.sent", number=number) if event["body"] == RIGHT]
    acts = [(row["unit_code"], row["what"], row["channel"]) for row in day.rows["day_acts"]]
    first = [row for row in day.rows["day_reports"] if (row["unit_code"], row["version"]) == (VILLAGE, 1)]
    in_time = any(row["content"]["act"] is not None for row in first)
    wanted = [(VILLAGE, "confirmed", "sms")] * len(sent)
    what = "村干部签的日报 the day signed by the cadre"
    return Check(what, str(len(sent)), str(len(acts)), bool(sent) and acts == wanted and in_time)


def _sealed(day: Evidence) -> DayReport:
    sealed = [row for row in day.rows["day_reports"] if row["unit_code"] == TOWNSHIP]
    if not sealed:
        return DayReport(TOWNSHIP, DAY, Tally())
    return DayReport.from_json(TOWNSHIP, sealed[-1]["day"], sealed[-1]["content"])


def nothing_left(day: Evidence) -> Check:
    """No call and no text is still on its way."""
    calls = [row for row in day.rows["attempts"] if row["state"] not in ENDED]
    lines = [row for row in day.rows["sessions"] if row["ended_at"] is None]
    texts = [row for row in day.rows["texts_out"] if row["state"] in ("due", "asked", "unknown")]
    return compare("还悬着的电话和短信 calls and texts left hanging", 0, len(calls) + len(lines) + len(texts))


def no_faults(day: Evidence) -> Check:
    """The carrier understood every document it was given."""
    faults = [event for event in day.of_kind("error") if not event.get("warning")]
    return compare("网络的报错 faults at the carrier", 0, len(faults))
