"""One thing to read from three metres, and what it says of who is in view."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from posturecheck.app.view import Phase, Tone
from posturecheck.core import Joint, Step, View
from posturecheck.kinematics.trunk import VISIBLE
from posturecheck.live import words
from posturecheck.live.unseen import missing

Trouble = Literal["", "opening", "lost", "small", "dark", "covered", "frozen", "nobody", "half"]


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """What the page shows, and the prompt (of ``voice.prompts``) to say now, or ""."""

    phase: Phase
    tone: Tone
    headline: str
    detail: str = ""
    progress: float = math.nan
    prompt: str = ""


def sight(step: Step, dim: bool, sights: Mapping[View, str] = words.SIGHTS) -> str:
    """Return what can be judged from here, and what would help."""
    told = (sights[step.posture.view], words.DIM() if dim else "")
    return " ".join(text for text in told if text)


def body_in_view(step: Step) -> str:
    """Return how much of the body is in view, in words."""
    ankles = [Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]
    feet = step.pose is not None and bool((step.pose.visibility[ankles] >= VISIBLE).any())
    return words.FEET_SEEN() if feet else words.HIPS_SEEN()


def cannot_see(step: Step, trouble: Trouble) -> tuple[str, str]:
    """Return headline and detail of a trouble: always with its reason."""
    if trouble == "half" and step.pose is not None:
        return words.HALVES[missing(step.pose, step.frame.image)]
    return words.TROUBLES[trouble]


def said_again(scene: ScreenMessage, last: str) -> ScreenMessage:
    """Return the scene with the last words on it, where nothing graver is."""
    if not last or scene.tone in ("red", "trouble") or last == scene.headline:
        return scene
    return replace(scene, tone="remind", headline=last, detail=words.AGAIN())
