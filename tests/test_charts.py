from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_articles import PAYLOADS, hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_readings import small_ledger
from lxml import etree

from communique import BadQuestion, Ledger
from communique.charts.drawing import BAD, COLOURS, DOUBTFUL, GOOD, GREY, WAITING, ticks
from communique.charts.drift import Uttered, drift_chart
from communique.charts.files import as_file
from communique.charts.lives import Life, Step, lives_chart
from communique.charts.pictures import lives_of, map_of, months_of, ties_of, timeline_of
from communique.charts.running import Running, running_chart
from communique.charts.ties import MOST, Tie, ties_chart
from communique.charts.timeline import timeline_chart
from communique.charts.world import WIDTH, Dot, project, world_map
from communique.errors import UnsupportedFormat
from communique.vocabulary import Act, Certainty

_SVG = "{http://www.w3.org/2000/svg}"
_DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)).map(datetime.date.isoformat)


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
    with Ledger.open(":memory:") as ledger:
        for each in hostile():
            ledger.put(each)
        assert etree.fromstring((lives_of(ledger, {}) or "").encode()) is not None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_DAYS, st.sampled_from("ABCDEFGHIJ")), min_size=1, max_size=80))
def test_any_days_make_a_timeline_that_counts_them_all(events: list[tuple[str, str]]) -> None:
    svg = timeline_chart(events)
    left_out = re.search(r">(\d+) on days long", svg)
    counted = sum(int(title.rpartition(": ")[2]) for title in titles(svg))
    assert counted + (int(left_out[1]) if left_out else 0) == len(events)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Life,
            st.text(max_size=9).filter(str.isprintable),
            st.text(max_size=9).filter(str.isprintable),
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
    ("name", "begins"), [("a.svg", b"<svg"), ("a.PNG", b"\x89PNG"), ("a.html", b"<!doctype html>")]
)
def test_a_picture_becomes_the_file_that_its_name_asks_for(ledger: Ledger, name: str, begins: bytes) -> None:
    data = as_file(timeline_of(ledger, {}) or "", name, "Events")
    assert data.startswith(begins)
    assert b"currentColor" not in data


def test_a_picture_is_no_spreadsheet(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat, match="xlsx"):
        as_file("<svg></svg>", str(tmp_path / "a.xlsx"), "Events")


def test_the_map_shows_the_part_of_the_world_where_something_is() -> None:
    near = etree.fromstring(world_map([Dot(30.5, 50.4, "Kyiv", 2)], [], near=True).encode())
    left, top, wide, high = map(float, near.get("viewBox").split())
    x, y = project(30.5, 50.4)
    assert left < x < left + wide < WIDTH
    assert top < y < top + high
    whole = etree.fromstring(world_map([Dot(30.5, 50.4, "Kyiv", 2)], []).encode())
    assert float(whole.get("viewBox").split()[2]) == WIDTH


def test_running_totals_grow_month_by_month_and_tell_what_they_come_to() -> None:
    svg = running_chart([Running("pledged", (("2024-01", 8e7), ("2024-03", 2e7))), Running("delivered", ())])
    assert "pledged, EUR in all: 2024-01 80 million, 2024-03 100 million" in titles(svg)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(_DAYS, st.sampled_from(list(Act)), st.sampled_from(list(Certainty))), min_size=1, max_size=40)
)
def test_each_thing_said_is_a_dot_in_the_picture_of_drift(said: list[tuple[str, Act, Certainty]]) -> None:
    svg = drift_chart([Uttered(day, str(act), str(sure), "<words>") for day, act, sure in said], "<A>")
    assert len(titles(svg)) == len(said)
