"""Run pytest, and say what it cost: the processor's seconds, of its workers and commands too.

    python tests/cpu_seconds.py -q -n auto -m "not slow"

Seconds on the wall tell how busy a computer is; these do not. Programs that were left to run on
after their parent ended are not counted.
"""

from __future__ import annotations

import os
import subprocess
import sys

if __name__ == "__main__":
    status = subprocess.call([sys.executable, "-m", "pytest", *sys.argv[1:]])
    spent = os.times()
    print(f"{spent.children_user + spent.children_system:.0f} seconds of processor time")
    sys.exit(status)
