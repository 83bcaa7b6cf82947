"""What the Makefile runs; nothing of it is run here."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def told(target: str) -> list[str]:
    """Return the program's commands that a target would run, as if it were installed."""
    dry = ["make", "-n", "-o", ".venv/ready", target]
    ran = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True)
    return re.findall(r"^\S*/posturecheck (.+)$", ran.stdout, re.MULTILINE)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs the make program")
def test_the_scores_are_of_the_samples_and_all_scores_of_the_sweeps_and_the_routines_too():
    samples = "evaluate samples --against samples/SCORES.md"
    sweeps = "evaluate samples/sweeps --against samples/sweeps/SCORES.md"
    assert told("scores") == [samples]
    routines = "evaluate samples/routines --against samples/routines/SCORES.md"
    assert told("scores-all") == [samples, sweeps, routines]


def test_what_must_be_green_holds_all_scores():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "make scores-all" in lines
