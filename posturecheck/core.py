"""The nouns a frame becomes and the three verbs that move it on.

Axes of every 3D point: right-handed, metres, origin midway between the hips;
x to the image's right, y up, z towards the camera. After levelling (see
``kinematics.neutral_stance``) y is up against gravity. Angles are in degrees; forward, and the
person's own left, are positive. A value that was not seen is nan, never zero.

Errors: ``PostureCheckError`` is what the user can correct (exit code 2);
``InputError`` is its concrete kind, a single line that says what was expected,
what came, and the way out; ``NobodySeenError`` is the one that is no fault of a
clip where an empty room is expected.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Image = NDArray[np.uint8]  # (height, width, 3), RGB
Severity = Literal["amber", "red"]
Answer = Literal["under", "amber", "red", "cannot tell"]
CueKind = Literal["correct", "remind", "praise", "ask"]
MovementKind = Literal[
    "bend", "lift", "turn", "side-bend", "sit-down", "stand-up", "kneel-down", "to-floor"
]
MovementPhase = Literal["going down", "low", "coming up", "over"]
HeadlineTone = Literal["amber", "red", "next", "remind", "praise", "ask"]
CueOutcome = Literal["changed", "unchanged", "not seen"]
Gauge = Literal["", "bend", "twist"]
View = Literal["front", "oblique", "side", "back", "unknown"]


class PostureCheckError(Exception):
    """Something the user can correct; its text is one clear line."""


class InputError(PostureCheckError):
    """An input or an option is wrong: what was expected, what came, the way out."""


class NobodySeenError(InputError):
    """A clip shows no person: nothing can be said of it, good or bad."""


class Joint(IntEnum):
    """The project's own body points; detectors translate theirs into these."""

    NOSE = 0
    LEFT_EYE = 1
    RIGHT_EYE = 2
    LEFT_EAR = 3
    RIGHT_EAR = 4
    LEFT_SHOULDER = 5
    RIGHT_SHOULDER = 6
    LEFT_ELBOW = 7
    RIGHT_ELBOW = 8
    LEFT_WRIST = 9
    RIGHT_WRIST = 10
    LEFT_HAND = 11
    RIGHT_HAND = 12
    LEFT_HIP = 13
    RIGHT_HIP = 14
    LEFT_KNEE = 15
    RIGHT_KNEE = 16
    LEFT_ANKLE = 17
    RIGHT_ANKLE = 18
    LEFT_HEEL = 19
    RIGHT_HEEL = 20
    LEFT_TOE = 21
    RIGHT_TOE = 22


HEAD_JOINTS = tuple(range(Joint.NOSE, Joint.RIGHT_EAR + 1))
TRUNK_JOINTS = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP)


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture and the moment it was taken.

    ``t_s`` are seconds since the clip's first frame (or the session's start), strictly
    rising. ``image`` is None where a recorded trace is replayed without its pictures.
    """

    index: int
    t_s: float
    image: Image | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One body in one picture.

    ``points_m`` is (23, 3) in the axes of this module; ``points_px`` is (23, 2), x right
    and y down from the picture's top left corner; ``visibility`` is (23,), 0 to 1.
    ``motion`` is the share of picture cells around the body that changed during about
    the last third of a second, nan where there was nothing to compare with.
    """

    points_m: Floats
    points_px: Floats
    visibility: Floats
    motion: float = math.nan


People = tuple[Pose, ...]


class Reading(NamedTuple):
    """A measured value and its standard deviation, in the measure's own unit."""

    value: float
    sd: float


