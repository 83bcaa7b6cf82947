"""How far apart the same person's same movement is read when it is filmed again.

python benchmarks/filmed_again.py DIR [--only-render]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.real_video import write_clip
from posturecheck.core import Image
from renderer.body import AssetsMissingError
from renderer.filmed_again_plans import Filming, filmings

try:
    from renderer.film import act, shoot, times_of
    from renderer.stage import NoOpenGLError
except ImportError as error:
    sys.exit(f"this needs requirements-render.txt, see renderer/README.md ({error})")

WEBCAM = ("libx264", {"crf": "24", "preset": "fast"})


def render(filming: Filming, folder: Path) -> Path:
    """Render a film, unless it lies there already; return where it does."""
    clip = folder / f"{filming.plan.name}.mp4"
    if clip.exists():
        return clip
    plan = filming.plan
    assert plan.person
    actor = act(plan.person, plan.movement, filming.movement_seed)

    def pictures() -> Iterator[tuple[float, Image]]:
        for shot in shoot(plan, actor, times_of(plan, actor)):
            yield shot.t_s, shot.image

    draft = folder / f".{plan.name}.mp4"
    write_clip(draft, pictures(), WEBCAM)
    draft.rename(clip)
    return clip


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folder", type=Path, metavar="DIR")
    chosen = options.parse_args()
    os.environ.setdefault("LP_NUM_THREADS", "1")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for filming in filmings():
        print(render(filming, chosen.folder), flush=True)


if __name__ == "__main__":
    main()
