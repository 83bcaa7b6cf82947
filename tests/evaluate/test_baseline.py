"""Figures kept beside the clips, and read back."""

import json

import pytest
from made_up import LEAN, answers, evaluation, labelled, truth
from made_up_words import clip, found, ordered, true

from posturecheck.core import InputError
from posturecheck.evaluate.baseline import read_record, save_record


def leaning(error_deg=3.0):
    lean = [10.0] * 60 + [70.0] * 40
    said = [true + error_deg for true in lean]
    return evaluation((labelled(truth({LEAN: lean})), answers({LEAN: said})))


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "SCORES.md"
    save_record(leaning(), path, [tmp_path])
    return path


def test_a_record_is_read_back_as_it_was_measured(kept):
    data = read_record(kept)
    (lean,) = [m for m in data["measures"] if m["view"] == "side"]
    assert (lean["measure"], lean["mae"], lean["rows"]) == (LEAN, 3.0, 100)
    assert "trunk_inclination_deg" in kept.read_text().split("```json")[0]
    assert "ab" * 32 in kept.read_text()


def test_a_record_holds_the_bands_an_open_end_as_null(kept):
    bands = read_record(kept)["bands"]
    assert [(b["low_deg"], b["high_deg"], b["rows"]) for b in bands] == [
        (0.0, 20.0, 60),
        (60.0, None, 40),
        (0.0, None, 100),
    ]
    assert "over 60" in kept.read_text().split("```json")[0]


def test_a_record_of_before_the_bands_is_read_and_has_none(kept):
    newer = kept.read_text()
    lines = [line for line in newer.splitlines() if '"low_deg"' not in line]
    older = "\n".join(lines).replace('"bands": [\n],\n', "").replace('"format": 3', '"format": 1')
    kept.write_text(older)
    assert "bands" not in read_record(kept)
    assert read_record(kept)["measures"][0]["mae"] == 3.0


@pytest.mark.parametrize("wrong", ['"rows": "many"', '"rows": null', '"row": 60'])
def test_bands_that_are_not_as_they_are_written_are_told_in_a_line(kept, wrong):
    head, bands = kept.read_text().split('"bands": [')
    bands = bands.replace('"rows": 60', wrong, 1)
    kept.write_text(f'{head}"bands": [{bands}')
    with pytest.raises(InputError, match="not as --record writes it"):
        read_record(kept)


def test_the_data_has_a_line_a_row_so_that_changes_show(kept):
    block = kept.read_text().split("```json\n")[1].split("\n```")[0]
    assert len(block.splitlines()) >= len(json.loads(block)["rules"])


@pytest.mark.parametrize(
    "text", ["", "# Scores", "\n```json\n{broken\n```", "\n```json\n{}\n```", "\n```json\n[]\n```"]
)
def test_what_is_no_record_is_told_in_a_line(tmp_path, text):
    path = tmp_path / "SCORES.md"
    path.write_text(text)
    with pytest.raises(InputError, match="--record") as told:
        read_record(path)
    assert "\n" not in str(told.value)


def test_a_missing_record_is_told_in_a_line(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_record(tmp_path / "none.md")


def test_what_was_written_behind_the_data_is_kept(kept, tmp_path):
    kept.write_text(kept.read_text() + "\n## Ablation\n\nBy hand.\n")
    save_record(leaning(error_deg=1.0), kept, [tmp_path])
    assert kept.read_text().endswith("```\n\n## Ablation\n\nBy hand.\n")
    assert read_record(kept)["measures"][0]["mae"] == 1.0


@pytest.fixture
def of_words(tmp_path):
    path = tmp_path / "WORDS.md"
    said = clip([true(1, 3)], ordered(2), movements=[found(1, 1.25, 3)], warned_s=2.0)
    save_record(evaluation(said), path, [tmp_path])
    return path


def test_movements_and_words_are_read_back_where_they_were_labelled(kept, of_words):
    data = read_record(of_words)
    assert (data["movements"]["matched"], data["movements"]["start_p90_s"]) == (1, 0.25)
    assert (data["words"]["with_one"], data["words"]["calmer_s"]) == (1, 0.0)
    assert data["words"]["praise_recall"] is None
    assert (
        "orders: 1.00 in each of 1 movement(s) that want one"
        in of_words.read_text().split("```json")[0]
    )
    assert not {"movements", "words"} & set(read_record(kept))


@pytest.mark.parametrize("wrong", ['"matched": "one"', '"matched": null', '"match": 1'])
def test_movements_that_are_not_as_they_are_written_are_told_in_a_line(of_words, wrong):
    of_words.write_text(of_words.read_text().replace('"matched": 1', wrong))
    with pytest.raises(InputError, match="not as --record writes it"):
        read_record(of_words)
