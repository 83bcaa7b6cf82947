"""What a live session is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from posturecheck.core import Detector, Sink
from posturecheck.live.speaker import Speaker
from posturecheck.pipeline import Checker
from posturecheck.rules.guidance import Guidance
from posturecheck.sinks.drawing import GaugeLimits
from posturecheck.sources.camera import Camera


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a session watches with and tells.

    ``sinks`` take the steps that are judged, ``witnesses`` all of them. ``task`` "" is
    recognised; ``at_once`` asks to stand tall without waiting for Start.
    """

    camera: Camera
    detector: Detector
    checker: Checker
    speaker: Speaker
    guidance: Guidance
    limits: GaugeLimits
    sinks: Sequence[Sink] = ()
    witnesses: Sequence[Sink] = ()
    task: str = ""
    at_once: bool = False
    sound: Callable[[str], bytes | None] = lambda text: None
