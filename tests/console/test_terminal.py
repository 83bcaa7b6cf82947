"""The one way to the terminal: text is only text there, and nothing goes round it."""

from __future__ import annotations

import ast
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from posturecheck.app.view import View
from posturecheck.cli import check, doctor, main
from posturecheck.cli import outcomes as outcomes_words
from posturecheck.clips.batch import Outcome
from posturecheck.console.terminal import (
    MOST_LETTERS,
    Terminal,
    complain,
    progress_bar,
    tell,
    tell_lines,
)
from posturecheck.core import InputError
from posturecheck.live.terminal_line import TerminalLine

PACKAGE = Path(__file__).parents[2] / "posturecheck"
ODD = "a\x1b]0;title\x07\x9b2J\u202e[red]b[/red]:boom:\nc.mp4"
SHOWN = r"a\x1b]0;title\x07\x9b2J\u202e[red]b[/red]:boom:\nc.mp4"
PRINTERS = {"print", "echo", "secho", "Console", "print_json", "print_exc"}
# Only asked for: POSTURECHECK_DEBUG wants the whole story.
ALLOWED = {("terminal.py", "print"), ("batch.py", "print_exc"), ("long_work.py", "print_exc")}


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def printing(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func
            of = name.value if isinstance(name, ast.Attribute) else None
            called = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
            streams = isinstance(of, ast.Attribute) and of.attr in ("stdout", "stderr")
            console = called == "print" and of is not None
            if (called in PRINTERS and not console) or (streams and called == "write"):
                yield called


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.name)
def test_nothing_goes_round_it(path: Path) -> None:
    assert {(path.name, called) for called in printing(path)} <= ALLOWED


def test_a_string_is_one_line_without_markup_or_controls() -> None:
    out = io.StringIO()
    Terminal(out, wide=True).print(ODD)
    assert out.getvalue() == f"{SHOWN}\n"


@pytest.mark.parametrize("cell", [ODD, Text(ODD)], ids=["string", "text"])
def test_a_tables_cell_steers_nothing(cell: str | Text) -> None:
    out = io.StringIO()
    table = Table()
    table.add_column("Name")
    table.add_row(cell)
    Terminal(out, width=100).print(table)
    assert "\x1b" not in out.getvalue()
    assert "[red" in out.getvalue()
    assert not set(out.getvalue()) & set("\x07\x9b\u202e")


def test_a_styled_table_keeps_richs_own_codes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()
    table = Table(header_style="bold")
    table.add_column("\x1b[5mName")
    Terminal(screen, width=60).print(table)
    assert "\x1b[1m" in screen.getvalue()
    assert "\x1b[5m" not in screen.getvalue()


def test_the_progress_bar_shows_a_name_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_bar() as bar:
        bar.add_task("x\x1b]0;t\x07[red]y", total=1)
        bar.console.print(ODD)
        bar.refresh()
    assert "\x1b]0" not in screen.getvalue()
    assert r"x\x1b]0;t" in screen.getvalue()
    assert SHOWN in screen.getvalue()


def test_lines_of_ours_stay_lines(capsys: pytest.CaptureFixture[str]) -> None:
    tell_lines("a\nb\x1b\n")
    tell("c\nd", before="\r", end="")
    assert capsys.readouterr().out == "a\nb\\x1b\n\rc\\nd"


def test_a_complaint_is_one_line_and_not_endless(capsys: pytest.CaptureFixture[str]) -> None:
    complain("beginning " + "x" * 10**6 + "\nthe way out")
    err = capsys.readouterr().err
    assert err.startswith("posturecheck: beginning ")
    assert err.endswith("the way out\n")
    assert err.count("\n") == 1
    assert len(err) < MOST_LETTERS + 100


def test_the_clips_names_steer_nothing_in_the_line_and_the_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd = Path(ODD)
    done = Outcome(odd, ODD, Path("out") / ODD, 1.0, 2.0, headline=ODD, notes=(ODD,))
    outcomes = [done, Outcome(odd, error=f"{odd}: expected a clip")]
    outcomes_words.tell_outcomes([done])
    outcomes_words.tell_outcomes(outcomes)
    with pytest.raises(check.typer.Exit):
        check._leave(outcomes)
    said, complained = capsys.readouterr()
    assert SHOWN in said
    assert complained == f"posturecheck: {SHOWN}: expected a clip\n"
    assert not set(said) & set("\x1b\x07\x9b\u202e")


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(main, "quiet_native_code", lambda: None)
    monkeypatch.setattr(main.signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["posturecheck", *words])
    with pytest.raises(SystemExit) as left:
        main.main()
    return int(str(left.value.code))


@pytest.mark.parametrize(
    "words",
    [
        ("check", "a\x1b[2J.mp4"),
        ("check", "none.mp4", "--profile", "b\x9b.toml"),
        ("evaluate", "c\u202e"),
        ("live", "--camera", "d\x1b[2J\nx"),
        ("profile", "e\u200b"),
        ("check", "--\x1bwhat"),
        ("history", "--export", "\x1b]0;x\x07"),
    ],
    ids=lambda words: words[0],
)
def test_a_name_in_an_error_steers_nothing(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *words) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.removesuffix("\n").isprintable()
    assert "\\x" in err or "\\u" in err


def test_a_profiles_own_words_steer_nothing_and_stay_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    name = "".join(f"\\U{ord(c):08x}" for c in ODD)
    first.write_text(f'name = "{name}"\n', encoding="utf-8")
    assert run(monkeypatch, "profile", str(first)) == 0
    said = capsys.readouterr().out
    assert all(line.isprintable() for line in said.split("\n"))
    second.write_text(said, encoding="utf-8")
    assert check.load_profile(str(second)).name == ODD


def test_a_profiles_odd_key_steers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.toml"
    path.write_text('"\\u001b[2J\\n" = "\\u202e"\n', encoding="utf-8")
    assert run(monkeypatch, "profile", str(path)) == 2
    err = capsys.readouterr().err
    assert r"\x1b[2J\n is not a setting" in err
    assert err.count("\n") == 1


def test_a_cameras_own_name_steers_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [doctor.Finding("cameras", "works", f"0 (640x480, {ODD})", ODD)]
    monkeypatch.setattr(doctor, "findings", lambda speak: iter(found))
    doctor.doctor()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("screen", [Screen(), io.StringIO()], ids=["terminal", "pipe"])
def test_the_live_line_steers_nothing(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    line = TerminalLine(screen)
    line.show(View(1, "watching", "trouble", ODD, task=ODD))
    assert SHOWN in screen.getvalue()
    assert screen.getvalue().strip("\r\n").isprintable()


def test_data_for_programs_is_plain_ascii() -> None:
    assert json.dumps({"file": ODD}).isascii()


def test_an_errors_text_is_kept_for_who_catches_it() -> None:
    assert str(InputError(ODD)) == ODD
