"""The documents: links lead somewhere, tables say what the program says, code runs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from clips import cutting
from test_layers import FLOORS
from typer.main import get_command

import posturecheck
from posturecheck.cli.main import app
from posturecheck.detectors.model_store import ModelFile
from posturecheck.evaluate.movement_labels import KINDS, read_movements
from posturecheck.rules import RULES

ROOT = Path(__file__).parents[1]
FOLDERS = (
    "",
    ".github",
    ".github/ISSUE_TEMPLATE",
    "docs",
    "samples",
    "renderer",
    "learning",
    "speech",
)
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).glob("*.md")
)
# A changelog names what was; a path there may be gone.
OF_TODAY = [name for name in DOCUMENTS if name != "CHANGELOG.md"]
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
MAX_README_LINES = 130

every_command = pytest.mark.parametrize("command", sorted(COMMANDS))
every_document = pytest.mark.parametrize("document", OF_TODAY)


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, language: str = "") -> list[str]:
    """Return the document's fenced blocks of a language; "" for those without one."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(document), re.MULTILINE | re.DOTALL)


def prose(document: str) -> str:
    return re.sub(r"^```.*?^```$", "", text_of(document), flags=re.MULTILINE | re.DOTALL)


def anchors(document: Path) -> set[str]:
    """Return the names by which the document's headings can be linked to, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(document: str) -> Iterator[str]:
    here = ROOT / document
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (here.parent / name).resolve() if name else here
        if not file.exists() or (anchor and anchor not in anchors(file)):
            yield target


def named_paths(document: str) -> set[str]:
    """Return what stands in backticks and looks like a file of this repository."""
    words = re.findall(r"`([\w./-]+)`", prose(document))
    tops = {path.name for path in ROOT.iterdir() if path.is_dir()}
    return {word for word in words if "/" in word and word.partition("/")[0] in tops}


def section(command: str) -> str:
    return text_of("docs/commands.md").partition(f"\n## {command}\n")[2].partition("\n## ")[0]


def tabled(command: str) -> dict[str, str]:
    """Return the options of a command's table as they are written, with their defaults."""
    rows = re.findall(r"^\| `(-.+?)` \| (.*?)\s*\| .+ \|$", section(command), re.MULTILINE)
    return {option.replace("\\|", "|"): default.strip("`") for option, default in rows}


def in_the_program(command: str) -> dict[str, str]:
    options = [p for p in COMMANDS[command].params if p.param_type_name == "option"]
    return {
        " ".join([*p.opts, *([p.metavar] if p.metavar else [])]): ""
        if p.is_flag or p.default is None
        else str(p.default)
        for p in options
    }


def command_lines(document: str) -> list[str]:
    lines = "".join(blocks(document)).splitlines()
    calls = (re.search(r"(?:^|/|; )(posturecheck [a-z-].*)", line) for line in lines)
    return [call[1].partition(" #")[0] for call in calls if call]


@every_document
def test_every_link_leads_somewhere(document):
    assert list(dead_links(document)) == []


@every_document
def test_every_file_that_is_named_is_there(document):
    assert sorted(n for n in named_paths(document) if not (ROOT / n).exists()) == []


def test_a_dead_link_would_be_seen(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "a.md").write_text(
        "# One two\n[x](#one-two) [y](#three) [z](b.md)", encoding="utf-8"
    )
    assert list(dead_links("a.md")) == ["#three", "b.md"]


@every_command
def test_the_table_of_options_is_what_the_command_takes(command):
    assert tabled(command) == in_the_program(command)


@every_command
def test_a_commands_usage_names_its_arguments(command):
    usage = re.search(rf"^posturecheck {command}(.*)$", section(command), re.MULTILINE)
    arguments = [p for p in COMMANDS[command].params if p.param_type_name == "argument"]
    assert usage
    assert usage[1].split() == [p.metavar for p in arguments]


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d != "docs/commands.md"])
def test_options_are_tabled_in_one_place(document):
    assert re.findall(r"^\| `--[^`]*`(?:, `--[^`]*`)* \|", text_of(document), re.MULTILINE) == []


@every_document
def test_every_command_line_has_only_options_that_exist(document):
    for line in command_lines(document):
        _, command, *words = shlex.split(line)
        known = {name for p in COMMANDS[command].params for name in p.opts} if command else set()
        assert {w for w in words if w.startswith("--")} <= known, line


def test_the_readme_shows_commands():
    assert len(command_lines("README.md")) >= 4


def test_the_readme_is_one_page():
    assert len(text_of("README.md").splitlines()) <= MAX_README_LINES


def test_every_document_for_readers_can_be_found_from_the_readme():
    linked = set(re.findall(r"\]\((docs/[\w.]+\.md)\)", text_of("README.md")))
    assert linked == {name for name in DOCUMENTS if name.startswith("docs/")}


def test_the_picture_of_the_house_is_the_house():
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", text_of("ARCHITECTURE.md"), re.MULTILINE)
    drawn = {
        name.removesuffix("/").removesuffix(".py"): int(floor)
        for floor, names in rows
        for name in re.findall(r"`([\w./]+)`", names)
    }
    assert drawn == FLOORS


def test_the_files_by_which_a_room_is_entered_are_in_it():
    rows = re.findall(
        r"^\| \d+ \| `(\w+)/` \|.*\| (.+?) \|$", text_of("ARCHITECTURE.md"), re.MULTILINE
    )
    files = {f"{room}/{name}.py" for room, names in rows for name in re.findall(r"`(\w+)`", names)}
    assert len(files) > len(rows)
    assert {file for file in files if not (ROOT / "posturecheck" / file).exists()} == set()


def test_the_rules_that_can_be_labelled_are_all_named():
    named = re.search(r"^Rules: (.+?)\. ", text_of("docs/research.md"), re.MULTILINE | re.DOTALL)
    assert named
    assert sorted(re.findall(r"`([\w-]+)`", named[1])) == sorted(rule.id for rule in RULES)


def test_the_movements_that_are_shown_are_read_and_every_kind_is_named(tmp_path):
    (shown,) = (text for text in blocks("docs/research.md") if text.startswith("kind,"))
    (tmp_path / "a.movements.csv").write_text(shown, encoding="utf-8")
    assert len(read_movements(tmp_path / "a.movements.csv")) == 2
    named = re.search(r"^`kind` is (.+?)\. ", text_of("docs/research.md"), re.MULTILINE | re.DOTALL)
    assert named
    assert re.findall(r"`([\w-]+)`", named[1]) == list(KINDS)


def test_the_python_that_is_shown_runs(tmp_path, monkeypatch, capsys, pose_model: ModelFile):
    monkeypatch.chdir(tmp_path)
    cutting(tmp_path / "morning.mp4")
    names: dict[str, object] = {}
    for code in blocks("docs/python.md", "python"):
        exec(compile(code, "docs/python.md", "exec"), names)
    result = names["result"]
    assert isinstance(result, posturecheck.Result)
    result.close()
    assert (tmp_path / "reports" / "morning" / "report.html").exists()
    assert "no-such-clip.mp4" in capsys.readouterr().out
