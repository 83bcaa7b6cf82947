"""In a language nobody speaks the therapist's page has no English left, and nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from language.reading import SIZES, cut_off_on, english_on
from made_up_language import spoken
from patience import PATIENCE_S
from review.conftest import Desk

pytestmark = pytest.mark.slow
# Names of clips, folders and tasks.
NAMES = frozenset(
    {"walk", "mkv", "phone", "both", "away", "put", "default", "two", "other", "posturecheck"}
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with spoken(tmp_path / "catalogues"):
        one = Desk(tmp_path)
        yield one
        one.close()


@pytest.mark.parametrize("size", SIZES)
def test_no_english_is_left_and_nothing_is_cut_off(chromium, desk: Desk, size: str) -> None:
    context = chromium.new_context(viewport=SIZES[size])
    tab = context.new_page()
    tab.goto(desk.page.url_once())
    assert english_on(tab, "", NAMES) == []
    assert cut_off_on(tab) == []
    tab.locator(".results a").click()
    tab.wait_for_function(
        "() => document.querySelectorAll('#there input').length === 2", timeout=1000 * PATIENCE_S
    )
    assert english_on(tab, "", NAMES) == []
    assert cut_off_on(tab) == []
    context.close()
