from __future__ import annotations

import datetime
import json
import re
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from cli import run
from hostile_articles import PAYLOADS, hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_readings import ledger_of, small_ledger
from lxml import etree, html

from communique import BadQuestion, Ledger
from communique.charts import bundle
from communique.charts.atlas import converted
from communique.charts.drawing import BAD, COLOURS, DOUBTFUL, GOOD, GREY, WAITING, ticks
from communique.charts.drift import Uttered, drift_chart
from communique.charts.files import as_file
from communique.charts.lives import Life, Step, lives_chart
from communique.charts.outlines import WIDTH, features, paths, rings, unit
from communique.charts.pictures import lives_of, map_of, months_of, ties_of, timeline_of
from communique.charts.running import Running, running_chart
from communique.charts.specification import MIME, Specification
from communique.charts.ties import MOST, Tie, ties_chart
from communique.charts.timeline import timeline_chart
from communique.charts.world import Dot, Shade, view, world_map
from communique.errors import MissingExtra, UnsupportedFormat
from communique.vocabulary import Act, Certainty

_SVG = "{http://www.w3.org/2000/svg}"
_DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)).map(datetime.date.isoformat)
_WORDS = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=9)


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


def titles(svg: str) -> list[str]:
    return [each.text or "" for each in etree.fromstring(svg.encode()).iter(f"{_SVG}title")]


def links(svg: str) -> list[str]:
    return [each.get("href", "") for each in etree.fromstring(svg.encode()).iter(f"{_SVG}a")]


def test_the_life_of_a_commitment_goes_from_promise_to_delivery_on_one_line(ledger: Ledger) -> None:
    svg = lives_of(ledger, {})
    assert svg is not None
    (told,) = titles(svg)
    assert told.startswith(
        "Estonia, 80 million EUR → Ukraine: pledged 2024-01-18, approved 2024-01-30, delivered 2024-03-12"
    )
    assert links(svg) == [f"/record/{ledger.commitments(limit=1)[0].thread}"]


def test_events_over_time_are_each_in_one_column(ledger: Ledger) -> None:
    for by in ("type", "status", "dyad"):
        svg = timeline_of(ledger, {}, by)
        assert svg is not None
        assert sum(int(title.rpartition(": ")[2]) for title in titles(svg)) == ledger.events(limit=1).total
    assert any("EST → UKR" in title for title in titles(timeline_of(ledger, {}, "dyad") or ""))


def test_a_columns_link_leaves_out_the_days_that_the_picture_leaves_out() -> None:
    days = ["1800-01-01", *["2022-01-10"] * 49, *["2024-01-10"] * 48, *["2024-01-29"] * 2]
    svg = timeline_chart([(day, "a") for day in days], leads=lambda first, last, kinds: f"/{first}/{last}/{kinds[0]}")
    assert links(svg) == ["/2022-01-10/2022-01-31/a", "/2024-01-01/2024-01-10/a"]


def test_events_cannot_be_told_apart_by_just_anything(ledger: Ledger) -> None:
    with pytest.raises(BadQuestion, match="colour"):
        timeline_of(ledger, {}, "colour")


def test_a_tie_leads_to_the_other_actor(ledger: Ledger) -> None:
    estonia = ledger.actors(name="Estonia")[0].id
    svg = ties_of(ledger, estonia)
    assert svg is not None
    assert any(title.startswith("Ukraine: 2 events") for title in titles(svg))
    assert all(address.startswith("/actor/") for address in links(svg))
    assert links(ties_of(ledger, estonia, links=False) or "") == []


def test_no_more_than_a_dozen_ties_are_drawn() -> None:
    svg = ties_chart("Estonia", [Tie(f"Country {at}", at + 1, 0.0) for at in range(40)])
    assert len(titles(svg)) == MOST
    assert "Country 39: 40 events, mean score +0.0" in titles(svg)


