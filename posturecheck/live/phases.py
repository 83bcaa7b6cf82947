"""Which phase a session is in, and the one thing to show and ask.

Knows no camera, no thread and no clock: it is given what was seen, and when.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

from posturecheck.app.view import Command, Phase, Tone
from posturecheck.core import Step
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.live import words
from posturecheck.live.screen import ScreenMessage, Trouble, body_in_view, cannot_see, sight
from posturecheck.live.standing import Standing
from posturecheck.live.waiting import Waiting, Why

UNSEEN_FOR_S = 2.0  # a person behind an open cupboard door is not gone
FIND_WITHIN_S = 4.0  # at first: whom to watch is decided after a second of movement
SAY_AGAIN_S = 120.0  # the same trouble is spoken of once, then only shown
GOES_ON = ("skipped", "resumed", "welcome")
IN_USE: tuple[Phase, ...] = ("look", "stand", "watching")
WISHED_IN: dict[str, tuple[Phase, ...]] = {
    "start": ("look",),
    "calibrate": ("watching", "waiting", "off"),
    "hurt": (*IN_USE, "waiting", "off"),
    "go-on": ("hurt",),
    "skip": ("look", "stand"),
    "pause": (*IN_USE, "waiting"),
    "resume": ("waiting", "off"),
}


class SessionPhases:
    """Takes steps and requests; says what is on. ``stance`` is the last one stood for.

    ``waits``: whether it waits, and then closes the camera, where nobody is there.
    ``begins``: whether standing tall begins it, without a word; ``holds_on``: whether the person
    holds on to something when they stand.
    """

    def __init__(self, waits: bool = True, begins: bool = True, holds_on: bool = False) -> None:
        self.phase: Phase = "look"
        self.stance: Stance | None = None
        self._waits, self._begins = waits, begins
        self._stand_hint = words.STAND_HINT_HOLDING if holds_on else words.STAND_HINT
        self._hand_hint = words.HAND_HINT_HOLDING if holds_on else words.HAND_HINT
        self._waiting = Waiting()
        self._before: Phase = "watching"  # what a pause broke off
        self._must_stand = ""  # the prompt that asks for a new stance after a pause
        self._standing = Standing()
        self._seen_s = math.nan
        self._found = self._ever_seen = False
        self._trouble: Trouble = ""
        self._prompt = ""
        self._said_s: dict[str, float] = {}
        self.pain_kept = False  # whether what hurt is noted for the therapist

    @property
    def closed(self) -> bool:
        """Whether the camera is closed."""
        return self.phase in ("off", "hurt")

    @property
    def left(self) -> bool:
        """Whether the camera is closed because nobody has been there for long."""
        return self.phase == "off" and self._waiting.why == "away"

    @property
    def judging(self) -> bool:
        """Whether what is seen is judged just now."""
        return self.phase == "watching"

    @property
    def waits_for(self) -> Why | None:
        """What is waited for, None where it does not wait."""
        return self._waiting.why if self.phase == "waiting" else None

    def wish(self, command: Command) -> None:
        """Take a request; what does not fit the phase changes nothing."""
        if self.phase not in WISHED_IN.get(command, ()):
            return
        if command == "start":
            self._go("stand", "stand")  # what has been stood so far counts
        elif command == "calibrate":
            self.ask_to_stand("stand")
        elif command == "skip":
            self._go("watching", "skipped")
        elif command == "pause":
            self._waiting.why = "asked"
            self._turn_off()
        elif command == "hurt":
            self._turn_off("hurt")
        else:
            self._go_on("resumed")

    def watch_at_once(self) -> None:
        """Watch without a word: a clip cannot be asked."""
        self._go("watching", "")

    def hand_raised(self, t_s: float) -> None:
        """Take the sign: it pauses, and goes on."""
        if self.phase == "waiting":
            self._go_on("resumed")
        elif self.phase in ("watching", "stand"):
            self._wait(t_s, "hand")

    def ask_to_stand(self, prompt: str) -> None:
        """Go back to standing tall, saying why."""
        self._must_stand, self._standing = "", Standing()
        self._go("stand", prompt)

    def forget_stance(self, prompt: str) -> None:
        """Whose stance it was, or the camera that saw it, has changed; ask for a new one."""
        self.stance = None
        if self.phase in ("watching", "stand"):
            self.ask_to_stand(prompt)
        elif self.phase == "waiting" and self._before != "look":
            self._must_stand = prompt

    def _go(self, phase: Phase, prompt: str) -> None:
        self.phase, self._prompt = phase, prompt
        self._seen_s, self._found = math.nan, False
        self._waiting.end()

    def _wait(self, t_s: float, why: Why) -> None:
        self._before, self.phase, self._prompt = self.phase, "waiting", why
        self._waiting.begin(t_s, why)

    def _turn_off(self, phase: Literal["off", "hurt"] = "off") -> None:
        if self.phase in IN_USE:
            self._before = self.phase
        self._go(phase, phase)

    def _go_on(self, prompt: str) -> None:
        """Go on with what the pause broke off; asks to stand tall only if it must."""
        if self._must_stand:
            self.ask_to_stand(self._must_stand)
        elif self._before == "stand":
            self.ask_to_stand("stand")
        elif self._before == "look":
            self._standing = Standing()
            self._go("look", "")
        else:
            self._go("watching", prompt)

    def pass_time(self, t_s: float, there: bool) -> None:
        """Take whether anybody is there: wait where nobody is, and not for ever."""
        self._waiting.see(t_s, there)
        if not self._waits:
            return
        if self.phase in IN_USE and self._waiting.away(t_s):
            self._wait(t_s, "away")
        elif self.waits_for == "away" and there:
            self._go_on("welcome")
        elif self.phase == "waiting" and self._waiting.over(t_s):
            self._turn_off()

    def without_picture(self, t_s: float, trouble: Trouble) -> ScreenMessage:
        """Return the scene while no picture comes, or while the one that comes is unfit."""
        self._note_trouble(t_s, trouble)
        self._seen_s, self._found = math.nan, False  # whether anybody is there is not known
        headline, detail = words.TROUBLES[trouble]
        return self._scene("trouble", headline, detail)

    def paused(self, hand: float = math.nan) -> ScreenMessage:
        """Return the scene of a pause; ``hand`` is how long one has been up (0 to 1, nan)."""
        if self.phase == "hurt":
            return self._scene("calm", words.HURT(), words.HURT_HINTS[self.pain_kept])
        if self.phase == "off":
            return self._scene("calm", words.OFF(), words.OFF_HINTS[self._waiting.why])
        if math.isfinite(hand):
            return self._scene("ask", words.HOLD_HAND_ON(), self._hand_hint(), hand)
        return self._scene("calm", words.WAITING(), words.WAITING_HINTS[self._waiting.why])

    def see(self, step: Step, dim: bool, hand: float = math.nan) -> ScreenMessage:
        """Take the next step; return what is on.

        Args:
            step: What was seen.
            dim: Whether there is little light.
            hand: How much of its time a raised hand has been held, 0 to 1; nan for none.
        """
        if self.phase == "waiting":
            return self.paused(hand)
        t_s = step.frame.t_s
        trouble = self._unseen(step)
        self._note_trouble(t_s, trouble)
        if self.phase == "stand" or (self.phase == "look" and self._begins):
            self._stand(step)
        if trouble:
            self._found = False
            return self._cannot_see(step, trouble)
        scene = self._in_view(step, dim)
        if math.isfinite(hand) and self.phase in ("watching", "stand") and scene.tone != "red":
            return replace(
                scene,
                tone="ask",
                headline=words.HOLD_HAND(),
                detail=self._hand_hint(),
                progress=hand,
            )
        return scene

    def _cannot_see(self, step: Step, trouble: Trouble) -> ScreenMessage:
        if trouble == "nobody" and step.people and self.phase != "watching":
            # A body that never moved may be a chair.
            return self._scene("ask", words.WAVE(), words.WAVE_HINT())
        return self._scene("trouble", *cannot_see(step, trouble), self._progress())

    def _in_view(self, step: Step, dim: bool) -> ScreenMessage:
        if not self._found:
            return self._scene("calm", words.LOOKING(), progress=self._progress())
        if self.phase == "look":
            seen = f"{body_in_view(step)} {sight(step, dim)}".rstrip()
            return self._scene("ask", words.STAND(), seen, self._progress())
        if self.phase == "stand":
            return self._scene("ask", words.STAND(), self._stand_hint(), self._progress())
        if step.headline is not None:
            return self._scene(step.headline.tone, step.headline.words, step.headline.detail)
        hint = sight(step, dim) if self.stance else words.SKIPPED_HINT()
        return self._scene("calm", words.WATCHING(), hint)

    def _scene(
        self, tone: Tone, headline: str, detail: str = "", progress: float = math.nan
    ) -> ScreenMessage:
        prompt, self._prompt = self._prompt, ""
        return ScreenMessage(self.phase, tone, headline, detail, progress, prompt)

    def _progress(self) -> float:
        return self._standing.progress if self.phase in ("look", "stand") else math.nan

    def _stand(self, step: Step) -> None:
        standing = self._standing
        standing.update(step, ask=self.phase == "look")
        self._prompt = self._prompt or standing.prompt
        if standing.stance is not None:
            self.stance = standing.stance
            self._go("watching", "thanks")
        elif self.phase == "stand" and standing.given_up:
            self._go("watching", "untold")

    def _unseen(self, step: Step) -> Trouble:
        t_s = step.frame.t_s
        if step.posture.seen:
            self._seen_s, self._ever_seen, self._found = t_s, True, True
            return ""
        if math.isnan(self._seen_s):
            self._seen_s = t_s + FIND_WITHIN_S - UNSEEN_FOR_S
        if t_s - self._seen_s < UNSEEN_FOR_S:
            return self._trouble if self._trouble in ("nobody", "half") else ""
        return "half" if step.pose is not None else "nobody"

    def _note_trouble(self, t_s: float, trouble: Trouble) -> None:
        before, self._trouble = self._trouble, trouble
        if before == "lost" and trouble != "lost":
            self._prompt = self._prompt or "back"
        if trouble in (before, "", "opening"):
            return
        # A person who walked out of view knows it; the voice does not call them back.
        called_after = trouble == "nobody" and self._ever_seen
        if called_after or t_s - self._said_s.get(trouble, -math.inf) < SAY_AGAIN_S:
            return
        self._said_s[trouble] = t_s
        if self._prompt in ("", *GOES_ON):  # which it does not, then
            self._prompt = trouble
