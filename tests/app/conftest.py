"""A fake session, and its page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app.browser import Browser
from app.fakes import FakeSession

from posturecheck.app.server import Page, serve


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def page(session: FakeSession) -> Iterator[Page]:
    served = serve(session)
    yield served
    served.close()


@pytest.fixture
def browser(page: Page) -> Browser:
    return Browser(page).enter()
