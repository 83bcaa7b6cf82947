"""What a therapist says stands in the report, beside what was found, and outlives a new check."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from markupsafe import escape
from reviewing import alone, checked, saved

from posturecheck.archive.deletion import delete, look_at
from posturecheck.clips.counted import Counted
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.reviewed import counted_in, headline_of, lay_into_report
from posturecheck.kinematics.tracking import Pointed
from posturecheck.marks.found import read_found
from posturecheck.marks.review_file import FILE, Mark, Review, change_review, read_review
from posturecheck.report.review import with_review

EVIL = "</p><script>alert(1)</script><!--/review-->"
LEAN = Mark("deep-lean", 2.6, 4.5, "not a problem", "asked to")
GONE = Mark("twist", 1.0, 2.0, "wrong", "no twist there")


def report(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def laid(folder: Path, review: Review) -> str:
    change_review(folder, None, lambda _: review)
    lay_into_report(folder / "report.html", review, read_found(folder))
    return report(folder)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def leads_with(html: str) -> str:
    head = html[html.index("<h1") : html.index("</h1>")]
    tried = html[html.index('<section aria-labelledby="try">') :]
    return unescape(text(f"{head} {tried[: tried.index('</section>')]}"))


def test_counts_stand_there_twice(tmp_path):
    page = text(laid(saved(tmp_path), Review("Well.", (LEAN, GONE))))
    assert "The therapist's word Well." in page.replace("&#39;", "'")
    assert re.search(r"Deep lean 2 1 ", page)
    assert re.search(r"All moments 5 4 ", page)
    assert "Marks without a moment" in page
    assert "no twist there" in page


def test_the_moment_itself_says_it(tmp_path):
    page = laid(saved(tmp_path), Review(marks=(LEAN,)))
    cards = re.findall(r'<article class="card moment.*?</article>', page, re.DOTALL)
    assert ["asked to" in card for card in cards] == [False, True, False, False, False]


def test_what_is_taken_back_is_gone_from_the_report(tmp_path):
    folder = saved(tmp_path)
    before = report(folder)
    laid(folder, Review("a", (LEAN, GONE)))
    assert laid(folder, Review()) == before


def test_a_remark_is_text_and_nothing_else(tmp_path):
    folder = saved(tmp_path)
    page = laid(folder, Review(EVIL, (Mark("deep-lean", 2.6, 4.5, "wrong", EVIL),)))
    assert "<script>alert" not in page
    assert page.count("<!--/review-->") == 1
    again = laid(folder, Review("b"))
    assert "alert" not in again


def test_a_report_of_an_earlier_version_says_it_at_the_top():
    page = with_review("<body><main><h2>What to try</h2></main>", None)
    assert page == "<body><main><!--review--><!--/review--><h2>What to try</h2></main>"


def test_after_a_new_check_everything_said_is_still_there(tmp_path):
    folder = saved(tmp_path)
    change_review(folder, None, lambda _: Review("Well.", (LEAN, GONE)))
    assert saved(tmp_path) == folder
    assert read_review(folder) == Review("Well.", (LEAN, GONE))
    assert "asked to" in report(folder)


def test_a_mark_set_while_a_check_is_at_work_is_kept_and_shown(tmp_path):
    folder = saved(tmp_path)

    class Meanwhile:
        bystanders_may_show = False

        def key_pictures(self) -> dict[float, bytes]:
            change_review(folder, None, lambda _: Review(marks=(LEAN,)))
            return {}

        def film(self, path: Path, progress: object) -> None:
            path.write_bytes(b"a film")

        def close(self) -> None:
            """Nothing is open."""

    again = replace(checked(tmp_path / "phone" / "walk.mkv"), pictures=lambda _: Meanwhile())
    assert again.save(tmp_path / "out") == folder
    assert read_review(folder).marks == (LEAN,)
    assert "asked to" in report(folder)


@pytest.mark.slow
def test_two_reviewers_and_a_check_at_once_lose_no_mark(tmp_path):
    folder = saved(tmp_path)
    results = [checked(tmp_path / "phone" / "walk.mkv") for _ in range(3)]

    def with_mark(number: int, before: Review) -> Review:
        mark = Mark("twist", float(number), number + 1.0, "wrong")
        return Review(before.remark, (*before.marks, mark))

    def review(first: int) -> None:
        for number in range(first, first + 6):
            change_review(folder, None, partial(with_mark, number))

    work = [threading.Thread(target=review, args=(n,)) for n in (0, 100)]
    work.append(threading.Thread(target=lambda: [r.save(tmp_path / "out") for r in results]))
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    starts = sorted(mark.start_s for mark in read_review(folder).marks)
    assert starts == [*range(6), *range(100, 106)]
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    for result in results:
        result.close()


@pytest.mark.parametrize("wrong", ["remark = 'half", "rules = 1", "\x00"])
def test_a_wrong_review_is_kept_by_a_new_check_and_said(tmp_path, wrong):
    folder = saved(tmp_path)
    (folder / FILE).write_text(wrong, encoding="utf-8")
    notes: list[str] = []
    saved(tmp_path, note=notes.append)
    assert (folder / FILE).read_text(encoding="utf-8") == wrong
    (note,) = notes
    assert note.startswith("what a therapist said is kept, but cannot be shown: ")
    assert "The therapist" not in report(folder)


def test_a_review_counts_unless_something_else_is_asked_for(tmp_path):
    folder, at = saved(tmp_path), Pointed(0.3, 0.5, 2.0)
    change_review(folder, None, lambda _: Review(range_s=(1.0, 9.0), person=at))
    counted, notes = counted_in(folder, CheckOptions())
    assert counted == Counted((1.0, 9.0), at)
    assert len(notes) == 2
    assert counted_in(folder, CheckOptions(range_s=(0.0, 3.0)))[0] == Counted(None, at)
    assert counted_in(folder, CheckOptions(person="left"))[0] == Counted((1.0, 9.0))
    assert counted_in(tmp_path / "none", CheckOptions()) == (Counted(), [])


def test_forget_takes_points_and_review_for_ours(tmp_path):
    folder = saved(tmp_path, alone)
    change_review(folder, None, lambda _: Review("a"))
    assert {"poses.npz", FILE} <= {path.name for path in folder.iterdir()}
    delete(look_at(folder))
    assert not folder.exists()


def test_what_the_therapist_marked_is_left_out_of_headline_and_advice(tmp_path):
    folder = saved(tmp_path)
    before = leads_with(report(folder))
    assert re.search(r"lean a long way forward \(2 times.*forward, 2 times\.", before)
    after = leads_with(laid(folder, Review(marks=(LEAN,))))
    assert re.search(r"lean a long way forward \(once.*forward, once\.", after)
    assert leads_with(laid(folder, Review("only a remark"))) == before


def test_where_no_moment_counts_any_more_the_report_leads_with_that(tmp_path):
    folder = saved(tmp_path)
    found = read_found(folder)
    every = tuple(Mark(e.rule, e.start_s, e.end_s, "wrong") for e in found)
    page = laid(folder, Review(marks=every))
    assert "nothing counted after the therapist's word." in leads_with(page)
    assert 'class="card advice"' not in page
    assert re.search(rf"All moments {len(found)} 0 ", text(page))  # as found stays there


def test_what_a_check_says_at_its_end_is_after_the_therapists_word(tmp_path):
    folder = saved(tmp_path)
    again = checked(tmp_path / "phone" / "walk.mkv")
    assert f"<h1>{escape(headline_of(again, folder))}</h1>" in report(folder)
    marks = tuple(Mark(e.rule, e.start_s, e.end_s, "wrong") for e in again.episodes)
    change_review(folder, None, lambda _: Review(marks=marks))
    assert headline_of(again, folder).endswith("nothing counted after the therapist's word.")
    assert again.save(tmp_path / "out") == folder
    assert "nothing counted after the therapist's word." in leads_with(report(folder))


def test_a_headline_and_advice_of_somebodys_own_task_stay_as_they_are(tmp_path):
    folder = saved(tmp_path)
    table = (folder / "episodes.csv").read_text(encoding="utf-8")
    (folder / "episodes.csv").write_text(table.replace(",other,", ",juggling,"), encoding="utf-8")
    before = leads_with(report(folder))
    assert leads_with(laid(folder, Review(marks=(LEAN,)))) == before
