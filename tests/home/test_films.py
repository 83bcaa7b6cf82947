"""Recordings of the folder: which are listed, how one is checked, where its report lies."""

from __future__ import annotations

import json
import os
import shutil
import threading
from pathlib import Path

import pytest
from clips import ROUNDED
from home.house import Scripted
from patience import until

from posturecheck.clips.batch import Outcome
from posturecheck.clips.identity import content_sha256
from posturecheck.clips.long_work import UnderWay
from posturecheck.core import InputError
from posturecheck.home import words
from posturecheck.home.films import REPORTS, Films
from posturecheck.home.settings import HomeSettings


class Work:
    """In the place of ``run_job``: goes on as far as a test lets it."""

    def __init__(self) -> None:
        self.jobs: list[object] = []
        self.go_on = threading.Event()
        self.error = ""

    def __call__(self, job, progress, say) -> Outcome:
        self.jobs.append(job)
        progress(1.0)
        while not self.go_on.wait(0.005):
            progress(0.0)
        return Outcome(job.clip, error=self.error, headline="" if self.error else "Two moments.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "films"
    made.mkdir()
    shutil.copy(ROUNDED, made / "bend.mp4")
    return made


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def films(folder: Path, work: Work) -> Films:
    chosen = HomeSettings(films=str(folder), height_cm=160.0, task="dishwasher")
    return Films(lambda: chosen, work)


def test_only_films_are_listed_the_newest_first(films: Films, folder: Path) -> None:
    shutil.copy(ROUNDED, folder / "NEW.MOV")
    os.utime(folder / "bend.mp4", (1, 1))
    (folder / "notes.txt").write_text("x")
    (folder / "folder.mp4").mkdir()
    listed = films.listed()
    assert [film.name for film in listed] == ["NEW.MOV", "bend.mp4"]
    assert listed[0].size_mb == pytest.approx(ROUNDED.stat().st_size / 1e6)
    assert not listed[0].report


def test_without_a_folder_there_are_none_and_a_folder_that_is_gone_is_told(folder: Path) -> None:
    assert Films(HomeSettings).listed() == []
    assert Films(HomeSettings).folder is None
    gone = HomeSettings(films=str(folder / "gone"))
    with pytest.raises(InputError, match="cannot be read"):
        Films(lambda: gone).listed()


def test_a_film_is_checked_with_what_is_chosen_and_the_report_lies_beside_it(
    films: Films, folder: Path, work: Work
) -> None:
    films.check("bend.mp4")
    assert until(lambda: films.checking.share > 0)
    assert films.checking.running
    assert films.checking.name == "bend.mp4"
    work.go_on.set()
    assert until(lambda: not films.checking.running)
    assert films.checking == UnderWay("bend.mp4", 1.0, said="Two moments.")
    (job,) = work.jobs
    assert (job.clip, job.folder) == (folder / "bend.mp4", folder / REPORTS / "bend")
    assert (job.options.height_cm, job.options.task) == (160.0, "dishwasher")


def test_one_at_a_time(films: Films, work: Work) -> None:
    films.check("bend.mp4")
    with pytest.raises(InputError, match=words.ONE_FILM()):
        films.check("bend.mp4")
    films.close()
    assert len(work.jobs) == 1


def test_a_check_is_stopped(films: Films) -> None:
    films.check("bend.mp4")
    films.stop()
    assert until(lambda: not films.checking.running)
    assert films.checking == UnderWay("bend.mp4", said=words.STOPPED())


def test_watching_ends_a_check_and_none_begins_meanwhile(
    scripted: Scripted, folder: Path, work: Work
) -> None:
    scripted.house.choose({"films": str(folder)})
    scripted.house.films._run = work
    scripted.house.check("bend.mp4")
    scripted.house.begin()
    assert until(lambda: scripted.house.films.checking.said == words.STOPPED())
    with pytest.raises(InputError, match=words.BUSY_WATCHING()):
        scripted.house.check("bend.mp4")


def test_what_cannot_be_checked_says_why(films: Films, folder: Path, work: Work) -> None:
    work.error = "bend.mp4: nobody was seen in it"
    work.go_on.set()
    films.check("bend.mp4")
    assert until(lambda: not films.checking.running)
    assert films.checking.failed
    assert films.checking.said == work.error
    (folder / "broken.mp4").write_bytes(b"no film")
    with pytest.raises(InputError, match=r"broken\.mp4"):
        films.check("broken.mp4")


@pytest.mark.parametrize("name", ["", "..", "../bend.mp4", "/etc/passwd", "bend", "gone.mp4"])
def test_a_name_leads_to_a_film_of_the_folder_or_nowhere(films: Films, name: str) -> None:
    for act in (films.check, lambda name: films.report(name, "report.html")):
        with pytest.raises(InputError, match=words.NO_SUCH_FILM()):
            act(name)


def reported_of(clip: Path, place: Path) -> None:
    summary = {"clip": {"sha256": content_sha256(clip)}}
    (place / "summary.json").write_text(json.dumps(summary))


@pytest.mark.parametrize("file", ["summary.json", "../bend.mp4", "posture.csv", ""])
def test_of_a_report_only_the_page_and_its_film_are_shown(
    films: Films, folder: Path, file: str
) -> None:
    place = folder / REPORTS / "bend"
    place.mkdir(parents=True)
    for name in ("report.html", "annotated.mp4", "posture.csv"):
        (place / name).write_text("x")
    reported_of(folder / "bend.mp4", place)
    assert films.report("bend.mp4", "report.html") == place / "report.html"
    assert films.report("bend.mp4", "annotated.mp4") == place / "annotated.mp4"
    assert films.report("bend.mp4", file) is None
    assert films.listed()[0].report
