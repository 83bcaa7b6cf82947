"""What is remembered from the settings page, and by whom it is read."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from posturecheck.core import InputError
from posturecheck.home.settings import (
    NAME,
    HomeSettings,
    chosen_settings,
    load_settings,
    merged,
    save_settings,
    shown_settings,
)

PACKAGE = Path(__file__).parents[2] / "posturecheck"


def test_what_was_saved_is_there_at_the_next_start(tmp_path: Path) -> None:
    chosen = HomeSettings(camera="1", height_cm=158.5, volume=60, text_size="large", mirror=False)
    save_settings(chosen, tmp_path / "new")
    assert load_settings(tmp_path / "new") == (chosen, "")
    assert (tmp_path / "new" / NAME).stat().st_mode & 0o077 == 0


def test_at_first_all_is_as_the_commands_have_it(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == (HomeSettings(), "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", '{"volume": 900}', '{"volume": "60"}', "[1]", "\x00"])
def test_a_broken_file_is_told_and_not_used(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    settings, trouble = load_settings(tmp_path)
    assert settings == HomeSettings()
    assert "all settings are as at first" in trouble
    assert "\n" not in trouble


def test_a_newer_versions_setting_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(json.dumps({"height_cm": 160, "goal": "five"}), encoding="utf-8")
    assert load_settings(tmp_path)[0] == HomeSettings(height_cm=160)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            {"height_cm": 20},
            "your height in cm: expected a number from 80 to 230, or nothing; got 20",
        ),
        ({"height_cm": "tall"}, "your height in cm: expected a number"),
        ({"volume": 0}, "volume: expected greater than or equal to 10"),
        ({"text_size": "huge"}, "text_size: expected 'normal', 'large' or 'largest'"),
        ({"task": "juggling"}, "task: expected one of"),
        ({"profile": "no-such.toml"}, "--profile no-such.toml: expected"),
        ({"camera": "no-such.mp4"}, "there is no such file"),
        ({"films": "/no/such/folder"}, "there is no folder /no/such/folder"),
        ("x", "settings: expected"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(asked: object, expected: str) -> None:
    with pytest.raises(InputError) as refused:
        chosen_settings(asked)
    assert expected in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_settings_page_does_not_bring_the_guide_back() -> None:
    before = HomeSettings(guided=True)
    assert chosen_settings({"volume": 50}, before).guided
    assert chosen_settings({"volume": 50, "guided": True}, HomeSettings()).guided is False


def test_some_settings_are_chosen_and_the_others_stay() -> None:
    before = HomeSettings(camera="1", volume=40)
    assert merged(before, {"holds_on": True}) == HomeSettings(camera="1", volume=40, holds_on=True)
    with pytest.raises(InputError, match="volume: expected"):
        merged(before, {"volume": "loud"})


SECRET = "rtsp://me:geheim@10.0.0.5:554/stream"


def test_a_cameras_password_is_kept_and_never_shown() -> None:
    kept = HomeSettings(camera=SECRET)
    shown = shown_settings(kept)
    assert shown.camera == "rtsp://10.0.0.5:554"
    # The page sends back what it could show: the address stays as it was.
    assert chosen_settings(shown.model_dump(), kept).camera == SECRET
    other = chosen_settings({"camera": "1"}, kept)
    assert other.camera == "1"


@pytest.mark.parametrize("camera", ["0", "2"])
def test_a_number_is_shown_as_it_is(camera: str) -> None:
    assert shown_settings(HomeSettings(camera=camera)).camera == camera


def test_only_the_page_reads_them() -> None:
    readers = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "posturecheck.home.settings"
    }
    assert readers == {"home"}
