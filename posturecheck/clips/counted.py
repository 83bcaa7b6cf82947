"""What of a watched clip counts: a stretch of it, and whom a therapist pointed out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.turned import TurnedLook
from posturecheck.core import People
from posturecheck.kinematics.tracking import Pointed
from posturecheck.marks.review_file import Review
from posturecheck.sources.trace import Trace

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Counted:
    """The (start, end) seconds and the person; None is as the check was asked."""

    range_s: Stretch | None = None
    person: Pointed | None = None

    @classmethod
    def of(cls, review: Review) -> Counted:
        """Return what a review says."""
        return cls(review.range_s, review.person)

    def beside(self, asked: CheckOptions) -> Counted:
        """Return what still counts where somebody asks for a range or a person now."""
        whom = asked.pointed is not None or asked.person != "main"
        return Counted(
            None if asked.range_s else self.range_s,
            None if whom else self.person,
        )

    def within(self, asked: CheckOptions) -> CheckOptions:
        """Return the options with which it is judged."""
        return replace(
            asked,
            range_s=self.range_s or asked.range_s,
            pointed=self.person or asked.pointed,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """All that was seen of a clip of which less counts; ``person`` is whom the check asked for."""

    trace: Trace
    watched_s: Stretch
    person: str


def stretch_of(trace: Trace, within: Stretch) -> Trace:
    """Return the frames of ``start <= t_s < end`` as a trace of their own.

    Raises:
        InputError: There is no room for temporary files.
    """
    cut = Trace()
    try:
        for t_s, people in trace:
            if within[0] <= t_s < within[1]:
                cut.append(t_s, people)
    except BaseException:
        cut.close()
        raise
    return cut


def looked_ahead(
    frames: Iterable[tuple[float, People]], options: CheckOptions, size_px: tuple[int, int]
) -> tuple[FirstPass, TurnedLook]:
    """Return the first pass over recorded frames whose pictures were of this size."""
    ahead, look = first_pass(options, size_px), TurnedLook()
    for t_s, people in frames:
        ahead.observe(t_s, people)
        look.observe(people)
    return ahead, look


def first_pass(options: CheckOptions, size_px: tuple[int, int]) -> FirstPass:
    """Return the first pass over a clip whose pictures are of this size."""
    return FirstPass(options.person, options.neutral, options.pointed, size_px)


def seconds_of(options: CheckOptions) -> Stretch:
    """Return the (start, end) seconds that are asked for, to infinity where all are."""
    return options.range_s or (0.0, math.inf)
