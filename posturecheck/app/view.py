"""What the page shows at one moment, and what it may ask of the session behind it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from posturecheck.app.figures import Figure
from posturecheck.core import UNSEEN, Image, Pose, Reading, Severity
from posturecheck.drawing.gauges import GaugeLimits

# look: the page shows what the camera sees, and who stands tall begins; stand: asked to stand
# tall; then watching begins. waiting: the camera is open, and only a person or a raised hand is
# looked for; off: the camera is closed; hurt: somebody said that it hurt, and the camera is closed
# until they say that it may go on.
Phase = Literal["starting", "look", "stand", "watching", "waiting", "off", "hurt", "ended"]
# How the headline looks; each has its own shape and word beside its colour.
Tone = Literal["calm", "ask", "remind", "amber", "red", "next", "praise", "trouble"]
Command = Literal[
    "start",  # from look: ask to stand tall, then watch
    "skip",  # watch without having stood tall
    "pause",  # close the camera
    "resume",  # from waiting, or with the camera closed: open it, and go on
    "mute",
    "unmute",
    "repeat",  # say the last words again, and show them
    "snooze",  # no cue is spoken for ten minutes
    "unsnooze",
    "calibrate",  # stand tall anew
    "hurt",  # it hurt: be silent, close the camera, say what to do
    "go-on",  # from hurt: watch again
    "task",  # with the task's id as its value, "" to have it recognised
    "quit",
]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A measure as the page shows it; degrees, nan where it was not seen.

    ``amber`` and ``red`` are the limits in force at this moment (inf: none), which spare a good
    technique; nan where nothing is judged and the profile's own are shown.
    """

    reading: Reading = UNSEEN
    severity: Severity | None = None
    amber: float = math.nan
    red: float = math.nan


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words for the browser to say, where this computer cannot; ``number`` rises by one."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Farewell:
    """What is read at the end of a session.

    Attributes:
        headline: In the largest letters.
        time: How long was practised.
        well: What went well, line by line; never empty.
        next_words: The one thing for the next time, as it is said.
        next_detail: The same in a sentence more.
        figure: Its drawing.
        advice: Instead of one thing, where it hurt: what to do now. Else "".
    """

    headline: str
    time: str
    well: tuple[str, ...]
    next_words: str = ""
    next_detail: str = ""
    figure: Figure = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One moment of the page.

    Attributes:
        number: Rises with every view.
        captured_unix_s: When the picture was taken, by the wall clock; nan without one.
        picture: RGB, or None where there is none to show.
        pose: Whose skeleton is drawn over it.
        headline: The one thing to read from three metres, in plain words; may be empty.
        detail: A smaller line below it.
        figure: The drawing of the better way that goes with the headline.
        progress: 0 to 1 while standing tall or holding a hand up, else nan.
        task: The id of the task whose advice is given.
        task_chosen: False where the task was recognised from the movement.
        snoozed_s: Seconds of quiet left; 0 for none.
        say: What the browser is to say, or None.
        farewell: What is read at the end, and where the camera went off because nobody was there;
            None before, and where nothing was watched.
    """

    number: int
    phase: Phase
    tone: Tone = "calm"
    headline: str = ""
    detail: str = ""
    captured_unix_s: float = math.nan
    picture: Image | None = None
    pose: Pose | None = None
    bend: Gauge = Gauge()
    rounding: Gauge = Gauge()
    twist: Gauge = Gauge()
    figure: Figure = ""
    progress: float = math.nan
    task: str = "other"
    task_chosen: bool = False
    muted: bool = False
    snoozed_s: float = 0.0
    say: Utterance | None = None
    farewell: Farewell | None = None


@dataclass(frozen=True, slots=True)
class PagePrefs:
    """How somebody wants the page.

    Attributes:
        mirror: Whether the picture is shown as in a mirror.
        text_size: How large what is smaller than the headline is.
        start: Where the start page is, seen from the page; "" where there is none.
    """

    mirror: bool = True
    text_size: Literal["normal", "large", "largest"] = "normal"
    start: str = ""


class LiveSession(Protocol):
    """A session as the page knows it. Every method may be called from any thread."""

    @property
    def tasks(self) -> Mapping[str, str]:
        """The tasks that can be chosen: id to title."""
        ...

    @property
    def limits(self) -> GaugeLimits:
        """Where the gauges' amber and red begin."""
        ...

    def subscribe(self, tell: Callable[[View], None]) -> Callable[[], None]:
        """Subscribe to every view, from the session's thread; the newest one at once.

        ``tell`` returns at once and never raises. Returns what ends the subscription.
        """
        ...

    def command(self, command: Command, value: str = "") -> None:
        """Ask for something; what does not fit the phase is ignored.

        Raises:
            InputError: There is no such task.
        """
        ...

    def sound(self, text: str) -> bytes | None:
        """Return a WAV file of the chime and these words, None where there is none."""
        ...
