"""Whatever file a film comes in: the same leans, the same episodes, a film that fits."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from clips import SAMPLES
from kinds_of_files import KINDS, RATE_HZ, SIZE, X264, Kind

from posturecheck.clips import pictures
from posturecheck.clips.check import check_clip
from posturecheck.clips.gaps import lost_stretches
from posturecheck.clips.options import CheckOptions
from posturecheck.core import Floats, Frame, Image
from posturecheck.detectors.model_store import ModelFile
from posturecheck.sources.clip import open_facts, read_clip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs the ffmpeg program"),
]
BEND = SAMPLES / "box_stoop.mp4"
FROM_S, LONG_S = 1.2, 4.0
LOOKED_AT_S = (0.3, 2.2, 3.6)  # in the film: tall, low, tall again
# A bend counts from where its back is no more known as long, which takes a moment more or less.
IN_SYNC_S = 0.25
ALIKE = 11.0  # grey levels; of pictures a moment apart in the bend they differ by more


@dataclass(frozen=True)
class Seen:
    """A film's leans over time, its episodes, its annotated film, and what is said of it."""

    t_s: Floats
    lean_deg: Floats
    episodes: list[tuple[str, str, float]]
    film: Path
    notes: list[str]
    lost: tuple[tuple[float, float], ...]


def seen(clip: Path, folder: Path, **options: float) -> Seen:
    result = check_clip(clip, CheckOptions(workers=1, show_face=True, **options))
    try:
        film = folder / "film.mp4"
        pictures.Studio(result).film(film, lambda seconds: None)
        return Seen(
            result.posture["t_s"],
            result.posture["trunk_inclination_deg"],
            sorted((e.rule, e.severity, e.start_s) for e in result.episodes),
            film,
            result.film_notes,
            result.lost,
        )
    finally:
        result.close()


@pytest.fixture(scope="module", autouse=True)
def no_faces() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "find_face_network", lambda: None)
        yield


@pytest.fixture(scope="module")
def plain_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "plain.mkv"
    size = f"{SIZE[0]}:{SIZE[1]}"
    command = (
        f"ffmpeg -v error -y -ss {FROM_S} -i {BEND} -t {LONG_S} -vf scale={size} -r {RATE_HZ} "
        f"{X264} -crf 8 {path}"
    )
    subprocess.run(command.split(), check=True)
    return path


@pytest.fixture(scope="module")
def plain(plain_clip: Path, pose_model: ModelFile) -> Seen:
    found = seen(plain_clip, plain_clip.parent)
    assert {rule for rule, _, _ in found.episodes} >= {"deep-lean", "fast-bend"}
    assert not found.notes
    return found


def pictures_of(film: Path) -> tuple[Floats, list[Image]]:
    with av.open(str(film)) as container:
        frames = list(container.decode(video=0))
        shape = {"width": 80, "height": 60, "format": "rgb24"}
        return np.array([f.time for f in frames]), [f.to_ndarray(**shape) for f in frames]


def length_and_shape(film: Path) -> tuple[float, float]:
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        assert stream.sample_aspect_ratio in (None, 0, 1)
        return float(stream.duration * stream.time_base), stream.width / stream.height


def leans_apart_deg(one: Seen, other: Seen) -> Floats:
    return np.abs(np.interp(one.t_s, other.t_s, other.lean_deg) - one.lean_deg)


def made(kind: Kind, plain_clip: Path, folder: Path) -> Path:
    try:
        return kind.make(plain_clip, folder)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"this ffmpeg cannot make it: {error.stderr.decode().strip()[:80]}")


