"""The page on the disk that leads a browser on: whose it is, where it lies, when it goes."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from posturecheck.live.lead_on import EVERY_NAME, browsers_can_read, lead_on

ADDRESS = "http://127.0.0.1:1234/room/?ticket=secret&x=<y>"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="folders of Linux desktops")
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DOWNLOAD_DIR", "XDG_DOCUMENTS_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def pages(folder: Path) -> list[Path]:
    return list(folder.glob(EVERY_NAME))


@POSIX
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read_it_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        page = lead_on(ADDRESS, [tmp_path])
    finally:
        os.umask(before)
    assert page is not None
    assert stat.S_IMODE(page.path.stat().st_mode) == 0o600
    page.remove()


def test_it_leads_to_the_address_and_its_own_holds_no_secret(tmp_path: Path) -> None:
    page = lead_on(ADDRESS, [tmp_path])
    assert page is not None
    assert "ticket=secret&amp;x=&lt;y&gt;" in page.path.read_text()
    assert page.url.startswith("file:///")
    assert "ticket" not in page.url
    page.remove()


def test_it_is_gone_once_it_is_removed(tmp_path: Path) -> None:
    page = lead_on(ADDRESS, [tmp_path])
    assert page is not None
    page.remove()
    page.remove()
    assert list(tmp_path.iterdir()) == []


@LINUX
def test_it_lies_where_a_packaged_browser_can_read(home: Path) -> None:
    (home / "Downloads").mkdir()
    page = lead_on(ADDRESS)
    assert page is not None
    assert page.path.parent == home / "Downloads"
    page.remove()


@LINUX
def test_without_downloads_it_lies_in_the_home(home: Path) -> None:
    page = lead_on(ADDRESS)
    assert page is not None
    assert page.path.parent == home
    page.remove()


@LINUX
def test_the_users_own_name_for_the_downloads_counts(home: Path) -> None:
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Hämtat"\n')
    (home / "Hämtat").mkdir()
    page = lead_on(ADDRESS)
    assert page is not None
    assert page.path.parent == home / "Hämtat"
    page.remove()


@LINUX
def test_hidden_folders_and_links_out_of_the_home_come_last(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (home / ".hidden").mkdir()
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(home / ".hidden"))
    assert browsers_can_read()[0] == home
    (home / "Downloads").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(home / "Downloads"))
    assert browsers_can_read()[0] == home


@LINUX
def test_the_temporary_folder_is_never_chosen(home: Path) -> None:
    assert Path(tempfile.gettempdir()) not in browsers_can_read()


@POSIX
def test_a_folder_in_which_others_may_write_is_passed_over(tmp_path: Path) -> None:
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    own.mkdir()
    shared.chmod(0o777)
    page = lead_on(ADDRESS, [shared, own])
    assert page is not None
    assert page.path.parent == own
    page.remove()


def test_where_there_is_no_place_there_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert lead_on(ADDRESS, [tmp_path / "none", tmp_path / "file"]) is None


def test_what_a_killed_run_left_is_cleared_away_and_what_is_in_use_stays(tmp_path: Path) -> None:
    killed = (
        "import os; from pathlib import Path; from posturecheck.live.lead_on import lead_on;"
        f"lead_on({ADDRESS!r}, [Path({str(tmp_path)!r})]); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", killed]).returncode == 9
    (left,) = pages(tmp_path)
    (tmp_path / "posturecheck-opens-mine.txt").write_text("not ours")
    one = lead_on(ADDRESS, [tmp_path])
    other = lead_on(ADDRESS, [tmp_path])
    assert one is not None
    assert other is not None
    assert not left.exists()
    assert {one.path, other.path} == set(pages(tmp_path))
    one.remove()
    other.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["posturecheck-opens-mine.txt"]


@POSIX
def test_nothing_is_deleted_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "precious.html").write_text("mine")
    (tmp_path / EVERY_NAME.replace("*", "x")).symlink_to(tmp_path / "precious.html")
    page = lead_on(ADDRESS, [tmp_path])
    assert page is not None
    page.remove()
    assert (tmp_path / "precious.html").read_text() == "mine"


def test_two_pages_have_names_that_nobody_foresees(tmp_path: Path) -> None:
    made = [lead_on(ADDRESS, [tmp_path]) for _ in range(2)]
    names = {page.path.name for page in made if page is not None}
    assert len(names) == 2
    assert all(re.fullmatch(r"posturecheck-opens-[0-9a-f]{16}\.html", name) for name in names)
    for page in made:
        assert page is not None
        page.remove()
