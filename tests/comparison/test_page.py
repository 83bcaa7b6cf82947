"""The page of two films: complete without scripts, played together with the one it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from clinic import rule
from clips import even, film
from patience import until
from visits import KNOWN, ROUNDING, movement, visit

from posturecheck.comparison import saving
from posturecheck.comparison.page import render_comparison
from posturecheck.comparison.pair import find_pair
from posturecheck.comparison.saving import compare
from posturecheck.comparison.words import HEADLINES, TOLD, WORDS
from posturecheck.core import Episode, InputError
from posturecheck.marks.review_file import Mark, Review, change_review
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.table import save_episodes

MARCH, APRIL = (f"2026-0{month}-05T10:00:00+01:00" for month in (3, 4))
EVIL = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "filmed_again", lambda: KNOWN)


def page_of(before: Path, after: Path) -> str:
    pair = find_pair(before, after)
    return render_comparison(pair, KNOWN, load_guidance(), pair.after.folder)


def two(out: Path, before: float = 62.0, after: float = 50.0, **more: Any) -> tuple[Path, Path]:
    return (
        visit(out, "a.mp4", [movement(before, start_s=2.0)], MARCH, **more),
        visit(out, "b.mp4", [movement(after, start_s=1.0)], APRIL, **more),
    )


def row_of(page: str, title: str) -> list[str]:
    found = re.search(rf'<tr[^>]*><th scope="row">{title}</th>(.*?)</tr>', page)
    assert found, title
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall("<td.*?</td>", found[1])]


def test_what_changed_is_said_with_what_could_be_chance(tmp_path: Path) -> None:
    page = page_of(*two(tmp_path))
    said = "Less than last time by 12 degrees; less than 8 degrees could be chance."
    assert row_of(page, "Trunk lean") == ["62° ± 1°", "50° ± 1°", said]
    assert re.findall("<h1>(.*?)</h1>", page) == ["Trunk lean: less than last time by 12 degrees."]


def test_no_clear_difference_is_said_and_never_that_nothing_changed(tmp_path: Path) -> None:
    page = page_of(*two(tmp_path, 55.0, 50.0))
    assert "<h1>No clear difference between the two films.</h1>" in page
    assert "No clear difference: 5 degrees apart; less than 8 degrees" in page


def test_a_change_is_never_called_better() -> None:
    words = " ".join((*TOLD.values(), *HEADLINES.values(), *WORDS.values())).lower()
    assert not re.search(r"\b(better|worse|improve\w*|safe\w*|prevent\w*|good|bad)\b", words)


def test_how_many_movements_and_what_of_them_is_compared(tmp_path: Path) -> None:
    bends = [movement(lean) for lean in (58.0, 60.0, 62.0)]
    before = visit(tmp_path, "a.mp4", [*bends, movement(kind="turn")], MARCH)
    after = visit(tmp_path, "b.mp4", [*bends, movement(kind="turn")], APRIL)
    page = page_of(before, after)
    assert "3 movements before, 3 after: the medians are compared." in page
    assert "1 before, 1 after: the largest of each film is compared" in page


def test_counts_stand_side_by_side_and_other_limits_are_named(tmp_path: Path) -> None:
    rules = {"deep-lean": rule("deg", 2, 1, 72.0), "twist": rule("deg", 1, 0, 30.0)}
    own = {"name": "own", "rules": {"deep-lean": {"amber": 40}}}
    before, after = two(tmp_path, rules=rules)
    page = page_of(before, after)
    assert row_of(page, "Deep lean") == ["2", "2", ""]
    other = visit(tmp_path, "c.mp4", [movement()], APRIL, rules=rules, profile=own)
    page = page_of(before, other)
    assert row_of(page, "Deep lean") == ["2", "2", "other limits"]
    assert row_of(page, "lean 20 to 60 degrees") == ["25 %", "25 %", ""]


def test_after_the_therapists_word_counts_stand_beside_those_as_found(tmp_path: Path) -> None:
    rules = {"deep-lean": rule("deg", 2, 1, 72.0), "twist": rule("deg", 1, 0, 30.0)}
    before, after = two(tmp_path, rules=rules)
    assert WORDS["said"] not in unescape(page_of(before, after))
    found = [("deep-lean", 1.0), ("twist", 3.0), ("deep-lean", 8.0)]
    save_episodes(
        after / "episodes.csv",
        [Episode(name, "amber", s, s + 2, 50.0, 3.0, "deg", s + 1, 40.0) for name, s in found],
    )
    marks = (Mark("deep-lean", 1.0, 3.0, "wrong"), Mark("twist", 3.0, 5.0, "not a problem"))
    change_review(after, None, lambda _: Review(marks=marks))
    page = page_of(before, after)
    assert row_of(page, "Deep lean") == ["2", "2", "2", "1", ""]
    assert row_of(page, "Twisted back") == ["1", "1", "1", "0", ""]
    head = re.findall('<th scope="colgroup"[^>]*>([^<]+)<', page)
    assert [unescape(title) for title in head] == [WORDS["as_found"], WORDS["said"]]


def test_films_and_reports_are_found_beside_the_page(tmp_path: Path) -> None:
    before, after = two(tmp_path)
    for folder in (before, after):
        (folder / "annotated.mp4").write_bytes(b"film")
    page = page_of(before, after)
    assert re.findall('<video [^>]*src="([^"]+)"', page) == [
        "../2026-03-05%20a/annotated.mp4",
        "annotated.mp4",
    ]
    assert 'href="../2026-03-05%20a/report.html"' in page


def test_without_films_it_says_so(tmp_path: Path) -> None:
    page = page_of(*two(tmp_path))
    assert page.count(WORDS["no_film"]) == 2
    assert "<video" not in page


def test_names_are_only_text_and_nothing_is_loaded(tmp_path: Path) -> None:
    before, after = two(tmp_path, folder=EVIL, task="other")
    for folder in (before, after):
        text = (folder / "summary.json").read_text(encoding="utf-8")
        (folder / "summary.json").write_text(text.replace('"other"', '"<b>x</b>"'), "utf-8")
    page = page_of(before, after)
    assert EVIL not in page
    assert "<b>x</b>" not in page
    assert "http" not in re.sub("http-equiv", "", page)
    assert "style=" not in page


def test_networks_that_differ_make_no_difference_to_be_told(tmp_path: Path) -> None:
    before, _ = two(tmp_path)
    after = visit(tmp_path, "c.mp4", [movement(20.0)], APRIL, networks="others")
    page = page_of(before, after)
    assert row_of(page, "Trunk lean")[2] == TOLD["another program"]
    assert HEADLINES["unknown"] in page


def test_the_page_lies_beside_the_later_result_and_is_replaced(tmp_path: Path) -> None:
    before, after = two(tmp_path)
    place, _ = compare(before, after)
    assert place == after / "before-and-after.html"
    first = place.read_text(encoding="utf-8")
    assert compare(after, before)[0] == place
    assert place.read_text(encoding="utf-8") == first
    assert compare(tmp_path / "P1")[0] == place


def test_elsewhere_it_finds_the_films_too(tmp_path: Path) -> None:
    before, after = two(tmp_path)
    (before / "annotated.mp4").write_bytes(b"film")
    (tmp_path / "pages").mkdir()
    place, _ = compare(before, after, tmp_path / "pages")
    assert place == tmp_path / "pages" / "before-and-after.html"
    page = place.read_text(encoding="utf-8")
    assert 'src="../P1/2026-03-05%20a/annotated.mp4"' in page


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    before, after = two(tmp_path)
    letter = tmp_path / "letter.html"
    letter.write_text("precious")
    with pytest.raises(InputError, match="found another file"):
        compare(before, after, letter)
    assert letter.read_text() == "precious"
    with pytest.raises(InputError, match="cannot be written"):
        compare(before, after, tmp_path / "none" / "page.html")


def test_curves_that_cannot_be_read_leave_the_earlier_page(tmp_path: Path) -> None:
    before, after = two(tmp_path)
    place, _ = compare(before, after)
    first = place.read_bytes()
    (before / "posture.csv").write_text("nonsense")
    with pytest.raises(InputError, match="expected a column"):
        compare(before, after)
    assert place.read_bytes() == first


def test_what_was_not_seen_is_said(tmp_path: Path) -> None:
    unseen = {ROUNDING: float("nan")}
    before = visit(tmp_path, "a.mp4", [movement(**unseen)], MARCH)
    after = visit(tmp_path, "b.mp4", [movement()], APRIL)
    row = row_of(page_of(before, after), "Rounding of the back")
    assert row == ["not seen", "10° ± 1°", TOLD["unseen"]]


@pytest.fixture
def shown(tmp_path: Path, chromium: Any) -> Iterator[Any]:
    before, after = two(tmp_path)
    for folder in (before, after):
        film(folder / "annotated.mp4", even(10, 6))
    place, _ = compare(before, after)
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(place.as_uri())
    assert until(lambda: on_films(page, "all => all.every(film => film.readyState > 1)"))
    yield page
    page.close()


def on_films(page: Any, what: str) -> Any:
    """Return what a function of all films says; the page's policy forbids to evaluate later."""
    return page.eval_on_selector_all("video", what)


