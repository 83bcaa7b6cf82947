from __future__ import annotations

import sys

import pytest
from typer.testing import CliRunner

from posturecheck.cli import main
from posturecheck.cli.home import has_screen
from posturecheck.cli.main import app


@pytest.mark.parametrize(
    ("environment", "platform", "seen"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"SSH_CONNECTION": "1 2 3 4", "DISPLAY": ":10"}, "linux", False),
        ({"SSH_CONNECTION": "1 2 3 4"}, "darwin", False),
    ],
)
def test_a_screen_is_where_somebody_sits_before_it(environment, platform, seen) -> None:
    assert has_screen(environment, platform) == seen


@pytest.mark.parametrize("screen", [True, False])
def test_the_bare_command_opens_the_page_where_there_is_a_screen_else_helps(
    screen: bool, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("posturecheck.home.run.run_home", lambda say: opened.append("page"))
    monkeypatch.setattr(main, "has_screen", lambda: screen)
    monkeypatch.setattr(main, "quiet_native_code", lambda: None)
    monkeypatch.setattr(main.signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["posturecheck"])
    with pytest.raises(SystemExit) as left:
        main.main()
    assert left.value.code == 0
    assert opened == ["page"] * screen
    assert ("Usage:" in capsys.readouterr().out) == (not screen)


def test_home_takes_no_options() -> None:
    assert CliRunner().invoke(app, ["home", "--camera", "1"]).exit_code == 2