def test_a_month_shows_the_days_on_which_something_is_planned(ledger: Ledger) -> None:
    svg = months_of(ledger, datetime.date(2024, 1, 1))
    assert svg is not None
    assert "#day-2024-01-29" in links(svg)
    assert months_of(ledger, datetime.date(2030, 1, 1)) is None


def test_an_event_known_by_its_country_alone_is_no_dot(ledger: Ledger) -> None:
    shown = map_of(ledger, {"type": ["ASSAULT"]})
    assert (shown.shown, shown.countries) == (2, 0)
    assert {title.partition(":")[0] for title in titles(shown.svg)} == {"Kharkiv", "Kupiansk"}


def test_nothing_is_drawn_of_nothing(ledger: Ledger) -> None:
    assert timeline_of(ledger, {"since": ["2030"]}) is None
    assert lives_of(ledger, {"since": ["2030"]}) is None


def test_hostile_names_stay_text_in_pictures() -> None:
    for payload in PAYLOADS:
        for svg in (
            ties_chart(payload, [Tie(payload, 3, 1.0)]),
            lives_chart([Life(payload, payload, (Step("2024-01-18", "pledged"),))]),
            timeline_chart([("2024-01-18", payload)], payload),
        ):
            names = {etree.QName(each).localname for each in etree.fromstring(svg.encode()).iter("*")}
            assert names <= {"svg", "g", "a", "title", "text", "circle", "line", "rect", "path"}
    # A few are enough here: what is drawn of each payload is looked at above.
    with ledger_of(islice(hostile(), 4)) as ledger:
        assert etree.fromstring((lives_of(ledger, {}) or "").encode()) is not None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_DAYS, st.sampled_from("ABCDEFGHIJ")), min_size=1, max_size=80))
def test_any_days_make_a_timeline_that_counts_them_all(events: list[tuple[str, str]]) -> None:
    svg = timeline_chart(events)
    left_out = re.search(r">(\d+) on days long", svg)
    counted = sum(int(title.rpartition(": ")[2]) for title in titles(svg))
    assert counted + (int(left_out[1]) if left_out else 0) == len(events)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            Life,
            _WORDS,
            _WORDS,
            st.lists(st.builds(Step, _DAYS, st.sampled_from(("pledged", "delivered", "refused"))), min_size=1).map(
                tuple
            ),
            st.none() | _DAYS,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_lives_are_drawn_inside_the_picture(lives: list[Life]) -> None:
    svg = etree.fromstring(lives_chart(lives).encode())
    width, height = map(float, svg.get("viewBox", "").split()[2:])
    for circle in svg.iter(f"{_SVG}circle"):
        assert 0 <= float(circle.get("cx", "-1")) <= width
        assert 0 <= float(circle.get("cy", "-1")) <= height


@settings(max_examples=50)
@given(st.integers(1, 3_000_000), st.integers(0, 80_000))
def test_an_axis_names_a_few_days_in_order(first: int, span: int) -> None:
    named = [day for day, _ in ticks(first, first + span)]
    assert named == sorted(set(named))
    assert len(named) <= 20
    assert all(first <= day <= first + span for day in named)


