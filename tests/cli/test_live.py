from __future__ import annotations

import pytest
from typer.testing import CliRunner

from posturecheck.cli.live import _summary
from posturecheck.cli.main import app
from posturecheck.core import Cue, Episode, InputError
from posturecheck.sinks.totals import Totals

LEAN = Episode("deep-lean", "red", 1, 3, 70, 4, "deg", 2, 60)


def totals(total_s: float, seen_s: float) -> Totals:
    sums = Totals()
    sums.total_s, sums.seen_s = total_s, seen_s
    return sums


def test_who_was_never_watched_is_told_so() -> None:
    assert _summary(totals(0, 0)).startswith("Nothing was judged: watching had not begun.")


def test_an_empty_room_is_never_called_fine() -> None:
    assert "could not see you, so nothing can be said" in _summary(totals(600, 0))


def test_what_was_over_a_limit_and_said_is_summed_up() -> None:
    sums = totals(600, 540)
    sums.episodes = [LEAN, LEAN]
    sums.cues = [
        Cue(2, "deep-lean", "correct", "x"),
        Cue(30, "deep-lean", "correct", "x", spoken=False),
        Cue(40, "squat", "praise", "y"),
    ]
    assert _summary(sums) == (
        "Watched for 10 min, could see you for 9 min. 2 moment(s) over a limit, 2 of them red: "
        "deep lean. 1 cue(s) spoken, 1 praised."
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--camera", "no-such-clip.mp4"], "expected a number such as 0"),
        (["--person", "nobody"], "--person: expected one of"),
        (["--task", "juggling"], "task: expected one of"),
        (["--profile", "no-such.toml"], "--profile no-such.toml: expected"),
        (["--camera", "97", "--no-window"], "camera 97: expected a camera that opens"),
    ],
)
def test_a_wrong_option_is_one_clear_line(options: list[str], expected: str, pose_model) -> None:
    ran = CliRunner().invoke(app, ["live", *options])
    assert isinstance(ran.exception, InputError)
    assert expected in str(ran.exception)
    assert "\n" not in str(ran.exception)
