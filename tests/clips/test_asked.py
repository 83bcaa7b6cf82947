"""What is asked of each clip: its row, the command line, the patient, the default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from posturecheck.clips.asked import Asked, clips_asked
from posturecheck.clips.batch_file import read_batch
from posturecheck.core import InputError


def batch(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "batch.csv"
    path.write_text(text, encoding="utf-8")
    return path


def known(out: Path, patient: str, text: str) -> None:
    (out / patient).mkdir(parents=True)
    (out / patient / "patient.toml").write_text(text)


def asked(tmp_path: Path, *clips: Path, **line: Any) -> list[Asked]:
    return clips_asked(clips, line, tmp_path / "out")


def test_the_first_that_says_something_counts(tmp_path: Path) -> None:
    known(tmp_path / "out", "P1", "height_cm = 150\nprofile = 'general-back-care'")
    table = batch(
        tmp_path / "in",
        "clip,patient,task,profile\na.mp4,P1,shoes,recent-vertebral-fracture\nb.mp4,P1,,\nc.mp4,,,\n",
    )
    one, two, three = (a.options for a in asked(tmp_path, table, task="lift"))
    assert one is not None
    assert (one.task, one.profile.name, one.height_cm) == (
        "shoes",
        "recent-vertebral-fracture",
        150,
    )
    assert two is not None
    assert (two.task, two.profile.name) == ("lift", "general-back-care")
    assert three is not None
    assert (three.task, three.profile.name, three.height_cm) == ("lift", "default", None)
    (by_hand,) = asked(tmp_path, tmp_path / "a.mp4", patient="P1", height_cm=170.0)
    assert by_hand.options is not None
    assert by_hand.options.height_cm == 170


def test_paths_are_relative_to_the_table(tmp_path: Path) -> None:
    table = batch(tmp_path / "in", "clip\nAnna/a.mp4\n\n../b.mp4\n")
    assert [clip for clip, _ in read_batch(table)] == [
        tmp_path / "in" / "Anna" / "a.mp4",
        tmp_path / "in" / ".." / "b.mp4",
    ]


def test_a_spreadsheets_semicolons_and_decimal_commas_are_understood(tmp_path: Path) -> None:
    text = "\ufeffClip;Load_kg;Range;Slow;Rotate;Person\r\na.mp4;2,5;0:20-1:05,5;4;90;left\r\n"
    ((_, said),) = read_batch(batch(tmp_path, text))
    assert said == {
        "load_kg": 2.5,
        "range_s": (20, 65.5),
        "slow": 4,
        "rotate_deg": 90,
        "person": "left",
    }


def test_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    ((_, said),) = read_batch(batch(tmp_path, "clip,load_kg,task\na.mp4,,\n"))
    assert said == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1 to 10000 clips"),
        ("clip\n", "1 to 10000 clips"),
        ("film\na.mp4\n", "expected the columns clip, patient"),
        ("clip,clip\na.mp4,b.mp4\n", "each once"),
        ("clip,name\na.mp4,Anna\n", "found 'clip, name'"),
        ("clip,task\n,lift\n", "line 2: expected a clip"),
        ("clip\na.mp4,lift\n", "line 2: expected 1 cells, found 2"),
        ("clip,load_kg\na.mp4,much\n", "line 2, load_kg: expected 0 to 100 kg, found 'much'"),
        ("clip,load_kg\na.mp4,nan\n", "expected 0 to 100 kg"),
        ("clip,rotate\na.mp4,45\n", "line 2, rotate: expected 0, 90, 180 or 270"),
        ("clip,slow\na.mp4,0.5\n", "line 2, slow: expected 1 to 100"),
        ("clip,range\na.mp4,9-3\n", "line 2, range: 9-3: expected START-END"),
        ("clip,profile\na.mp4,none\n", "line 2, profile"),
        ('clip\n"a.mp4\n', "expected a table (CSV)"),
    ],
)
def test_a_wrong_table_is_one_line_that_names_the_place(
    tmp_path: Path, text: str, told: str
) -> None:
    path = batch(tmp_path, text)
    with pytest.raises(InputError) as refused:
        read_batch(path)
    assert str(refused.value).startswith(str(path))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folders_name_is_the_patient(tmp_path: Path) -> None:
    for name in ("Anna", "Berta"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.mp4").touch()
    clips = [tmp_path / name / "a.mp4" for name in ("Anna", "Berta")]
    assert [a.patient for a in asked(tmp_path, *clips, patient="folder:")] == ["Anna", "Berta"]
    with pytest.raises(InputError, match="there is no such file"):
        asked(tmp_path, tmp_path / "none.mp4", patient="folder:")


def test_a_broken_patients_file_stops_that_patients_clips_alone(tmp_path: Path) -> None:
    known(tmp_path / "out", "P1", "birth = 1")
    table = batch(tmp_path / "in", "clip,patient\na.mp4,P1\nb.mp4,P2\n")
    bad, good = asked(tmp_path, table)
    assert bad.options is None
    assert "birth is not a setting" in bad.error
    assert good.options is not None
    assert good.options.patient == "P2"


def test_an_id_that_is_none_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected 1 to 60 letters"):
        asked(tmp_path, batch(tmp_path / "in", "clip,patient\na.mp4,../x\n"))