UNSEEN = Reading(math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Posture:
    """Every measure of one person at one moment; ``readings`` is keyed by measure name."""

    t_s: float
    readings: Mapping[str, Reading] = field(default_factory=dict)
    view: View = "unknown"

    def __getitem__(self, measure: str) -> Reading:
        return self.readings.get(measure, UNSEEN)

    @property
    def seen(self) -> bool:
        """Whether the trunk was seen; without it nothing is judged."""
        return math.isfinite(self["trunk_inclination_deg"].value)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one moment.

    ``of_limit`` is value / amber limit: 1 at the limit, nan where it is not known.
    ``gauge`` is the one beside which a sure answer puts a sign.
    """

    rule: str
    answer: Answer
    value: float
    sd: float
    unit: str
    amber: float
    red: float
    of_limit: float
    gauge: Gauge = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of the trunk, upright to upright; what is known of it so far.

    Attributes:
        number: Counts a person's movements from 1; 0 is none.
        kind: What it is, judged on the whole so far; it may change until it is over.
        phase: How far it has come.
        start_s: When the trunk left its rest, seconds.
        deepest: The measures at its deepest point.
        end_s: When it was over, nan while it is under way.
        technique: How the body held itself in the whole of it, "" where no good way.
        hands_low: Whether a hand went low enough to fetch something.
        peak_bend_deg_s: The fastest forward bending seen, nan where none was.
        peak_twist_deg_s: The fastest twisting, likewise.
        seen_share: The share of its time in which the trunk was seen, 0 to 1.
        stance_known: Whether the person's tall stance was known all the while.
        task: The task that was clear for the whole of it, "" where none was.
    """

    number: int
    kind: MovementKind
    phase: MovementPhase
    start_s: float
    deepest: Posture
    end_s: float = math.nan
    technique: str = ""
    hands_low: bool = False
    peak_bend_deg_s: float = math.nan
    peak_twist_deg_s: float = math.nan
    seen_share: float = 1.0
    stance_known: bool = False
    task: str = ""

    @property
    def deepest_s(self) -> float:
        """When it was deepest, seconds."""
        return self.deepest.t_s


def number_of(movement: Movement | None) -> int:
    """Return the number of a movement, 0 for none."""
    return 0 if movement is None else movement.number


@dataclass(frozen=True, slots=True)
class Headline:
    """What the bar says now: how it looks, the words, a line more, and of which rule.

    ``tone`` "next" are words of what is over: "next time"; "remind" those for a bend that
    begins. ``rule`` is "" for praise and for a question.
    """

    tone: HeadlineTone
    words: str
    detail: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """One uninterrupted stretch of one rule over its limit.

    ``lost`` says that the person went out of sight before it ended. ``technique`` is
    what the body was doing at the peak, ``speed_deg_s`` the fastest trunk movement
    within the episode (nan where no speed was measured).
    """

    rule: str
    severity: Severity
    start_s: float
    end_s: float
    peak: float
    peak_sd: float
    unit: str
    peak_t_s: float
    limit: float
    task: str = "other"
    cue: str = ""
    alternative: str = ""
    lost: bool = False
    technique: str = ""
    speed_deg_s: float = math.nan
    movement: int = 0


@dataclass(frozen=True, slots=True)
class OpenEpisode:
    """An episode under way: how severe so far, since when (seconds), in which movement."""

    rule: str
    severity: Severity
    since_s: float
    movement: int = 0


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to say now: a correction, a reminder at a bend's onset, praise, a question.

    ``spoken`` is False where it is for the screen only: the voice keeps its distances, and
    fades over the days. ``movement`` is the number of the movement it belongs to.
    """

    t_s: float
    rule: str
    kind: CueKind
    say: str
    spoken: bool = True
    movement: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged of one moment, together, for cues and responses.

    Attributes:
        posture: The measures; nothing seen where no person is judged just now.
        technique: How the body holds itself.
        verdicts: What each rule says.
        open_episodes: The episodes under way.
        closed: The episodes that were just found to be over.
        cue: What is said of it, spoken or only shown.
        movement: The movement under way.
        ended: The movements just found to be over.
        ask: Whether to ask just now if all is well: somebody fell, and stayed down.
    """

    posture: Posture
    technique: str = ""
    verdicts: tuple[Verdict, ...] = ()
    open_episodes: tuple[OpenEpisode, ...] = ()
    closed: tuple[Episode, ...] = ()
    cue: Cue | None = None
    movement: Movement | None = None
    ended: tuple[Movement, ...] = ()
    ask: bool = False

    @property
    def movement_number(self) -> int:
        """The number of the movement under way, 0 for none."""
        return number_of(self.movement)

    @property
    def unseen_rules(self) -> frozenset[str]:
        """The rules whose measure is not seen just now; nothing is said of them."""
        return frozenset(v.rule for v in self.verdicts if math.isnan(v.of_limit))


@dataclass(frozen=True, slots=True)
class Response:
    """What the person did about a cue; ``after_s`` is nan unless it was changed."""

    cue: Cue
    answered: CueOutcome
    after_s: float = math.nan


@dataclass(frozen=True, slots=True)
class Step:
    """All that is known about one frame; handed to every sink.

    ``new_peaks`` names the rules whose episode (or suspicion of one) is worst so far.
    ``movement`` is the one under way, ``ended`` are those just found to be over.
    ``judged`` is False where a body has not shown yet that it is a person: its posture is
    measured, but neither judged nor counted as seen.
    """

    frame: Frame
    people: People
    pose: Pose | None
    posture: Posture
    technique: str
    verdicts: tuple[Verdict, ...]
    closed: tuple[Episode, ...] = ()
    open_episodes: tuple[OpenEpisode, ...] = ()
    new_peaks: tuple[str, ...] = ()
    cue: Cue | None = None
    responses: tuple[Response, ...] = ()
    task: str = "other"
    movement: Movement | None = None
    ended: tuple[Movement, ...] = ()
    headline: Headline | None = None
    judged: bool = True


class Detector(Protocol):
    """Find the bodies in a frame. Called in time order; may remember earlier frames."""

    def detect(self, frame: Frame) -> People:
        """Return the bodies found, in no particular order; empty where there are none."""
        ...

    def close(self) -> None:
        """Release the model."""
        ...


class Sink(Protocol):
    """Take each step; never change it."""

    def write(self, step: Step) -> None:
        """Take one step, in time order."""
        ...

    def close(self) -> None:
        """Finish what is written; nothing comes after."""
        ...
