"""A camera's password is never shown, wherever in its address it stands."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.cli import main
from posturecheck.core import InputError
from posturecheck.sources.address import shown, shown_name, without_secrets
from posturecheck.sources.devices import OpenCVDevice, device_of

ROOT = Path(__file__).parents[2]
FORMS = {
    "before the host": "{s}://admin:SECRET@{h}/stream1",
    "with an @ in it": "{s}://admin:SEC@SECRET@{h}/stream1",
    "with a / in it": "{s}://admin:SEC/SECRET@{h}/stream1",
    "with a ? and a # in it": "{s}://admin:S?EC#SECRET@{h}/stream1",
    "with a space in it": "{s}://admin:S SECRET@{h}/stream1",
    "without a name": "{s}://:SECRET@{h}/stream1",
    "alone before the host": "{s}://SECRET@{h}/stream1",
    "as pwd": "{s}://{h}/stream1?usr=SECRET&pwd=SECRET",
    "as password": "{s}://{h}/cgi/mjpg?channel=1&password=SECRET#SECRET",
    "as usr behind an &": "{s}://{h}/stream1&usr=SECRET&pwd=SECRET",
    "with an address for a name": "{s}://{h}/login?user=me@home.org&pwd=SECRET",
    "in the path": "{s}://{h}/user=admin&password=SECRET&channel=1/",
    "as a step of the path": "{s}://{h}/stream/admin/SECRET",
    "behind a ;": "{s}://{h};password=SECRET",
    "behind the host at once": "{s}://{h}?pwd=SECRET",
}
HOSTS = ("192.168.0.3", "192.168.0.3:554", "cam-1.local:8554", "[fe80::1%eth0]:554")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("host", HOSTS)
def test_scheme_host_and_port_are_shown_and_no_secret(form: str, host: str) -> None:
    address = FORMS[form].format(s="rtsp", h=host)
    assert shown(address) in (f"rtsp://{host}", "rtsp://...")
    for text in (address, f"camera {address}: expected", str(Path(address))):
        assert "SECRET" not in without_secrets(text, ["live", "--camera", address])
    assert "SECRET" not in without_secrets(f"odd: {address}", [f"--camera={address}"])


@pytest.mark.parametrize("form", [f for f in FORMS if "with" not in f])
def test_what_is_plain_keeps_its_host(form: str) -> None:
    assert shown(FORMS[form].format(s="http", h="cam:80")) == "http://cam:80"


@given(st.text("abcS@:/?#&=;.[]% \\", max_size=12), st.text("ab@:/?#&=;.% \\", max_size=12))
def test_no_password_whatever_is_around_it(before: str, behind: str) -> None:
    for address in (
        f"rtsp://{before}:SECRET!{behind}@host:554/x",
        f"rtsp://host:554/{before}SECRET!{behind}",
        f"rtsp://host?{before}SECRET!{behind}",
    ):
        assert "SECRET" not in shown(address)
        assert re.fullmatch(r"rtsp://[A-Za-z0-9._:\[\]%-]*", shown(address))


@pytest.mark.parametrize(
    "typed",
    [
        "admin:SECRET@192.168.0.3/stream",
        "192.168.0.3/user=admin&password=SECRET/",
        "192.168.0.3/stream/admin/SECRET",
        "rtsp:/admin:SECRET@192.168.0.3/",
        "cam.local?pwd=SECRET",
        "SECRET@cam",
        "http//cam/SECRET",
    ],
)
def test_an_address_that_was_mistyped_is_not_repeated(typed: str) -> None:
    with pytest.raises(InputError, match=r"--camera .*expected a number") as told:
        device_of(typed)
    assert "SECRET" not in str(told.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for name in ("clip.mp4", str(tmp_path / "clip.mp4")):
        assert shown_name(name) == name
        with pytest.raises(InputError, match=re.escape(f"--camera {name}: ")):
            device_of(name)


def test_words_without_an_address_stay_as_they_are() -> None:
    for line in (
        "--camera x: expected an address such as rtsp://... or a clip",
        "C:/clips/a.mp4: expected a clip; there is no such file",
        "out: cannot be written (no room); choose another place",
    ):
        assert without_secrets(line, ["check", "C:/clips/a.mp4"]) == line


@pytest.mark.parametrize(
    "words",
    [
        ["live", "rtsp://admin:SEC@SECRET@cam/x"],
        ["check", "rtsp://admin:SECRET@cam/x"],
        ["check", "http://cam/SECRET", "http://cam/a/SECRET"],
        ["live", "--profile", "http://cam/SECRET"],
        ["evaluate", "http://a:SECRET@cam/x"],
        ["live", "--camera", "admin:SECRET@cam/x"],
        ["check", "admin:SECRET@cam"],
        ["check", "a.mp4", "admin:SECRET@cam/x"],
    ],
)
def test_no_complaint_repeats_a_password(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(main, "quiet_native_code", lambda: None)
    monkeypatch.setattr(main.signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["posturecheck", *words])
    with pytest.raises(SystemExit) as left:
        main.main()
    told = capfd.readouterr()
    assert left.value.code == 2
    assert "posturecheck: " in told.err
    assert "SECRET" not in told.err + told.out


def _refusal(asked: bytes) -> bytes:
    if not asked.startswith(b"OPTIONS"):
        return b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
    number = next(line for line in asked.split(b"\r\n") if line.lower().startswith(b"cseq"))
    return b"RTSP/1.0 401 Unauthorized\r\n" + number + b"\r\n\r\n"


@pytest.fixture
def refusing() -> Iterator[str]:
    """A camera on this computer that lets nobody in."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = listener.accept()
                with caller:
                    caller.sendall(_refusal(caller.recv(4096)))

    threading.Thread(target=serve, daemon=True).start()
    yield f"127.0.0.1:{listener.getsockname()[1]}"
    listener.close()


@pytest.mark.parametrize("scheme", ["rtsp", "http"])
def test_neither_we_nor_ffmpeg_repeat_a_password_where_a_real_camera_refuses(
    refusing: str, scheme: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for form in FORMS.values():
        device = OpenCVDevice(form.format(s=scheme, h=refusing))
        assert "SECRET" not in device.name
        with pytest.raises(InputError, match="expected a network camera") as told:
            next(iter(device.pictures()))
        assert "SECRET" not in str(told.value)
    written = capfd.readouterr()
    assert "SECRET" not in written.out + written.err


def test_the_whole_command_keeps_the_password_to_itself(refusing: str, tmp_path: Path) -> None:
    words = ["live", "--no-window", "--save", "out", "--camera"]
    home = {"POSTURECHECK_DATA": str(tmp_path / "data"), "POSTURECHECK_DEBUG": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "posturecheck", *words, f"rtsp://admin:SEC@SECRET@{refusing}/x"],
        cwd=tmp_path,
        env={**os.environ, **home, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert f"camera rtsp://{refusing}: expected a network camera" in ran.stderr
    assert "SECRET" not in ran.stderr + ran.stdout
    kept = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
    assert not any(b"SECRET" in content for content in kept)
