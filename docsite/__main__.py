"""``make docs``: builds the site, and fails for a link that leads nowhere."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from docsite.checks import problems
from docsite.pages import ROOT, gather, pages

OUT = ROOT / "build" / "site"
SHOWN = 20  # lines of what is wrong; of more the first will do
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def main(out: Path = OUT) -> int:
    """Build the site; the one before is replaced only by a whole one. Return the exit code."""
    if importlib.util.find_spec("zensical") is None:
        print("zensical is not here: pip install --require-hashes -r requirements-docs.txt")
        return 2
    with tempfile.TemporaryDirectory(prefix="docs-") as work:
        folder = Path(work).resolve()
        gather(folder)
        wrong = build(folder)
        if not wrong:
            _replace(out, folder / "site")
    for line in wrong[:SHOWN]:
        print(line)
    if wrong:
        print("no site was built; the one before is as it was")
        return 1
    print(f"{len(pages())} pages; to read and search them:")
    print(f"  python -m http.server --bind 127.0.0.1 --directory {out}")
    return 0


def _replace(out: Path, built: Path) -> None:
    fresh = out.with_name(f"{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(built, fresh)
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)


def build(folder: Path) -> list[str]:
    """Build ``site/`` in a folder that ``gather`` filled; return what is wrong, a line each.

    The reference is read from the source of this repository, which is not imported.
    """
    settings = str(folder / "zensical.toml")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", settings]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if ran.returncode:
        said = COLOUR.sub("", ran.stdout + ran.stderr)
        return [line for line in said.splitlines() if line.strip()]
    return problems(folder / "site")


if __name__ == "__main__":
    sys.exit(main())
