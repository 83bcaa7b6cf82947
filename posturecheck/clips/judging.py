"""Judging what was seen: a trace through the one loop, whom and from which stance known before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.options import CheckOptions
from posturecheck.core import Episode, InputError, NobodySeenError
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.pipeline import Checker, Subject, run
from posturecheck.sinks.peaks import Peaks
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.totals import Totals
from posturecheck.sinks.words import Words
from posturecheck.sources.trace import Trace, TraceDetector, frames_of

MIN_FRAMES = 2
MAX_NEUTRAL_LEAN_DEG = 45.0  # neither a camera nor the model tilts a person by more
MIN_SEEN_SHARE = 0.02  # of the frames; less is a glimpse of somebody, or of furniture


@dataclass(frozen=True, eq=False)
class Judged:
    """One trace, judged: the sinks' content, and what it takes to go through it again.

    ``track`` is the number that the person got (``kinematics.tracking``); ``episodes`` are in
    order of time.
    """

    track: int
    stance: Stance
    make_checker: Callable[[], Checker]
    posture: PostureTable
    totals: Totals
    peaks: Peaks
    words: Words
    episodes: tuple[Episode, ...]


def judge_trace(name: str, trace: Trace, ahead: FirstPass, options: CheckOptions) -> Judged:
    """Send a trace through the loop.

    Args:
        name: What was recorded, for complaints.
        trace: What was seen.
        ahead: The first pass over the same trace.
        options: What the user asked for.

    Raises:
        InputError: What was seen is no film or shows no person (``NobodySeenError``), or no
            tall stance where ``options.neutral`` says.
    """
    if trace.frames < MIN_FRAMES:
        raise InputError(
            f"{name}: expected a film, found {trace.frames} picture(s) that decode; "
            "record at least a second"
        )
    track = ahead.track()
    if track is None and options.pointed is not None and ahead.people():
        raise InputError(
            f"--person {options.pointed}: expected a person there, found none who moved; point at "
            "somebody else, or name main, left, right or largest"
        )
    if track is None or ahead.seconds(track) < MIN_SEEN_SHARE * (
        trace.last_t_s - next(trace.times_s())
    ):
        raise NobodySeenError(
            f"{name}: nobody was seen in it; film the whole person, head to hips at "
            "least, in good light, 2 to 4 m from the camera"
        )
    stance = _stance(ahead, track, options)
    person = Subject(options.person, track, stance, options.height_m, ahead.present(track))

    def make_checker() -> Checker:
        return Checker(
            options.profile,
            person,
            options.declared_task,
            options.declared_load_kg,
            refine=LearnedEstimate,
        )

    table, totals, peaks, words = PostureTable(), Totals(), Peaks(), Words()
    checker, sinks = make_checker(), (table, totals, peaks, words)
    last = run(frames_of(trace), TraceDetector(trace), checker, sinks)
    totals.close()
    peaks.keep(last)
    last_cues = checker.last_cues()
    totals.cues += last_cues
    last_movements = checker.last_movements()
    totals.movements += last_movements
    words.end(last_movements, last_cues)
    episodes = tuple(sorted((*totals.episodes, *last), key=lambda e: (e.start_s, e.rule)))
    return Judged(track, stance, make_checker, table, totals, peaks, words, episodes)


def _stance(ahead: FirstPass, track: int, options: CheckOptions) -> Stance:
    stance = ahead.stance(track)
    if options.neutral is None:
        return stance
    start_s, end_s = options.neutral
    if not stance.known:
        raise InputError(
            f"--neutral {start_s:g}-{end_s:g}: expected the person in view there for half a "
            "second or more, saw less; name another stretch or leave it out"
        )
    if stance.leans_deg > MAX_NEUTRAL_LEAN_DEG:
        raise InputError(
            f"--neutral {start_s:g}-{end_s:g}: expected somebody standing tall there, saw a trunk "
            f"leaning {stance.leans_deg:.0f} degrees; name another stretch or leave it out"
        )
    return stance
