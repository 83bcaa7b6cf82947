"""What other programs read is the same in every language, to the byte."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from clinic import result, rule
from made_up_language import spoken

from posturecheck.archive.results import read_archive
from posturecheck.archive.tables import overview_csv
from posturecheck.clips.summary import measured_summary, rules_summary
from posturecheck.core import Episode
from posturecheck.history.export import PAIN_COLUMNS
from posturecheck.profiles.settings import Profile
from posturecheck.rules import RULES
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.table import PostureTable, save_episodes
from posturecheck.sinks.totals import Totals


def same_in_both(tmp_path: Path, made: Callable[[], object]) -> bool:
    english = made()
    with spoken(tmp_path / "catalogues"):
        return made() == english


def test_the_overviews_table(tmp_path: Path) -> None:
    result(tmp_path / "out", "a.mp4", rules={"twist": rule("deg", 1, 1, 30.5)})
    rows = read_archive(tmp_path / "out").rows
    assert same_in_both(tmp_path, lambda: overview_csv(rows))


def test_the_summary(tmp_path: Path) -> None:
    assert same_in_both(tmp_path, lambda: rules_summary(Totals(), (), Profile()))
    assert same_in_both(tmp_path, lambda: measured_summary(Totals()))


def test_names_of_columns(tmp_path: Path) -> None:
    def made() -> str:
        PostureTable().save(tmp_path / "posture.csv")
        return (tmp_path / "posture.csv").read_text(encoding="utf-8")

    assert same_in_both(tmp_path, made)
    assert same_in_both(tmp_path, lambda: PAIN_COLUMNS)


@pytest.mark.parametrize("column", ["rule", "severity", "peak", "unit", "task", "cue"])
def test_of_an_episode_only_its_words(tmp_path: Path, column: str) -> None:
    def made() -> list[str]:
        guide = load_guidance().guide("twist", "dishwasher")
        words = {"cue": guide.cue, "alternative": guide.alternative, "technique": ""}
        numbers = {"start_s": 1.25, "end_s": 2.5, "peak": 43.5, "peak_sd": 4.25, "peak_t_s": 1.75}
        numbers |= {"limit": 20.0, "speed_deg_s": 60.0}
        names = {"rule": "twist", "severity": "red", "unit": "deg", "task": "dishwasher"}
        episode = Episode(**names, **numbers, **words)
        save_episodes(tmp_path / "episodes.csv", (episode,))
        table = csv.DictReader(io.StringIO((tmp_path / "episodes.csv").read_text("utf-8")))
        return [row[column] for row in table]

    assert same_in_both(tmp_path, made) == (column != "cue")


def test_ids_of_rules_tasks_and_techniques(tmp_path: Path) -> None:
    def made() -> object:
        words = load_guidance()
        return words.tasks, words.activities, tuple(words.technique_words), [r.id for r in RULES]

    assert same_in_both(tmp_path, made)
