"""What live promises, measured: delays, frames a second, rest, memory, stopping.

    python benchmarks/live.py [--seconds 60] [--browser PATH] [--memory-minutes 0]

A sample of 640x480 is played to and fro at 30 pictures a second as the camera. With a
Chromium (found by its name, or ``--browser``) the page is opened headless on this machine,
and capture-to-page is what the browser read back from each drawn picture. The voice goes
to a player that only notes the time. ``--memory-minutes 60`` also pushes an hour of
pictures through a session as fast as it takes them. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from posturecheck.app.server import serve
from posturecheck.clips.processes import quiet_native_code
from posturecheck.core import Frame, Image, Step
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import find_model
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live.assembling import LiveOptions, checker_of
from posturecheck.live.session import Session
from posturecheck.live.session_parts import SessionParts
from posturecheck.live.voice_output import Speaker
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.camera import Camera, Shot
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.sources.devices import FileDevice
from posturecheck.voice.sounds import Sounds
from posturecheck.voice.speech_player import SpeechPlayer

SAMPLES = Path(__file__).parent.parent / "samples"
RATE_HZ = 30.0
SETTLE_S = 8.0  # an empty room is rested in after five
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def to_and_fro(name: str) -> list[Image]:
    frames = read_clip(open_facts(SAMPLES / f"{name}.mp4"))
    images = [frame.image for frame in frames if frame.image is not None]
    return images + images[::-1]


def played(images: list[Image], seconds: float) -> Iterator[Frame]:
    """Yield pictures at 30 a second, with a sensor's noise where they would else be alike."""
    for number, image in enumerate(itertools.cycle(images)):
        if number >= seconds * RATE_HZ:
            return
        yield Frame(number, number / RATE_HZ, image)


def noisy(image: Image, count: int = 6) -> list[Image]:
    """The same picture again and again, as a real camera would give it."""
    rng = np.random.default_rng(1)
    noise = (rng.normal(0, 1.5, image.shape) for _ in range(count))
    return [(image + n).clip(0, 255).astype(np.uint8) for n in noise]


class NotesTime:
    """A player that plays nothing."""

    name = "none"

    def play(self, wav: bytes) -> None:
        pass

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass


class CueTimes:
    """A sink that notes when the picture of each spoken cue was taken."""

    def __init__(self) -> None:
        self.taken_unix_s: dict[str, list[float]] = {}
        self.session: Session | None = None

    def write(self, step: Step) -> None:
        if step.cue is not None and step.cue.spoken and self.session is not None:
            taken = self.session.view.captured_unix_s
            self.taken_unix_s.setdefault(step.cue.say, []).append(taken)

    def close(self) -> None:
        pass


class Run:
    """One session over a script of pictures."""

    def __init__(self, images: list[Image], seconds: float, browser: str | None) -> None:
        self.cues, self.started = CueTimes(), dict[str, list[float]]()
        self.mouth = SpeechPlayer(Sounds(), NotesTime(), self._note, find=None)
        camera = Camera(FileDevice(Path("sample"), played(images, seconds)))
        with contextlib.closing(MediaPipePose(find_model("full").path)) as detector:
            options = LiveOptions(task="dishwasher")
            self.session = Session(
                SessionParts(
                    camera=camera,
                    detector=detector,
                    checker=checker_of(options, day=1),
                    speaker=Speaker(self.mouth, muted=False),
                    guidance=load_guidance(),
                    limits=GaugeLimits.of(options.profile.rules),
                    all_step_sinks=(self.cues,),
                    begin="watching",
                )
            )
            self.cues.session = self.session
            camera.open()
            self._watch(camera, browser)
        self.taken = camera.taken

    def _watch(self, camera: Camera, browser: str | None) -> None:
        thread = threading.Thread(target=self.session.run)
        with contextlib.closing(serve(self.session)) as page:
            shown = _opened(browser, page.url_once()) if browser else contextlib.nullcontext()
            with shown:
                if browser:
                    time.sleep(2.0)
                thread.start()
                time.sleep(SETTLE_S)
                cpu_s, wall_s = time.process_time(), time.perf_counter()
                analysed = self.session.analysed
                thread.join()
                self.cpu_s = time.process_time() - cpu_s
                self.wall_s = time.perf_counter() - wall_s
                self.analysed_hz = (self.session.analysed - analysed) / self.wall_s
                self.delays_ms = page.latencies_ms()
        camera.close()
        self.mouth.close()

    def _note(self, text: str, monotonic_s: float) -> None:
        self.started.setdefault(text, []).append(time.time())

    def voice_delays_ms(self) -> list[float]:
        """From the capture of the picture a cue was decided on to the player's start."""
        pairs = (
            (taken, started)
            for text, times in self.cues.taken_unix_s.items()
            for taken, started in zip(times, self.started.get(text, []), strict=False)
        )
        return [1000 * (started - taken) for taken, started in pairs]


