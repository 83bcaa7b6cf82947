"""The newest view, and the subscribers to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from posturecheck.app.view import Gauge, View
from posturecheck.core import Step
from posturecheck.drawing.gauges import judged
from posturecheck.live.screen import ScreenMessage
from posturecheck.sources.camera import Shot

Tell = Callable[[View], None]


class ViewPublisher:
    """Holds one view, never a queue of them; may be used from any thread."""

    def __init__(self, first: View) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Tell] = []
        self.view = first

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
            bend, twist = step.posture["trunk_inclination_deg"], step.posture["trunk_rotation_deg"]
            view = replace(
                view,
                pose=step.pose,
                bend=Gauge(bend, judged(step, "bend")),
                twist=Gauge(twist, judged(step, "twist")),
            )
        with self._lock:
            self.view = view
            for tell in self._listeners:
                tell(view)
