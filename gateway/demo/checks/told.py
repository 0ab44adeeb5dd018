"""Who was told: the doctor of what cannot wait, the supervisor of the day; and that nothing is left hanging."""

from collections import Counter
from datetime import timedelta

from gateway.demo.checks.evidence import Evidence, Life
from gateway.demo.checks.figures import Check, compare
from gateway.demo.stage import DAY
from gateway.demo.stories import FEVER
from gateway.demo.village import TOWNSHIP, UNITS, VILLAGE
from gateway.domain.calls import ENDED
from gateway.domain.daily.content import DayReport, Tally
from gateway.domain.digests import SEGMENTS
from gateway.domain.screening import FEVER as FEVER_FROM

DIGEST = "日报"  # tells the digest from the other texts to the supervisor
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
    filed = [(call.home, call.story.filed) for call in day.cast.calls if call.story.filed]
    filed += [(text.home, text.note.filed) for text in day.cast.texts if text.note.filed]
    filed += [(ring.home, ring.story.filed) for ring in day.cast.rings if ring.story.filed]
    people = [(home.door, one) for home, one in filed if one.kind == "returnee"]
    gone_on = [call for call in day.cast.calls if call.resumes]  # two calls about one person
    ill = {home.door for home, one in filed if one.kind == "ill" or (one.temperature or 0.0) >= FEVER_FROM}
    heard_from = {home.door for home, _ in filed} | {home.door for home, there in day.cast.knocked if there}
    said = f"{len(heard_from)}, {len(people) - len(gone_on)}, {len(ill)}"
    figures = [_sealed(day).value(name) for name in ("households_heard", "returnees_new", "fever")]
    sealed = ", ".join(map(str, figures))
    return compare("日报：报、返、热 homes, returnees, fevers", said, sealed)


def digest_silence(day: Evidence) -> Check:
    """A village from which nothing came is named."""
    homes = [*(call.home for call in day.cast.calls), *(text.home for text in day.cast.texts)]
    spoke = {home.grid[: len(VILLAGE)] for home in homes}
    lived_in = {home.grid[: len(VILLAGE)] for home in day.cast.village.homes}
    silent = [name for code, _, name in UNITS if code in lived_in - spoke]
    return compare("日报：缺报 villages named as silent", "、".join(silent), "、".join(_sealed(day).silent.values()))


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
