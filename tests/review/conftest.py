"""A folder of results to review, and its page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from app.browser import Browser
from patience import until
from reviewing import both, saved

from posturecheck.archive.renewal import renew_overview
from posturecheck.marks.review_file import Review, read_review
from posturecheck.review.rooms import Rooms
from posturecheck.review.run import served
from posturecheck.review.shelf import Shelf, key_of


class Desk:
    """A served page of one result of two mannequins, as a browser without a window asks it."""

    def __init__(self, folder: Path) -> None:
        self.folder = saved(folder, both)
        (folder / "phone").rename(folder / "put away")  # no film is drawn again: that takes long
        self.out = self.folder.parent
        renew_overview(self.out)
        self.rooms = Rooms(Shelf(self.out, [folder / "nowhere"]))
        self.page = served(self.rooms)
        self.browser = Browser(self.page).enter()
        self.key = key_of(self.rooms.shelf.listed().rows[0])

    @property
    def review(self) -> Review:
        return read_review(self.folder)

    def get(self, path: str) -> tuple[int, str]:
        answer, body = self.browser.get(path)
        return answer.status, body.decode("utf-8", "replace")

    def ask(self, what: str, **asked: Any) -> tuple[int, dict[str, Any]]:
        answer = self.browser.post(
            json.dumps({"key": self.key} | asked),
            self.browser.folder + what,
            Cookie=self.browser.cookie,
        )
        known = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(answer.body) if known else {}

    def counted(self) -> dict[str, Any]:
        """Wait for the new count."""
        assert until(lambda: not self.rooms.counting.now.running)
        return json.loads(self.get("counting")[1])

    def close(self) -> None:
        self.rooms.close()
        self.page.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(Desk(tmp_path)) as one:
        yield one
