"""What is said when: cues at once, what was asked for at once, troubles when there is quiet."""

from __future__ import annotations

import math

from posturecheck.app.view import Utterance
from posturecheck.core import Cue
from posturecheck.live.screen import ScreenMessage
from posturecheck.live.voice_output import Speaker
from posturecheck.voice.prompts import PROMPTS

CUE_LASTS_S = 4.0
PROMPT_LASTS_S = 2.5  # a count never cuts off the sentence that asks to stand
BROWSER_WITHIN_S = 2.0  # words for the browser that come later come too late
# Not asked for, and to be read on the screen: no reason to break a silence or a cue.
SHOWN_WHILE_QUIET = frozenset(
    {"nobody", "half", "dark", "covered", "frozen", "small", "busy", "slow", "quick"}
)
LASTING = frozenset({"busy", "slow", "quick"})  # they hold whatever else is on
COUNTS = frozenset({"one", "two"})


class Announcer:
    """Decides by the session's time; ``quiet_until_s`` is when a snooze ends.

    ``alive_s``: after so long a silence it is said that it still watches; 0 never says so.
    """

    def __init__(self, speaker: Speaker, alive_s: float = 0.0) -> None:
        self._speaker = speaker
        self._alive_s = alive_s
        self.quiet_until_s = -math.inf
        self._cue_s = self._said_s = -math.inf
        self._silent_s = math.nan  # since when it has watched and said nothing
        self._waiting = ""
        self._for_browser: Utterance | None = None
        self._for_browser_s = -math.inf

    def cue(self, t_s: float, cue: Cue) -> None:
        """Say a cue, unless it is for the screen only."""
        if cue.spoken:
            self._cue_s = self._silent_s = t_s
            self._speaker.say(cue.say, cue.kind)

    def scene(self, t_s: float, scene: ScreenMessage) -> None:
        """Say a scene's prompt, now or as soon as there is quiet and it still holds."""
        prompt = scene.prompt
        if prompt in COUNTS:
            if t_s - max(self._said_s, self._cue_s) >= PROMPT_LASTS_S:
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
        if t_s - max(self._said_s, self._cue_s) >= PROMPT_LASTS_S:
            self._speaker.say("", "half")

    def notice(self, t_s: float, prompt: str) -> None:
        """Say a prompt that belongs to no scene."""
        self._say(t_s, prompt)

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
        self._said_s = self._silent_s = t_s
        self._speaker.say(PROMPTS[prompt], "notice")
