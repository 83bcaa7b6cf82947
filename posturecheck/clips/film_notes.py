"""What about a film keeps it from being measured, in words: for report, summary and terminal."""

from __future__ import annotations

from posturecheck.clips import words
from posturecheck.clips.gaps import Stretch
from posturecheck.kinematics.velocities import MIN_RATE_HZ
from posturecheck.language.numbers import decimal, with_sign
from posturecheck.sinks.totals import Totals
from posturecheck.sources.clip import ClipFacts

MOST_STRETCHES = 3  # named one by one
SLOW_FROM = 1.5  # times as many pictures taken as played


def film_notes(
    facts: ClipFacts, totals: Totals, lost: tuple[Stretch, ...], looks_turned_deg: int
) -> list[str]:
    """Return a line for each thing that is wrong or in doubt, none of a good film.

    Args:
        facts: What the clip says about itself.
        totals: What was seen.
        lost: The (start, end) seconds that could not be read.
        looks_turned_deg: How far the pictures look turned, 0 where they look upright.
    """
    notes = []
    if lost:
        notes.append(lost_note(lost, facts.duration_s))
    if looks_turned_deg:
        turn = (facts.turned_deg + looks_turned_deg) % 360
        note = words.NOTES["turned" if turn else "turned_by_us"]
        notes.append(note.format(turn=turn))
    notes += _speed_notes(facts, totals)
    return notes


def lost_note(lost: tuple[Stretch, ...], duration_s: float) -> str:
    """Return which seconds could not be read."""
    named = [_stretch(one, duration_s) for one in lost[:MOST_STRETCHES]]
    stretches = words.listed(named)
    if len(lost) > MOST_STRETCHES:
        stretches = words.MORE_STRETCHES(len(lost) - MOST_STRETCHES, stretches=stretches)
    note = words.NOTES["lost"].format(stretches=stretches)
    return note[0].upper() + note[1:]


def _stretch(stretch: Stretch, duration_s: float) -> str:
    start_s, end_s = stretch
    if start_s == 0.0:
        return words.STRETCHES["first"].format(seconds=decimal(end_s, 1))
    if end_s == duration_s:
        return words.STRETCHES["last"].format(seconds=decimal(end_s - start_s, 1))
    between = words.STRETCHES["between"]
    return between.format(start=decimal(start_s, 1), end=decimal(end_s, 1))


def _speed_notes(facts: ClipFacts, totals: Totals) -> list[str]:
    notes = []
    if facts.slow != 1:
        notes.append(words.NOTES["said_slow"].format(slow=with_sign(f"{facts.slow:g}")))
    elif facts.taken_rate_hz >= SLOW_FROM * facts.stated_rate_hz:
        slow = facts.taken_rate_hz / facts.stated_rate_hz
        notes.append(
            words.NOTES["may_be_slow"].format(
                taken=f"{facts.taken_rate_hz:.0f}",
                played=f"{facts.stated_rate_hz:.0f}",
                slow=f"{slow:.2g}",  # as the option takes it
            )
        )
    rate_hz = totals.frames / totals.total_s if totals.total_s else MIN_RATE_HZ
    if rate_hz < MIN_RATE_HZ:
        rates = {"rate": f"{rate_hz:.0f}", "needed": f"{MIN_RATE_HZ:.0f}"}
        notes.append(words.NOTES["seldom"].format(**rates))
    return notes
