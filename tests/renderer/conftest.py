"""What tests of the renderer share: one plain body, where its mesh is installed."""

from __future__ import annotations

import pytest

from renderer.body import AssetsMissingError, data_folder, load
from renderer.core import Body, Person


@pytest.fixture(scope="session")
def assets() -> None:
    """Skip what needs MakeHuman's mesh where it is not installed."""
    try:
        data_folder()
    except AssetsMissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def body(assets: None) -> Body:
    """An average young woman, at rest."""
    return load(Person("plain"))


@pytest.fixture(scope="session")
def drawing() -> None:
    """Skip what draws where there is no OpenGL to draw with."""
    pytest.importorskip("moderngl")
    from renderer.stage import NoOpenGLError, Stage

    try:
        Stage(16, 16).close()
    except NoOpenGLError as missing:
        pytest.skip(str(missing))
