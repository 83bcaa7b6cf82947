"""``make fuzz``: makes the cases of a seed, runs them, and keeps those that ended badly."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fuzz.cases import Case, Maker, make_case
from fuzz.clips import clip
from fuzz.comparisons import comparison
from fuzz.histories import history
from fuzz.labels import label
from fuzz.material import Material, make_material
from fuzz.profiles import profile
from fuzz.records import record
from fuzz.running import Ended, load_everything, run

KINDS: dict[str, tuple[Maker, int]] = {
    "profile": (profile, 60),
    "history": (history, 80),
    "label": (label, 200),
    "record": (record, 120),
    "compare": (comparison, 120),
    "clip": (clip, 200),
}


def main() -> int:
    """Return 0 where every case ended as it should, else 1."""
    options = _wishes()
    print(f"seed {options.seed}; the same again with: make fuzz SEED={options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="posturecheck-fuzz-") as place:
        material = make_material(Path(place) / "material")
        load_everything()
        start_s = time.monotonic()
        cases = _cases(options, Path(place), material)
        slowest_s, most_mib, count, refused = 0.0, 0.0, 0, 0
        found: list[Ended] = []
        for ended in run(cases, options.jobs):
            count += 1
            refused += ended.code == 2
            slowest_s, most_mib = max(slowest_s, ended.wall_s), max(most_mib, ended.peak_mib)
            if ended.wrong:
                found.append(ended)
                _tell(ended, options.keep)
            shutil.rmtree(ended.case.folder, ignore_errors=True)
        took_s = time.monotonic() - start_s
    print(f"{count} cases in {took_s:.0f} s, {refused} refused in a line, {len(found)} ended badly")
    print(f"the slowest took {slowest_s:.1f} s, the largest {most_mib:.0f} MiB")
    return 1 if found or not count else 0


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="", help="clip, or clip/17")
    parser.add_argument("--few", type=int, default=10**6, help="so many of each kind at most")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"), help="bad cases go here")
    return parser.parse_args()


def _cases(options: argparse.Namespace, place: Path, material: Material) -> Iterator[Case]:
    for kind, (maker, count) in KINDS.items():
        for number in range(min(count, options.few)):
            if options.only in ("", kind, f"{kind}/{number}"):
                folder = place / kind / str(number)
                yield make_case(kind, maker, number, options.seed, folder, material)


def _tell(ended: Ended, keep: Path) -> None:
    name = ended.case.name.replace("/", "-")
    kept = keep / name
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(ended.case.folder, kept, symlinks=True)
    words = " ".join(map(ascii, ended.case.arguments))
    print(f"{ended.case.name}: {'; '.join(ended.wrong)}; in {kept}: {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
