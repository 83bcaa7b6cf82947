"""A camera, a detector and a voice that follow a script, to try sessions without waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from clips import SAMPLES
from mannequin import mannequin

from posturecheck.app.view import Command, Farewell, View
from posturecheck.core import Detector, Episode, Frame, Image, People, Sink, Step
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.history.half_minute import PainReport
from posturecheck.history.session_sums import SessionSums
from posturecheck.live.farewell import farewell_of
from posturecheck.live.session import Session
from posturecheck.live.session_parts import GuidePart, HandsFree, SessionParts
from posturecheck.live.voice_output import Speaker
from posturecheck.pipeline import Checker, MakeRefine, Subject, as_measured
from posturecheck.profiles.settings import Cues, Profile
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.totals import Totals
from posturecheck.sources.camera import Camera, Shot
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.voice.pace import USUAL

RNG = np.random.default_rng(3)
NOISE = RNG.integers(0, 255, (240, 320, 3)).astype(np.uint8)
ROOM: Image = next(read_clip(open_facts(SAMPLES / "empty_kitchen.mp4"))).image[::2, ::2]


def _lively(patch: Image) -> Image:
    image = ROOM.copy()
    image[:60, :80] = patch[:60, :80]
    return image


# A room in a corner of which something moves.
LIVELY: list[Image] = [_lively(NOISE), _lively(NOISE[::-1])]
BLACK: Image = np.zeros((240, 320, 3), np.uint8)
RATE_HZ = 15.0

Seen = Callable[[float], People]
Pictured = Callable[[float], Image | None]


def tall(t_s: float, **body: float) -> People:
    """Somebody who stands tall, seen obliquely."""
    return (mannequin(**{"flexion": 4, "yaw": 50, "motion": 0.3, **body}),)


def nobody(t_s: float) -> People:
    return ()


class EveryShot:
    """A camera that hands out every picture; ``None`` in ``picture`` is a camera that is gone."""

    class device:  # noqa: N801
        compressed = False

    def __init__(self, times: Iterable[float], picture: Pictured) -> None:
        self._times = iter(times)
        self._picture = picture
        self._number = 0
        self.state = "open"
        self.t_s = 0.0
        self.is_off = False
        self.turned: list[tuple[float, str]] = []

    def turn_off(self) -> None:
        self.is_off = True
        self.turned.append((self.t_s, "off"))

    def turn_on(self) -> None:
        self.is_off = False
        self.turned.append((self.t_s, "on"))

    def newest(self, timeout_s: float) -> Shot | None:
        t_s = next(self._times, None)
        if t_s is None:
            self.state = "ended"
            return None
        self.t_s, self._number = t_s, self._number + 1
        if self.is_off:
            self.state = "off"
            return None
        image = self._picture(t_s)
        self.state = "open" if image is not None else "lost"
        return None if image is None else Shot(Frame(self._number, t_s, image), t_s)


class EveryPicture(Camera):
    """A camera whose pictures wait to be taken: none is skipped, however busy the computer is."""

    def _keep(self, own_t_s: float | None, image: Image) -> None:
        super()._keep(own_t_s, image)
        while self._shot is not None and not self._stop.wait(0.005):
            pass


class Script:
    """A detector that sees what it was told, by the time."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self.looked: list[float] = []

    def detect(self, frame: Frame) -> People:
        self.looked.append(frame.t_s)
        return self._seen(frame.t_s)

    def close(self) -> None:
        pass


class Said:
    """A voice that only remembers."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.hushed = 0
        self.clock: Callable[[], float] = lambda: 0.0
        self.at_s: list[float] = []

    def say(self, text: str, kind: str = "correct") -> None:
        self.texts.append(text)
        self.at_s.append(self.clock())

    @property
    def speaking(self) -> bool:
        return False

    def stop(self) -> None:
        self.hushed += 1

    def close(self) -> None:
        pass


class Kept:
    """A sink that keeps every step."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def write(self, step: Step) -> None:
        self.steps.append(step)

    def close(self) -> None:
        pass


