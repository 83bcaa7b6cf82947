"""What about a film keeps it from being measured, in words: for report, summary and terminal."""

from __future__ import annotations

from posturecheck.clips.gaps import Stretch
from posturecheck.kinematics.velocities import MIN_RATE_HZ
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
        how = f"check it again with --rotate {turn}" if turn else "leave --rotate out"
        notes.append(
            "The picture looks turned: people in it stand sideways or on their heads. "
            f"Unless they were lying down, {how}; the angles are wrong otherwise."
        )
    notes += _speed_notes(facts, totals)
    return notes


def lost_note(lost: tuple[Stretch, ...], duration_s: float) -> str:
    """Return which seconds could not be read."""
    named = [_stretch(one, duration_s) for one in lost[:MOST_STRETCHES]]
    more = f" and {len(lost) - MOST_STRETCHES} more stretches" if len(lost) > MOST_STRETCHES else ""
    return (
        f"{_listed(named)}{more} of the film could not be read, or hold no picture: nothing is "
        "known of what happened then."
    )


def _stretch(stretch: Stretch, duration_s: float) -> str:
    start_s, end_s = stretch
    if start_s == 0.0:
        return f"the first {end_s:.1f} s"
    if end_s == duration_s:
        return f"the last {end_s - start_s:.1f} s"
    return f"the seconds {start_s:.1f} to {end_s:.1f}"


def _listed(parts: list[str]) -> str:
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return listed[0].upper() + listed[1:]


def _speed_notes(facts: ClipFacts, totals: Totals) -> list[str]:
    notes = []
    if facts.slow != 1:
        notes.append(
            f"The film was said to play {facts.slow:g} times slower than life; all times are "
            "those of the real movement."
        )
    elif facts.taken_rate_hz >= SLOW_FROM * facts.stated_rate_hz:
        slow = facts.taken_rate_hz / facts.stated_rate_hz
        notes.append(
            f"The film may be slow motion: the camera says it took {facts.taken_rate_hz:.0f} "
            f"pictures a second, and {facts.stated_rate_hz:.0f} are played. If so, check it again "
            f"with --slow {slow:.2g}; times are too long otherwise, and speeds too low."
        )
    rate_hz = totals.frames / totals.total_s if totals.total_s else MIN_RATE_HZ
    if rate_hz < MIN_RATE_HZ:
        notes.append(
            f"The film has {rate_hz:.0f} pictures a second. Speeds need {MIN_RATE_HZ:.0f} or more, "
            "so fast bending and twisting could not be judged."
        )
    return notes
