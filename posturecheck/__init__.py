"""posturecheck: watches daily movements and kindly says what to do instead.

>>> import posturecheck
>>> result = posturecheck.check("clip.mp4")          # doctest: +SKIP
>>> result.episodes, result.posture["trunk_inclination_deg"]   # doctest: +SKIP
>>> result.save("report")                             # doctest: +SKIP

Importing the package loads neither OpenCV nor MediaPipe; the first check does.
Educational software, not a medical device.
"""

from __future__ import annotations

from importlib.metadata import version

from posturecheck.clips.check import check
from posturecheck.clips.result import Result
from posturecheck.core import InputError, PostureCheckError

__version__ = version("posturecheck")
__all__ = ["InputError", "PostureCheckError", "Result", "__version__", "check"]
