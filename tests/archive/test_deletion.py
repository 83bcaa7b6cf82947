"""Forgetting: one result or one patient, and never anything that is not ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from clinic import result

from posturecheck.archive.deletion import delete, look_at
from posturecheck.core import InputError
from posturecheck.files.drafts import draft_in


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_a_result_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    gone, stays = result(tmp_path, "a.mp4"), result(tmp_path, "b.mp4")
    for name in ("review.toml", "tables.xlsx", "poses.npz", "a.mot", "a.trc", ".DS_Store"):
        (gone / name).write_text("x")
    before = everything(stays)
    found = look_at(gone)
    assert (found.out, found.words) == (tmp_path, f"the result a of {tmp_path.name}")
    delete(found)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert everything(stays) == before


def test_a_patient_goes_with_all_results(tmp_path: Path) -> None:
    for clip in ("a.mp4", "b.mp4"):
        result(tmp_path, clip, "P1")
    (tmp_path / "P1" / "patient.toml").write_text("")
    result(tmp_path, "a.mp4", "P2")
    found = look_at(tmp_path / "P1")
    assert (found.words, found.out) == ("the patient P1 with 2 results", tmp_path)
    delete(found)
    assert [path.name for path in tmp_path.iterdir()] == ["P2"]


def test_of_a_patients_result_the_folder_of_all_is_known(tmp_path: Path) -> None:
    assert look_at(result(tmp_path, "a.mp4", "P1")).out == tmp_path


@pytest.mark.parametrize("where", ["", "2026-03-05 a"])
@pytest.mark.parametrize("name", ["letter.docx", "b.mot", ".hidden", "sub"])
def test_what_is_not_ours_is_named_and_all_stays(tmp_path: Path, where: str, name: str) -> None:
    result(tmp_path, "a.mp4", "P1")
    foreign = tmp_path / "P1" / where / name
    foreign.mkdir() if name == "sub" else foreign.write_text("precious")
    before = everything(tmp_path)
    with pytest.raises(InputError, match=f"nothing was deleted.*{name}"):
        look_at(tmp_path / "P1")
    assert everything(tmp_path) == before


@pytest.mark.parametrize("text", ["", "{", '{"clip": 1}'])
@pytest.mark.parametrize("where", ["P1", "P1/2026-03-05 a"])
def test_of_a_damaged_result_the_reason_is_said(tmp_path: Path, where: str, text: str) -> None:
    damaged = result(tmp_path, "a.mp4", "P1")
    (tmp_path / "P1" / "patient.toml").write_text("")
    (damaged / "summary.json").write_text(text)
    before = everything(tmp_path)
    with pytest.raises(InputError) as refused:
        look_at(tmp_path / where)
    assert str(refused.value) == (
        f"{tmp_path / where}: nothing was deleted, for 2026-03-05 a may be a result, but its "
        "summary.json cannot be read; check that clip again, or move that folder away first"
    )
    assert everything(tmp_path) == before


def test_of_a_result_without_rights_the_reason_is_said(
    tmp_path: Path, shut: Callable[[Path], None]
) -> None:
    result(tmp_path, "a.mp4", "P1")
    shut(other := result(tmp_path, "b.mp4", "P1", filmed="2026-03-06T10:00:00+01:00"))
    said = r"2026-03-06 b may be a result, but it cannot be read \(Permission denied\); allow"
    with pytest.raises(InputError, match=said):
        look_at(tmp_path / "P1")
    with pytest.raises(InputError, match=r"cannot be deleted \(Permission denied\); allow"):
        look_at(other)


def test_a_link_is_foreign_and_not_followed(tmp_path: Path) -> None:
    place = result(tmp_path / "out", "a.mp4")
    (tmp_path / "precious.txt").write_text("x")
    (place / "review.toml").symlink_to(tmp_path / "precious.txt")
    with pytest.raises(InputError, match=r"review\.toml"):
        look_at(place)
    (tmp_path / "link").symlink_to(place)
    with pytest.raises(InputError, match="there is none"):
        look_at(tmp_path / "link")


def test_the_folder_of_all_is_neither_a_result_nor_a_patient(tmp_path: Path) -> None:
    result(tmp_path, "a.mp4")
    with pytest.raises(InputError, match="found something else"):
        look_at(tmp_path)
    with pytest.raises(InputError, match="there is none"):
        look_at(tmp_path / "none")


def test_what_comes_there_in_the_last_moment_is_saved(tmp_path: Path) -> None:
    found = look_at(result(tmp_path, "a.mp4"))
    (found.folder / "letter.docx").write_text("precious")
    with pytest.raises(InputError, match=r"letter\.docx came there"):
        delete(found)
    assert (found.folder / "letter.docx").read_text() == "precious"
    assert {path.name for path in tmp_path.iterdir()} == {"a"}


def test_where_somebody_is_writing_nothing_is_deleted(tmp_path: Path) -> None:
    result(tmp_path, "a.mp4", "P1")
    with draft_in(tmp_path / "P1"), pytest.raises(InputError, match="writing there just now"):
        look_at(tmp_path / "P1")