@contextlib.contextmanager
def _opened(browser: str, url: str) -> Iterator[None]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,720"]
        process = subprocess.Popen(
            [browser, *options, f"--user-data-dir={profile}", "--remote-debugging-port=0", url],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


def stop_s(clip: Path) -> float:
    """Seconds from Ctrl-C to the end of the program, in the midst of watching."""
    command = [sys.executable, "-m", "posturecheck", "live", "--no-window", "--camera", str(clip)]
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "POSTURECHECK_DATA": data}
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
        time.sleep(5.0)
        start_s = time.perf_counter()
        program.send_signal(signal.SIGINT)
        code = program.wait(10)
    assert code == 0, f"live ended with {code}"
    return time.perf_counter() - start_s


class _Pushed:
    """A camera that hands out every picture as fast as it is taken, and notes the memory."""

    state = "open"

    def __init__(self, images: list[Image], minutes: float) -> None:
        self._frames = played(images, 60 * minutes)
        self.peaks_mib: list[tuple[float, float]] = []

    def newest(self, timeout_s: float) -> Shot | None:
        frame = next(self._frames, None)
        if frame is None:
            self.state = "ended"
            return None
        if frame.index % (300 * RATE_HZ) == 0:
            self.peaks_mib.append((frame.t_s / 60, _memory_mib()))
        return Shot(frame, time.time())


def _memory_mib() -> float:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def memory(minutes: float) -> list[tuple[float, float]]:
    """(minute, MiB in use) while that much is pushed through."""
    options = LiveOptions()
    camera = _Pushed(to_and_fro("dishwasher_rounded"), minutes)
    with contextlib.closing(MediaPipePose(find_model("full").path)) as detector:
        session = Session(
            SessionParts(
                camera=camera,  # type: ignore[arg-type]
                detector=detector,
                checker=checker_of(options, day=1),
                speaker=Speaker(None, muted=True),
                guidance=load_guidance(),
                limits=GaugeLimits.of(options.profile.rules),
                begin="watching",
            )
        )
        session.run()
    return [*camera.peaks_mib, (minutes, _memory_mib())]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--browser", default=next(filter(None, map(shutil.which, BROWSERS)), None))
    parser.add_argument("--memory-minutes", type=float, default=0.0)
    asked = parser.parse_args()
    quiet_native_code()
    rounded = to_and_fro("dishwasher_rounded")
    full = Run(rounded, asked.seconds, asked.browser)
    print(f"analysed: {full.analysed_hz:.1f} of {RATE_HZ:.0f} pictures a second")
    if full.delays_ms:
        p50, p95 = np.percentile(full.delays_ms, [50, 95])
        count = len(full.delays_ms)
        print(f"capture to page: median {p50:.0f} ms, p95 {p95:.0f} ms ({count} pictures)")
    else:
        print("capture to page: not measured, no Chromium found")
    voice = full.voice_delays_ms()
    if voice:
        print(f"capture to voice: {max(voice):.0f} ms at most, {len(voice)} cues")
    print(f"processor: {full.cpu_s / full.wall_s:.2f} cores while watching")
    watching = full.cpu_s / full.wall_s
    still = noisy(rounded[0])
    empty = noisy(to_and_fro("empty_kitchen")[0])
    for name, images in (("nobody moves", still), ("nobody there", empty)):
        rest = Run(images, SETTLE_S + asked.seconds / 2, asked.browser)
        share = rest.cpu_s / rest.wall_s / watching
        print(f"processor while {name}: {share:.0%} of watching")
    clip = SAMPLES / "dishwasher_rounded.mp4"
    stops = [stop_s(clip) for _ in range(3)]
    print(f"Ctrl-C to the end: median {statistics.median(stops):.2f} s, worst {max(stops):.2f} s")
    if asked.memory_minutes:
        for minute, mib in memory(asked.memory_minutes):
            print(f"memory after {minute:4.0f} min: {mib:.0f} MiB")


if __name__ == "__main__":
    main()
