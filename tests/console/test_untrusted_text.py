"""What others wrote: shown so that it steers nothing, read within bounds."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.console.untrusted_text import (
    MAX_TOML_BYTES,
    briefly,
    for_spreadsheet,
    printable,
    read_outside_text,
    read_toml,
)
from posturecheck.core import InputError

STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")


@given(st.text(st.characters()))
def test_nothing_that_steers_or_hides_is_left(text: str) -> None:
    shown = printable(text)
    assert not {c for c in shown if unicodedata.category(c) in STEERING}
    assert printable(shown) == shown


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_words_of_every_script_stay_as_they_are(text: str) -> None:
    fillers = "\u115f\u1160\u17b4\u17b5\u3164\uffa0"
    assert printable(text) == text or set(text) & set(fillers)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x9b2J\x7f", r"\x9b2J\x7f"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("zero\u200bwidth\ufe0f\u3164", r"zero\u200bwidth\ufe0f\u3164"),
        ("\U000e0041", r"\U000e0041"),
        ("caf\udce9.mp4", r"caf\xe9.mp4"),
        ("Größe 3 °, naïve (日本).mp4", "Größe 3 °, naïve (日本).mp4"),
        ("Film\u202fum 9.41.mov", "Film\u202fum 9.41.mov"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("text", ["=cmd()", "+1+1", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_takes_a_formula_for_text(text: str) -> None:
    assert for_spreadsheet(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3.5", "+2", "laundry", "a=b", ""])
def test_numbers_and_words_stay_as_they_are_in_a_table(text: str) -> None:
    assert for_spreadsheet(text) == text


@pytest.mark.parametrize(
    ("content", "came"),
    [
        ("a = " + "[" * 60_000, "is longer than"),
        ("a = " + "[\n" * 9_000, "too deeply"),
        (".".join("a" * 40_000) + " = 1", "is longer than"),
        ("#" * (MAX_TOML_BYTES + 1), "found more"),
        ("a = 0x" + "f" * 900 + "z", "expected a test in TOML"),
        ("a = 2000-99-99", "expected a test in TOML"),
        ('a = "\\ud800"', "expected a test in TOML"),
        ("a = 1\0", "expected a test in TOML"),
    ],
    ids=["line", "lists", "key", "size", "number", "date", "surrogate", "null"],
)
def test_odd_toml_is_told_in_one_line(tmp_path: Path, content: str, came: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.toml: expected") as told:
        read_toml(path, "a test in TOML")
    assert came in str(told.value)
    assert len(str(told.value)) < 300 + len(str(path))


def test_a_name_with_a_null_character_is_told_in_one_line() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_outside_text(Path("a\0b"))


@pytest.mark.parametrize(
    "value", ["x" * 10**6, 10**6000, [[1] * 10**5]], ids=["text", "number", "list"]
)
def test_a_wrong_value_is_shown_in_few_letters(value: object) -> None:
    assert len(briefly(value)) < 100
