from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from posturecheck.cli.doctor import _packages
from posturecheck.cli.tested_versions import TESTED, untested

ROOT = Path(__file__).parents[2]


def versions(monkeypatch: pytest.MonkeyPatch, **found: str) -> None:
    real = metadata.version
    monkeypatch.setattr(metadata, "version", lambda package: found.get(package) or real(package))


def test_the_project_asks_for_just_what_was_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {r.name: r.specifier for r in map(Requirement, project["dependencies"])}
    assert {name: asked[name] for name in TESTED} == {
        name: SpecifierSet(versions) for name, versions in TESTED.items()
    }


def test_what_the_lock_file_installs_was_tested() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        for line in lock.read_text(encoding="utf-8").splitlines():
            name, is_pinned, rest = line.partition("==")
            if is_pinned and name in TESTED:
                assert rest.split()[0] in SpecifierSet(TESTED[name]), (lock.name, line)


def test_these_tests_run_on_what_was_tested() -> None:
    assert untested() == {}


@pytest.mark.parametrize("version", ["1.2.1", "1.2.3", "1.3.0", "0.10.35"])
def test_the_doctor_names_another_mediapipe(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    versions(monkeypatch, mediapipe=version)
    finding = _packages()
    assert finding.mark == "lacking"
    assert finding.found == f"not tested with mediapipe {version}"
    assert "mediapipe==1.2.2" in finding.todo


def test_the_doctor_names_all_that_are_strange(monkeypatch: pytest.MonkeyPatch) -> None:
    versions(monkeypatch, numpy="2.6.0", av="17.0.0")
    assert _packages().found == "not tested with numpy 2.6.0, av 17.0.0"