def _lightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", sorted({*COLOURS, GOOD, WAITING, DOUBTFUL, BAD, GREY}))
@pytest.mark.parametrize("sheet", ["#ffffff", "#181d25"])
def test_a_colour_can_be_told_from_light_and_from_dark_paper(colour: str, sheet: str) -> None:
    """A contrast of 3 to 1, as WCAG 2.2 asks of graphics (1.4.11)."""
    high, low = sorted((_lightness(colour), _lightness(sheet)), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 3


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.svg", b"<svg"), ("a.PNG", b"\x89PNG"), ("a.html", b"<!doctype html>"), ("a.vl.json", b"{")],
)
def test_a_picture_becomes_the_file_that_its_name_asks_for(
    ledger: Ledger, name: str, begins: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.charts.files.vega_script", lambda: "")
    picture = timeline_of(ledger, {})
    assert picture is not None
    data = as_file(picture, name, "Events")
    assert data.startswith(begins)
    assert b"currentColor" not in data.partition(b"<script>")[0] or begins == b"{"


def test_a_page_needs_no_extra_where_it_is_not_explored(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    bundle._script.cache_clear()
    picture = timeline_of(ledger, {})
    assert picture is not None
    page = html.fromstring(as_file(picture, "a.html", "Events").decode())
    assert page.xpath("//div[@id='picture']/svg")
    assert not page.xpath("//script")
    with pytest.raises(MissingExtra, match=r"communique\[web\]"):
        as_file(picture, "a.png", "Events")


def test_a_picture_is_no_spreadsheet(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat, match="xlsx"):
        as_file("<svg></svg>", str(tmp_path / "a.xlsx"), "Events")


def test_the_map_shows_the_part_of_the_world_where_something_is() -> None:
    kyiv, berlin = Dot(30.5, 50.4, "Kyiv", 2), Dot(13.4, 52.5, "Berlin", 1)

    def places(*, near: bool) -> list[float]:
        svg = etree.fromstring(world_map([kyiv, berlin], [], near=near).encode())
        return [float(each.get("cx")) for each in svg.iter(f"{_SVG}circle")]

    (east, west), (far_east, far_west) = places(near=True), places(near=False)
    assert 0 < west < east < WIDTH
    assert east - west > 5 * (far_east - far_west) > 0


@settings(max_examples=12, deadline=None)
@given(st.floats(-180, 180), st.floats(-55, 80), st.booleans())
def test_a_dot_anywhere_stands_in_its_map(longitude: float, latitude: float, near: bool) -> None:  # noqa: FBT001  # of hypothesis
    svg = etree.fromstring(world_map([Dot(longitude, latitude, "Here", 1)], [], near=near).encode())
    width, height = map(float, svg.get("viewBox").split()[2:])
    (circle,) = svg.iter(f"{_SVG}circle")
    assert 0 <= float(circle.get("cx")) <= width
    assert 0 <= float(circle.get("cy")) <= height


def test_a_near_map_is_finer_and_no_heavier_than_the_whole_world() -> None:
    dots = [Dot(30.5, 50.4, "Kyiv", 2), Dot(36.2, 50.0, "Kharkiv", 3)]
    near, far = world_map(dots, [], near=True), world_map(dots, [])
    assert len(near) < 60_000
    assert len(far) < 60_000
    box, _ = view(dots, ())
    assert len(paths(box)["UKR"]) > 4 * len(paths((0.0, 0.0, 960.0, 500.0))["UKR"])


def test_no_outline_goes_across_the_map_from_one_border_to_the_other() -> None:
    for frame in ((0.0, 0.0, 960.0, 500.0), (480.0, 0.0, 300.0, 150.0)):
        grid = unit(frame)
        for country, path in paths(frame).items():
            for ring in path.split("M")[1:]:
                steps = [float(each) for each in ring.strip("z").partition("l")[2].split()]
                # The pole's edge of Antarctica is as long as the map.
                assert country == "ATA" or max(map(abs, steps[::2])) * grid < 250, (country, frame)


def test_every_country_of_the_far_outlines_is_in_the_near_ones() -> None:
    far, near = rings("110m"), rings("50m")
    assert far.keys() <= near.keys()
    assert len(near) > 230
    for country in ("EST", "UKR", "KOS"):
        assert np.abs(np.concatenate([each[0] for each in far[country]]).mean(axis=0)).max() < 180


def test_outlines_of_geojson_go_round_to_the_right() -> None:
    """On D3's sphere a ring that goes round the other way is everything but the country."""
    for each in features("50m"):
        for polygon in each["geometry"]["coordinates"]:
            x, y = (np.array(polygon[0]) - polygon[0][0]).T
            if np.ptp(x) < 180:
                assert np.dot(x[:-1], y[1:]) < np.dot(x[1:], y[:-1]), each["id"]


def test_names_on_the_map_cover_no_other() -> None:
    dots = [Dot(30 + at / 50, 50, f"Town {at}", 9 - at) for at in range(9)]
    svg = etree.fromstring(world_map(dots, [], near=True).encode())
    assert [each.text for each in svg.iter(f"{_SVG}text")] == ["Town 0", "Town 1"]


def test_outlines_come_out_of_topojson() -> None:
    square = [[0, 0], [10, 0], [5, 1], [0, 10], [-15, 0], [0, -11]]
    topology = {
        "transform": {"scale": [1.0, 1.0], "translate": [20.0, 40.0]},
        "arcs": [square],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "233", "properties": {"name": "Estonia"}, "arcs": [[0]]},
                    {"type": "Polygon", "properties": {"name": "Kosovo"}, "arcs": [[0]]},
                ]
            }
        },
    }
    made = converted(topology, "110m", {"233": "EST"})
    assert made["countries"] == {"EST": [[[0]]], "KOS": [[[0]]]}
    assert made["arcs"] == [[200, 400, 100, 0, 50, 10, 0, 100, -150, 0, 0, -110]]
    assert "Natural Earth" in made["source"]


