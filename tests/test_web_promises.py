"""What was promised and what came of it: every delivery, the sum of the whole, nothing that was known only later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from ledger_readings import ledger_of, reading
from web_site import client_of, seen

from communique import Ledger, Reading
from communique.charts.pictures import lives_of
from communique.web import promises as pages
from communique.web.promises import Promise, promises

NORWAY = {
    "nor": ("Norway", "state", "NOR", ("GOV",), "NORGOV"),
    "ukr": ("Ukraine", "state", "UKR", ("GOV",), "UKRGOV"),
}
HOWITZERS = (12, "howitzers", "artillery", "12 howitzers")


def told(day: str, text: str, publisher: str = "Fjord Post", **note: Any) -> Reading:
    """Return an article with one commitment of Norway to Ukraine."""
    usual = {"donors": ["nor"], "recipients": ["ukr"], "at": "Ukraine"}
    return reading(text, actors=NORWAY, commitments=[{**usual, **note}], published=day, publisher=publisher)


PLEDGE = told(
    "2024-02-01",
    "Norway pledged 24 howitzers worth 900 million kroner to Ukraine by 2024-06-30.",
    stage="pledged",
    amount=(900e6, 900e6, 900e6, "NOK", "900 million kroner"),
    items=[(24, "howitzers", "artillery", "24 howitzers")],
    date=("2024-06-30", "2024-06-30", "day", "2024-06-30"),
)
CONVERTED = told(
    "2024-02-02",
    "The howitzers that Norway pledged to Ukraine are worth 11 billion yen.",
    "Harbour News",
    stage="pledged",
    amount=(11e9, 11e9, 11e9, "JPY", "11 billion yen"),
)
FIRST = told("2024-03-05", "Norway delivered 12 howitzers to Ukraine.", stage="delivered", items=[HOWITZERS])
SECOND = told(
    "2024-04-20", "A second lot, again 12 howitzers, went from Norway to Ukraine.", stage="delivered", items=[HOWITZERS]
)
SAME_DAY = told(
    "2024-04-20",
    "In Kyiv a minister counted 12 howitzers that Ukraine received: Norway kept its word.",
    "Harbour News",
    stage="delivered",
    items=[HOWITZERS],
)


def thread_of(path: str, readings: Sequence[Reading]) -> Ledger:
    """Return a ledger whose commitments are decided to be one."""
    ledger = ledger_of(readings, path)
    found = list(ledger.commitments(limit=None))
    if len({each.thread for each in found}) > 1:
        ledger.decide("merge", [each.id for each in found], "ada")
    return ledger


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("promises") / "norway.db"
    thread_of(str(made), [PLEDGE, CONVERTED, FIRST, SECOND, SAME_DAY]).close()
    return made


@pytest.fixture(scope="module")
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        assert len({each.thread for each in opened.commitments(limit=None)}) == 1
        yield opened


def promise(ledger: Ledger, **filters: Any) -> Promise:
    (found,) = promises(ledger, ledger.commitments(**filters), filters.get("as_of")).told
    return found


def due(ledger: Ledger) -> list[str]:
    """Return the days due that the picture of lives has."""
    made = lives_of(ledger, {})
    assert made is not None
    return [each["day"] for each in (made.specification or {})["datasets"]["due"]]


def test_each_delivery_is_told_though_the_words_are_the_same(ledger: Ledger) -> None:
    came = promise(ledger).came
    days = ["2024-03-05", "2024-04-20", "2024-04-20"]
    assert [(each.what, each.day) for each in came] == [("12 howitzers", day) for day in days]
    assert len({each.record for each in came}) == 3


def test_the_sum_is_that_of_the_whole_and_not_the_largest_number_in_any_currency(ledger: Ledger) -> None:
    assert promise(ledger).what == "900 million NOK, 24 howitzers"
    (row,) = ledger.connection.execute("SELECT value, currency FROM threads").fetchall()
    assert tuple(row) == (900e6, "NOK")
    assert "900 million NOK" in str(lives_of(ledger, {}))


@pytest.mark.parametrize(
    ("as_of", "stage", "days"),
    [
        ("2024-02-10", "pledged", []),
        ("2024-03-05", "pledged", ["2024-03-05"]),
        ("2024-12-31", "delivered", ["2024-03-05", "2024-04-20", "2024-04-20"]),
    ],
)
def test_as_of_a_day_nothing_that_was_known_later_is_told(
    ledger: Ledger, path: Path, as_of: str, stage: str, days: Sequence[str]
) -> None:
    found = promise(ledger, as_of=as_of)
    assert [each.day for each in found.came] == days
    assert found.stage == stage
    with client_of(path) as client:
        page = seen(client.get(f"/commitments?donor=NOR&as_of={as_of}").text)
    said = page[page.index("Promised, and what came of it") : page.index("Two sources may")]
    table, _, note = said.partition("Each promise with")
    assert ("5 Mar 2024" in table) == ("2024-03-05" in days)
    assert ("20 Apr 2024" in table) == ("2024-04-20" in days)
    assert "as it was known on" in note


def test_what_is_left_out_is_told(ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_DELIVERIES", 1)
    found = promise(ledger)
    assert [each.day for each in found.came] == ["2024-03-05"]
    assert found.left_out == 2
    with client_of(path) as client:
        assert "2 more tellings of deliveries" in seen(client.get("/commitments?donor=NOR").text)
    monkeypatch.setattr(pages, "MOST", 0)
    none = promises(ledger, ledger.commitments())
    assert (none.told, none.left_out) == ((), 1)


def test_the_picture_has_the_day_due_that_the_ledger_has(ledger: Ledger) -> None:
    assert due(ledger) == [row[0] for row in ledger.connection.execute("SELECT due FROM threads")] == ["2024-06-30"]


def test_a_day_that_promises_no_delivery_is_not_due(tmp_path: Path) -> None:
    asked: Mapping[str, Any] = {"stage": "requested", "date": ("2025-12-31", "2025-12-31", "day", "2025-12-31")}
    request = told("2024-01-10", "Ukraine asked Norway for howitzers by 2025-12-31.", **asked)
    with thread_of(str(tmp_path / "asked.db"), [request, PLEDGE]) as ledger:
        assert due(ledger) == ["2024-06-30"]


def test_under_a_months_filter_the_picture_has_the_deliveries_that_the_table_has(ledger: Ledger) -> None:
    made = lives_of(ledger, {"since": "2024-02-01", "until": "2024-02-29"})
    assert made is not None
    told = [(each["day"], each["stage"]) for each in (made.specification or {})["datasets"]["steps"]]
    assert [day for day, stage in told if stage == "delivered"] == ["2024-03-05", "2024-04-20"]
    assert ("2024-02-01", "pledged") in told


def test_as_of_a_day_the_picture_has_nothing_later(ledger: Ledger) -> None:
    made = lives_of(ledger, {"as_of": "2024-03-05"})
    assert made is not None
    assert max(each["day"] for each in (made.specification or {})["datasets"]["steps"]) == "2024-03-05"


LATER = reading(
    "Jonas Dahl and Eva Nord of Norway spoke in Kyiv about 2 howitzers for Ukraine.",
    actors={
        "dahl": ("Jonas Dahl", "person", "NOR", ("GOV",), None),
        "nord": ("Eva Nord", "person", "NOR", ("GOV",), None),
        **NORWAY,
    },
    commitments=[
        {
            "donors": ["dahl", "nord", "nor"],
            "recipients": ["ukr"],
            "at": "howitzers",
            "stage": "pledged",
            "items": [(2, "howitzers", "artillery", "2 howitzers")],
        }
    ],
    published="2024-02-20",
    publisher="Harbour News",
)


def test_a_thread_is_called_by_the_telling_of_the_whole_and_not_by_the_last(tmp_path: Path) -> None:
    """Neither the latest telling nor the one with the most donors heads what was promised: the one with its sum."""
    with thread_of(str(tmp_path / "later.db"), [PLEDGE, LATER]) as ledger:
        (thread,) = {each.thread for each in ledger.commitments(limit=None)}
        headline = ledger.explain(thread).headline
        assert headline == "pledged: Norway → Ukraine, 900,000,000 NOK, 24 howitzers (military)"
        made = lives_of(ledger, {})
        assert made is not None
        (span,) = (made.specification or {})["datasets"]["spans"]
        assert span["commitment"] == "Norway: 900 million NOK → Ukraine"