class Trial:
    """A session, run from a script to its end.

    ``options`` are (second, command, value); they reach the session before its first picture,
    or just before the one after that second.
    """

    def __init__(
        self,
        seen: Seen | Detector,
        seconds: float,
        options: Sequence[tuple[float, Command, str]] = (),
        *,
        picture: Pictured | None = None,
        person: Subject | None = None,
        times: Sequence[float] = (),
        voice: bool = True,
        browser: bool = True,
        begin: str = "look",
        task: str = "other",
        profile: Profile | None = None,
        all_step_sinks: Sequence[Sink] = (),
        sinks: Sequence[Sink] = (),
        refine: MakeRefine = as_measured,
        camera: Any = None,
        hands_free: HandsFree | None = None,
        guide: GuidePart | None = None,
        holds_on: bool = False,
        pace: float = USUAL,
        keeps: bool = True,
        tell: Callable[[View], None] = lambda view: None,
    ) -> None:
        self.voice, self.totals, self.kept = Said(), Totals(), Kept()
        self.views: list[View] = []
        self.detector = Script(seen) if callable(seen) else seen
        moments = times or [i / RATE_HZ for i in range(round(seconds * RATE_HZ))]
        pictures = picture or (lambda t_s: LIVELY[round(t_s * RATE_HZ) % 2])
        by_default = Profile(cues=Cues(remind=False))
        self.checker = Checker(profile or by_default, person or Subject(), task, 0.0, refine)
        later = [wish for wish in options if wish[0] > 0]
        self.pains: list[PainReport] = []
        self.camera = every = EveryShot(self._with_wishes(moments, later), pictures)
        self.voice.clock = lambda: every.t_s
        self.sums = SessionSums()
        told: list[Sink] = [self.totals, self.kept, self.sums, *sinks]
        self.session = Session(
            SessionParts(
                camera=camera or every,
                detector=self.detector,
                checker=self.checker,
                speaker=Speaker(self.voice if voice else None, muted=False, browser=browser),
                guidance=load_guidance(),
                limits=GaugeLimits(20, 60, 20, 30),
                sinks=told,
                all_step_sinks=all_step_sinks,
                task=task,
                begin=begin,
                hands_free=hands_free or HandsFree(),
                guide=guide,
                holds_on=holds_on,
                pace=pace,
                note_pain=lambda report: self.pains.append(report) is None and keeps,
                farewell=self._farewell,
            )
        )
        self.session.subscribe(self.views.append)
        self.session.subscribe(tell)
        for _, command, value in (wish for wish in options if wish[0] <= 0):
            self.session.command(command, value)
        self.session.run()
        self.totals.close()
        self.episodes = (*self.totals.episodes, *self.session.episodes)

    def _farewell(self, still_open: Sequence[Episode]) -> Farewell | None:
        self.sums.close()
        self.sums.add(still_open)
        self.sums.pains = len(self.pains)
        return farewell_of(self.sums, load_guidance())

    def _with_wishes(
        self, times: Sequence[float], options: list[tuple[float, Command, str]]
    ) -> Iterable[float]:
        for t_s in times:
            while options and options[0][0] <= t_s:
                _, command, value = options.pop(0)
                self.session.command(command, value)
            yield t_s

    def said_at(self, text: str) -> float:
        """When a text was said first."""
        return self.voice.at_s[self.voice.texts.index(text)]

    def in_order(self) -> tuple[Episode, ...]:
        """The episodes as ``check`` lists them."""
        return tuple(sorted(self.episodes, key=lambda e: (e.start_s, e.rule)))

    def headlines(self, start_s: float = 0.0, end_s: float = 1e9) -> set[str]:
        """What was to be read in a stretch of time."""
        return {v.headline for v in self.views if start_s <= v.captured_unix_s < end_s}

    def phases(self) -> list[str]:
        """The phases gone through, each once as it begins."""
        found = [view.phase for view in self.views]
        return [p for i, p in enumerate(found) if i == 0 or p != found[i - 1]]
