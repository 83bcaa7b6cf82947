from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from posturecheck.cli import doctor
from posturecheck.cli.doctor import Finding, findings
from posturecheck.cli.main import app
from posturecheck.core import InputError
from posturecheck.detectors.model_store import ModelFile


@pytest.fixture
def looked(
    pose_model: ModelFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> dict[str, Finding]:
    monkeypatch.setenv("POSTURECHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(doctor, "CAMERAS", 1)
    monkeypatch.setattr(doctor, "TRIAL_FRAMES", 10)
    return {finding.thing: finding for finding in findings()}


def test_everything_that_live_needs_is_looked_at(looked: dict[str, Finding]) -> None:
    things = ["pose model", "cameras", "voice", "page", "history", "speed", "packages"]
    assert list(looked) == things
    assert looked["pose model"].mark == "works"
    assert looked["history"].mark == "works"


def test_whatever_is_lacking_comes_with_a_way_out(looked: dict[str, Finding]) -> None:
    for finding in looked.values():
        assert finding.found
        assert bool(finding.todo) == (finding.mark != "works")


def test_the_speed_is_measured(looked: dict[str, Finding]) -> None:
    rate_hz = float(looked["speed"].found.partition(" ")[0])
    assert 1 < rate_hz < 5000


def test_one_thing_that_fails_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_model() -> Finding:
        raise InputError("model: expected a network, there is none; use --model PATH")

    def fault() -> Finding:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(doctor, "_model", no_model)
    for name in ("_cameras", "_page", "_history", "_speed"):
        monkeypatch.setattr(doctor, name, fault)
    found = list(findings())
    assert found[0].mark == "broken"
    assert "use --model PATH" in found[0].todo
    assert found[1].found == "ZeroDivisionError: oh"
    assert len(found) == 7


@pytest.mark.parametrize(
    ("cameras", "page", "verdict"),
    [
        ("works", "works", "Ready to watch."),
        ("lacking", "works", "Ready to watch clips; a camera is all that is missing."),
        ("works", "broken", "Something is in the way of watching."),
    ],
)
def test_the_last_line_says_whether_it_will_work(
    cameras: doctor.Mark, page: doctor.Mark, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up = [Finding("cameras", cameras, "x"), Finding("page", page, "y", "do this")]
    monkeypatch.setattr(doctor, "findings", lambda speak: iter(made_up))
    said = CliRunner().invoke(app, ["doctor"]).output.splitlines()
    assert said[-1] == verdict
    assert "           -> do this" in said
