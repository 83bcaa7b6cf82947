"""Whole commands in a room without a network: no name is looked up, nobody outside is called.

``sealed`` says how. With names never answered, whoever asks for one also waits for it; as none is
asked for, nothing takes longer than with a network.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from clinic import result
from clips import ROUNDED, cutting, film
from sealed import Tried, run_sealed, traced, way

from posturecheck.archive.renewal import FILES
from posturecheck.clips.segments import plan_parts
from posturecheck.core import Episode
from posturecheck.detectors.model_store import ModelFile
from posturecheck.marks.review_file import Mark, Review, change_review
from posturecheck.sinks.table import save_episodes
from posturecheck.sources.clip import open_facts, read_clip

CALL_OUTSIDE = """
import contextlib, socket
with contextlib.suppress(OSError):
    socket.getaddrinfo("nobody.invalid", 443)
for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
    with contextlib.suppress(OSError), socket.socket(family) as caller:
        caller.settimeout(0.1)
        caller.connect((address, 443))
with socket.create_server(("127.0.0.1", 0)) as listener:
    socket.create_connection(listener.getsockname()).close()
"""
TWIST = Episode("twist", "amber", 1.0, 2.0, 40.0, 3.0, "deg", 1.5, 30.0)
# Stands in for the browser and who sits there: gets the page, by way of a file that leads to it if
# there is one, then presses Ctrl-C.
BROWSE = """
import os, pathlib, re, signal, sys, urllib.request
address, told = sys.argv[1], pathlib.Path(sys.argv[2])
if address.startswith("file://"):
    with urllib.request.urlopen(address) as page:
        address = re.search(r"http://127[.]0[.]0[.]1[^\\"' <]*", page.read().decode())[0]
with urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(address) as page:
    told.write_bytes(page.read())
os.kill(os.getppid(), signal.SIGINT)
"""


@pytest.fixture(scope="module", autouse=True)
def a_room_without_a_network() -> None:
    if sys.platform == "linux" and way() is not None:
        return
    why = "needs Linux with namespaces ('unshare --net --mount') or strace"
    if os.environ.get("CI"):
        pytest.fail(f"{why}: where changes are checked, this must be tried")
    pytest.skip(why)


@pytest.fixture(scope="module")
def clip(pose_model: ModelFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cutting(tmp_path_factory.mktemp("clip") / "bend.mp4", start_s=1.4, end_s=3.4)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def posturecheck(data: Path, *options: str | Path, **environment: str) -> Tried:
    command = [sys.executable, "-m", "posturecheck", *map(str, options)]
    paths = {"POSTURECHECK_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path)}
    return run_sealed(command, {**os.environ, "BROWSER": "true", **paths, **environment})


def assert_nothing_left(tried: Tried, status: int = 0) -> None:
    assert tried.look_ups == []
    assert tried.connections == []
    assert tried.status == status, tried.output


def test_whoever_calls_outside_is_noticed() -> None:
    soon = {**os.environ, "RES_OPTIONS": "timeout:1 attempts:1"}
    tried = run_sealed([sys.executable, "-c", CALL_OUTSIDE], soon)
    assert tried.look_ups
    assert set(tried.connections) == {"192.0.2.1 port 443", "2001:db8::1 port 443"}
    assert tried.status == 0, tried.output


@pytest.mark.slow
def test_checking_a_clip_and_drawing_its_film(clip: Path, data: Path, tmp_path: Path) -> None:
    assert_nothing_left(posturecheck(data, "check", clip, "--out", tmp_path))
    assert (tmp_path / "bend" / "annotated.mp4").exists()


def test_handing_marks_on_as_labels(data: Path, tmp_path: Path) -> None:
    place = result(tmp_path / "out", "a.mp4")
    mark = Mark("twist", 1.0, 2.0, "not a problem")
    change_review(place, "a", lambda _: Review(marks=(mark,)))
    save_episodes(place / "episodes.csv", [TWIST])
    labels = tmp_path / "labels"
    assert_nothing_left(posturecheck(data, "review", tmp_path / "out", "--labels", labels))
    assert [path.name for path in labels.iterdir()] == ["a.episodes.csv"]


@pytest.mark.slow
def test_checking_several_clips_in_processes(clip: Path, data: Path, tmp_path: Path) -> None:
    other = cutting(tmp_path / "other.mp4")
    options = ("--jobs", "2", "--no-video", "--out", tmp_path / "out")
    assert_nothing_left(posturecheck(data, "check", clip, other, *options))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"bend", "other", *FILES}


@pytest.mark.slow
def test_checking_several_clips_by_local_workers(clip: Path, data: Path, tmp_path: Path) -> None:
    other = cutting(tmp_path / "other.mp4")
    options = ("--cluster", "local:2", "--no-video", "--out", tmp_path / "out")
    assert_nothing_left(posturecheck(data, "check", clip, other, *options))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"bend", "other", *FILES}


def test_showing_all_results_and_forgetting_one(data: Path, tmp_path: Path) -> None:
    place = result(tmp_path, "a.mp4")
    assert_nothing_left(posturecheck(data, "overview", tmp_path))
    assert_nothing_left(posturecheck(data, "forget", place, "--yes"))
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)


@pytest.mark.slow
def test_checking_a_long_clip_in_many_parts(data: Path, tmp_path: Path) -> None:
    images = [frame.image[::2, ::2] for frame in read_clip(open_facts(ROUNDED), 1.4, 3.4)][::5]
    long = film(tmp_path / "long.mp4", [float(i) for i in range(100)], images * 10)
    assert len(plan_parts(100.0)) >= 4
    assert_nothing_left(posturecheck(data, "check", long, "--no-video", "--out", tmp_path / "out"))
    assert (tmp_path / "out" / "long" / "report.html").exists()


def test_watching_live_without_a_page(clip: Path, data: Path, tmp_path: Path) -> None:
    options = ("--camera", clip, "--no-window", "--save", tmp_path / "out")
    tried = posturecheck(data, "live", *options)
    assert_nothing_left(tried)
    assert "That was all for today." in tried.output  # how much was seen depends on the computer


@pytest.mark.slow
def test_watching_live_with_the_page(data: Path, tmp_path: Path) -> None:
    (tmp_path / "browse.py").write_text(BROWSE)
    page, slow = tmp_path / "page.html", film(tmp_path / "slow.mp4", [0.0, 1.0, 2.0, 200.0])
    browser = f"{sys.executable} {tmp_path / 'browse.py'} %s {page}"
    assert_nothing_left(posturecheck(data, "live", "--camera", slow, BROWSER=browser))
    shown = page.read_text(encoding="utf-8")
    assert "<html" in shown
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", shown)


@pytest.mark.slow
def test_the_start_page(data: Path, tmp_path: Path) -> None:
    (tmp_path / "browse.py").write_text(BROWSE)
    page = tmp_path / "page.html"
    browser = f"{sys.executable} {tmp_path / 'browse.py'} %s {page}"
    assert_nothing_left(posturecheck(data, "home", BROWSER=browser))
    shown = page.read_text(encoding="utf-8")
    assert "Watch me" in shown
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", shown)


def test_the_therapists_page(data: Path, tmp_path: Path) -> None:
    result(tmp_path / "out", "a.mp4")
    (tmp_path / "browse.py").write_text(BROWSE)
    page = tmp_path / "page.html"
    browser = f"{sys.executable} {tmp_path / 'browse.py'} %s {page}"
    assert_nothing_left(posturecheck(data, "review", tmp_path / "out", BROWSER=browser))
    shown = page.read_text(encoding="utf-8")
    assert "Results to review" in shown
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", shown)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a Linux: it makes real entries")
def test_the_icon(data: Path, tmp_path: Path) -> None:
    own = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    assert_nothing_left(posturecheck(data, "shortcut", **own))
    assert_nothing_left(posturecheck(data, "shortcut", "--remove", **own))


@pytest.mark.slow
def test_evaluating(clip: Path, data: Path, tmp_path: Path) -> None:
    (tmp_path / "bend.mp4").symlink_to(clip)
    (tmp_path / "bend.episodes.csv").write_text("rule,start_s,end_s,severity\n")
    tried = posturecheck(data, "evaluate", tmp_path)
    assert_nothing_left(tried)
    assert "1 clip(s), 2 s" in tried.output


def test_looking_back(data: Path, tmp_path: Path) -> None:
    page = tmp_path / "days.html"
    assert_nothing_left(posturecheck(data, "history"))
    assert_nothing_left(posturecheck(data, "history", "--html", page))


@pytest.mark.slow
def test_the_doctor(pose_model: ModelFile, data: Path) -> None:
    tried = posturecheck(data, "doctor")
    assert_nothing_left(tried)
    assert "speed: " in tried.output


def test_a_trace_is_read_for_what_goes_outside() -> None:
    names = '9 connect(6, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}'
    home = '9 connect(6, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}'
    out = (
        "9 connect(6, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0),"
        ' inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28)'
    )
    came = '9 recvfrom(6, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}'
    unix = '9 connect(6, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1 ENOENT'
    trace = "\n".join([names, home, out, came, unix])
    assert traced(trace) == (["of 127.0.0.53"], ["2001:db8::1 port 443"])
