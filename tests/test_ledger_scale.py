from __future__ import annotations

import datetime
import hashlib
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ledger_readings import ledger_of

from communique import Ledger
from communique.ledger.asking import planning
from communique.ledger.checks.kept import miscounted
from communique.ledger.file.packing import pack, unpack
from communique.ledger.stored import placing
from communique.ledger.told.counting import KEPT
from communique.ledger.told.events import leading
from communique.linking import events
from communique.linking.event_rules import barrier
from communique.linking.event_told import Told

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bench"))

from generated import readings  # type: ignore[import-not-found]  # noqa: E402  # the bench is no package

ARTICLES = 120
DICTIONARY = ROOT / "src" / "communique" / "ledger" / "packing_dictionary.txt"
MOST_BYTES = 3_500
"""Bytes an event beside those of an empty ledger; pages are fuller in a large one."""
LARGE = ("events", "reports", "statements", "commitments", "articles", "quotes", "event_actors", "report_actors")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("scale") / "ledger.db") as made:
        for each in readings(0, ARTICLES):
            made.put(each)
        yield made


def test_an_event_takes_no_more_room_than_it_may(ledger: Ledger) -> None:
    size = ledger.connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    reports = ledger.connection.execute("SELECT count(*) FROM reports").fetchone()[0]
    with Ledger.open(":memory:") as empty:
        least = empty.connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        assert (size.fetchone()[0] - least.fetchone()[0]) / reports < MOST_BYTES


