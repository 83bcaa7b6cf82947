"""A report for WeasyPrint: each picture carries its style; without it one line says what to do."""

from __future__ import annotations

import sys

import pytest

from posturecheck.core import InputError
from posturecheck.report.pdf import find_weasyprint, for_print, pdf_of

PAGE = """<style>
:root { --ink: #123456; }
.line { stroke: var(--ink); }
p { color: var(--ink); }
@media print { .line { stroke: red; } }
</style>
<svg class="defs"><defs><pattern id="amber"></pattern></defs></svg>
<svg class="plot"><svg x="4%" y="9" class="over"><a href="#moment-1"><path/></a></svg></svg>
<p><a href="#about">note</a></p>"""


def test_every_picture_gets_the_style_and_what_it_refers_to() -> None:
    page = for_print(PAGE)
    pictures = page.partition("</style>\n")[2]
    assert (
        pictures.count("<style>.line { stroke: #123456; }\n.cursor { display: none; }</style>") == 3
    )
    assert pictures.count('<pattern id="amber">') == 4
    assert "stroke: red" not in pictures
    assert "color:" not in pictures


def test_numbers_in_a_chart_are_no_links_and_words_still_are() -> None:
    page = for_print(PAGE)
    assert "<g><path/></g>" in page
    assert '<a href="#about">' in page


def test_a_page_without_pictures_stays_as_it_is() -> None:
    assert for_print("<p>x</p>") == "<p>x</p>"


def test_without_the_library_one_line_names_the_extra_and_the_other_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    for ask in (find_weasyprint, lambda: pdf_of(PAGE)):
        with pytest.raises(InputError, match=r"install posturecheck\[pdf\], or open report\.html"):
            ask()
