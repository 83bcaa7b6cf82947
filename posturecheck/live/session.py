"""A session: a camera watched through the one loop, shown, spoken of and remembered.

``Session.run`` is ``pipeline.run`` with a source that also obeys wishes between frames.
It belongs in a thread of its own; whatever else touches a session does so by ``command``
and ``subscribe``, from any thread.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from queue import Empty, SimpleQueue
from typing import get_args

from posturecheck.app.view import Command, Utterance, View
from posturecheck.core import Episode, Frame, InputError, People, Step
from posturecheck.live import words
from posturecheck.live.camera_moved import CameraMoved
from posturecheck.live.equipment import Equipment
from posturecheck.live.pace import Pace
from posturecheck.live.picture_check import Fault, PictureCheck
from posturecheck.live.screen import Screen
from posturecheck.live.stage import Scene, Stage
from posturecheck.pipeline import run
from posturecheck.sinks.drawing import GaugeLimits
from posturecheck.sources.camera import Shot
from posturecheck.stance import Stance
from posturecheck.voice.prompts import PROMPTS

WAIT_S = 0.25  # for a picture, before it is looked whether anything else is wanted
SNOOZE_S = 600.0
SAY_WITHIN_S = 2.0  # words for the browser that come later come too late


class Session:
    """One person before one camera, from the first picture to the last; see ``app.Watched``."""

    def __init__(self, equipment: Equipment) -> None:
        self._with = equipment
        self._stage = Stage(equipment.guidance)
        if equipment.begin == "stand":
            self._stage.ask_to_stand("")
        elif equipment.begin == "watching":
            self._stage.wish("skip")
        self._check, self._pace, self._moved = PictureCheck(), Pace(), CameraMoved()
        self._wishes: SimpleQueue[tuple[Command, str]] = SimpleQueue()
        self._stop = threading.Event()
        self._screen = Screen(View(0, "starting", headline=words.TROUBLES["opening"][0]))
        self._shot: Shot | None = None
        self._fault: Fault = ""
        self._person: int | None = None
        self._task = equipment.task
        self._snoozed_until_s = -math.inf
        self._said: Utterance | None = None
        self._said_s = -math.inf
        self.episodes: tuple[Episode, ...] = ()  # those still open at the end
        self.analysed = 0

    @property
    def tasks(self) -> Mapping[str, str]:
        """The tasks that can be chosen: id to title."""
        return words.task_titles(self._with.guidance)

    @property
    def limits(self) -> GaugeLimits:
        """Where the gauges' amber and red begin."""
        return self._with.limits

    @property
    def stance(self) -> Stance | None:
        """The tall stance that was stood for last, None where there was none."""
        return self._stage.stance

    @property
    def stopped(self) -> bool:
        """Whether somebody ended it; a clip may also end by itself."""
        return self._stop.is_set()

    @property
    def view(self) -> View:
        """The newest view."""
        return self._screen.view

    def subscribe(self, tell: Callable[[View], None]) -> Callable[[], None]:
        """Have every view told; returns what ends that."""
        return self._screen.subscribe(tell)

    def command(self, command: Command, value: str = "") -> None:
        """Ask for something; it is done before the next picture.

        Raises:
            InputError: No such command or task.
        """
        if command not in get_args(Command):
            raise InputError(f"expected one of {', '.join(get_args(Command))}; got {command!r}")
        if command == "task" and value and value not in self.tasks:
            raise InputError(f"task: expected one of {', '.join(self.tasks)}; got {value!r}")
        if command == "quit":
            self.stop()
        self._wishes.put((command, value))

    def sound(self, text: str) -> bytes | None:
        """Return the WAV file of the chime and these words, None where there is none."""
        return self._with.sound(text)

    def stop(self) -> None:
        """End the session with the picture that is being looked at."""
        self._stop.set()

    def run(self) -> None:
        """Watch until stopped, or until a clip is over."""
        kit = self._with
        self._set_out()
        try:
            self.episodes = run(self._frames(), _Fit(self), kit.checker, (self,))
        finally:
            self._publish(Scene("ended", "calm", words.ENDED, words.ENDED_HINT))

    def write(self, step: Step) -> None:
        """Take a step of the loop: show it, speak of it, hand it on. A session is a sink."""
        kit, t_s, shot = self._with, step.frame.t_s, self._shot
        judging = kit.checker.judging
        self.analysed += 1
        self._pace.seen(t_s, bool(step.people))
        self._notice_person()
        if self._fault:
            scene = self._stage.without_picture(t_s, self._fault)
        else:
            scene = self._stage.see(step, self._check.dim)
        self._set_out()
        if step.cue is not None and step.cue.spoken:
            kit.speaker.say(step.cue.say, step.cue.kind)
        self._publish(scene, step, shot)
        for sink in (*kit.witnesses, *(kit.sinks if judging or step.closed else ())):
            sink.write(step)

    def close(self) -> None:
        """Nothing to finish: whoever made the equipment puts it away."""

    def unfit(self) -> bool:
        """Whether the present picture cannot be judged."""
        return bool(self._fault)

    def _frames(self) -> Iterator[Frame]:
        while not self._stop.is_set():
            self._obey()
            shot = self._with.camera.newest(WAIT_S)
            if self._stop.is_set():
                return
            if shot is None:
                if self._with.camera.state == "ended":
                    return
                if self._with.camera.state == "lost" and self._stage.phase != "paused":
                    self._publish(self._stage.without_picture(self._t_s, "lost"))
                continue
            if self._wanted(shot):
                yield shot.frame

    def _wanted(self, shot: Shot) -> bool:
        """Look at a new picture; return whether it goes through the loop."""
        self._shot, frame = shot, shot.frame
        assert frame.image is not None
        if self._stage.phase == "paused":
            self._publish(self._stage.paused(), shot=shot)
            return False
        self._fault = self._check.see(frame.t_s, frame.image)
        if self._stage.judging and self._moved.see(frame.t_s, frame.image):
            self._stage.ask_to_stand("moved")
            self._with.checker.take_stance(None)
            self._set_out()
        return self._pace.due(frame.t_s, frame.image) or self._stage.phase == "stand"

    @property
    def _t_s(self) -> float:
        return self._shot.frame.t_s if self._shot is not None else 0.0

    def _set_out(self) -> None:
        """Bring the checker to where the stage is."""
        checker, stage = self._with.checker, self._stage
        if stage.judging and not checker.judging:
            if stage.stance is not None:
                checker.take_stance(stage.stance)
            if self._shot is not None and self._shot.frame.image is not None:
                self._moved.hold(self._shot.frame.image)
        checker.judging = stage.judging

    def _notice_person(self) -> None:
        person, before = self._with.checker.person, self._person
        self._person = person
        if before is not None and person != before and self._stage.judging:
            self._stage.stance = None  # it was somebody else's
            self._stage.ask_to_stand("stand")

    def _obey(self) -> None:
        while True:
            try:
                command, value = self._wishes.get_nowait()
            except Empty:
                return
            kit = self._with
            if command in ("mute", "unmute"):
                kit.speaker.muted = command == "mute"
            elif command in ("snooze", "unsnooze"):
                self._snooze(command == "snooze")
            elif command == "task":
                self._task = value
                kit.checker.take_task(value)
            else:
                self._stage.wish(command)
                self._set_out()

    def _snooze(self, quiet: bool) -> None:
        cues = self._with.checker.cues
        self._snoozed_until_s = self._t_s + SNOOZE_S if quiet else -math.inf
        if quiet:
            self._with.speaker.say(PROMPTS["snoozed"], "notice")
            cues.snooze(self._snoozed_until_s)
        else:
            cues.unsnooze()

    def _publish(self, scene: Scene, step: Step | None = None, shot: Shot | None = None) -> None:
        kit = self._with
        if scene.prompt:
            kit.speaker.say(PROMPTS[scene.prompt], "notice")
        state = View(
            number=0,
            phase=scene.phase,
            task=kit.checker.task,
            task_chosen=bool(self._task),
            muted=kit.speaker.muted,
            snoozed_s=max(0.0, self._snoozed_until_s - self._t_s),
            say=self._for_browser(),
        )
        self._screen.show(scene, state, shot, step)

    def _for_browser(self) -> Utterance | None:
        """Return what the browser is to say; a page opened later must not say it again."""
        said = self._with.speaker.for_browser
        if said is not self._said:
            self._said, self._said_s = said, self._t_s
        return said if self._t_s - self._said_s < SAY_WITHIN_S else None


class _Fit:
    """The detector, shut while the picture is unfit: nobody is seen in the dark."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._detector = session._with.detector

    def detect(self, frame: Frame) -> People:
        return () if self._session.unfit() else self._detector.detect(frame)

    def close(self) -> None:
        self._detector.close()
