"""A house to try."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from home.house import Scripted


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[Scripted]:
    house = Scripted(tmp_path / "data")
    yield house
    house.close()
