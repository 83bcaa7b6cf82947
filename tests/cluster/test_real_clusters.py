"""Workers in processes of their own, a scheduler with certificates, and a worker that is killed.

Whichever way many clips are checked, the same files and the same figures come of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from clips import cutting
from patience import until

from posturecheck.clips.batch import clip_jobs, run_jobs
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.sent import model_sha256
from posturecheck.clips.shard import Shard
from posturecheck.cluster.address import LocalCluster
from posturecheck.cluster.runner import Cluster, on_cluster
from posturecheck.detectors.model_store import ModelFile

pytestmark = pytest.mark.slow
DAY = re.compile(rb"\d{4}-\d\d-\d\d")  # on which a result was made
UNCOMPARED = {"overview.xlsx"}  # holds the second in which it was made


@pytest.fixture(scope="module")
def study(pose_model: ModelFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders of labelled clips, two of which bear one name."""
    folder = tmp_path_factory.mktemp("study")
    for name, start_s in (("P1/bend", 1.4), ("P1/low", 2.5), ("P2/bend", 3.0)):
        path = folder / f"{name}.mp4"
        path.parent.mkdir(exist_ok=True)
        cutting(path, start_s=start_s, end_s=start_s + 1.0)
        path.with_suffix(".episodes.csv").write_text("rule,start_s,end_s\ntwist,0.2,0.8\n")
        rows = "".join(f"{n / 10},{30 + n}\n" for n in range(9))
        path.with_suffix(".truth.csv").write_text(f"t_s,trunk_inclination_deg\n{rows}")
    (folder / "P2" / "broken.mp4").write_text("not a film")
    return folder


