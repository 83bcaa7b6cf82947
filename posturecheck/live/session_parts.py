"""What a live session is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from posturecheck.app.view import Farewell
from posturecheck.core import Detector, Episode, Sink
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.history.half_minute import PainReport
from posturecheck.live.voice_output import Speaker
from posturecheck.pipeline import Checker
from posturecheck.rules.guidance import Guidance
from posturecheck.sources.camera import Camera
from posturecheck.voice.pace import USUAL

GuidePart = Literal["look", "bend"]


@dataclass(frozen=True, slots=True)
class HandsFree:
    """What a session does by itself.

    Attributes:
        raised_hand: Whether a raised hand pauses and goes on.
        waits: Whether it waits where nobody is there, and closes the camera after a while.
        ends: Whether a camera that it closed by itself ends it: where there are no keys.
        alive_s: After so long a silence it says that it still watches; 0 for never.
    """

    raised_hand: bool = True
    waits: bool = True
    ends: bool = False
    alive_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What a session watches with, and where its results go.

    ``sinks`` take the steps that are judged, ``all_step_sinks`` all of them. ``task`` "" is
    recognised. ``begin`` is where to begin: with a look, until Start is pressed; with standing
    tall; or with watching at once, as for a clip, in which no person can be asked to stand tall.
    ``guide`` is a part of the first time's guide (``guided_bend``). ``holds_on``: the person holds
    on to something when they stand. ``pace`` is the voice's (``voice.pace``).
    ``note_pain`` keeps what hurt and returns whether it could; ``farewell`` gives what is read at
    the end, from the episodes that are still open.
    """

    camera: Camera
    detector: Detector
    checker: Checker
    speaker: Speaker
    guidance: Guidance
    limits: GaugeLimits
    sinks: Sequence[Sink] = ()
    all_step_sinks: Sequence[Sink] = ()
    task: str = ""
    begin: Literal["look", "stand", "watching"] = "look"
    guide: GuidePart | None = None
    holds_on: bool = False
    pace: float = USUAL
    hands_free: HandsFree = field(default_factory=HandsFree)
    sound: Callable[[str], bytes | None] = lambda text: None
    note_pain: Callable[[PainReport], bool] = lambda report: False
    farewell: Callable[[Sequence[Episode]], Farewell | None] = lambda still_open: None
