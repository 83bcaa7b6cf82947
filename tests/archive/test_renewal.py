"""The overview is renewed whole, whatever is in its way."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from clinic import result

from posturecheck.archive import renewal
from posturecheck.archive.renewal import FILES, renew_overview
from posturecheck.core import InputError


def test_all_three_are_written_and_written_again(tmp_path: Path) -> None:
    result(tmp_path, "a.mp4")
    assert len(renew_overview(tmp_path).rows) == 1
    first = {name: (tmp_path / name).read_bytes() for name in FILES}
    result(tmp_path, "b.mp4")
    assert len(renew_overview(tmp_path).rows) == 2
    assert all((tmp_path / name).read_bytes() != first[name] for name in FILES)
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", *FILES}


def test_one_that_cannot_be_written_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> bytes:
        raise PermissionError(13, "in use")

    result(tmp_path)
    monkeypatch.setattr(renewal, "overview_csv", busy)
    with pytest.raises(InputError, match=r"overview\.csv: cannot be written \(in use\)"):
        renew_overview(tmp_path)
    assert (tmp_path / "overview.xlsx").is_file()
    assert (tmp_path / "overview.html").is_file()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"my own", b"PK\x03\x04my own"])
def test_somebodys_own_file_of_that_name_is_left_alone(
    tmp_path: Path, name: str, content: bytes
) -> None:
    result(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=f"{name}: expected nothing or an earlier overview"):
        renew_overview(tmp_path)
    assert (tmp_path / name).read_bytes() == content
    assert all((tmp_path / other).stat().st_size > 500 for other in FILES if other != name)


def test_of_many_runs_at_one_moment_the_last_has_seen_all(tmp_path: Path) -> None:
    def check(number: int) -> None:
        result(tmp_path, f"clip{number}.mp4")
        renew_overview(tmp_path)

    threads = [threading.Thread(target=check, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    page = (tmp_path / "overview.html").read_text(encoding="utf-8")
    assert all(f"clip{number}.mp4" in page for number in range(4))


def test_where_nothing_is_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected a folder of results"):
        renew_overview(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
