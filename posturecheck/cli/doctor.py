"""``posturecheck doctor``: what of this computer works for watching, and what to do."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import typer

from posturecheck.console.terminal import Terminal
from posturecheck.core import Frame, InputError

Mark = Literal["works", "lacking", "broken"]
SIGNS: dict[Mark, str] = {"works": "ok     ", "lacking": "without", "broken": "FAILS  "}
CAMERAS = 5  # indices looked at; few people have more
WANTED_HZ = 25.0
TRIAL_FRAMES = 60
SAID = "Thank you. I am watching now."


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing; ``todo`` is empty where nothing need be done."""

    thing: str
    mark: Mark
    found: str
    todo: str = ""


def doctor(
    speak: Annotated[bool, typer.Option("--speak", help="Also say a sentence.")] = False,
) -> None:
    """Look at model, cameras, voice, page, history, speed, packages: what works, what to do."""
    console = Terminal(wide=True)
    console.print(
        f"posturecheck {version('posturecheck')}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )
    marks: dict[str, Mark] = {}
    for finding in findings(speak):
        marks[finding.thing] = finding.mark
        console.print(f"{SIGNS[finding.mark]}  {finding.thing}: {finding.found}")
        if finding.todo:
            console.print(f"           -> {finding.todo}")
    if "broken" in marks.values():
        console.print("Something is in the way of watching.")
        raise typer.Exit(1)
    if marks["cameras"] != "works":
        console.print("Ready to watch clips; a camera is all that is missing.")
    else:
        console.print("Ready to watch.")


def findings(speak: bool = False) -> Iterator[Finding]:
    """Look at one thing after the other; what fails is a finding, never an exception."""
    looks: dict[str, Callable[[], Finding]] = {
        "pose model": _model,
        "cameras": _cameras,
        "voice": lambda: _voice(speak),
        "page": _page,
        "history": _history,
        "speed": _speed,
        "packages": _packages,
    }
    for thing, look in looks.items():
        try:
            yield look()
        except InputError as error:
            yield Finding(thing, "broken", "does not work", str(error))
        except Exception as error:
            yield Finding(thing, "broken", f"{type(error).__name__}: {error}", "please report this")


def _model() -> Finding:
    from posturecheck.detectors.model_store import find_model

    model = find_model("full")
    size_mb = model.path.stat().st_size / 1e6
    return Finding("pose model", "works", f"{model.name}, {size_mb:.0f} MB, from {model.origin}")


def _cameras() -> Finding:
    from posturecheck.sources.camera_names import named_cameras
    from posturecheck.sources.devices import OpenCVDevice

    found, names = [], {camera.index: camera.name for camera in named_cameras()}
    for index in sorted({*range(CAMERAS), *names}):
        with contextlib.suppress(InputError), _quiet():
            pictures = OpenCVDevice(index).pictures()
            with contextlib.closing(pictures):  # type: ignore[type-var]
                _, image = next(pictures, (None, None))
            if image is not None:
                name = f", {names[index]}" if index in names else ""
                found.append(f"{index} ({image.shape[1]}x{image.shape[0]}{name})")
    if not found:
        return Finding(
            "cameras",
            "lacking",
            f"none answers at 0 to {CAMERAS - 1}{_silent(names.values())}",
            "plug one in, close programs that use it, allow it in the system's privacy "
            "settings; a network camera or a clip goes with --camera",
        )
    return Finding("cameras", "works", ", ".join(found))


def _silent(names: Iterable[str]) -> str:
    told = ", ".join(names)
    return f", though there is {told}" if told else ""


def _voice(speak: bool) -> Finding:
    from posturecheck.voice.players import find_player
    from posturecheck.voice.sounds import Sounds

    sound = Sounds().wav(SAID)
    if sound is None:
        return Finding("voice", "broken", "the shipped sounds are not there", "install again")
    player = find_player()
    if player is None:
        return Finding(
            "voice",
            "lacking",
            "this computer has no loudspeaker that answers",
            "plug one in; the browser speaks instead while its page is open",
        )
    with contextlib.closing(player):
        if speak:
            player.play(sound)
            time.sleep(3.0)
        return Finding("voice", "works", f"{player.name}{', did you hear it?' if speak else ''}")


def _page() -> Finding:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return Finding(
            "page",
            "lacking",
            "no browser can be opened from here (is there a screen?)",
            "open the address that 'posturecheck live' prints and type its code, or --no-window",
        )
    return Finding("page", "works", f"opens in {getattr(browser, 'name', 'the browser')}")


def _history() -> Finding:
    from posturecheck.history.store import open_history

    told: list[str] = []
    history = open_history(told.append)
    if history is None:
        return Finding("history", "lacking", "cannot be kept", "; ".join(told))
    found = f"kept in {history.path.parent}, on this computer only"
    return Finding("history", "works", "; ".join([found, *told]))


def _speed() -> Finding:
    from posturecheck.detectors.mediapipe_pose import MediaPipePose
    from posturecheck.detectors.model_store import find_model

    # An empty picture costs about what a person does: one network a frame (measured: 9.0
    # against 8.2 ms).
    image = np.full((480, 640, 3), 127, np.uint8)
    with contextlib.closing(MediaPipePose(find_model("full").path)) as detector:
        detector.detect(Frame(0, 0.0, image))
        start_s = time.perf_counter()
        for index in range(1, TRIAL_FRAMES + 1):
            detector.detect(Frame(index, index / 30, image))
        rate_hz = TRIAL_FRAMES / (time.perf_counter() - start_s)
    said = f"{rate_hz:.0f} pictures a second by the pose model alone ({WANTED_HZ:.0f} are wanted)"
    if rate_hz >= 1.2 * WANTED_HZ:
        return Finding("speed", "works", said)
    return Finding("speed", "lacking", said, "close other programs, or try --model lite")


def _packages() -> Finding:
    from posturecheck.cli.tested_versions import TESTED, untested

    if strange := untested():
        said = ", ".join(f"{name} {version}" for name, version in strange.items())
        tested = ", ".join(f"{name}{TESTED[name]}" for name in strange)
        todo = f"the tests passed with {tested}: install what requirements.txt names"
        return Finding("packages", "lacking", f"not tested with {said}", todo)
    return Finding("packages", "works", "the versions that the tests have passed with")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the camera drivers' own words off the terminal."""
    sys.stderr.flush()
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
