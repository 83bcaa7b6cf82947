"""A session: a camera watched through the one loop, shown, spoken of and remembered.

``Session.run`` is ``pipeline.run`` with a source that also obeys requests between frames.
It belongs in a thread of its own; whatever else touches a session does so by ``command``
and ``subscribe``, from any thread.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Callable, Iterator, Mapping
from queue import Empty, SimpleQueue
from typing import get_args

import cv2

from posturecheck.app.view import Command, Farewell, View
from posturecheck.core import Episode, Frame, InputError, People, Response, Step
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.history.half_minute import HalfMinute
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.live import words
from posturecheck.live.announcer import Announcer
from posturecheck.live.camera_moved import CameraMotion
from posturecheck.live.farewell import farewell_message
from posturecheck.live.guided_bend import GuidedBend
from posturecheck.live.hand_sign import HandSign
from posturecheck.live.looking import Looking
from posturecheck.live.phases import WISHED_IN, SessionPhases
from posturecheck.live.publisher import ViewPublisher
from posturecheck.live.screen import ScreenMessage, said_again
from posturecheck.live.session_parts import SessionParts
from posturecheck.pipeline import run
from posturecheck.sources.camera import Shot

WAIT_S = 0.25  # for a picture, before it is looked whether anything else is wanted
SNOOZE_S = 600.0
GONE_AFTER_S = 2.0  # without a picture


class Session:
    """One person before one camera, from the first picture to the last; see ``app.view``."""

    def __init__(self, equipment: SessionParts) -> None:
        self._with = equipment
        holds_on = equipment.holds_on
        begins = equipment.guide != "look"
        self._stage = SessionPhases(equipment.hands_free.waits, begins, holds_on)
        self._guide = GuidedBend(equipment.guide, holds_on) if equipment.guide else None
        if equipment.begin == "stand":
            self._stage.ask_to_stand("")
        elif equipment.begin == "watching":
            self._stage.watch_at_once()
        self._looking = Looking(equipment.camera.device.compressed)
        self._moved = CameraMotion()
        self._hand = HandSign(equipment.hands_free.raised_hand, holds_on)
        self._half_minute = HalfMinute()
        self._notices: SimpleQueue[str] = SimpleQueue()
        self._requests: SimpleQueue[tuple[Command, str]] = SimpleQueue()
        self._stop = threading.Event()
        first = View(0, "starting", headline=words.TROUBLES["opening"][0])
        self._screen = ViewPublisher(first, "hold" if holds_on else "tall")
        self._shot: Shot | None = None
        self._off = False
        self._person: int | None = None
        self._task = equipment.task
        self._stance: Stance | None = None
        self._stance_s = self._company_s = -math.inf
        self._announcer = Announcer(
            equipment.speaker, equipment.hands_free.alive_s, holds_on, equipment.pace
        )
        equipment.checker.cues.mute(not equipment.speaker.heard)
        self.episodes: tuple[Episode, ...] = ()  # those still open at the end
        self.unanswered: tuple[Response, ...] = ()
        self.analysed = 0
        self.left = False  # whether it was ended because nobody was there any more
        self._says_goodbye = False
        self._farewell: Farewell | None = None

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
        """Whether the user ended it; a clip may also end by itself."""
        return self._stop.is_set()

    @property
    def view(self) -> View:
        """The newest view."""
        return self._screen.view

    def subscribe(self, tell: Callable[[View], None]) -> Callable[[], None]:
        """Subscribe to every view; returns what ends that."""
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
            self._says_goodbye = True
            self._stop.set()
        if command == "hurt":
            self._with.speaker.hush()  # at once, whatever is being looked at
        self._requests.put((command, value))

    def sound(self, text: str) -> bytes | None:
        """Return the WAV file of the chime and these words, None where there is none."""
        return self._with.sound(text)

    def notice(self, prompt: str) -> None:
        """Have one of ``voice.prompts`` said; from any thread."""
        self._notices.put(prompt)

    @property
    def lacking_s(self) -> float:
        """For how long quick movements could not be watched, seconds."""
        return self._looking.lacking_s

    @property
    def speaking(self) -> bool:
        """Whether this computer is saying something that may be waited for at the end."""
        return self._with.speaker.speaking

    def stop(self) -> None:
        """End the session with the picture that is being looked at, without a word."""
        self.hush()
        self._stop.set()

    def hush(self) -> None:
        """Say nothing more."""
        self._with.speaker.muted = True

    def leave(self) -> None:
        """End the session because nobody is there any more."""
        self.left = True
        self.stop()

    def run(self) -> None:
        """Watch until stopped, or until a clip is over."""
        parts = self._with
        cv2.setNumThreads(1)  # its helpers wait in a circle; on pictures as small they save nothing
        self._set_out()
        last = ScreenMessage("ended", "trouble", words.FAULT(), words.FAULT_HINT())
        try:
            self.episodes = run(self._frames(), _Fit(self), parts.checker, (self,))
            self.unanswered = parts.checker.unanswered()
            for cue in () if self.stopped else parts.checker.last_cues():
                self._announcer.cue(self._t_s, cue)
            self._farewell = parts.farewell(self.episodes)
            aloud = self._says_goodbye and self._guide is None
            last = farewell_message(self._farewell, aloud=aloud)
        finally:
            self._publish(last)

    def write(self, step: Step) -> None:
        """Take a step of the loop: show it, speak of it, hand it on. A session is a sink."""
        parts, t_s, shot = self._with, step.frame.t_s, self._shot
        judging, waiting = parts.checker.judging, self._stage.phase == "waiting"
        self.analysed += 1
        self._looking.seen(step)
        self._half_minute.see(step)
        self._notice_person(step)
        scene = self._scene(step)
        self._set_out()
        if step.cue is not None and (self._guide is None or step.cue.kind == "ask"):
            self._announcer.cue(t_s, step.cue)
        self._publish(scene, step, shot)
        counts = judging or step.closed or step.responses
        kept = () if waiting else parts.all_step_sinks  # nothing is filmed of a pause
        for sink in (*kept, *(parts.sinks if counts else ())):
            sink.write(step)

    def _scene(self, step: Step) -> ScreenMessage:
        stage, t_s = self._stage, step.frame.t_s
        signed = self._hand.update(step, stage.stance)
        if signed:
            stage.hand_raised(t_s)
        if self._hand.half:
            self._announcer.half(t_s)
        there = step.posture.seen if stage.phase == "waiting" else step.pose is not None
        stage.pass_time(t_s, there)
        if stage.closed:
            return stage.paused()
        fault = self._looking.fault
        if fault and stage.phase != "waiting":
            return stage.without_picture(t_s, fault)
        scene = stage.see(step, self._looking.dim, self._hand.progress)
        if self._guide is not None:
            scene = self._guide.told(scene, step, self._looking.dim)
        return self._looking.told(scene)

    def close_camera(self) -> None:
        """Close the camera; what is still to be said needs none."""
        self._with.camera.close()

    def close(self) -> None:
        """Nothing to finish: the parts are closed where they were made."""

    def unfit(self) -> bool:
        """Whether the present picture cannot be judged."""
        return bool(self._looking.fault)

    def _frames(self) -> Iterator[Frame]:
        waited_s = 0.0
        while not self._stop.is_set():
            self._obey()
            shot = self._with.camera.newest(WAIT_S)
            off = self._stage.closed
            waited_s = waited_s + WAIT_S if shot is None and not off else 0.0
            if self._stop.is_set() or (shot is None and self._with.camera.state == "ended"):
                return
            if shot is None or off:
                self._without_shot(waited_s)
            elif self._wanted(shot):
                yield shot.frame

    def _without_shot(self, waited_s: float) -> None:
        stage = self._stage
        if not stage.closed:
            stage.pass_time(self._t_s + waited_s, there=False)
            self._set_out()
        if stage.closed or stage.phase == "waiting":
            self._publish(stage.paused())
        elif self._with.camera.state == "opening":
            self._publish(stage.without_picture(self._t_s, "opening"))
        elif self._with.camera.state == "lost" or waited_s >= GONE_AFTER_S:
            self._publish(stage.without_picture(self._t_s, "lost"))

    def _wanted(self, shot: Shot) -> bool:
        """Look at a new picture; return whether it goes through the loop."""
        frame, looking, phase = shot.frame, self._looking, self._stage.phase
        assert frame.image is not None
        due = looking.due(frame, self._stage.waits_for, math.isfinite(self._hand.progress))
        if not due and phase == "waiting":
            return False
        self._shot = shot
        looking.check(frame)
        if not looking.fault and self._moved.see(frame.t_s, frame.image):
            self._forget_stance("moved")
        due = due or phase in ("look", "stand")
        if due:
            looking.look(frame)
        return due

    @property
    def _t_s(self) -> float:
        return self._shot.frame.t_s if self._shot is not None else 0.0

    def _set_out(self) -> None:
        """Bring the checker to the session's phase."""
        checker, stage = self._with.checker, self._stage
        self._open_or_close()
        if stage.judging and not checker.judging:
            if stage.stance is not None and stage.stance is not self._stance:
                self._stance, self._stance_s = stage.stance, self._t_s
                checker.set_stance(stage.stance)
                self._moved.hold(None)
            if not self._moved.holds and self._shot is not None:
                self._moved.hold(self._shot.frame.image)
        checker.judging = stage.judging

    def _open_or_close(self) -> None:
        off = self._stage.closed
        if off and not self._off:
            self._with.camera.turn_off()
            if self._stage.left:  # whoever comes back reads it before they begin again
                self._farewell = self._with.farewell(())
            if self._with.hands_free.ends:
                self.left = self._stage.phase == "off"
                self._stop.set()
        elif self._off and not off:
            self._with.camera.turn_on()
            self._farewell = None
        self._off = off

    def _forget_stance(self, prompt: str) -> None:
        self._stance = None
        self._stage.forget_stance(prompt)
        self._with.checker.set_stance(None)
        self._moved.hold(None)
        self._set_out()

    def _notice_person(self, step: Step) -> None:
        checker, before = self._with.checker, self._person
        self._person = checker.person
        if len(step.people) > 1:
            self._company_s = step.frame.t_s
        if before is None or self._person == before:
            return
        # A person who comes back after a while has a new number. Only if more than one has been
        # seen since the stance was taken may it be somebody else.
        if self._company_s > self._stance_s:
            self._half_minute.forget()
            self._forget_stance("other")
        elif self._stance is not None:
            checker.set_stance(self._stance)

    def _obey(self) -> None:
        with contextlib.suppress(Empty):
            self._announcer.notice(self._t_s, self._notices.get_nowait())
        while True:
            try:
                command, value = self._requests.get_nowait()
            except Empty:
                return
            parts = self._with
            if command in ("mute", "unmute"):
                parts.speaker.muted = command == "mute"
                parts.checker.cues.mute(not parts.speaker.heard)
            elif command == "repeat":
                self._announcer.repeat(self._t_s)
            elif command in ("snooze", "unsnooze"):
                self._snooze(command == "snooze")
            elif command == "task":
                self._task = value
                parts.checker.set_task(value)
            elif command == "hurt":
                self._stop_for_pain()
            else:
                self._stage.wish(command)
                self._set_out()

    def _stop_for_pain(self) -> None:
        """Note what the body did, close the camera, and say what to do; then silence."""
        stage = self._stage
        if stage.phase not in WISHED_IN["hurt"]:
            return
        report = self._half_minute.report(self._t_s, stage.phase, self._with.checker.task)
        stage.pain_kept = self._with.note_pain(report)
        stage.wish("hurt")
        self._announcer.drop()
        self._set_out()
        self._publish(stage.paused())

    def _snooze(self, quiet: bool) -> None:
        until_s = self._t_s + SNOOZE_S if quiet else -math.inf
        self._announcer.snooze(self._t_s, until_s)
        self._with.checker.cues.snooze(until_s)

    def _publish(
        self, scene: ScreenMessage, step: Step | None = None, shot: Shot | None = None
    ) -> None:
        parts = self._with
        self._announcer.scene(self._t_s, scene)
        scene = said_again(scene, self._announcer.again(self._t_s))
        state = View(
            number=0,
            phase=scene.phase,
            task=parts.checker.task,
            task_chosen=bool(self._task),
            muted=parts.speaker.muted,
            snoozed_s=max(0.0, self._announcer.quiet_until_s - self._t_s),
            say=self._announcer.for_browser(self._t_s),
            farewell=self._farewell,
        )
        self._screen.show(scene, state, shot, step)


class _Fit:
    """The detector, shut while the picture is unfit: no person is seen in the dark."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._detector = session._with.detector

    def detect(self, frame: Frame) -> People:
        return () if self._session.unfit() else self._detector.detect(frame)

    def close(self) -> None:
        self._detector.close()