def posturecheck(*words: str | Path, code: int = 0) -> tuple[str, list[str]]:
    paths = os.pathsep.join(sys.path)
    ran = subprocess.run(
        [sys.executable, "-m", "posturecheck", *map(str, words)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "COLUMNS": "200"},
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    return ran.stdout, ran.stderr.splitlines()


def content(out: Path) -> dict[str, bytes]:
    found = {}
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        if path.name not in UNCOMPARED:
            found[path.relative_to(out).as_posix()] = DAY.sub(b"", path.read_bytes())
    return found


@pytest.fixture(scope="module")
def by_one(study: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("one")
    posturecheck("check", study / "P*", "--out", out, "--jobs", "1", code=2)
    return out


def test_local_workers_write_the_same_files(study: Path, by_one: Path, tmp_path: Path) -> None:
    said, complained = posturecheck(
        "check", study / "P*", "--out", tmp_path, "--cluster", "local:3", code=2
    )
    assert content(tmp_path) == content(by_one)
    assert len([name for name in content(by_one) if name.endswith("/annotated.mp4")]) == 3
    assert [line for line in complained if "does not decode" in line] == complained
    assert "bend (P2)" in said


def test_three_parts_write_the_same_files_and_no_overview(
    study: Path, by_one: Path, tmp_path: Path
) -> None:
    for number in (3, 1, 2):
        has_broken = Shard(number, 3).holds("P2/broken.mp4")
        posturecheck(
            *("check", study / "P*", "--out", tmp_path, "--shard", f"{number}/3"),
            code=2 if has_broken else 0,
        )
    assert list(tmp_path.glob("overview.*")) == []
    posturecheck("overview", tmp_path)
    assert content(tmp_path) == content(by_one)


def test_what_is_done_is_skipped_whoever_did_it(study: Path, by_one: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in by_one.rglob("*/*")}
    said, _ = posturecheck(
        "check", study / "P*", "--out", by_one, "--resume", "--cluster", "local:1", code=2
    )
    assert said.startswith("3 of 4 clips are done already")
    assert {path: path.stat().st_mtime_ns for path in by_one.rglob("*/*")} == before


def test_the_figures_are_the_same(study: Path, tmp_path: Path) -> None:
    (study / "P2" / "broken.mp4").unlink()
    whole, cluster, joined = (tmp_path / f"{name}.json" for name in ("whole", "cluster", "joined"))
    posturecheck("evaluate", study / "P*", "--json", whole, "--jobs", "1")
    posturecheck("evaluate", study / "P*", "--json", cluster, "--cluster", "local:2")
    parts = [tmp_path / f"{number}.json" for number in (1, 2, 3)]
    for number, part in enumerate(parts, start=1):
        posturecheck("evaluate", study / "P*", "--json", part, "--shard", f"{number}/3", "--resume")
    posturecheck("evaluate", "--merge", *parts, "--json", joined)
    figures = json.loads(whole.read_text())
    assert figures["clips"][2]["file"] == "P2/bend.mp4"
    assert json.loads(cluster.read_text()) == figures
    assert json.loads(joined.read_text()) == figures
    number = next(n for n in (1, 2, 3) if Shard(n, 3).holds("P1/low.mp4"))
    part = ("--json", parts[number - 1], "--shard", f"{number}/3")
    again, _ = posturecheck("evaluate", study / "P*", *part, "--resume")
    assert "clips were kept by an earlier run" in again


def test_a_worker_that_is_killed_in_mid_clip_loses_no_clip(study: Path, tmp_path: Path) -> None:
    clips = sorted(study.glob("P*/*[dw].mp4"))
    jobs = clip_jobs([(clip, CheckOptions()) for clip in clips], tmp_path / "out", True)
    model = ("full", model_sha256("full"))
    with on_cluster(LocalCluster(2), clips, model, tmp_path / "out") as by:
        killing = threading.Thread(target=_kill_one, args=(by, tmp_path / "out"))
        killing.start()
        outcomes = run_jobs(jobs, by, lambda seconds: None)
        killing.join()
        pids = set(by.client.run(os.getpid).values())
    assert [outcome.error for outcome in outcomes] == [""] * 3
    assert {outcome.folder for outcome in outcomes} == {job.folder for job in jobs}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        job.folder.name for job in jobs
    )
    assert until(lambda: not any(_is_alive(pid) for pid in pids))


def _kill_one(by: Cluster, out: Path) -> None:
    """Kill the worker that is the first to write into the folder."""
    pids = by.client.run(os.getpid)
    assert by.expected.token is not None
    ours = Path(by.expected.token).parent
    assert until(lambda: [p for p in out.glob(".posturecheck-*") if p != ours], within_s=300)
    working = [worker for worker, tasks in by.client.processing().items() if tasks]
    os.kill(pids[working[0]], signal.SIGKILL)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that vouches for itself, and the file that names it."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=posturecheck -keyout key -out cert"
    subprocess.run(["openssl", *asked.split()], cwd=folder, check=True, capture_output=True)
    (folder / "security.toml").write_text('ca = "cert"\ncert = "cert"\nkey = "key"\n')
    return folder


@pytest.fixture(scope="module")
def scheduler(certificates: Path) -> Iterator[str]:
    """A scheduler and a worker as a research group runs them, with certificates."""
    files = {"tls-ca-file": "cert", "tls-cert": "cert", "tls-key": "key"}
    tls = [word for name, file in files.items() for word in (f"--{name}", file)]
    told = certificates / "scheduler.json"
    asked = ["--protocol", "tls", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", told]
    scratch = {"DASK_TEMPORARY_DIRECTORY": str(certificates)}
    paths = {**os.environ, **scratch, "PYTHONPATH": os.pathsep.join(sys.path)}
    started = []

    def start(module: str, *words: object) -> None:
        command = [sys.executable, "-m", "distributed.cli." + module, *tls, *map(str, words)]
        started.append(
            subprocess.Popen(
                command, cwd=certificates, env=paths, stdout=subprocess.DEVNULL, stderr=-3
            )
        )

    try:
        start("dask_scheduler", *asked, "--port", "0")
        assert until(lambda: told.exists() and told.read_text().strip(), within_s=120)
        address = json.loads(told.read_text())["address"]
        start("dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def test_a_scheduler_with_certificates(
    study: Path, scheduler: str, certificates: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("not a film")
    security = certificates / "security.toml"
    _, complained = posturecheck(
        *("check", bad, study / "P1" / "bend.mp4", "--out", tmp_path / "out", "--no-video"),
        *("--cluster", scheduler, "--cluster-security", security),
        code=2,
    )
    assert len(complained) == 1
    assert "does not decode" in complained[0]
    assert (tmp_path / "out" / "bend" / "report.html").is_file()


def test_without_the_right_certificate_nobody_answers(
    study: Path, scheduler: str, certificates: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(certificates, other)
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout key -out cert"
    subprocess.run(["openssl", *asked.split()], cwd=other, check=True, capture_output=True)
    for how in (
        (scheduler, "--cluster-security", other / "security.toml"),
        (scheduler.replace("tls:", "tcp:"),),
    ):
        clip = study / "P1" / "bend.mp4"
        _, complained = posturecheck("check", clip, "--out", tmp_path, "--cluster", *how, code=2)
        assert len(complained) == 1
        assert "expected a Dask scheduler there, but nobody answers" in complained[0]


def test_a_key_that_is_none_is_said_in_a_line(study: Path, certificates: Path) -> None:
    broken = certificates / "broken.toml"
    broken.write_text('ca = "cert"\ncert = "cert"\nkey = "cert"\n')
    clip, how = study / "P1" / "bend.mp4", ("--cluster", "tls://127.0.0.1:1")
    _, complained = posturecheck("check", clip, *how, "--cluster-security", broken, code=2)
    assert len(complained) == 1
    assert "expected certificates and a key in PEM" in complained[0]