def plain_of(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(zdict=DICTIONARY.read_bytes())
    return unpacker.decompress(packed)


def test_a_packed_reading_holds_neither_text_nor_quotes_and_comes_out_the_same() -> None:
    for each in readings(0, 10):
        packed = pack(each)
        raw = each.to_json()["article"]
        assert unpack(packed, raw["text"], raw["dropped"]) == each
        assert each.events[0].evidence.quote not in plain_of(packed).decode()
        assert len(packed) < len(zlib.compress(each.dumps().encode())) / 2


def test_a_reading_packed_without_the_dictionary_comes_out_and_one_cut_short_does_not() -> None:
    [each] = readings(0, 1)
    packed, raw = pack(each), each.to_json()["article"]
    assert unpack(zlib.compress(plain_of(packed)), raw["text"], raw["dropped"]) == each
    with pytest.raises(zlib.error):
        unpack(packed[:-9], raw["text"], raw["dropped"])


def test_the_dictionary_of_packed_readings_never_changes() -> None:
    assert hashlib.sha256(DICTIONARY.read_bytes()).hexdigest() == (
        "7abcfc1d3efb70b62eb0b0705a5f337321700bb671bb89a7abc09165268d79ec"
    )


def plans(ledger: Ledger, family: str, asked: dict[str, Any]) -> list[str]:
    said: list[str] = []
    ledger.connection.set_trace_callback(said.append)
    try:
        len(getattr(ledger, family)(**asked))
    finally:
        ledger.connection.set_trace_callback(None)
    queries = [each for each in said if each.lstrip().upper().startswith(("SELECT", "WITH"))]
    return [row[3] for each in queries for row in ledger.connection.execute(f"EXPLAIN QUERY PLAN {each}")]


@pytest.mark.parametrize(
    ("family", "asked"),
    [
        ("events", {}),
        ("events", {"actor": "USA"}),
        ("events", {"actor": "USA", "recipient": "DEU"}),
        ("events", {"type": "ASSAULT", "since": "2021-01", "until": "2021-02"}),
        ("events", {"status": "planned", "country": "USA"}),
        ("events", {"place": "USA"}),
        ("events", {"text": "officials"}),
        ("events", {"as_of": "2021-01-02", "status": "actual"}),
        ("statements", {"speaker": "USA", "act": "deny"}),
        ("statements", {}),
        ("commitments", {"donor": "USA"}),
        ("commitments", {"stage": "pledged", "since": "2021"}),
        ("articles", {"since": "2021-01"}),
    ],
)
def test_no_question_goes_through_a_whole_table(ledger: Ledger, family: str, asked: dict[str, Any]) -> None:
    found = plans(ledger, family, asked)
    assert found
    whole = re.compile(rf"SCAN ({'|'.join(LARGE)})(?! USING)")
    assert [each for each in found if whole.match(each)] == []


@pytest.mark.parametrize(
    ("family", "asked"),
    [
        ("events", {"actor": "USA"}),
        ("events", {"country": "USA", "status": "actual"}),
        ("events", {"sector": "GOV"}),
        ("events", {"told_by": "USA"}),
        ("events", {"context": "health", "country": "USA"}),
        ("commitments", {"donor": "USA"}),
    ],
)
def test_counting_goes_through_no_whole_table_either(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, family: str, asked: dict[str, Any]
) -> None:
    monkeypatch.setattr(planning, "FEW", -1)
    said: list[str] = []
    found = getattr(ledger, family)(limit=None, **asked)
    ledger.connection.set_trace_callback(said.append)
    try:
        assert found.total == len(found)
    finally:
        ledger.connection.set_trace_callback(None)
    counted = [each for each in said if each.startswith("SELECT count(*) FROM (SELECT DISTINCT")]
    assert len(counted) == 1
    steps = [row[3] for row in ledger.connection.execute(f"EXPLAIN QUERY PLAN {counted[0]}")]
    assert [each for each in steps if each.startswith(f"SCAN {family}")] == []


def test_counts_that_are_kept_are_those_of_the_tables_whatever_came_and_went(tmp_path: Path) -> None:
    with ledger_of(readings(0, 60), tmp_path / "ledger.db") as ledger:
        for each in readings(0, 3):
            raw = each.to_json()
            raw["reader"]["version"] = "2"
            raw["events"], raw["commitments"] = raw["events"][:2], []
            ledger.put(type(each).from_json(raw))
        run = ledger.connection.execute
        run("UPDATE events SET type = 'AID', status = 'planned' WHERE number % 7 = 0")
        run("UPDATE articles SET source = 1, publisher = NULL WHERE number % 5 = 0")
        assert list(miscounted(ledger.connection)) == []
        found = ledger.stats()
        assert (found["articles"], found["copies"], found["independent_sources"]) == (60, 12, 48)
        assert found["articles_by_publisher"]["unknown"] == 12
        kept = {tuple(row) for row in run("SELECT family, field, word, number FROM counts WHERE number <> 0")}
        told = set()
        for (family, field), said in KEPT.items():
            query = f"SELECT {said}, count(*) FROM {family} GROUP BY 1"  # noqa: S608  # names of ours
            told |= {(family, field, *row) for row in run(query)}
    assert kept == told
    assert {(family, field) for family, field, _, _ in kept} == set(KEPT)


def test_the_text_and_the_words_searched_are_those_of_a_later_reading_with_other_line_breaks() -> None:
    (first,) = readings(0, 1)
    raw = first.to_json()
    old = raw["article"]["text"]
    raw["article"]["text"] = old.replace("\n", "\n\n")
    shift = {at: at + old[:at].count("\n") for at in range(len(old) + 1)}
    raw = moved(raw, shift)
    raw["reader"]["version"] = "2"
    with Ledger.open(":memory:") as ledger:
        ledger.put(first)
        again = type(first).from_json(raw)
        assert ledger.put(again).state == "read again"
        assert ledger.reading(again.article.id) == again
        for table in ("article_search", "quote_search"):
            ledger.connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # names of ours


def moved(value: Any, shift: dict[int, int]) -> Any:
    """Return JSON whose spans stand elsewhere; none of them goes over a line break."""
    if isinstance(value, dict) and value.keys() == {"start", "end", "quote"}:
        return {"start": shift[value["start"]], "end": shift[value["end"] - 1] + 1, "quote": value["quote"]}
    if isinstance(value, dict):
        return {name: moved(each, shift) for name, each in value.items()}
    return [moved(each, shift) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("common", ["actor", "recipient"])
def test_of_two_parties_that_both_have_many_events_the_one_with_fewer_leads(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, common: str
) -> None:
    monkeypatch.setattr(planning, "FEW", 5)
    monkeypatch.setattr(planning, "FIRST", 5)
    other = "recipient" if common == "actor" else "actor"
    query = "SELECT country FROM event_actors WHERE role = ? GROUP BY 1 HAVING count(*) > 5 ORDER BY count(*) DESC, 1"
    most = ledger.connection.execute(query, (common,)).fetchone()[0]
    sixth = "SELECT day FROM event_actors WHERE role = ? AND country = ? ORDER BY day DESC LIMIT 1 OFFSET 5"
    rare = [row[0] for row in ledger.connection.execute(query, (other,)) if row[0] not in {None, most}]
    # Who has few has them over a long time, as long as not all are of one day.
    fewest = min(rare, key=lambda each: ledger.connection.execute(sixth, (other, each)).fetchone()[0])
    said: list[str] = []
    ledger.connection.set_trace_callback(said.append)
    try:
        list(ledger.events(**{common: most, other: fewest}))
    finally:
        ledger.connection.set_trace_callback(None)
    [along] = [each for each in said if "FROM (SELECT event AS number, day FROM event_actors" in each]
    assert f"FROM event_actors WHERE event_actors.country = '{fewest}'" in along


@pytest.mark.parametrize("most", [planning.REJECTED, -1])
def test_where_an_index_has_all_that_is_asked_for_no_event_is_looked_at(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    query = (
        "SELECT one.country, two.country FROM event_actors AS one JOIN event_actors AS two ON two.event = one.event"
        " WHERE one.role = 'actor' AND two.role = 'recipient' AND one.country <> two.country GROUP BY 1, 2"
        " ORDER BY count(*) DESC, 1, 2"
    )
    actor, recipient = ledger.connection.execute(query).fetchone()
    asked = {"actor": actor, "recipient": recipient}
    gathered = ledger.events(**asked).numbers
    monkeypatch.setattr(planning, "FEW", 0)
    monkeypatch.setattr(planning, "FIRST", 0)
    # Where more than so many are rejected, each event is asked whether it is.
    monkeypatch.setattr(planning, "REJECTED", most)
    looked = any("SEARCH events USING INTEGER PRIMARY KEY" in each for each in plans(ledger, "events", asked))
    assert looked == (most < 0)
    assert gathered
    assert ledger.events(**asked).numbers == gathered


def work_of_placing(count: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Return how often rules are asked, and reports ranked, for an article of many equal events that join one."""
    done = [0, 0]

    def asked(a: Told, b: Told) -> str | None:
        done[0] += 1
        return barrier(a, b)

    def ranked(rows: list[Any]) -> Any:
        done[1] += len(rows)
        return leading(rows)

    day = datetime.date(2024, 3, 5)
    told = Told(
        "", "a1", "COERCE", status="actual", actor_countries=frozenset(("FRA",)), start=day, end=day, precision="day",
        published=day, word="arrested", trigger="arrest", sentence=(1, 2, 3), story=(1, 2, 3),
    )  # fmt: skip
    row: dict[str, Any] = {
        "known": "2024-03-05",
        "roles": 1,
        "date_start": "2024-03-05",
        "place": None,
        "statement": None,
    }
    rows = [{**row, "id": f"report-{at:04}", "number": at, "event": at, "verdict": None} for at in range(1, count + 1)]
    tolds = [replace(told, id=each["id"], at=50 * each["number"]) for each in rows]
    with monkeypatch.context() as patched, Ledger.open(":memory:") as empty:
        patched.setattr(events, "barrier", asked)
        patched.setattr(placing, "leading", ranked)
        found = placing.place_reports(empty.connection, rows, tolds)
    assert set(found.joined.values()) == {1}
    assert len(found.links) == len(found.joined) == count - 1
    return done[0], done[1]


def test_an_article_of_twice_as_many_events_takes_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    some, more = (work_of_placing(count, monkeypatch) for count in (200, 400))
    assert some[0] > 0
    assert all(after < 2.2 * before for before, after in zip(some, more, strict=True))
