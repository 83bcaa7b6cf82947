"""What is said when: cues at once, what was asked for at once, troubles when there is quiet."""

from __future__ import annotations

import math

from posturecheck.app.view import Utterance
from posturecheck.core import Cue
from posturecheck.live.phases import ScreenMessage
from posturecheck.live.voice_output import Speaker
from posturecheck.voice.prompts import PROMPTS

CUE_LASTS_S = 4.0
BROWSER_WITHIN_S = 2.0  # words for the browser that come later come too late
# Not asked for, and to be read on the screen: no reason to break a silence or a cue.
SHOWN_WHILE_QUIET = frozenset({"nobody", "half", "dark", "covered", "frozen", "small"})


class Announcer:
    """Decides by the session's time; ``quiet_until_s`` is when a snooze ends."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self.quiet_until_s = -math.inf
        self._cue_s = -math.inf
        self._waiting = ""
        self._for_browser: Utterance | None = None
        self._for_browser_s = -math.inf

    def cue(self, t_s: float, cue: Cue) -> None:
        """Say a cue, unless it is for the screen only."""
        if cue.spoken:
            self._cue_s = t_s
            self._speaker.say(cue.say, cue.kind)

    def scene(self, t_s: float, scene: ScreenMessage) -> None:
        """Say a scene's prompt, now or as soon as there is quiet and it still holds."""
        prompt = scene.prompt
        if prompt and prompt not in SHOWN_WHILE_QUIET:
            self._say(prompt)
            return
        if prompt and t_s >= self.quiet_until_s:
            self._waiting = prompt
        if scene.tone != "trouble":
            self._waiting = ""
        if self._waiting and t_s >= self._cue_s + CUE_LASTS_S:
            self._say(self._waiting)
            self._waiting = ""

    def snooze(self, until_s: float) -> None:
        """Announce quiet until a second; -inf ends it."""
        self.quiet_until_s = until_s
        if math.isfinite(until_s):
            self._say("snoozed")

    def for_browser(self, t_s: float) -> Utterance | None:
        """Return what the browser is to say; a page opened later must not say it again."""
        said = self._speaker.for_browser
        if said is not self._for_browser:
            self._for_browser, self._for_browser_s = said, t_s
        return said if t_s - self._for_browser_s < BROWSER_WITHIN_S else None

    def _say(self, prompt: str) -> None:
        self._speaker.say(PROMPTS[prompt], "notice")
