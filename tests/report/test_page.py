"""The report is one page that needs nothing but itself and never calls the unseen good."""

from __future__ import annotations

import base64
import dataclasses
import itertools
import json
import math
import re
from html.parser import HTMLParser

import pytest

from posturecheck.report.data import Advice, Curve, ReportData, ReportedEpisode
from posturecheck.report.formats import clock, lasting, number, percent, reading
from posturecheck.report.page import render_report

JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
VOID = {"meta", "img", "input", "br"}
READABLE, READ_FROM_AFAR = 4.5, 7.0  # WCAG AA and AAA


def _curve(**changes) -> Curve:
    curve = Curve(
        name="spine_flexion_deg",
        label="How far the back is rounded",
        unit="°",
        t_s=tuple(i / 10 for i in range(100)),
        values=tuple(None if 40 <= i < 60 else 50 * math.sin(i / 10) for i in range(100)),
        sds=tuple(None if 40 <= i < 60 else 4.0 for i in range(100)),
        amber=20.0,
        red=40.0,
        symmetric=False,
    )
    return dataclasses.replace(curve, **changes)


def _moment(n: int = 1, **changes) -> ReportedEpisode:
    moment = ReportedEpisode(
        number=n,
        rule="rounded-bend",
        title="Rounded back while bending",
        severity="red",
        start_s=1.1,
        end_s=3.5,
        peak=47.2,
        peak_sd=4.6,
        unit="°",
        limit=40.0,
        peak_t_s=2.3,
        speed_deg_s=62.4,
        technique="stoop",
        cue="Push your hips back. Back stays long.",
        alternative="Pull the rack out and stand close.",
        lost=False,
        picture_jpeg=JPEG,
    )
    return dataclasses.replace(moment, **changes)


def _advice(n: int) -> Advice:
    return Advice(
        f"Habit {n}", f"seen {n}", f"Cue number {n}.", f"other way {n}", f"why {n}", "A book"
    )


def _data(**changes) -> ReportData:
    data = ReportData(
        clip_name="kitchen.mp4",
        whose=("Patient", "P-014"),
        filmed_on="2026-03-05",
        start_s=0.0,
        checked_on="15 March 2026",
        duration_s=10.0,
        seen_s=8.0,
        unseen_s=2.0,
        headline="The back rounded once.",
        notes=("The camera was tilted.",),
        advice=(_advice(1),),
        curves=(_curve(), _curve(name="twist", label="Twist", symmetric=True)),
        moments=(_moment(),),
        safe_techniques=(("Hip hinge", 4), ("Squat", 1)),
        exposure_s=(4.0, 3.0, 1.0),
        cannot_tell=(("Twist with the feet planted", 2.0),),
        profile_name="Default limits",
        settings=(("Rounded back", "20°", "40°", "0.4 s"),),
        versions=(("posturecheck", "0.1.0"),),
        video_href=None,
        disclaimer="This is not a medical device.",
    )
    return dataclasses.replace(data, **changes)


def _unseen() -> ReportData:
    return _data(
        seen_s=0.0,
        unseen_s=10.0,
        headline="No limit was clearly passed.",
        advice=(),
        moments=(),
        safe_techniques=(),
        exposure_s=(0.0, 0.0, 0.0),
        curves=(_curve(values=(None,) * 100, sds=(None,) * 100),),
    )


def _nothing_at_all() -> ReportData:
    return dataclasses.replace(_unseen(), duration_s=0.0, unseen_s=0.0, curves=(), settings=())


def _long() -> ReportData:
    """Twenty minutes, drawn with 1500 points a curve, thirty moments with their pictures."""
    t = tuple(i * 0.8 for i in range(1500))
    curve = _curve(t_s=t, values=tuple(30 + 20 * math.sin(x / 7) for x in t), sds=(4.0,) * 1500)
    moments = tuple(
        _moment(n, start_s=38.0 * n, end_s=38.0 * n + 3, picture_jpeg=JPEG * 3000)
        for n in range(1, 31)
    )
    return _data(
        duration_s=1200.0, seen_s=1200.0, unseen_s=0.0, curves=(curve,) * 4, moments=moments
    )


