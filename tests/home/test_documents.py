"""Reports and days are shown with their own style and script, and no others."""

from __future__ import annotations

import base64
import hashlib
import re

from posturecheck.home.documents import document, policy_of


def named(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_style_and_script_are_named_by_what_they_are() -> None:
    html = "<style>a{}</style><script>b()</script><script>c()</script>"
    policy = policy_of(html)
    assert f"style-src {named('a{}')};" in policy
    assert f"script-src {named('b()')} {named('c()')};" in policy
    assert policy.startswith("default-src 'none'")


def test_what_is_not_there_may_not_be() -> None:
    policy = policy_of("<p>x</p>")
    assert "style-src 'none'" in policy
    assert "script-src 'none'" in policy


def test_nothing_is_allowed_by_kind() -> None:
    policy = policy_of("<style>a</style>")
    assert not re.search(r"unsafe|\*|https?:", policy)
    for closed in ("base-uri", "form-action", "frame-ancestors"):
        assert f"{closed} 'none'" in policy
    assert document("<p>x</p>").headers["content-security-policy"]


def test_data_for_a_script_is_no_script() -> None:
    html = '<script type="application/json">{"a": 1}</script>'
    assert "script-src 'none'" in policy_of(html)


def test_handlers_that_would_be_refused_are_left_out() -> None:
    page = document('<video src="a.mp4" onerror="this.hidden = true"></video>')
    assert page.body == b'<video src="a.mp4"></video>'