def seconds_of(page: Any) -> list[float]:
    seconds: list[float] = on_films(page, "all => all.map(film => film.currentTime)")
    return seconds


def test_both_films_begin_at_their_first_movement(shown: Any) -> None:
    shown.click("#align")
    assert seconds_of(shown) == pytest.approx([2.0, 1.0], abs=0.05)


def test_one_film_is_moved_against_the_other_with_its_curve(shown: Any) -> None:
    shown.click("#align")
    shown.evaluate(
        "shift = document.getElementById('shift'); shift.value = 0.5;"
        "shift.dispatchEvent(new Event('input'))"
    )
    assert seconds_of(shown) == pytest.approx([2.0, 0.5], abs=0.05)
    assert "translate(" in shown.get_attribute(".shifted", "transform")
    assert shown.inner_text("#shift-value") == "0.5 s"


def test_they_are_played_together(shown: Any) -> None:
    shown.click("#align")
    shown.click("#play")
    assert until(lambda: on_films(shown, "all => all.every((f, i) => f.currentTime > 2.3 - i)"))
    first, second = seconds_of(shown)
    assert first - second == pytest.approx(1.0, abs=0.4)
    assert shown.inner_text("#play") == WORDS["pause"]
    shown.click("#play")
    assert on_films(shown, "all => all.map(film => film.paused)") == [True, True]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_stands_beside_the_screen(shown: Any, width: int) -> None:
    shown.set_viewport_size({"width": width, "height": 844})
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.complaints == []


def test_a_film_that_is_gone_is_named(tmp_path: Path, chromium: Any) -> None:
    before, after = two(tmp_path)
    for folder in (before, after):
        (folder / "annotated.mp4").write_bytes(b"no film")
    place, _ = compare(before, after)
    page = chromium.new_page()
    page.goto(place.as_uri())
    assert until(lambda: page.is_visible(".before .lost") and page.is_visible(".after .lost"))
    assert page.inner_text(".before .lost") == WORDS["film_missing"]
    page.close()
