"""The guide of the first time: whoever tries a bend is told at once what was seen of it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, Literal

from posturecheck.activity.techniques import (
    DEEP_DEG,
    DEEP_SD_DEG,
    LIKELY_SD,
    LONG_BACK_DEG,
    MEASURED_SD_DEG,
    surely_round,
)
from posturecheck.app.view import Tone
from posturecheck.core import Movement, Step
from posturecheck.live import words
from posturecheck.live.screen import ScreenMessage, body_in_view, sight
from posturecheck.live.session_parts import GuidePart

FAR_DEG = 45.0  # 30 is asked for; half as much again is more than a first try needs
BENDS = frozenset({"bend", "lift"})
OPENINGS = frozenset({"thanks", "untold", "skipped"})

Answer = Literal["try-long", "try-round", "try-far", "try-unsure"]  # of ``voice.prompts``
TONES: Final[dict[Answer, Tone]] = {
    "try-long": "praise",
    "try-round": "remind",
    "try-far": "remind",
    "try-unsure": "ask",
}


class GuidedBend:
    """Changes what a session shows and says into what the guide does.

    In its part "look" it says how much is seen, and asks for nothing; in "bend" it asks for a
    bend once somebody has stood tall, and answers every one in place of the cues.
    """

    def __init__(self, part: GuidePart, holds_on: bool = False) -> None:
        self._looks_only = part == "look"
        self._stand_hint = words.STAND_HINT_HOLDING if holds_on else words.STAND_HINT
        self._answer: Answer | None = None
        self._lean_deg = math.nan

    def told(self, scene: ScreenMessage, step: Step, dim: bool) -> ScreenMessage:
        """Return what is on, once a step was seen."""
        if self._looks_only and scene.headline == words.STAND():
            seen, detail = body_in_view(step), sight(step, dim, words.GUIDE_SIGHTS)
            return replace(scene, tone="praise", headline=seen, detail=detail, progress=math.nan)
        if scene.phase == "look" and scene.headline == words.STAND():
            return replace(scene, detail=self._stand_hint())
        if scene.phase != "watching" or scene.tone in ("trouble", "ask"):
            return scene
        prompt = self._look_for_bend(step) or ("try" if scene.prompt in OPENINGS else scene.prompt)
        if self._answer is None:
            return replace(
                scene, tone="ask", headline=words.TRY(), detail=words.TRY_HINT(), prompt=prompt
            )
        headline, detail = words.TRIED[self._answer]
        return replace(
            scene,
            tone=TONES[self._answer],
            headline=headline,
            detail=detail.format(lean=round(self._lean_deg)),
            prompt=prompt,
        )

    def _look_for_bend(self, step: Step) -> str:
        for movement in step.ended:
            answer = answer_of(movement)
            if answer is not None:
                self._answer = answer
                self._lean_deg = movement.deepest["trunk_inclination_deg"].value
                return answer
        return ""


def answer_of(movement: Movement) -> Answer | None:
    """Return what a whole movement is told; None for one that was no bend.

    A back is called long, or round, only where the technique of a hip hinge would be (or not).
    """
    if movement.kind not in BENDS:
        return None
    rounding = movement.deepest["spine_flexion_deg"]
    lean = movement.deepest["trunk_inclination_deg"]
    if surely_round(movement.deepest):
        return "try-round"
    most_sd = DEEP_SD_DEG if lean.value >= DEEP_DEG else MEASURED_SD_DEG
    likely_long = rounding.value + LIKELY_SD * rounding.sd < LONG_BACK_DEG
    if not (likely_long and rounding.sd <= most_sd):  # nan, too
        return "try-unsure"
    return "try-far" if lean.value - lean.sd > FAR_DEG else "try-long"
