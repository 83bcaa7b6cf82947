"""The scores of live: labelled clips watched as live watches them, picture by picture.

    python -m benchmarks.live_scores DIR [DIR ...] [--json FILE]

Each clip is the camera of a session that is watched from its first picture, at the clip's own
times: the first who comes is judged at once, the tall stance is found on the way, and which
pictures are looked at is live's own choice (``live/looking.py``). No picture is missed because
this computer is slow. What was said is scored as ``posturecheck evaluate`` scores what
``check`` said. Results: ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from posturecheck.clips.options import CheckOptions
from posturecheck.clips.processes import quiet_native_code
from posturecheck.clips.summary import versions
from posturecheck.console.terminal import Terminal
from posturecheck.core import Frame, Sink
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import ModelFile, find_model
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.evaluate.answers import AnsweredClip
from posturecheck.evaluate.checks import estimate_of
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.folder import labelled_in
from posturecheck.evaluate.report import as_data, tell_evaluation
from posturecheck.evaluate.run import Answers, evaluation_of
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.live.assembling import LiveOptions
from posturecheck.live.session import Session
from posturecheck.live.session_parts import HandsFree, SessionParts
from posturecheck.live.voice_output import Speaker
from posturecheck.pipeline import Checker, Subject
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.totals import Totals
from posturecheck.sinks.words import Words
from posturecheck.sources.camera import Shot
from posturecheck.sources.clip import open_facts, read_clip


class _Device:
    compressed = True


class EveryPicture:
    """A camera that waits until each of its pictures has been taken."""

    state = "open"
    device = _Device()

    def __init__(self, frames: Iterator[Frame]) -> None:
        self._frames = frames
        self.taken = 0

    def newest(self, timeout_s: float) -> Shot | None:
        frame = next(self._frames, None)
        if frame is None:
            self.state = "ended"
            return None
        self.taken += 1
        return Shot(frame, frame.t_s)

    def turn_off(self) -> None:
        raise AssertionError("nobody asked for a pause")

    def turn_on(self) -> None:
        raise AssertionError("nobody asked for a pause")

    def close(self) -> None:
        pass


def watched(clip: Path, model: ModelFile, sinks: Sequence[Sink] = ()) -> tuple[Estimate, int, int]:
    """Return what live said of a clip, how many pictures it looked at, and of how many."""
    options, facts = LiveOptions(), open_facts(clip)
    table, totals, words = PostureTable(), Totals(), Words()
    camera = EveryPicture(read_clip(facts))
    # The samples are too short to wait for the second after which live chooses whom to judge.
    checker = Checker(options.profile, Subject(track=1), "", 0.0, LearnedEstimate)
    with closing(MediaPipePose(model.path)) as detector:
        session = Session(
            SessionParts(
                camera=camera,  # type: ignore[arg-type]
                detector=detector,
                checker=checker,
                speaker=Speaker(None, muted=True),
                guidance=load_guidance(),
                limits=GaugeLimits.of(options.profile.rules),
                sinks=(table, totals, words, *sinks),
                begin="watching",
                hands_free=HandsFree(raised_hand=False, waits=False),
            )
        )
        session.run()
    totals.close()
    words.end(checker.last_movements())
    episodes = (*totals.episodes, *session.episodes)
    if not len(table["t_s"]):
        return Estimate(facts.duration_s), session.analysed, camera.taken
    said = estimate_of(table, episodes, words, facts.duration_s)
    return said, session.analysed, camera.taken


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    quiet_native_code()
    model, said, looked, of = find_model("full"), list[AnsweredClip](), 0, 0
    clips, unlabelled = labelled_in(asked.folders)
    for n, clip in enumerate(clips):
        estimate, looks, pictures = watched(clip.path, model)
        said.append(AnsweredClip(n, clip.path.name, clip.labels, estimate))
        print(f"{clip.path.name}: looked at {looks} of {pictures}", flush=True)
        looked, of = looked + looks, of + pictures
    evaluation = evaluation_of(
        Answers(
            versions=versions(),
            model={"name": model.name, "sha256": model.sha256, "origin": model.origin},
            profile=CheckOptions().profile.model_dump(mode="json", by_alias=True),
            clips=tuple(said),
            unlabelled=tuple(path.name for path in unlabelled),
            of=len(clips),
        )
    )
    print(f"looked at {looked} of {of} pictures, {looked / of:.0%}")
    tell_evaluation(evaluation, Terminal())
    if asked.json:
        asked.json.write_text(json.dumps(as_data(evaluation), indent=1))


if __name__ == "__main__":
    main()