def specifications(ledger: Ledger) -> dict[str, Specification]:
    estonia = ledger.actors(name="Estonia")[0].id
    pictures = {
        "timeline": timeline_of(ledger, {}),
        "lives": lives_of(ledger, {}),
        "ties": ties_of(ledger, estonia),
        "months": months_of(ledger, datetime.date(2024, 1, 1)),
        "map": map_of(ledger, {}).svg,
        "drift": drift_chart([Uttered("2024-01-18", "say", "certain", "words", "/record/a")], "A"),
        "running": running_chart([Running("pledged", (("2024-01", 8e7), ("2024-03", 2e7)))]),
    }
    return {name: picture.specification or {} for name, picture in pictures.items() if picture is not None}


def _named(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("data"), dict):
            yield part["data"]["name"]
        for each in part.values():
            yield from _named(each)
    elif isinstance(part, list):
        for each in part:
            yield from _named(each)


def test_every_picture_has_a_specification_that_needs_nothing_else(ledger: Ledger) -> None:
    found = specifications(ledger)
    assert len(found) == 7
    for name, made in found.items():
        assert made["$schema"].endswith("/vega-lite/v5.json")
        assert made["description"]
        view = {key: part for key, part in made.items() if key != "datasets"}
        assert set(_named(view)) == set(made["datasets"]), name
        text = json.dumps(view)
        assert '"url"' not in text
        assert text.count("http") == 1


def test_a_specification_tells_the_same_as_its_picture(ledger: Ledger) -> None:
    found = specifications(ledger)
    assert sum(each["events"] for each in found["timeline"]["datasets"]["columns"]) == ledger.events(limit=1).total
    steps = found["lives"]["datasets"]["steps"]
    assert [(each["stage"], each["day"]) for each in steps][:2] == [
        ("pledged", "2024-01-18"),
        ("approved", "2024-01-30"),
    ]
    assert steps[0]["address"] == links(lives_of(ledger, {}) or "")[0]
    assert found["running"]["datasets"]["sums"][-1]["total"] == 1e8
    kharkiv = [each for each in found["map"]["datasets"]["places"] if each["place"] == "Kharkiv"]
    assert kharkiv[0]["longitude"] == pytest.approx(36.2, abs=0.2)
    planned = [each["day"] for each in found["months"]["datasets"]["days"] if each["planned"]]
    assert "2024-01-29" in planned
    shaded = world_map([], [Shade("UKR", 3, "/events?place=UKR")]).specification or {}
    (ukraine,) = [each for each in shaded["datasets"]["outlines"] if each["id"] == "UKR"]
    assert ukraine["properties"] == {
        "events": 3,
        "told": "UKR: 3 known by the country alone",
        "address": "/events?place=UKR",
    }


def test_columns_of_a_specification_stand_on_one_another() -> None:
    made = timeline_chart([("2024-01-18", "a"), ("2024-01-18", "b"), ("2024-01-18", "b")]).specification or {}
    rows = made["datasets"]["columns"]
    assert [(each["kind"], each["below"], each["above"]) for each in rows] == [("b", 0, 2), ("a", 2, 3)]


