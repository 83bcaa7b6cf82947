"""What may not be looked at is a line, not a fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from posturecheck.core import InputError
from posturecheck.files.looking import is_file, is_folder, is_there

QUESTIONS = pytest.mark.parametrize("ask", [is_file, is_folder, is_there])


def test_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert (is_file(file), is_folder(file), is_there(file)) == (True, False, True)
    assert (is_file(tmp_path), is_folder(tmp_path), is_there(tmp_path)) == (False, True, True)


@QUESTIONS
@pytest.mark.parametrize("name", ["none", "file/within", "x" * 300, "null\0"])
def test_where_nothing_can_be_nothing_is(
    tmp_path: Path, ask: Callable[[Path], bool], name: str
) -> None:
    (tmp_path / "file").write_text("")
    assert not ask(tmp_path / name)


@QUESTIONS
def test_a_folder_without_rights_is_said_in_one_line(
    tmp_path: Path, shut: Callable[[Path], None], ask: Callable[[Path], bool]
) -> None:
    shut(tmp_path / "shut")
    with pytest.raises(InputError, match=r"a: cannot be read \(Permission denied\)") as refused:
        ask(tmp_path / "shut" / "a")
    assert "\n" not in str(refused.value)
