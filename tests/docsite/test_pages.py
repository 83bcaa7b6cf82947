"""What the site is built from: every document for readers, as GitHub would read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from docsite.__main__ import OUT, main
from docsite.pages import ROOT, as_on_github, pages


def test_every_document_for_readers_has_a_place_in_the_menu():
    documents = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md")}
    documents |= {path.name for path in ROOT.glob("*.md")}
    assert documents - set(pages()) == set()


def test_what_the_menu_names_is_there_once():
    assert [page for page in pages() if not (ROOT / page).is_file()] == []
    assert len(pages()) == len(set(pages()))


@pytest.mark.parametrize(
    "text",
    [
        "Three things:\n- one\n- two\n",
        "Three things:\n* one\n",
        "Three things:\n1. one\n2. two\n",
    ],
)
def test_a_list_right_after_a_paragraph_becomes_one(text: str):
    first, rest = text.split("\n", 1)
    assert as_on_github(text) == f"{first}\n\n{rest}"


@pytest.mark.parametrize(
    "text",
    [
        "- one\n- two\n",
        "# Head\n- one\n",
        "- one,\n  which goes on\n- two\n",
        "It was\n7. of that month\n",
        "5 is less than\n-3 it is not\n",
        "```\ntext\n- no list\n```\n",
        "Text\n\n- one\n",
    ],
)
def test_everything_else_stays_as_it_is(text: str):
    assert as_on_github(text) == text


def test_a_bar_in_the_code_of_a_table_is_a_bar():
    assert as_on_github("| `A\\|B` | c \\| d |\n") == "| `A|B` | c \\| d |\n"
    assert as_on_github("no table: `A\\|B`\n") == "no table: `A\\|B`\n"


def test_nothing_built_is_committed():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"{OUT.relative_to(ROOT).parts[0]}/" in ignored


def test_without_its_generator_a_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(tmp_path / "site") == 2
    assert "pip install --require-hashes -r requirements-docs.txt" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_the_packages_are_pinned_and_no_index_is_named():
    lock = (ROOT / "requirements-docs.txt").read_text(encoding="utf-8")
    names = [line for line in lock.splitlines() if not line.startswith(" ")]
    assert all("==" in line for line in names)
    assert lock.count("--hash=sha256:") >= len(names)
    assert "://" not in lock


def test_what_several_lists_pin_has_one_version():
    """They are installed into one environment, one after the other."""
    assert conflicts(ROOT / "requirements-docs.txt", ROOT / "requirements-learning.txt") == []


def conflicts(one: Path, other: Path) -> list[str]:
    first, second = (
        dict(
            line.partition(" ")[0].split("==")
            for line in path.read_text(encoding="utf-8").splitlines()
            if "==" in line.partition(" ")[0]
        )
        for path in (one, other)
    )
    return [name for name in first if second.get(name, first[name]) != first[name]]
