"""One session over a made-up webcam, in a process of its own, for ``benchmarks/live_quota.py``.

It prints the page's address, waits for a line, watches, and prints what it noted as JSON. The
camera is what a real one is to the program: it gives 30 BGR pictures a second, holds one of them
until it is read, and says nothing of when it was taken. When each was really taken is known here.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.live import RATE_HZ, NotesTime, to_and_fro
from posturecheck.app.server import serve
from posturecheck.clips.processes import quiet_native_code
from posturecheck.core import Image, Step
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import find_model
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live.assembling import LiveOptions, checker_of
from posturecheck.live.session import Session
from posturecheck.live.session_parts import SessionParts
from posturecheck.live.voice_output import Speaker
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.camera import Camera
from posturecheck.sources.devices import _rgb
from posturecheck.voice.sounds import Sounds
from posturecheck.voice.speech_player import SpeechPlayer

NUMBER = re.compile(r"[-_]?\d+.*")  # of threads that are alike


class Webcam:
    """A device as a driver with one buffer is: what is not read in time is never seen."""

    name = "made-up webcam"
    comes_back = False
    compressed = False

    def __init__(self, pictures: list[Image], seconds: float) -> None:
        self._bgr = [np.ascontiguousarray(picture[:, :, ::-1]) for picture in pictures]
        self._seconds = seconds
        self._closed = threading.Event()
        self.exposed_unix_s = 0.0

    def pictures(self) -> Iterator[tuple[float | None, Image]]:
        start_s, read_s = time.time(), 0.0
        while read_s < self._seconds and not self._closed.is_set():
            number = int(read_s * RATE_HZ) + 1  # the first to come after the last was taken away
            taken_s = start_s + number / RATE_HZ
            self._closed.wait(max(0.0, taken_s - time.time()))
            self.exposed_unix_s, read_s = taken_s, time.time() - start_s
            yield None, _rgb(self._bgr[number % len(self._bgr)])

    def close(self) -> None:
        self._closed.set()


class KnowingCamera(Camera):
    """A camera of whose pictures it is known when they were really taken."""

    def _keep(self, own_t_s: float | None, image: Image) -> None:
        super()._keep(own_t_s, image)
        assert isinstance(self.device, Webcam)
        with self._news:
            if self._shot is not None and self._shot.frame.image is image:
                self._shot = replace(self._shot, taken_unix_s=self.device.exposed_unix_s)


class Notes:
    """A sink that notes when what was looked at was taken, how fast the trunk moved, and cues."""

    def __init__(self) -> None:
        self.taken_unix_s: list[float] = []
        self.fast: list[bool] = []
        self.cues: list[tuple[float, str]] = []
        self.session: Session | None = None

    def write(self, step: Step) -> None:
        assert self.session is not None
        taken_unix_s = self.session.view.captured_unix_s
        self.taken_unix_s.append(taken_unix_s)
        rate = step.posture["trunk_flexion_rate_deg_s"].value
        self.fast.append(abs(rate) > 10)  # nan is not
        if step.cue is not None:
            self.cues.append((taken_unix_s, step.cue.say))

    def close(self) -> None:
        pass


def _by_thread() -> dict[str, float]:
    """Processor seconds of each kind of thread so far; empty where the system does not tell."""
    names = {str(thread.native_id): thread.name for thread in threading.enumerate()}
    spent: dict[str, float] = {}
    for place in Path("/proc/self/task").glob("*/stat"):
        before, _, after = place.read_text().rpartition(")")
        name = names.get(place.parent.name, before.partition("(")[2])
        name = NUMBER.sub("", name)
        ticks = sum(map(int, after.split()[11:13]))
        spent[name] = spent.get(name, 0.0) + ticks / os.sysconf("SC_CLK_TCK")
    return spent


def watch(sample: str, seconds: float, settle_s: float) -> dict[str, Any]:
    """Watch, and return what was noted after the first seconds."""
    notes, options = Notes(), LiveOptions(task="dishwasher")
    camera = KnowingCamera(Webcam(to_and_fro(sample), seconds))
    said = list[str]()
    mouth = SpeechPlayer(Sounds(), NotesTime(), lambda text, at_s: said.append(text), find=None)
    with contextlib.closing(MediaPipePose(find_model("full").path)) as detector:
        session = notes.session = Session(
            SessionParts(
                camera=camera,
                detector=detector,
                checker=checker_of(options, day=1),
                speaker=Speaker(mouth, muted=False),
                guidance=load_guidance(),
                limits=GaugeLimits.of(options.profile.rules),
                all_step_sinks=(notes,),
                begin="watching",
            )
        )
        with contextlib.closing(serve(session)) as page:
            print(page.url_once(), flush=True)
            sys.stdin.readline()
            camera.open()
            thread = threading.Thread(target=session.run, name="session")
            thread.start()
            time.sleep(settle_s)
            before_s = _by_thread()
            begin_unix_s, cpu_s = time.time(), time.process_time()
            looks = session.analysed
            time.sleep(max(0.0, seconds - settle_s - 1.0))
            looks = session.analysed - looks
            spent_s = {n: s - before_s.get(n, 0.0) for n, s in _by_thread().items()}
            thread.join()
            cpu_s, end_unix_s = time.process_time() - cpu_s, time.time()
            latencies_ms = page.latencies_ms()
    camera.close()
    mouth.close()
    return {
        "begin_unix_s": begin_unix_s,
        "end_unix_s": end_unix_s,
        "cpu_s": cpu_s,
        "threads_s": spent_s,  # for these looks; the last second is left out
        "looks": looks,
        "taken_unix_s": notes.taken_unix_s,
        "fast": notes.fast,
        "cues": notes.cues,
        "said": said,
        "lacking_s": session.lacking_s,
        "drawn_ms": latencies_ms,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", default="dishwasher_rounded")
    parser.add_argument("--seconds", type=float, default=25.0)
    parser.add_argument("--settle", type=float, default=5.0)
    asked = parser.parse_args()
    quiet_native_code()
    print(json.dumps(watch(asked.sample, asked.seconds, asked.settle)), flush=True)


if __name__ == "__main__":
    main()
