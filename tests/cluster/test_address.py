"""Which clusters may be used: plain words leave this machine only where that is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.cluster.address import Certificates, LocalCluster, Scheduler, place_named
from posturecheck.core import InputError


@pytest.fixture
def security(tmp_path: Path) -> Path:
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / name).write_text("")
    file = tmp_path / "security.toml"
    file.write_text('ca = "ca.pem"\ncert = "cert.pem"\nkey = "key.pem"\n')
    return file


def refused(text: str, **how: object) -> str:
    with pytest.raises(InputError) as error:
        place_named(text, **how)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)
    return str(error.value)


def test_so_many_workers_of_this_machine() -> None:
    assert place_named("local:3") == LocalCluster(3)
    assert place_named("local:1", dashboard=True) == LocalCluster(1, dashboard=True)


@pytest.mark.parametrize("text", ["local:0", "local:1001", "local:", "local:-1", "local:2 "])
def test_as_many_workers_as_cannot_be(text: str) -> None:
    assert "--cluster: expected" in refused(text)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.5.0.9", "localhost", "[::1]"])
def test_plain_words_within_this_machine(host: str) -> None:
    assert place_named(f"tcp://{host}:8786") == Scheduler(f"tcp://{host}:8786")


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "head", "localhost.lab.org", "127.0.0.1.lab.org", "0.0.0.0", "[fe80::1]"]
)
def test_plain_words_to_another_machine_only_where_it_is_said(host: str) -> None:
    address = f"tcp://{host}:8786"
    said = refused(address)
    assert "whoever reaches the scheduler runs any program as you on every worker" in said
    assert "--insecure" in said
    assert place_named(address, insecure=True) == Scheduler(address)


def test_certificates_are_named_in_a_file_beside_them(security: Path) -> None:
    names = (security.with_name(f"{name}.pem") for name in ("ca", "cert", "key"))
    expected = Scheduler("tls://head:8786", Certificates(*names))
    assert place_named("tls://head:8786", security) == expected


def test_tls_needs_certificates() -> None:
    assert "expected --cluster-security FILE with it" in refused("tls://head:8786")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('ca = "ca.pem"\n', "expected three files, ca = ..., cert = ... and key = ...; found ca"),
        ("", "found nothing"),
        ("ca = 1\ncert = 2\nkey = 3\n", "expected three files"),
        ('ca = "no.pem"\ncert = "cert.pem"\nkey = "key.pem"\n', "ca: expected a file, there is no"),
        ("-----BEGIN", "expected the names of three files"),
    ],
)
def test_a_file_that_names_no_certificates(security: Path, content: str, said: str) -> None:
    security.write_text(content)
    assert said in refused("tls://head:8786", security=security)


@pytest.mark.parametrize(
    "how", [{"security": Path("s.toml")}, {"insecure": True}], ids=["security", "insecure"]
)
def test_local_workers_need_neither(how: dict[str, object]) -> None:
    assert "not local:N" in refused("local:2", **how)


def test_what_says_nothing_there_is_not_passed_over(security: Path) -> None:
    assert "leave it out" in refused("tls://head:8786", security=security, insecure=True)
    assert "expected a tls:// address" in refused("tcp://127.0.0.1:8786", security=security)
    assert "expected --cluster local:N" in refused("tcp://127.0.0.1:8786", dashboard=True)


@pytest.mark.parametrize(
    "text",
    [
        "head:8786",
        "ucx://head:8786",
        "inproc://head/1",
        "ws://127.0.0.1:8786",
        "tcp://127.0.0.1",
        "tcp://127.0.0.1:0",
        "tcp://127.0.0.1:65536",
        "tcp://me@127.0.0.1:8786",
        "tcp://127.0.0.1:8786/x",
        "TCP://127.0.0.1:8786",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert "--cluster: expected local:N, tls://HOST:PORT or tcp://127.0.0.1:PORT" in refused(text)


@given(st.ip_addresses().filter(lambda address: not address.is_loopback), st.integers(1, 65_535))
def test_no_address_of_another_machine_is_plain(address: object, port: int) -> None:
    host = f"[{address}]" if ":" in str(address) else str(address)
    assert "--insecure" in refused(f"tcp://{host}:{port}")
