"""Patients: an ID that is a folder, and what holds for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from posturecheck.core import InputError
from posturecheck.people.patients import (
    FILE,
    Patient,
    check_different,
    check_unique,
    checked_id,
    make_file,
    read_patient,
)
from posturecheck.profiles.files import load_profile


def patient_file(out: Path, text: str) -> Path:
    path = out / "P7" / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", ["7", "P-014", "Frau Müller 2", "a_b", "x" * 60])
def test_an_id_is_letters_digits_spaces_and_two_marks(text: str) -> None:
    assert checked_id(text) == text


@pytest.mark.parametrize(
    "text",
    ["", " ", "x" * 61, "a/b", "..", "a.b", "-rf", " a", "a ", "con", "a\nb", "a:b", "\u202e7"],
)
def test_what_is_no_id_is_refused_with_one_line(text: str) -> None:
    with pytest.raises(InputError, match="expected 1 to 60 letters") as refused:
        checked_id(text)
    assert "\n" not in str(refused.value)


def test_two_ids_differ_in_more_than_their_capitals(tmp_path: Path) -> None:
    check_different(["anna", "anna", "berta"])
    with pytest.raises(InputError, match="differs from Anna by more than its capitals"):
        check_different(["Anna", "berta", "anna"])
    (tmp_path / "Anna").mkdir()
    check_unique(tmp_path, "Anna")
    with pytest.raises(InputError, match="differs from Anna"):
        check_unique(tmp_path, "anna")


def test_where_nothing_is_yet_every_id_is_new(tmp_path: Path) -> None:
    check_unique(tmp_path / "out", "anna")


def test_a_file_or_a_result_is_no_patient(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "summary.json").write_text("{}")
    for name in "ab":
        with pytest.raises(InputError, match="choose another ID"):
            check_unique(tmp_path, name)


def test_a_folder_that_may_not_be_looked_into_is_a_line(
    tmp_path: Path, shut: Callable[[Path], None]
) -> None:
    out = tmp_path / "shut" / "x"
    shut(tmp_path / "shut")
    said = rf"{FILE}: cannot be read \(Permission denied\); allow reading there, or name another"
    with pytest.raises(InputError, match=said):
        read_patient(out, "P7")


def test_a_patients_folder_that_may_not_be_looked_into_is_a_line(
    tmp_path: Path, shut: Callable[[Path], None]
) -> None:
    (tmp_path / "P7").mkdir()
    shut(tmp_path / "P7")
    for see in (read_patient, check_unique):
        with pytest.raises(InputError, match="cannot be read"):
            see(tmp_path, "P7")


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert read_patient(tmp_path, "P7") == Patient("P7")


def test_the_file_that_is_made_says_nothing_until_it_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "P7").mkdir()
    make_file(tmp_path, "P7")
    assert read_patient(tmp_path, "P7") == Patient("P7")
    text = (tmp_path / "P7" / FILE).read_text(encoding="utf-8")
    (tmp_path / "P7" / FILE).write_text(text.replace("# birth", "birth").replace("# [", "["))
    assert read_patient(tmp_path, "P7").birth_year == 1950
    make_file(tmp_path, "P7")
    assert read_patient(tmp_path, "P7").birth_year == 1950


def test_every_line_of_the_file_that_is_made_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "P7").mkdir()
    make_file(tmp_path, "P7")
    lines = (tmp_path / "P7" / FILE).read_text(encoding="utf-8").splitlines()
    used = [line.removeprefix("# ") for line in lines if "=" in line or line.startswith("# [")]
    patient_file(tmp_path, "\n".join(used))
    known = read_patient(tmp_path, "P7")
    assert (known.birth_year, known.height_cm, known.notes[:2]) == (1950, 162, "T8")
    assert known.profile is not None
    assert known.profile.name == "recent-vertebral-fracture, limits of P7"
    assert known.profile.rules.deep_lean.amber == 40
    shipped = load_profile("recent-vertebral-fracture")
    assert known.profile.rules.twist == shipped.rules.twist


def test_a_profile_may_lie_beside_the_file(tmp_path: Path) -> None:
    patient_file(tmp_path, 'profile = "mine.toml"')
    (tmp_path / "P7" / "mine.toml").write_text('name = "mine"\n[rules.twist]\nenabled = false\n')
    profile = read_patient(tmp_path, "P7").profile
    assert profile is not None
    assert (profile.name, profile.rules.twist.enabled) == ("mine", False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 'Anna'", "name is not a setting"),
        ("birth_year = 'long ago'", "birth_year"),
        ("birth_year = 50", "birth_year"),
        ("height_cm = 1.62", "height_cm"),
        ("profile = 'none.toml'", "there is no such file"),
        ("[rules.twist]\namber_deg = 400", "rules.twist"),
        ("[rules.twistt]\namber_deg = 20", "rules.twistt is not a setting"),
        ("rules = 3", "rules"),
        ("half = [", FILE),
    ],
)
def test_a_wrong_file_is_told_in_one_line_that_names_it(
    tmp_path: Path, text: str, said: str
) -> None:
    path = patient_file(tmp_path, text)
    with pytest.raises(InputError) as told:
        read_patient(tmp_path, "P7")
    assert str(told.value).startswith(str(path))
    assert said in str(told.value)
    assert "\n" not in str(told.value)