class _Reader(HTMLParser):
    """Collects the words on the page and its addresses; insists that every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.ids: list[str] = []
        self.feed(page)
        assert not self.open
        self.text = re.sub(r"\s+", " ", " ".join(self.words))

    def handle_starttag(self, tag, attrs):
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        self.addresses += [value for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)


CASES = {
    "ordinary": _data(),
    "with a film": _data(video_href="annotated.mp4"),
    "all unseen": _unseen(),
    "nothing at all": _nothing_at_all(),
    "long": _long(),
}


@pytest.mark.parametrize("data", CASES.values(), ids=CASES)
def test_page_needs_nothing_but_itself(data):
    page = render_report(data)
    assert not re.search(r"https?:|//cdn|@import|<link", page)
    reader = _Reader(page)
    inside = {f"#{name}" for name in reader.ids}
    for address in reader.addresses:
        assert address in inside or address == data.video_href or address.startswith("data:image/")


@pytest.mark.parametrize("data", CASES.values(), ids=CASES)
def test_page_never_says_safe_nor_nan(data):
    text = _Reader(render_report(data)).text.lower()
    assert not re.search(r"\b(safe|safely|danger|nan|none|inf)\b", text)


@pytest.mark.parametrize("data", CASES.values(), ids=CASES)
def test_disclaimer_stands_at_the_end_and_in_short_at_the_top(data):
    text = _Reader(render_report(data)).text
    assert text.index("Not a medical device") < len(text) / 2
    assert text.rstrip().endswith(data.disclaimer)


def test_every_moment_shows_its_numbers():
    moments = (
        _moment(1),
        _moment(
            2, severity="amber", peak=-33.6, peak_sd=6.4, limit=20.0, start_s=61.0, end_s=125.0
        ),
        _moment(3, peak=83.7, peak_sd=9.2, unit="deg/s", limit=60.0, speed_deg_s=math.nan),
    )
    page = render_report(_data(moments=moments, duration_s=130.0))
    text = _Reader(page).text
    for said in ("47° ± 5°", "2.4 s", "62°/s", "0:01.1 – 0:03.5", "stoop"):
        assert said in text
    for said in ("−34° ± 6°", "1 min 04 s", "1:01.0 – 2:05.0"):
        assert said in text
    assert "84°/s ± 9°/s" in text
    assert "not measured" in text
    assert "Red · Practise this first" in re.sub(r"Red\s+·", "Red ·", text)
    assert "Amber · Worth practising" in re.sub(r"Amber\s+·", "Amber ·", text)
    assert text.count("Push your hips back. Back stays long.") == 3
    assert page.count(base64.b64encode(JPEG).decode()) == 3


def test_every_picture_has_words_for_those_who_cannot_see_it():
    page = render_report(_data())
    assert re.search(
        r'<img src="data:image/jpeg;base64,[^"]+" alt="[^"]*0:02\.3[^"]*47° ± 5°', page
    )
    # A group, not a picture: the signs within the curves lead to their moments.
    assert len(re.findall(r'<svg class="plot"[^>]*role="group" aria-label="[^"]', page)) == 2


def test_moment_without_picture_technique_or_speed_is_still_whole():
    bare = _moment(picture_jpeg=None, technique="", speed_deg_s=math.nan, cue="", alternative="")
    page = render_report(_data(moments=(bare,)))
    assert "<img" not in page
    assert "not recognised" in page
    assert "What to do instead" not in page


def test_moment_that_ended_out_of_sight_says_so():
    assert "out of sight" in render_report(_data(moments=(_moment(lost=True),)))
    assert "out of sight" not in render_report(_data())


def test_peak_nearer_to_the_limit_than_its_own_spread_is_a_close_call():
    assert "close call" in render_report(_data(moments=(_moment(peak=43.0, peak_sd=5.0),)))
    assert "close call" not in render_report(_data(moments=(_moment(peak=46.0, peak_sd=5.0),)))


def test_at_most_three_recommendations_are_made():
    text = _Reader(render_report(_data(advice=tuple(_advice(n) for n in range(1, 6))))).text
    assert [n for n in range(1, 6) if f"Cue number {n}." in text] == [1, 2, 3]
    for said in ("seen 2", "other way 2", "why 2", "A book"):
        assert said in text


def test_address_in_a_source_loses_its_scheme():
    advice = dataclasses.replace(_advice(1), source="Bone Health, https://example.org/spine")
    page = render_report(_data(advice=(advice,)))
    assert "Bone Health, example.org/spine" in page


def test_nothing_to_change_comes_with_how_much_was_seen():
    text = _Reader(render_report(_data(advice=(), moments=()))).text
    said = text[text.index("No limit was clearly passed in") :][:300]
    assert "8.0 s" in said
    assert "80 %" in said
    assert "Not seen: 2.0 s (20 %)" in said
    assert "Nothing is known about that time" in said


@pytest.mark.parametrize("data", [_unseen(), _nothing_at_all()], ids=["unseen", "empty"])
def test_unseen_person_is_no_good_news(data):
    text = _Reader(render_report(data)).text
    assert "The camera could not see the person" in text
    assert "No limit was clearly passed" not in text
    assert "100 %" not in text


def test_hostile_names_stay_words():
    evil = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    data = _data(
        clip_name=evil,
        profile_name=evil,
        headline=evil,
        video_href=evil,
        curves=(_curve(label=evil),),
        moments=(_moment(title=evil, technique=evil),),
    )
    page = render_report(data)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    reader = _Reader(page)
    assert evil in "".join(reader.words)
    handlers = [value for name, value in reader.attributes if name.startswith("on")]
    assert handlers == ["this.parentNode.hidden = true"]


def test_embedded_data_is_json_with_holes_where_nothing_was_seen():
    page = render_report(_data(moments=(_moment(title="</script> & co"),)))
    found = re.search(r'<script type="application/json" id="report-data">(.*?)</script>', page)
    data = json.loads(found[1])
    assert data["moments"][0]["said"] == "moment 1: </script> & co"
    curve = data["curves"][0]
    assert len(curve["t"]) == len(curve["v"]) == len(curve["s"]) == 100
    assert [i for i, v in enumerate(curve["v"]) if v is None] == list(range(40, 60))


def test_curve_is_drawn_only_where_it_was_seen():
    page = render_report(_data(curves=(_curve(),)))
    line = re.search(r'<path d="(M[^"ZH]+)" class="line"/>', page)[1]
    runs = [[float(x) for x in re.findall(r"(?:^|L)([\d.]+) ", run)] for run in line.split("M")[1:]]
    assert [len(run) for run in runs] == [40, 40]
    assert runs[0][-1] == pytest.approx(390)
    assert runs[1][0] == pytest.approx(600)
    assert re.search(r"<title>not seen 0:0(3.9|4.0) to 0:0(5.9|6.0)</title>", page)
    assert ">not seen</text>" in page


def test_limits_are_named_and_not_only_coloured():
    page = render_report(_data())
    assert ">amber 20°</text>" in page
    assert ">red −40°</text>" in page
    dashes = re.findall(r"\.limit\.(?:amber|red) {[^}]*stroke-dasharray: ([\d ]+)", page)
    assert len(set(dashes)) == 2


@pytest.mark.parametrize(
    "curve",
    [
        _curve(t_s=(), values=(), sds=()),
        _curve(t_s=(5.0,), values=(0.0,), sds=(None,), amber=None, red=None),
        _curve(values=(0.0,) * 100, sds=(0.0,) * 100, amber=None, red=None),
        _curve(unit="m", values=(0.003,) * 100, sds=(0.001,) * 100, amber=None, red=None),
    ],
    ids=["empty", "one sample", "always zero", "tiny"],
)
def test_odd_curves_are_drawn_too(curve):
    page = render_report(_data(curves=(curve,)))
    assert "nan" not in page[page.index("<main>") : page.index("<footer")]


def test_of_a_stretch_the_clock_is_the_clips_own():
    t = tuple(600 + i * 0.1 for i in range(100))
    moment = _moment(start_s=604.0, end_s=606.0, peak_t_s=605.0)
    page = render_report(
        _data(start_s=600.0, duration_s=610.0, curves=(_curve(t_s=t),), moments=(moment,))
    )
    assert "<dt>Looked at</dt><dd>10:00.0 – 10:10.0</dd>" in page
    assert re.findall(r'text-anchor="middle">(1\d:\d\d)</text>', page)[:2] == ["10:00", "10:02"]
    assert 'x="40.0%"' in page  # where the moment begins
    assert 'min="600.0" max="610.0"' in page


def test_film_is_shown_only_where_there_is_one():
    assert "<video" not in render_report(_data())
    page = render_report(_data(video_href="annotated.mp4"))
    assert re.search(r'<video [^>]*src="annotated\.mp4" onerror="[^"]*hidden', page)


def test_long_clip_stays_a_light_page_whose_numbers_never_overlap():
    page = render_report(_long())
    assert len(page) < 3_000_000
    marks = re.findall(
        r'<svg x="([\d.]+)%" y="(\d+)" class="over[^"]*"><a href="#moment-(\d+)"', page
    )
    first = marks[: len({n for _, _, n in marks})]
    for (x, y, _), (other_x, other_y, _) in itertools.combinations(first, 2):
        assert y != other_y or abs(float(x) - float(other_x)) > 4
    assert page.count('class="card moment') == 30


def test_words_stand_out_from_their_ground():
    page = render_report(_data())
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", page))

    def light(name: str) -> float:
        parts = [int(colour[name][i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        low, high = sorted((light(one), light(other)))
        return (high + 0.05) / (low + 0.05)

    for words, ground in itertools.product(("ink", "soft", "accent"), ("ground", "paper", "mist")):
        assert contrast(words, ground) >= READABLE
    for level in ("amber", "red"):
        assert contrast(f"{level}-line", "paper") >= READABLE
        assert contrast(f"{level}-ink", f"{level}-ground") >= READABLE
        assert contrast(f"{level}-ink", f"{level}-fill") >= READABLE
    for ground in ("paper", "mist"):
        assert contrast("deep", ground) >= READ_FROM_AFAR


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (clock(7.31), "0:07.3"),
        (clock(59.96), "1:00.0"),
        (clock(754.0), "12:34.0"),
        (lasting(2.44), "2.4 s"),
        (lasting(59.97), "1 min 00 s"),
        (lasting(185.2), "3 min 05 s"),
        (number(-0.3, "°"), "0°"),
        (number(-33.6, "°"), "−34°"),
        (number(61.0, "deg/s"), "61°/s"),
        (number(0.456, "m"), "0.46 m"),
        (number(4.0, "per minute"), "4 per minute"),
        (reading(47.2, 4.6, "°"), "47° ± 5°"),
        (reading(47.2, math.nan, "°"), "47°"),
        (reading(math.nan, math.nan, "°"), "not measured"),
        (percent(0.0, 10.0), "0 %"),
        (percent(0.01, 10.0), "1 %"),
        (percent(9.9, 9.9), "100 %"),
        (percent(99.8, 100.0), "99 %"),
        (percent(1.0, 0.0), "0 %"),
    ],
)
def test_numbers_are_said_plainly(said, expected):
    assert said == expected
