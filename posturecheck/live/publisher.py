"""The newest view, and the subscribers to the next."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import replace

from posturecheck.app.figures import Figure, figure_of
from posturecheck.app.view import Gauge, View
from posturecheck.core import Step
from posturecheck.drawing.gauges import judged_of
from posturecheck.live.screen import ScreenMessage
from posturecheck.rules import RULES
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.camera import Shot

TWISTING = tuple(rule.id for rule in RULES if rule.gauge == "twist")

Tell = Callable[[View], None]


class ViewPublisher:
    """Holds one view, never a queue of them; may be used from any thread."""

    def __init__(self, first: View, tall: Figure = "tall") -> None:
        self._lock = threading.Lock()
        self._listeners: list[Tell] = []
        self.view = first
        self._tall: Figure = tall

    def subscribe(self, tell: Tell) -> Callable[[], None]:
        """Subscribe to every view, the present one at once; returns what ends that."""
        with self._lock:
            self._listeners.append(tell)
            tell(self.view)

        def end() -> None:
            with self._lock:
                if tell in self._listeners:
                    self._listeners.remove(tell)

        return end

    def show(self, scene: ScreenMessage, state: View, shot: Shot | None, step: Step | None) -> None:
        """Show a scene; ``state`` holds what else the page says (task, mute, snooze)."""
        view = replace(
            state,
            number=self.view.number + 1,
            phase=scene.phase,
            tone=scene.tone,
            headline=scene.headline,
            detail=scene.detail,
            progress=scene.progress,
        )
        if shot is not None:
            view = replace(view, captured_unix_s=shot.taken_unix_s, picture=shot.frame.image)
        if step is not None:
            view = replace(
                view,
                pose=step.pose,
                bend=_gauge(step, "trunk_inclination_deg", "deep-lean", ("deep-lean",)),
                rounding=_gauge(step, "spine_flexion_deg", "rounded-bend", ("rounded-bend",)),
                twist=_gauge(step, "trunk_rotation_deg", "twist", TWISTING),
                figure=self._tall if scene.phase == "stand" else _figure(step, scene),
            )
        with self._lock:
            self.view = view
            for tell in self._listeners:
                tell(view)


def _gauge(step: Step, measure: str, limited_by: str, rules: tuple[str, ...]) -> Gauge:
    """Return a measure with the limits in force and the sign of these rules."""
    verdict = next((v for v in step.verdicts if v.rule == limited_by), None)
    limits = (math.nan, math.nan) if verdict is None else (verdict.amber, verdict.red)
    return Gauge(step.posture[measure], judged_of(step, rules), *limits)


def _figure(step: Step, scene: ScreenMessage) -> Figure:
    said = step.headline
    if said is None or said.words != scene.headline:  # a trouble is shown instead
        return ""
    return figure_of(said, load_guidance())
