"""The icon: made after each system's rules, and taken away without a trace."""

from __future__ import annotations

import io
import plistlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from posturecheck.cli.main import app
from posturecheck.core import InputError
from posturecheck.home.icon import SIZES_PX, drawn, icon_bytes
from posturecheck.home.shortcut import make_shortcut, remove_shortcut, this_program, user_places
from posturecheck.home.shortcut_plans import NAME, Places, plan_for

PLATFORMS = ("linux", "darwin", "win32")
ODD = ["/opt/my apps/py$thon", "-m", 'a "b" \\ `c` 100%', "home"]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(*(tmp_path / name for name in ("Desk top", "programs", "icons", "login")))


def made(places: Places, platform: str, **how: object) -> tuple[Path, ...]:
    """Make the entries; what PowerShell would write is written here."""

    def run(script: str) -> None:
        for path in re.findall(r"CreateShortcut\('(.+?)'\)", script):
            Path(path).write_text(script)

    return make_shortcut(places, platform=platform, run=run, **how)


def key_file(path: Path) -> dict[str, str]:
    """Read a desktop entry as the specification has it: the group, then key=value."""
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    assert head == "[Desktop Entry]"
    pairs = dict(line.split("=", 1) for line in lines if line)
    escapes = {"\\\\": "\\", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\s": " "}
    return {
        key: re.sub(r"\\[\\ntrs]", lambda found: escapes[found[0]], value)
        for key, value in pairs.items()
    }


def exec_words(text: str) -> list[str]:
    """Take an Exec apart: words in double quotes, in which a backslash escapes."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


def test_on_linux_an_entry_is_in_the_menu_and_on_the_desktop(places: Places) -> None:
    entries = made(places, "linux", program=ODD)
    menu = places.programs / "posturecheck.desktop"
    desktop = places.desktop / "posturecheck.desktop"
    icon = places.icons / "posturecheck.svg"
    assert set(entries) == {menu, desktop, icon}
    entry = key_file(menu)
    assert (entry["Type"], entry["Name"], entry["Terminal"]) == ("Application", NAME, "false")
    assert exec_words(entry["Exec"]) == ODD
    assert Path(entry["Icon"]).read_bytes().startswith(b"<svg")
    assert desktop.stat().st_mode & 0o100
    assert not desktop.stat().st_mode & 0o077


def test_a_click_starts_this_installation(places: Places) -> None:
    made(places, "linux")
    words = exec_words(key_file(places.programs / "posturecheck.desktop")["Exec"])
    assert words == [sys.executable, "-m", "posturecheck", "home"]
    ran = subprocess.run([*words, "-h"], capture_output=True, text=True, check=True)
    assert "Open the page at its start" in ran.stdout


@pytest.mark.parametrize("platform", PLATFORMS)
def test_at_login_only_if_asked_for(places: Places, platform: str) -> None:
    made(places, platform)
    assert not places.login.exists()
    made(places, platform, at_login=True)
    assert len(list(places.login.iterdir())) == 1
    made(places, platform)
    assert list(places.login.iterdir()) == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_taken_away_nothing_is_left_and_nothing_else_is_touched(
    places: Places, platform: str
) -> None:
    places.desktop.mkdir()
    (places.desktop / "letter.txt").write_text("mine")
    entries = made(places, platform, at_login=True)
    assert all(path.exists() for path in entries)
    assert set(remove_shortcut(places, platform=platform)) == set(entries)
    left = [path for path in places.desktop.parent.rglob("*") if not path.is_dir()]
    assert left == [places.desktop / "letter.txt"]
    assert remove_shortcut(places, platform=platform) == ()


def test_on_macos_it_is_an_application(places: Places) -> None:
    made(places, "darwin", program=[sys.executable, "-c", "print('it', 'ran')"], at_login=True)
    contents = places.programs / "posturecheck.app" / "Contents"
    about = plistlib.loads((contents / "Info.plist").read_bytes())
    start = contents / "MacOS" / about["CFBundleExecutable"]
    assert about["CFBundlePackageType"] == "APPL"
    assert about["NSCameraUsageDescription"]
    assert (contents / "Resources" / about["CFBundleIconFile"]).exists()
    ran = subprocess.run([start], capture_output=True, text=True, check=True)
    assert ran.stdout == "it ran\n"
    assert (places.desktop / NAME).resolve() == places.programs / "posturecheck.app"
    (agent,) = places.login.iterdir()
    told = plistlib.loads(agent.read_bytes())
    assert agent.stem == told["Label"]
    assert told["RunAtLoad"] is True
    assert told["ProgramArguments"][0] == sys.executable


def test_on_macos_a_folder_of_the_same_name_is_kept(places: Places) -> None:
    (places.desktop / NAME).mkdir(parents=True)
    made(places, "darwin")
    remove_shortcut(places, platform="darwin")
    assert (places.desktop / NAME).is_dir()


def test_on_windows_its_own_script_writes_the_shortcuts() -> None:
    home = Path("C:/Users/O'Hara")
    where = Places(home / "Desktop", home / "Programs", home / "icons", home / "Startup")
    program = ["C:\\Program Files\\Python\\pythonw.exe", "-m", "posturecheck", "home"]
    plan = plan_for("win32", where, program, at_login=True)
    assert [path.parent for path in plan.made_by_script] == [
        where.programs,
        where.desktop,
        where.login,
    ]
    lines = plan.script.splitlines()
    assert lines[0] == "$ErrorActionPreference = 'Stop'"
    assert lines.count("$link.TargetPath = 'C:\\Program Files\\Python\\pythonw.exe'") == 3
    assert lines.count("$link.Arguments = '-m posturecheck home'") == 3
    assert lines.count("$link.Save()") == 3
    assert plan.script.count("O''Hara") == 6  # a quote is doubled: it ends nothing
    assert "O'H" not in plan.script.replace("''", "")


def test_on_windows_no_black_window_opens(monkeypatch, tmp_path: Path) -> None:
    for name in ("python.exe", "pythonw.exe"):
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    assert Path(this_program("win32")[0]).name == "pythonw.exe"
    assert Path(this_program("linux")[0]).name == "python.exe"


@pytest.mark.parametrize(("kind", "name"), [("ico", "ICO"), ("icns", "ICNS")])
def test_the_icon_is_a_picture_in_all_its_sizes(kind: str, name: str) -> None:
    picture = Image.open(io.BytesIO(icon_bytes(kind)))
    assert picture.format == name
    sizes = {size[0] for size in picture.info["sizes"]}
    assert sizes >= (set(SIZES_PX) if kind == "ico" else {16, 32, 128, 256, 512})


def test_the_icon_is_that_of_the_page() -> None:
    icon = drawn(64)
    assert icon.getpixel((0, 0))[3] == 0
    assert icon.getpixel((38, 14))[:3] == (0x50, 0xCD, 0xFF)
    assert icon.getpixel((34, 24))[:3] == (255, 255, 255)
    assert icon.getpixel((8, 32))[:3] == (0x0E, 0x11, 0x16)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_system_has_its_places(platform: str, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    where = user_places(platform)
    for place in (where.programs, where.icons, where.login):
        assert tmp_path in (place, *place.parents) or platform == "win32"
    if platform == "linux":
        assert where.programs == tmp_path / "data" / "applications"
        assert where.login == tmp_path / ".config" / "autostart"


def test_where_nothing_can_be_written_one_line_says_so(places: Places) -> None:
    places.programs.parent.mkdir(exist_ok=True)
    places.programs.write_text("a file where the folder should be")
    with pytest.raises(InputError, match=r"shortcut: .*cannot be written") as told:
        made(places, "linux")
    assert "\n" not in str(told.value)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a Linux: it makes real entries")
def test_the_command_makes_and_removes(monkeypatch, tmp_path: Path) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("XDG_DESKTOP_DIR", raising=False)
    ran = CliRunner().invoke(app, ["shortcut", "--at-login"])
    assert ran.exit_code == 0
    told = [Path(line.removeprefix("Icon: ")) for line in ran.output.splitlines()[:-1]]
    assert len(told) == 4
    assert all(path.exists() and tmp_path in path.parents for path in told)
    ran = CliRunner().invoke(app, ["shortcut", "--remove"])
    assert ran.output.startswith("Taken away: ")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert CliRunner().invoke(app, ["shortcut", "--remove"]).output == "There was no icon.\n"
    both = CliRunner().invoke(app, ["shortcut", "--remove", "--at-login"])
    assert isinstance(both.exception, InputError)


def test_a_word_survives_a_shell(places: Places) -> None:
    made(places, "darwin", program=ODD)
    script = places.programs / "posturecheck.app" / "Contents" / "MacOS" / NAME
    assert shlex.split(script.read_text().splitlines()[1]) == ["exec", *ODD]
