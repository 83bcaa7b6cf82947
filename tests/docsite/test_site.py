"""The site, really built: whole, with its reference, and nothing in it from elsewhere."""

from __future__ import annotations

import functools
import importlib.util
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import posturecheck
from docsite.__main__ import build, main
from docsite.pages import ROOT, gather, pages

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("zensical") is None, reason="needs requirements-docs.txt"
    ),
]
SMALL = """
[project]
site_name = "small"
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
theme = { font = false }
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "site"
    assert main(out) == 0
    return out


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def test_every_page_of_the_menu_is_built(site: Path):
    for page in pages():
        built = Path(page).with_suffix(".html")
        built = built.with_name("index.html") if built.stem == "README" else built
        assert (site / built).is_file(), page


def test_the_reference_says_what_the_docstrings_say(site: Path):
    text = (site / "docsite" / "reference.html").read_text(encoding="utf-8")
    for name in set(posturecheck.__all__) - {"__version__"}:
        assert f'id="posturecheck.{name}"' in text
    assert "What is carried, kg; None takes the profile" in text  # an argument of check


def test_pages_and_search_ask_nobody_else(site: Path, address: str, chromium: Any):
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    for name in ("index.html", "docs/commands.html", "docsite/reference.html"):
        page.goto(f"{address}/{name}", wait_until="networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is wider than a telephone"
    page.keyboard.press("/")
    page.keyboard.type("rollator")
    page.get_by_text("At home").last.wait_for()
    page.close()
    assert len(asked) > 3
    assert [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []


def small(folder: Path, target: str) -> list[str]:
    (folder / "zensical.toml").write_text(SMALL, encoding="utf-8")
    (folder / "pages" / "docs").mkdir(parents=True)
    (folder / "pages" / "docs" / "b.md").write_text("# There\n", encoding="utf-8")
    (folder / "pages" / "index.md").write_text(f"# A\n\n[b]({target})\n", encoding="utf-8")
    return build(folder)


def test_a_link_that_leads_somewhere_builds(tmp_path: Path):
    assert small(tmp_path, "docs/b.md#there") == []


@pytest.mark.parametrize("target", ["none.md", "docs/b.md#gone", "none.png", "../outside.py"])
def test_a_dead_link_fails_the_build(tmp_path: Path, target: str):
    said = "\n".join(small(tmp_path, target))
    assert "does not exist" in said or "leads nowhere" in said


def test_a_site_with_a_dead_link_leaves_the_one_before(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("docsite.__main__.build", lambda folder: ["a.html: b leads nowhere"])
    before = sorted(site.rglob("*"))
    assert main(site) == 1
    assert "no site was built" in capsys.readouterr().out
    assert sorted(site.rglob("*")) == before


def test_a_document_that_github_and_the_site_read_alike_is_copied_as_it_is(tmp_path: Path):
    gather(tmp_path)
    copied = (tmp_path / "pages" / "docs" / "home.md").read_text(encoding="utf-8")
    assert copied == (ROOT / "docs" / "home.md").read_text(encoding="utf-8")


def test_options_look_as_they_are_typed(site: Path):
    text = (site / "docs" / "commands.html").read_text(encoding="utf-8")
    assert "<code>--cluster ADDRESS|local:N</code>" in text
    assert r"\|" not in text.partition("<article")[2].partition("</article")[0]
