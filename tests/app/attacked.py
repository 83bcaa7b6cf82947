"""A page in a program of its own that may open few files: to be attacked (see test_connections).

Prints the address that opens the page once, then a line for every line that it is given: how
many files it has open, or, for "fill N", how many it opened so that N are left.
"""

from __future__ import annotations

import asyncio.constants
import os
import resource
import sys
from pathlib import Path

from app.fakes import FakeSession

from posturecheck.app.connections import Limits
from posturecheck.app.server import serve


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) - 1


def main() -> None:
    files, whole_within_s = int(sys.argv[1]), float(sys.argv[2])
    asyncio.constants.ACCEPT_RETRY_DELAY = 0.05
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    session = FakeSession()
    page = serve(session, limits=Limits(whole_within_s=whole_within_s))
    print(page.url_once(), flush=True)
    fill: list[int] = []
    for line in sys.stdin:
        session.show(headline=line.strip())
        while line.startswith("fill") and len(fill) < files:
            try:
                fill.append(os.open(os.devnull, os.O_RDONLY))
            except OSError:
                break
        for _ in range(int(line.split()[1]) if line.startswith("fill") else 0):
            os.close(fill.pop())
        if line.startswith("free"):
            while fill:
                os.close(fill.pop())
        print(len(fill) if fill else open_files(), flush=True)
    page.close()


if __name__ == "__main__":
    main()
