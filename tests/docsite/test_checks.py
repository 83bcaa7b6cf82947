"""A link that leads nowhere, and what is loaded from elsewhere, are found in a built site."""

from __future__ import annotations

from pathlib import Path

import pytest

from docsite.checks import problems


def site(folder: Path, body: str) -> list[str]:
    (folder / "docs").mkdir()
    (folder / "docs" / "b.html").write_text("<h2 id='there'>b</h2>", encoding="utf-8")
    (folder / "a.html").write_text(f"<p id='top'>{body}</p>", encoding="utf-8")
    return problems(folder)


@pytest.mark.parametrize(
    "body",
    [
        '<a href="docs/b.html#there">b</a>',
        '<a href="#top">up</a>',
        '<a href="docs/b.html?x=1">b</a>',
        '<a href="https://example.org/elsewhere">a plain link</a>',
        '<a href="mailto:a@example.org">a</a>',
        '<img src="data:image/png;base64,AAAA">',
        '<link rel="canonical" href="https://example.org/">',
    ],
)
def test_what_is_fine_is_let_by(tmp_path: Path, body: str):
    assert site(tmp_path, body) == []


@pytest.mark.parametrize(
    "target", ["none.html", "docs/b.html#gone", "#gone", "docs", "../a.html", "/docs/none.html"]
)
def test_a_link_that_leads_nowhere_is_named(tmp_path: Path, target: str):
    assert site(tmp_path, f'<a href="{target}">x</a>') == [f"a.html: {target} leads nowhere"]


def test_a_picture_that_is_not_there_is_named(tmp_path: Path):
    assert site(tmp_path, '<img src="none.png">') == ["a.html: none.png leads nowhere"]


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://example.org/x"></script>',
        '<script src="//example.org/x"></script>',
        '<img src="https://example.org/x">',
        '<link rel="stylesheet" href="https://example.org/x">',
        '<link rel="preconnect" href="https://example.org/x">',
        '<iframe src="https://example.org/x"></iframe>',
        '<svg><use href="https://example.org/x"></use></svg>',
        "<style>@font-face {src: url('https://example.org/x')}</style>",
        '<style>@import "https://example.org/x";</style>',
        '<i style="background: url(https://example.org/x)">i</i>',
    ],
)
def test_what_is_loaded_from_elsewhere_is_named(tmp_path: Path, body: str):
    (line,) = site(tmp_path, body)
    assert line.startswith("a.html: loads ")
    assert line.endswith("//example.org/x")


def test_a_style_sheet_that_loads_from_elsewhere_is_named(tmp_path: Path):
    (tmp_path / "x.css").write_text("b {background: url(//example.org/x)}", encoding="utf-8")
    assert site(tmp_path, "") == ["x.css: loads //example.org/x"]


def test_a_site_without_pages_is_none(tmp_path: Path):
    assert problems(tmp_path) == [f"{tmp_path.name}: there is no page"]
