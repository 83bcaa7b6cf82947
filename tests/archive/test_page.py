"""One page of all results: complete without scripts, sorted and filtered with the one it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clinic import many, result, rule

from posturecheck.archive.page import render_overview
from posturecheck.archive.results import read_archive
from posturecheck.rules.guidance import load_guidance

TODAY = date(2026, 11, 27)
EVIL = '"><script>alert(1)</script>'


def page_of(out: Path) -> str:
    return render_overview(read_archive(out), TODAY, load_guidance())


def cell_of(page: str, title: str) -> str:
    found = re.search(rf'<td class="[^"]*" data-label="{title}"[^>]*>(.*?)</td>', page)
    assert found, title
    return re.sub(r"<[^>]+>", "", found[1])


def test_every_result_is_named_with_its_worst_and_how_sure(tmp_path: Path) -> None:
    result(tmp_path, "walk.mp4", "P-014", rules={"deep-lean": rule("deg", 2, 1, 72.0)})
    page = page_of(tmp_path)
    assert '<th scope="row" data-label="Patient or folder" data-key="P-014">' in page
    assert 'href="P-014/2026-03-05%20walk/report.html"' in page
    assert cell_of(page, "Deep lean") == "72° ◆red ± 6"
    assert cell_of(page, "Times over") == "1 red 1 amber"


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ({"enabled": False}, "off"),
        ({"cannot_tell_seconds": 20.0}, "cannot tell"),
        ({}, "–"),
    ],
)
def test_no_limit_passed_is_never_all_was_well(
    tmp_path: Path, spoiled: dict[str, Any], said: str
) -> None:
    result(tmp_path, "a.mp4", rules={"twist": rule("deg", 1, 0, 30.0)})
    result(tmp_path, "b.mp4", rules={"twist": rule("deg") | spoiled}, folder="A")
    assert cell_of(page_of(tmp_path), "Twisted back") == said


def test_nobody_seen_is_no_good_news(tmp_path: Path) -> None:
    result(tmp_path, "a.mp4", rules={"twist": rule("deg", 1, 0, 30.0)})
    result(tmp_path, "b.mp4", seen_s=0.0, folder="A")
    page = page_of(tmp_path)
    assert cell_of(page, "Seen") == "nobody in 60 s"
    assert cell_of(page, "Twisted back") == "not seen"


def test_only_rules_that_were_passed_take_a_column(tmp_path: Path) -> None:
    result(tmp_path, rules={"twist": rule("deg", 1, 0, 30.0)})
    page = page_of(tmp_path)
    assert "Twisted back</th>" in page
    assert "Deep lean</th>" not in page


def test_the_page_asks_for_nothing_and_runs_only_its_own_script(tmp_path: Path) -> None:
    result(tmp_path)
    page = page_of(tmp_path)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r'(src|href)="(?!before/report\.html|#)', page)
    assert "style=" not in page
    assert " onclick" not in page


def test_names_are_only_text(tmp_path: Path) -> None:
    result(tmp_path, "a.mp4", folder=EVIL)
    assert EVIL not in page_of(tmp_path)


def test_an_empty_folder_has_a_page_too(tmp_path: Path) -> None:
    assert "0 results" in page_of(tmp_path)


@pytest.fixture
def shown(tmp_path: Path, chromium: Any) -> Iterator[Any]:
    many(tmp_path, 200)
    result(tmp_path, "walk.mp4", folder="Berta", filmed=None)
    (tmp_path / "overview.html").write_text(page_of(tmp_path), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto((tmp_path / "overview.html").as_uri())
    yield page
    page.close()


def column(page: Any, number: int) -> list[str]:
    return page.eval_on_selector_all(
        ".results tbody tr:not([hidden])",
        f"rows => rows.map(row => row.cells[{number}].dataset.key)",
    )


def test_two_hundred_are_sorted_by_a_click_and_found_by_a_word(shown: Any) -> None:
    assert shown.complaints == []
    assert shown.inner_text("#found") == "All 201 results"
    shown.click(".results thead th:nth-child(6) button")
    worst = [float(key) for key in column(shown, 5) if key]
    assert worst == sorted(worst, reverse=True)
    assert column(shown, 5)[-1] == ""
    shown.click(".results thead th:nth-child(6) button")
    least = [float(key) for key in column(shown, 5) if key]
    assert least == sorted(least)
    assert column(shown, 5)[-1] == ""
    shown.fill("#search", "p-007 visit")
    assert shown.inner_text("#found") == "5 of 201 results"
    assert set(column(shown, 0)) == {"P-007"}
    shown.fill("#search", "")
    shown.select_option("#whose", "Berta")
    assert shown.inner_text("#found") == "1 of 201 results"
    shown.select_option("#whose", "")
    shown.select_option("#over", "twist")
    assert all(column(shown, [t.strip() for t in titles(shown)].index("Twisted back")))
    assert shown.complaints == []


def titles(page: Any) -> list[str]:
    return page.eval_on_selector_all(".results thead th", "heads => heads.map(h => h.textContent)")


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(shown: Any, width: int) -> None:
    shown.set_viewport_size({"width": width, "height": 844})
    assert shown.evaluate("document.documentElement.scrollWidth") == width
