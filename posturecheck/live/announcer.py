"""What is said when: cues at once, what was asked for at once, troubles when there is quiet."""

from __future__ import annotations

import math

from posturecheck.app.view import Utterance
from posturecheck.core import Cue
from posturecheck.live.screen import ScreenMessage
from posturecheck.live.voice_output import Speaker
from posturecheck.voice.chimes import Kind
from posturecheck.voice.pace import USUAL
from posturecheck.voice.prompts import HOLDING, PROMPTS
from posturecheck.voice.sounds import lasts_s

CUE_LASTS_S = 4.0
AGAIN_S = 6.0  # the last words are shown for so long when they were asked for again
BROWSER_WITHIN_S = 2.0  # words for the browser that come later come too late
# Not asked for, and to be read on the screen: no reason to break a silence or a cue.
SHOWN_WHILE_QUIET = frozenset(
    {"nobody", "half", "dark", "covered", "frozen", "small", "busy", "slow", "quick"}
)
LASTING = frozenset({"busy", "slow", "quick"})  # they hold whatever else is on
PRAISES = frozenset({"try-long"})
COUNTS = frozenset({"one", "two"})


class Announcer:
    """Decides by the session's time; ``quiet_until_s`` is when a snooze ends.

    ``alive_s``: after so long a silence it is said that it still watches; 0 never says so.
    ``holds_on``: whether who is watched holds on to something when they stand. ``pace``: see
    ``voice.pace``.
    """

    def __init__(
        self, speaker: Speaker, alive_s: float = 0.0, holds_on: bool = False, pace: float = USUAL
    ) -> None:
        self._speaker = speaker
        self._holds_on, self._pace = holds_on, pace
        self._last: tuple[str, Kind] = ("", "notice")  # what may be asked for again
        self._again_s = -math.inf
        self._over_s = -math.inf  # when the words that are being said are over
        self._alive_s = alive_s
        self.quiet_until_s = -math.inf
        self._cue_s = -math.inf
        self._silent_s = math.nan  # since when it has watched and said nothing
        self._waiting = ""
        self._for_browser: Utterance | None = None
        self._for_browser_s = -math.inf

    def cue(self, t_s: float, cue: Cue) -> None:
        """Say a cue, unless it is for the screen only."""
        if cue.spoken:
            self._cue_s = self._silent_s = t_s
            self._speak(t_s, cue.say, cue.kind)
        else:
            self._last = (cue.say, cue.kind)  # it was shown, and can be heard if asked for

    def scene(self, t_s: float, scene: ScreenMessage) -> None:
        """Say a scene's prompt, now or as soon as there is quiet and it still holds."""
        prompt = scene.prompt
        if prompt in COUNTS:
            if t_s >= self._over_s:  # a count never cuts off the sentence that asks to stand
                self._speaker.say(PROMPTS[prompt], "count")
            return
        if prompt and prompt not in SHOWN_WHILE_QUIET:
            self._say(t_s, prompt)
            return
        if prompt and t_s >= self.quiet_until_s:
            self._waiting = prompt
        if scene.tone != "trouble" and self._waiting not in LASTING:
            self._waiting = ""
        if self._waiting and t_s >= self._cue_s + CUE_LASTS_S:
            self._say(t_s, self._waiting)
            self._waiting = ""
        self._show_life(t_s, scene)

    def drop(self) -> None:
        """Say nothing of what still waits to be said."""
        self._waiting = ""

    def half(self, t_s: float) -> None:
        """Sound that half of the time is over for which a hand is to be held up."""
        if t_s >= self._over_s:
            self._speaker.say("", "half")

    def notice(self, t_s: float, prompt: str) -> None:
        """Say a prompt that belongs to no scene."""
        self._say(t_s, prompt)

    def repeat(self, t_s: float) -> None:
        """Say the last words again, whatever else is on: they were asked for."""
        text, kind = self._last
        if text:
            self._again_s = t_s
            self._speak(t_s, text, kind)

    def again(self, t_s: float) -> str:
        """Return the words that are to be shown again just now, "" for none."""
        return self._last[0] if t_s - self._again_s < AGAIN_S else ""

    def snooze(self, t_s: float, until_s: float) -> None:
        """Announce quiet until a second; -inf ends it."""
        self.quiet_until_s = until_s
        if math.isfinite(until_s):
            self._say(t_s, "snoozed")

    def for_browser(self, t_s: float) -> Utterance | None:
        """Return what the browser is to say; a page opened later must not say it again."""
        said = self._speaker.for_browser
        if said is not self._for_browser:
            self._for_browser, self._for_browser_s = said, t_s
        return said if t_s - self._for_browser_s < BROWSER_WITHIN_S else None

    def _show_life(self, t_s: float, scene: ScreenMessage) -> None:
        if scene.phase != "watching" or scene.tone != "calm":
            self._silent_s = math.nan  # what is on the screen is not that all is well
        elif math.isnan(self._silent_s) or t_s < self.quiet_until_s:
            self._silent_s = t_s
        elif self._alive_s and t_s - self._silent_s >= self._alive_s:
            self._say(t_s, "alive")

    def _say(self, t_s: float, prompt: str) -> None:
        self._silent_s = t_s
        holding = PROMPTS.get(f"{prompt}{HOLDING}") if self._holds_on else None
        kind: Kind = "praise" if prompt in PRAISES else "notice"
        self._speak(t_s, holding or PROMPTS[prompt], kind)

    def _speak(self, t_s: float, text: str, kind: Kind) -> None:
        self._over_s = t_s + lasts_s(text, self._pace)
        if (text, kind) != self._last:
            self._last, self._again_s = (text, kind), -math.inf
        self._speaker.say(text, kind)
