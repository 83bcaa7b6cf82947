"""What a live session is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from posturecheck.core import Detector, Sink
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live.voice_output import Speaker
from posturecheck.pipeline import Checker
from posturecheck.rules.guidance import Guidance
from posturecheck.sources.camera import Camera


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What a session watches with, and where its results go.

    ``sinks`` take the steps that are judged, ``all_step_sinks`` all of them. ``task`` "" is
    recognised. ``begin`` is where to begin: with a look, until Start is pressed; with standing
    tall; or with watching at once, as for a clip, in which no person can be asked to stand tall.
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
    sound: Callable[[str], bytes | None] = lambda text: None
