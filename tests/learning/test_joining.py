"""Several teachings in one file, each heard where it has a say."""

import math

import numpy as np
import pytest
from typer.testing import CliRunner

pytest.importorskip("moderngl")
from learning.__main__ import app
from learning.joining import SPOKEN_OF, Teaching, join
from posturecheck.learned.features import FEATURES
from posturecheck.learned.network import MEANS, SCALE_DEG, SDS, Layer, Network, load, save

SIDE, LEAN = "trunk_side_bend_deg", "trunk_inclination_deg"
KNEE, FLEXION = "knee_flexion_deg", "trunk_flexion_deg"
SEEN = np.zeros(FEATURES)


def says(deg: float, members: int = 2) -> Network:
    """Members that say this of every angle, 3 degrees sd, to either side of a mirror."""
    outputs = np.zeros(MEANS + SDS)
    outputs[: MEANS - 2] = deg / SCALE_DEG
    outputs[MEANS - 1] = 1.0
    outputs[MEANS:] = math.log(3.0 / SCALE_DEG)
    layers = (Layer(np.zeros((FEATURES, MEANS + SDS)), outputs),)
    return Network.taught_together(np.zeros(FEATURES), np.ones(FEATURES), (layers,) * members)


def of(first: float) -> tuple[dict[str, float], dict[str, float]]:
    return dict.fromkeys(SPOKEN_OF, first), dict.fromkeys(SPOKEN_OF, 1 - first)


def test_each_teaching_is_heard_by_its_say() -> None:
    one, other = of(0.25)
    both = join([Teaching(says(10), 2, one), Teaching(says(30), 1, other)])
    lean = both.estimate(SEEN, SEEN)[LEAN]
    assert len(both.members) == 3
    assert lean.value == pytest.approx(25)
    assert lean.sd == pytest.approx(math.hypot(3, math.sqrt(0.25 * 15**2 + 0.75 * 5**2)))


def test_who_has_no_say_in_an_angle_does_not_disturb_it() -> None:
    one, other = of(0.5)
    one[LEAN], other[LEAN] = 1.0, 0.0
    lean = join([Teaching(says(10), 2, one), Teaching(says(80), 2, other)])
    assert lean.estimate(SEEN, SEEN)[LEAN].value == pytest.approx(10)
    assert lean.estimate(SEEN, SEEN)[LEAN].sd == pytest.approx(3)


def test_who_knows_standing_is_heard_until_a_lean_is_said() -> None:
    knows_standing, knows_bends = of(0.0)
    knows_standing[LEAN], knows_bends[LEAN] = 0.0, 1.0
    first, second = {LEAN: 1.0}, {LEAN: 0.0}
    for bend_deg, heard_deg in ((5, 3), (15, 9), (30, 30)):
        both = join(
            [
                Teaching(says(3), 2, knows_standing, first),
                Teaching(says(bend_deg), 2, knows_bends, second),
            ]
        )
        assert both.estimate(SEEN, SEEN)[LEAN].value == pytest.approx(heard_deg)


def test_who_knows_leaning_back_is_heard_from_where_it_says_so() -> None:
    knows_bends, knows_back = of(1.0)
    for back_deg, heard_deg in ((2, 0), (8, -4), (14, -14), (25, -25)):
        both = join(
            [
                Teaching(says(0), 2, knows_bends, back_say={FLEXION: 0.0}),
                Teaching(says(-back_deg), 2, knows_back, back_say={FLEXION: 1.0}),
            ]
        )
        assert both.estimate(SEEN, SEEN)[FLEXION].value == pytest.approx(heard_deg)


def test_the_command_joins_files(tmp_path) -> None:
    for name, deg in (("a.npz", 10), ("b.npz", 30)):
        save(says(deg), tmp_path / name)
    words = ["join", "out.npz", "a.npz:2", "b.npz:1", "--say", f"{SIDE}=0,1"]
    words += ["--upright-say", f"{KNEE}=1,0", "--back-say", f"{LEAN}=0,1"]
    words[1:4] = [str(tmp_path / word) for word in words[1:4]]
    assert CliRunner().invoke(app, words).exit_code == 0
    read = load(tmp_path / "out.npz").estimate(SEEN, SEEN)
    assert len(load(tmp_path / "out.npz").members) == 3
    assert read[SIDE].value == pytest.approx(0, abs=0.1)  # to both sides of the mirror alike
    assert read[LEAN].value == pytest.approx(20, abs=0.1)
    assert read[KNEE].value == pytest.approx(20, abs=0.1)  # who leans by 20 is not upright


def test_says_that_do_not_add_up_are_refused() -> None:
    one, _ = of(0.25)
    with pytest.raises(ValueError, match=r"add up to 1, got 0\.5"):
        join([Teaching(says(10), 2, one), Teaching(says(30), 2, one)])


def test_a_joined_file_says_the_same_when_it_is_read_again(tmp_path) -> None:
    one, other = of(0.25)
    both = join([Teaching(says(10), 2, one), Teaching(says(30), 2, other)])
    save(both, tmp_path / "model.npz")
    again = load(tmp_path / "model.npz").estimate(SEEN, SEEN)
    for name, reading in both.estimate(SEEN, SEEN).items():
        assert again[name].value == pytest.approx(reading.value, abs=0.05)
        assert again[name].sd == pytest.approx(reading.sd, rel=0.01)
