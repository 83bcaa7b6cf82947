"""Live on weak machines: what is left of it with a half and a quarter of one core.

    python benchmarks/live_quota.py [--quotas 2 1 .5 .25] [--seconds 25] [--rounds 1]
        [--against WORKTREE] [--browser PATH]

The program (``benchmarks/live_watched.py``: session, page server, voice) gets the quota, for every
100 ms anew: with a quarter of a core it runs 25 ms, of all its threads together, and sleeps until
they are over. What shows the page is outside: the user's browser is not what is measured, so by
default it is a reader that takes each picture as it comes and says at once that it was drawn; with
``--browser`` a headless Chromium on this machine. Delays run from the picture's true exposure to
its last byte there (with a browser: to its being drawn). ``--against`` runs another commit's
worktree in turn with this one, and compares processor time. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import shutil
import statistics
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from benchmarks.core_quota import ALL, limited
from benchmarks.live import _opened

HERE = Path(__file__).parent
CANVAS_PX = 800  # of a page in a window of 1280 x 720
BUSY = "busy"  # in the line of the page, see ``live/words.py``


@dataclass
class Shown:
    """What a page was sent: when each picture had arrived, and what stood above it."""

    delays_ms: list[tuple[float, float]] = field(default_factory=list)  # taken unix s, delay
    headlines: list[tuple[float, str]] = field(default_factory=list)  # arrived unix s

    def read(self, url: str) -> None:
        """Read the page's stream to its end, as its script does."""
        host, _, rest = url.removeprefix("http://").partition("/")
        folder, _, ticket = rest.partition("?")
        with contextlib.closing(http.client.HTTPConnection(host)) as link:
            link.request("GET", f"/{folder}?{ticket}")
            cookie = (link.getresponse().headers["set-cookie"] or "").partition(";")[0]
        address, headers = f"ws://{host}/{folder}live?canvas_px={CANVAS_PX}", {"Cookie": cookie}
        with (
            connect(
                address,
                origin=Origin(f"http://{host}"),
                additional_headers=headers,
                compression=None,
            ) as stream,
            contextlib.suppress(ConnectionClosed),
        ):
            while True:
                self._take(stream.recv(), stream.send)

    def _take(self, message: str | bytes, answer: Callable[[str], None]) -> None:
        now_s = time.time()
        if isinstance(message, str):
            return
        (length,) = struct.unpack(">I", message[:4])
        head = json.loads(message[4 : 4 + length])
        answer(json.dumps({"drawn": head["number"], "at_unix_ms": 1000 * now_s}))
        self.headlines.append((now_s, head["headline"]))
        if head["captured_unix_s"] and len(message) > 4 + length:
            taken_s = head["captured_unix_s"]
            self.delays_ms.append((taken_s, 1000 * (now_s - taken_s)))


@dataclass(frozen=True)
class Watched:
    """One run: how it was limited, what the program noted and what the page was sent."""

    how: str
    noted: dict[str, Any]
    shown: Shown

    @property
    def cpu_share(self) -> float:
        """Processor seconds for each second watched."""
        return float(self.noted["cpu_s"]) / self._span_s

    @property
    def _span_s(self) -> float:
        return float(self.noted["end_unix_s"]) - float(self.noted["begin_unix_s"])

    def told(self) -> str:
        """The run in a line."""
        begin_s = self.noted["begin_unix_s"]
        looked_s = np.array([s for s in self.noted["taken_unix_s"] if s >= begin_s])
        gaps_ms = 1000 * np.diff(looked_s)
        delays = [ms for taken_s, ms in self.shown.delays_ms if taken_s >= begin_s]
        if not delays:  # a browser told the page's server instead
            delays = list(self.noted["drawn_ms"])
        third = max(1, len(delays) // 3)
        grown_ms = statistics.median(delays[-third:]) - statistics.median(delays[:third])
        shown = any(BUSY in text for _, text in self.shown.headlines)
        said = any(BUSY in text for text in self.noted["said"])
        busy = " and ".join(way for way, so in (("shown", shown), ("said", said)) if so)
        return (
            f"{self.how:32s} {len(looked_s) / self._span_s:5.1f} looked at a second, "
            f"{_spread(gaps_ms)} ms apart; to the page {_spread(delays)} ms, "
            f"{grown_ms:+.0f} ms from first to last third ({len(delays)} pictures); "
            f"cues {_spread(self._cue_delays_ms())} ms; busy line {busy or 'no'}, "
            f"quick movements not watched for {self.noted['lacking_s']:.0f} s; "
            f"{self.cpu_share:.2f} cores: {', '.join(self._threads())}"
        )

    def _threads(self) -> Iterator[str]:
        spent = sorted(self.noted["threads_s"].items(), key=lambda one: -one[1])
        looks = self.noted["looks"]
        for name, seconds in spent[:5]:
            yield f"{name} {1000 * seconds / looks:.1f} ms a look"

    def _cue_delays_ms(self) -> list[float]:
        found = []
        for taken_s, said in self.noted["cues"]:
            at_s = (s for s, text in self.shown.headlines if text == said and s >= taken_s)
            if (first_s := next(at_s, None)) is not None:
                found.append(1000 * (first_s - taken_s))
        return found


def _spread(values: Any) -> str:
    if not len(values):
        return "none"
    p50, p95 = np.percentile(values, [50, 95])
    return f"{p50:.0f}/{p95:.0f}/{max(values):.0f}"


def watch(tree: Path, cores: float, seconds: float, sample: str, browser: str | None) -> Watched:
    """Run one worktree's program with so many cores, and return what came of it."""
    # Both trees are asked by this one's script.
    command = [sys.executable, str(HERE / "live_watched.py")]
    command += ["--seconds", str(seconds), "--sample", sample]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    shown = Shown()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        with contextlib.ExitStack() as stack:
            if browser:
                stack.enter_context(_opened(browser, url))
                time.sleep(3.0)
            else:
                threading.Thread(target=shown.read, args=(url,), daemon=True).start()
                time.sleep(0.5)
            how = stack.enter_context(limited(program.pid, cores))
            print("", file=program.stdin, flush=True)
            noted = json.loads(program.stdout.readline())
            program.wait(30)
    return Watched(how, noted, shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quotas", type=float, nargs="+", default=[2.0, 1.0, 0.5, 0.25])
    parser.add_argument("--seconds", type=float, default=25.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--sample", default="dishwasher_rounded")
    parser.add_argument("--against", type=Path, help="another commit's worktree")
    parser.add_argument("--browser", nargs="?", const=shutil.which("chromium"), default=None)
    asked = parser.parse_args()
    print("each: median/p95/most", flush=True)
    with limited(os.getpid(), ALL):  # what reads the page is as little hindered
        _measure(asked)


def _measure(asked: argparse.Namespace) -> None:
    for cores in asked.quotas:
        shares: dict[str, list[float]] = {"new": [], "old": []}
        for _ in range(asked.rounds):
            trees = {"old": asked.against, "new": HERE.parent}
            for name, tree in trees.items():
                if tree is None:
                    continue
                run = watch(tree, cores, asked.seconds, asked.sample, asked.browser)
                shares[name].append(run.cpu_share)
                load = os.getloadavg()[0]
                print(f"{cores:4.2f} cores, {name}: {run.told()} (load {load:.1f})", flush=True)
        pairs = [n / o for n, o in zip(shares["new"], shares["old"], strict=False)]
        if pairs:
            each = ", ".join(f"{pair:.2f}" for pair in pairs)
            print(f"{cores:4.2f} cores: processor time {each} of the other commit's", flush=True)


if __name__ == "__main__":
    main()
