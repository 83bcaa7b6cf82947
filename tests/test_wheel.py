"""The wheel, built and tried in a clean environment: what ``pipx`` and ``uv tool`` install.

Dependencies come from where the tests run; the package itself only from the wheel.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import sysconfig
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import until

from posturecheck.home import words

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a browser that is a script"),
]

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(out), "."]
    ran = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    if ran.returncode and "hatchling" in ran.stderr + ran.stdout:
        pytest.skip("needs hatchling, which no package index gives here")
    assert ran.returncode == 0, ran.stderr
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in an environment of its own."""
    place = tmp_path_factory.mktemp("clean") / "env"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    python = place / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--no-deps", "--quiet", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    (packages,) = (place / "lib").glob("python3*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"])
    return place / "bin" / "posturecheck"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home with a browser that writes down where it was sent."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/asked"\n')
    browser.chmod(0o700)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    own = {"HOME": str(tmp_path), "POSTURECHECK_DATA": str(tmp_path), "BROWSER": str(browser)}
    return kept | own | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}


@pytest.fixture
def running(
    installed: Path, environment: dict[str, str], tmp_path: Path
) -> Iterator[subprocess.Popen[str]]:
    told = (tmp_path / "told").open("w")
    with subprocess.Popen([str(installed), "home"], env=environment, stdout=told, text=True) as ran:
        yield ran
        ran.kill()


def asked(folder: Path) -> list[str]:
    return (folder / "asked").read_text().split() if (folder / "asked").exists() else []


def page_of(lead: str) -> tuple[urllib.request.OpenerDirector, str]:
    """Follow the page on the disk as a browser does; return the one let in, and the start."""
    text = urllib.request.urlopen(lead).read().decode()
    once = re.search(r"http://127\.0\.0\.1[^\"'< ]*", text)
    assert once
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    visitor.open(once[0]).read()
    return visitor, once[0].partition("?")[0]


def test_what_runs_is_the_wheels(installed: Path, environment: dict[str, str]) -> None:
    where = "import posturecheck; print(posturecheck.__file__)"
    python = installed.with_name("python")
    ran = subprocess.run([python, "-Ic", where], env=environment, capture_output=True, text=True)
    assert Path(ran.stdout.strip()).is_relative_to(installed.parents[1])


def test_every_page_has_all_that_it_is_made_of(
    running: subprocess.Popen[str], installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    assert until(lambda: asked(tmp_path))
    visitor, start = page_of(asked(tmp_path)[0])
    for page in ("", "settings/", "films/", "days/", "help/"):
        html = visitor.open(start + page).read().decode()
        for part in re.findall(r'(?:src|href)="([^"]+\.(?:js|css|svg))"', html):
            address = urllib.request.urljoin(start + page, part)
            assert visitor.open(address).read(), part
    # A second start opens the running one, and ends.
    again = subprocess.run([installed, "home"], env=environment, capture_output=True, text=True)
    assert (again.returncode, again.stdout.strip()) == (0, words.ALREADY())
    assert until(lambda: len(asked(tmp_path)) == 2)
    assert page_of(asked(tmp_path)[1])[1] == start
    running.send_signal(signal.SIGTERM)
    assert until(lambda: running.poll() is not None)
    assert running.returncode == 0
    assert not list(tmp_path.glob("**/posturecheck-opens-*"))


def test_its_icon_starts_it(installed: Path, environment: dict[str, str], tmp_path: Path) -> None:
    ran = subprocess.run(
        [installed, "shortcut"], env=environment, capture_output=True, text=True, check=True
    )
    entries = [Path(line[6:]) for line in ran.stdout.splitlines() if line.startswith("Icon: ")]
    (entry,) = (path for path in entries if path.parent.name == "applications")
    assert str(installed.parent) in entry.read_text()
    subprocess.run([installed, "shortcut", "--remove"], env=environment, check=True)
    assert not any(path.exists() for path in entries)
