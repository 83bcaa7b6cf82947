"""What was not asked about is never called free of faults."""

from __future__ import annotations

import json
import subprocess

import pytest

from audit import LOCKS, licences, told

FINE = {"name": "numpy", "version": "2.4.6", "vulns": []}
UNKNOWN = {"name": "av", "skip_reason": "Dependency not found on PyPI"}
FAULTY = {**FINE, "vulns": [{"id": "CVE-1", "fix_versions": ["2.4.7"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([FINE], 0, "no fault is known in its 1 packages"),
        ([FINE, UNKNOWN], 2, "NOT CHECKED are 1 of 2 packages"),
        ([FAULTY, UNKNOWN], 1, "numpy 2.4.6: CVE-1, cured by 2.4.7"),
    ],
)
def test_what_is_known_is_told(
    packages: list[object], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = json.dumps({"dependencies": packages})
    assert told("lock", subprocess.CompletedProcess([], 0, answer, "")) == code
    assert said in capsys.readouterr().out


def test_a_service_that_is_not_reached_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    silent = subprocess.CompletedProcess([], 1, "", "Traceback\nConnectionError: no such host")
    assert told("lock", silent) == 2
    assert "NOT CHECKED" in capsys.readouterr().out


def test_every_lock_file_that_is_installed_from_is_asked_about() -> None:
    names = ("requirements", "requirements-dev", "requirements-docs", "requirements-audit")
    assert set(LOCKS) >= {f"{name}.txt" for name in names}


def test_licences_are_named() -> None:
    known = {name: licence for name, _, licence in licences()}
    assert known["numpy"].startswith("BSD")
    assert known["mediapipe"].startswith("Apache")