def test_a_picture_asked_twice_is_not_changed_by_who_has_it(ledger: Ledger) -> None:
    picture = timeline_of(ledger, {})
    assert picture is not None
    first = picture.specification or {}
    first["mark"]["type"] = "area"
    assert (picture.specification or {})["mark"]["type"] == "rect"


def test_a_notebook_with_vega_draws_the_specification_and_another_the_svg(ledger: Ledger) -> None:
    picture = timeline_of(ledger, {})
    assert picture is not None
    bundle = picture.interactive()._repr_mimebundle_()
    assert bundle[MIME] == picture.specification
    assert str(picture) in bundle["text/html"]


def test_a_picture_as_a_page_is_explored_offline_and_hostile_names_end_no_script(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("communique.charts.files.vega_script", lambda: "window.vegaEmbed = () => 0;")
    for payload in PAYLOADS:
        page = as_file(timeline_chart([("2024-01-18", payload)], payload), "a.html", payload).decode()
        tree = html.fromstring(page)
        assert len(tree.xpath("//script")) == 2
        assert tree.xpath("//script/@src | //link | //img") == []
        said = tree.xpath("string(//script[2])").removeprefix('vegaEmbed("#picture", ')
        made, _ = json.JSONDecoder().raw_decode(said)
        assert made["datasets"]["columns"][0]["kind"] == payload


def test_running_totals_grow_month_by_month_and_tell_what_they_come_to() -> None:
    svg = running_chart([Running("pledged", (("2024-01", 8e7), ("2024-03", 2e7))), Running("delivered", ())])
    assert "pledged, EUR in all: 2024-01 80 million, 2024-03 100 million" in titles(svg)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(_DAYS, st.sampled_from(list(Act)), st.sampled_from(list(Certainty))), min_size=1, max_size=40)
)
def test_each_thing_said_is_a_dot_in_the_picture_of_drift(said: list[tuple[str, Act, Certainty]]) -> None:
    svg = drift_chart([Uttered(day, str(act), str(sure), "<words>") for day, act, sure in said], "<A>")
    assert len(titles(svg)) == len(said)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("months", "--where", "type=ASSAULT"), "months takes no filter type; it draws all that is to come"),
        (("ties", "--actor", "Estonia", "--where", "type=ASSAULT"), "ties takes no filter type"),
        (("timeline", "--actor", "Estonia"), "--actor is for ties; choose the records of timeline with --where"),
        (("map", "--by", "dyad"), "--by is for timeline"),
        (("timeline", "--where", "limit=3"), "a picture shows all records; it takes no limit"),
    ],
)
def test_a_picture_that_cant_be_asked_so_is_refused(tmp_path: Path, asked: tuple[str, ...], told: str) -> None:
    small_ledger(str(tmp_path / "l.db")).close()
    ran = run("plot", *asked, "-o", str(tmp_path / "a.svg"), "--ledger", str(tmp_path / "l.db"))
    assert ran.exit_code == 2
    assert told in ran.stderr
    assert not (tmp_path / "a.svg").exists()


def test_a_picture_of_what_was_known_on_a_day(tmp_path: Path) -> None:
    small_ledger(str(tmp_path / "l.db")).close()
    drawn = []
    for day in ("2024-01-18", "2030-01-01"):
        where = ("--where", f"as_of={day}", "--ledger", str(tmp_path / "l.db"))
        assert run("plot", "timeline", "-o", str(tmp_path / "a.svg"), *where).exit_code == 0
        drawn.append((tmp_path / "a.svg").read_text())
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("apart", [3, 40, 300, 4000])
def test_the_first_and_the_last_day_there_are_can_be_drawn(apart: int) -> None:
    first, last = datetime.date.min, datetime.date.max
    between = datetime.timedelta(days=apart)
    for days in ((first, first + between), (last - between, last)):
        assert "AID" in timeline_chart([(day.isoformat(), "AID") for day in days])