def test_there_are_many_kinds() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 40


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_its_pictures_are_those_of_the_plain_film_at_their_times(
    kind: Kind, plain_clip: Path, tmp_path: Path
) -> None:
    turned_deg, slow = int(kind.options.get("rotate_deg", 0)), kind.options.get("slow", 1.0)
    facts = open_facts(made(kind, plain_clip, tmp_path), turned_deg=turned_deg, slow=slow)
    frames, plain = list(read_clip(facts)), list(read_clip(open_facts(plain_clip)))
    assert facts.width / facts.height == pytest.approx(SIZE[0] / SIZE[1], rel=0.02)
    assert not lost_stretches([f.t_s for f in frames], len(frames), facts.duration_s)
    assert frames[-1].t_s == pytest.approx(plain[-1].t_s, abs=1.1 / kind.rate_hz + 0.05)
    assert len(frames) >= 0.95 * kind.rate_hz * LONG_S
    for frame in frames[:: len(frames) // 8]:
        # Another rate takes each picture from up to a pause away.
        near_s, away_s = 1.0 / min(kind.rate_hz, RATE_HZ), 0.15
        near = [_apart(frame, p) for p in plain if abs(p.t_s - frame.t_s) <= near_s + 0.001]
        away = [_apart(frame, p) for p in plain if abs(p.t_s - frame.t_s) > away_s]
        assert min(near) < ALIKE
        assert min(near) < 1.5 * min(away)


def _apart(one: Frame, other: Frame) -> float:
    """Mean grey levels between two pictures, of the size of the plain film."""
    small = [cv2.resize(f.image, (80, 60), interpolation=cv2.INTER_AREA) for f in (one, other)]
    return float(np.abs(small[0].astype(float) - small[1]).mean())


def _graded(one: Seen) -> list[tuple[str, str]]:
    """Rules and severities; how fast it was is read too roughly to grade at any frame rate."""
    return [(rule, "" if rule == "fast-bend" else grade) for rule, grade, _ in one.episodes]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_it_is_seen_as_the_plain_film_is(
    kind: Kind, plain_clip: Path, plain: Seen, tmp_path: Path
) -> None:
    found = seen(made(kind, plain_clip, tmp_path), tmp_path, **kind.options)
    assert np.nanmedian(leans_apart_deg(plain, found)) < kind.lean_deg
    assert len(found.t_s) > 0.3 * len(plain.t_s)
    # The deepest moment alone has an sd of 11 degrees here, and moves with the compression.
    assert abs(np.nanmax(found.lean_deg) - np.nanmax(plain.lean_deg)) < 3 * kind.lean_deg
    assert _graded(found) == _graded(plain)
    starts_s = [[start_s for _, _, start_s in one.episodes] for one in (found, plain)]
    assert starts_s[0] == pytest.approx(starts_s[1], abs=IN_SYNC_S)
    assert found.lost == ()
    assert [n for n in found.notes if "slower than life" not in n] == []
    _check_film(found.film, plain.film)


# The decoders of H.265 and VP9 tell of no such damage: it is judged up to the next keyframe.
DAMAGED = (
    Kind("damaged mp4", "mp4", f"{X264} -g 12"),
    Kind("damaged mkv", "mkv", f"{X264} -g 12"),
    Kind("damaged transport stream", "ts", f"{X264} -g 12"),
    Kind("damaged avi", "avi", f"{X264} -g 12 -bf 2"),
    Kind("damaged xvid", "avi", "-c:v mpeg4 -vtag XVID -q:v 2 -bf 2 -g 12"),
)


@pytest.mark.parametrize("kind", DAMAGED, ids=lambda kind: kind.name)
def test_of_a_damaged_film_the_rest_is_read_and_the_loss_is_known(
    kind: Kind, plain_clip: Path, tmp_path: Path
) -> None:
    path = made(kind, plain_clip, tmp_path)
    whole = {round(f.t_s, 2): f for f in read_clip(open_facts(path))}
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = bytes((37 * i + 11) % 251 for i in range(3000))
    path.write_bytes(data)
    left = list(read_clip(open_facts(path)))
    assert max(whole) == pytest.approx(left[-1].t_s, abs=0.05)
    assert len(whole) - 40 < len(left) < len(whole)
    for frame in left:
        assert _apart(frame, whole[round(frame.t_s, 2)]) < 1.0


def _check_film(film: Path, plain: Path) -> None:
    """Upright, of the same length and shape, and in sync."""
    assert length_and_shape(film) == pytest.approx(length_and_shape(plain), rel=0.03)
    (own_s, own), (plain_s, wanted) = pictures_of(film), pictures_of(plain)
    for t_s in LOOKED_AT_S:
        here = own[int(np.abs(own_s - t_s).argmin())].astype(float)
        there = wanted[int(np.abs(plain_s - t_s).argmin())]
        assert np.abs(here - there).mean() < ALIKE
