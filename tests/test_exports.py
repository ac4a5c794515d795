"""Every export is read by a program that isn't ours."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import networkx as nx
import openpyxl
import pandas as pd
import pytest
from cli import one_line, run
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_readings import PLEDGE, READINGS, small_ledger
from pyarrow import parquet
from pyld import jsonld

from communique import Ledger, LedgerDamaged, LedgerMissing
from communique.export import FORMATS, Selection, write_export
from communique.export.coders import ACLED, ICEWS, POLECAT
from communique.export.columns import FAMILIES, VALUES
from communique.export.delimited import defused, write_values
from communique.export.tables import COLUMNS
from communique.export.whole import write_ledger
from communique.export.workbook import Workbook


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


def exported(ledger: Ledger, name: str, family: str = "", *, with_text: bool = False) -> bytes:
    out = io.BytesIO()
    FORMATS[name].writers[family](Selection(ledger.connection, with_text=with_text), out)
    return out.getvalue()


def table(ledger: Ledger, name: str, family: str = "", sep: str = ",") -> pd.DataFrame:
    frame = pd.read_csv(io.BytesIO(exported(ledger, name, family)), sep=sep, dtype=str, keep_default_na=False)
    assert isinstance(frame, pd.DataFrame)
    return frame


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_something_and_says_how_much(ledger: Ledger, name: str) -> None:
    for writer in FORMATS[name].writers.values():
        out = io.BytesIO()
        assert writer(Selection(ledger.connection), out) > 0
        assert out.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_empty(name: str) -> None:
    with Ledger.open(":memory:") as empty:
        for writer in FORMATS[name].writers.values():
            out = io.BytesIO()
            assert writer(Selection(empty.connection), out) == 0
            assert name == "ftm" or name in {"claims", "annotations", "bibtex"} or out.getvalue()


@pytest.mark.parametrize("family", COLUMNS)
def test_csv_has_the_columns_of_its_family(ledger: Ledger, family: str) -> None:
    assert tuple(table(ledger, "csv", family).columns) == COLUMNS[family]


def test_csv_tells_events_with_their_sentences(ledger: Ledger) -> None:
    frame = table(ledger, "csv", "events")
    row = frame[frame["type"] == "ASSAULT"].iloc[0]
    assert (row["actor_country"], row["place"], row["quantities"], row["told_by"]) == (
        "RUS",
        "Kharkiv",
        "dead 7",
        "Andriy Savchuk",
    )
    text = PLEDGE.article.text
    assert text[int(row["quote_start"]) : int(row["quote_end"])] == row["quote"]


def test_csv_keeps_a_range_open_where_it_is(ledger: Ledger) -> None:
    frame = table(ledger, "csv", "commitments")
    row = frame[frame["stage"] == "pledged"].iloc[0]
    assert (row["value"], row["low"], row["high"], row["currency"]) == ("80000000.0", "", "80000000.0", "EUR")
    assert row["items"] == "24 howitzers"


def test_what_a_spreadsheet_would_run_is_defused(ledger: Ledger) -> None:
    titles = set(table(ledger, "csv", "articles")["title"])
    assert "'=Parliament approves aid" in titles
    assert [defused(each) for each in ("=1+1", "+1", "-1", "@x", "\tx", "plain", -5, None)] == [
        *("'=1+1", "'+1", "'-1", "'@x", "'\tx", "plain"),
        *(-5, None),
    ]


def test_xlsx_has_a_sheet_for_each_family(ledger: Ledger) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(ledger, "xlsx")))
    assert book.sheetnames == list(COLUMNS)
    for family, columns in COLUMNS.items():
        assert tuple(cell.value for cell in next(book[family].rows)) == columns
    assert book["events"].max_row == 1 + ledger.events().total


CELL = st.one_of(
    *(st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False)),
    st.text(st.sampled_from("ab,;\"'<>&\n\t=+-@é\u2028 \U0001f600"), max_size=6),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8))
def test_a_workbook_is_read_as_it_was_written(rows: list[tuple[Any, ...]]) -> None:
    out = io.BytesIO()
    with Workbook(out) as book:
        assert book.add_sheet("events", ("a", "b & c", "d"), iter(rows)) == len(rows)
    read = openpyxl.load_workbook(out)["events"].iter_rows(values_only=True, max_col=3, max_row=1 + len(rows))
    cells = [tuple(None if each == "" else defused(each) for each in row) for row in rows]
    assert list(read) == [("a", "b & c", "d"), *cells]


def test_a_workbook_leaves_out_what_it_cannot_hold() -> None:
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_sheet("events", ("a", "b"), [("\x00=1+1\ufffe\x1f", "&" * 40_000), ("two\rlines", " edge ")])
    rows = openpyxl.load_workbook(out)["events"].iter_rows(min_row=2, values_only=True)
    assert list(rows) == [("'=1+1", "&" * 32_767), ("two\rlines", " edge ")]


def test_no_cell_of_a_workbook_is_a_formula(ledger: Ledger) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(ledger, "xlsx")))
    kinds = {cell.data_type for sheet in book for row in sheet.rows for cell in row}
    assert "f" not in kinds
    assert "'=Parliament approves aid" in {cell.value for cell in book["articles"]["D"]}


def test_a_sheet_has_columns_beyond_z() -> None:
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_sheet("events", [f"c{at}" for at in range(800)], [tuple(range(800))])
    sheet = openpyxl.load_workbook(out)["events"]
    assert [sheet[name].value for name in ("Z2", "AA2", "AZ2", "ZZ2", "AAA2")] == [25, 26, 51, 701, 702]


def test_a_workbook_goes_to_a_stream_that_cannot_go_back(ledger: Ledger) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    out = Pipe()
    FORMATS["xlsx"].writers[""](Selection(ledger.connection), out)
    assert openpyxl.load_workbook(io.BytesIO(out.getvalue())).sheetnames == list(COLUMNS)


@pytest.mark.parametrize("family", COLUMNS)
def test_parquet_holds_what_csv_holds(ledger: Ledger, family: str) -> None:
    read = parquet.read_table(io.BytesIO(exported(ledger, "parquet", family)))
    assert tuple(read.column_names) == COLUMNS[family]
    assert read["id"].to_pylist() == table(ledger, "csv", family)["id"].tolist()


def test_texts_go_out_only_when_asked_for(ledger: Ledger) -> None:
    without = parquet.read_table(io.BytesIO(exported(ledger, "parquet", "articles")))["text"].to_pylist()
    given = parquet.read_table(io.BytesIO(exported(ledger, "parquet", "articles", with_text=True)))["text"].to_pylist()
    assert without == [None] * len(READINGS)
    assert given == [each.article.text for each in READINGS]


@pytest.mark.parametrize(
    ("name", "columns", "sep"), [("polecat", POLECAT, "\t"), ("icews", ICEWS, "\t"), ("acled", ACLED, ",")]
)
def test_event_data_has_the_published_columns(ledger: Ledger, name: str, columns: tuple[str, ...], sep: str) -> None:
    assert len(columns) == {"polecat": 40, "icews": 20, "acled": 31}[name]
    assert tuple(table(ledger, name, sep=sep).columns) == columns


def test_polecat_has_one_row_an_event_or_one_a_dyad(ledger: Ledger) -> None:
    whole, dyads = table(ledger, "polecat", sep="\t"), table(ledger, "polecat", "dyads", sep="\t")
    assert len(whole) == ledger.events(status=["actual", "historical"]).total
    assert len(dyads) > len(whole)
    assert not dyads["Actor Name"].str.contains(";").any()
    assert dyads["Event ID"].is_unique


@pytest.mark.parametrize("name", ["polecat", "icews", "acled"])
def test_what_did_not_happen_goes_out_only_if_asked_for(name: str, tmp_path: Path) -> None:
    """A denial, a plan and a threat stood among the facts: these shapes have no column for a status."""
    path, goal = tmp_path / "l.db", tmp_path / "events.tsv"
    with small_ledger(str(path)) as ledger:
        status = {each.id: each.status for each in ledger.events(limit=None)}

    def written() -> set[str]:
        return {re.split("[,\t.]", line, maxsplit=1)[0] for line in goal.read_text().splitlines()[1:]}

    asked = ("export", name, "-o", str(goal), "--ledger", str(path))
    usual, ids = run(*asked), written()
    assert {status[each] for each in ids} <= {"actual", "historical"}
    every, more = run(*asked, "--all-statuses"), written()
    assert f"{len(more - ids)} event" in usual.stderr
    assert "left out" not in every.stderr
    assert name == "acled" or more == set(status)
    assert "is for polecat, icews, acled" in run("export", "csv", "-o", "-", "--all-statuses").stderr


def test_a_country_is_no_point_on_a_map(ledger: Ledger) -> None:
    collection = json.loads(exported(ledger, "geojson"))
    assert collection["type"] == "FeatureCollection"
    points = {each["properties"]["place"]: each["geometry"] for each in collection["features"]}
    assert points["Kharkiv"]["coordinates"] == [36.25272, 49.98081]
    assert points[None] is None


def test_acled_has_what_happened_with_its_dead(ledger: Ledger) -> None:
    frame = table(ledger, "acled")
    strikes = frame[frame["sub_event_type"] == "Air/drone strike"]
    assert sorted(strikes["fatalities"]) == ["3", "7"]
    assert not frame["event_id_cnty"].duplicated().any()


def test_kiel_adds_no_allocation_to_a_commitment(ledger: Ledger) -> None:
    frame = table(ledger, "kiel")
    sums = {measure: each["source_reported_value"].tolist() for measure, each in frame.groupby("measure")}
    assert sums == {"Allocation": ["80000000", "", ""], "Commitment": ["80000000"]}
    assert frame["month"].tolist() == ["25", "25", "27", "27"]


def test_sipri_has_delivered_arms(ledger: Ledger) -> None:
    frame = table(ledger, "sipri")
    assert frame[
        ["Supplier", "Recipient", "Designation", "Numbers delivered", "Delivery year"]
    ].to_numpy().tolist() == [
        ["Estonia", "Ukraine", "howitzers", "12", "2024"],
        ["Estonia", "Ukraine", "howitzers", "10", "2024"],
    ]
    assert set(frame["TIV delivery values"]) == {""}


def test_the_calendar_has_what_is_planned(ledger: Ledger) -> None:
    calendar = icalendar.Calendar.from_ical(exported(ledger, "ical").decode())
    (visit,) = calendar.walk("VEVENT")
    assert str(visit["SUMMARY"]) == "CONSULT visit: Andriy Savchuk → Germany"
    assert (visit["DTSTART"].dt.isoformat(), visit["DTEND"].dt.isoformat()) == ("2024-01-29", "2024-01-30")
    assert str(visit["STATUS"]) == "CONFIRMED"
    assert all(len(line) <= 75 for line in exported(ledger, "ical").split(b"\r\n"))


def test_the_graph_has_actors_and_counts(ledger: Ledger) -> None:
    graph = nx.read_graphml(io.BytesIO(exported(ledger, "graphml")))
    names = {node: data["name"] for node, data in graph.nodes(data=True)}
    weights = {(names[one], names[other]): data["weight"] for one, other, data in graph.edges(data=True)}
    assert weights["Estonia", "Ukraine"] == 2


def test_claims_are_json_ld(ledger: Ledger) -> None:
    claims = [json.loads(line) for line in exported(ledger, "claims").splitlines()]
    assert len(claims) == sum(len(each.statements) for each in READINGS)
    offline = [{**each, "@context": {"@vocab": "https://schema.org/"}} for each in claims]
    for each in offline:
        (expanded,) = jsonld.expand(each)
        assert expanded["@type"] == ["https://schema.org/Claim"]
        assert "https://schema.org/reviewRating" not in expanded


def test_annotations_select_what_the_article_says(ledger: Ledger) -> None:
    texts = {each.article.url or f"urn:communique:article-{each.article.id}": each.article.text for each in READINGS}
    for line in exported(ledger, "annotations").splitlines():
        annotation = json.loads(line)
        position, quote = annotation["target"]["selector"]
        text = texts[annotation["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])


def test_follow_the_money_entities_are_valid(ledger: Ledger) -> None:
    model = pytest.importorskip("followthemoney.model", reason="followthemoney isn't installed").Model
    from followthemoney import model as schemata  # noqa: PLC0415  # as above

    del model
    entities = [schemata.get_proxy(json.loads(line)) for line in exported(ledger, "ftm").splitlines()]
    kinds = {entity.schema.name for entity in entities}
    assert {"Article", "Event", "PublicBody"} <= kinds
    known = {entity.id for entity in entities}
    assert all(set(entity.get("involved", quiet=True)) <= known for entity in entities)


def test_bibtex_and_csl_have_every_article(ledger: Ledger) -> None:
    entries = exported(ledger, "bibtex").decode()
    assert entries.count("@article{") == len(READINGS)
    assert "{Estonia promises guns}" in entries
    items = json.loads(exported(ledger, "csl"))
    assert items[0]["issued"] == {"date-parts": [[2024, 1, 18]]}


def test_an_export_is_there_whole_or_not_at_all(ledger: Ledger, tmp_path: Path) -> None:
    def breaks(_: Selection, out: io.BufferedIOBase) -> int:
        out.write(b"half")
        raise RuntimeError("stopped")

    goal = tmp_path / "events.csv"
    goal.write_text("before")
    with pytest.raises(RuntimeError):
        write_export(breaks, Selection(ledger.connection), goal)  # type: ignore[arg-type]
    assert goal.read_text() == "before"
    assert list(tmp_path.iterdir()) == [goal]
    assert write_export(FORMATS["csv"].writers["events"], Selection(ledger.connection), goal) > 0
    assert next(csv.reader(io.StringIO(goal.read_text())))[0] == "id"


def test_a_pipe_is_written_to_and_not_replaced(ledger: Ledger, tmp_path: Path) -> None:
    """As a device is: `-o /dev/null` by root put a file in the place of the machine's."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with open(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as told:  # noqa: PTH123  # it doesn't wait for a writer
        write_export(FORMATS["csl"].writers[""], Selection(ledger.connection), pipe)
        assert pipe.is_fifo()
        assert len(json.loads(told.read())) == len(READINGS)
    assert list(tmp_path.iterdir()) == [pipe]


def test_what_a_link_leads_to_is_written_and_the_link_stays(ledger: Ledger, tmp_path: Path) -> None:
    link, goal = tmp_path / "latest.json", tmp_path / "x.json"
    link.symlink_to(goal)
    write_export(FORMATS["csl"].writers[""], Selection(ledger.connection), link)
    assert link.is_symlink()
    assert json.loads(goal.read_text())


@pytest.mark.parametrize("how", ["itself", "symbolic link", "hard link", "its log", "another", "another's log"])
@pytest.mark.parametrize(
    "command",
    [
        ("export", "csv", "-o"),
        ("export", "xlsx", "-o"),
        ("export", "parquet", "--family", "events", "-o"),
        ("decisions", "export"),
        ("report", "-o"),
    ],
)
def test_no_ledger_is_written_over(command: tuple[str, ...], how: str, tmp_path: Path) -> None:
    """An export under the ledger's own name made an empty file of it."""
    path, other, link = tmp_path / "l.db", tmp_path / "other.db", tmp_path / "out"
    small_ledger(str(path)).close()
    Ledger.open(other).close()
    before = path.read_bytes(), other.read_bytes()
    with Ledger.open(path, write=False) as held:
        if how == "symbolic link":
            link.symlink_to(path)
        elif how == "hard link":
            link.hardlink_to(path)
        goals = {"itself": path, "its log": f"{path}-wal", "another": other, "another's log": f"{other}-wal"}
        ran = run(*command, str(goals.get(how, link)), "--ledger", str(path))
        assert "Name another file to write to" in one_line(ran)
        assert ran.exit_code == 2
        assert len(held.events(limit=None)) > 0
    assert (path.read_bytes(), other.read_bytes()) == before


def test_a_table_of_actors_is_not_written_over_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    small_ledger(str(path)).close()
    ran = run("actors", "import", "--format", "ftm", "-", "-o", str(path))
    assert "would be lost" in one_line(ran)
    with Ledger.open(path) as ledger:
        assert len(ledger.events()) > 0


def test_a_folder_that_is_not_there_is_told(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="doesn't exist"):
        write_export(FORMATS["csl"].writers[""], Selection(ledger.connection), tmp_path / "none" / "x.json")


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_ledger_is_told_as_that(name: str, tmp_path: Path) -> None:
    with small_ledger(str(tmp_path / "l.db")) as ledger:
        for trigger in ledger.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            ledger.connection.execute(f"DROP TRIGGER {trigger[0]}")
        for table, column in (("articles", "publisher"), ("actors", "name")):
            ledger.connection.execute(f"UPDATE {table} SET {column} = CAST(x'ff41' AS TEXT)")  # noqa: S608
        for write in FORMATS[name].writers.values():
            with pytest.raises(LedgerDamaged, match=r"l\.db is damaged"):
                write(Selection(ledger.connection), io.BytesIO())
        with pytest.raises(LedgerDamaged):
            write_ledger(Selection(ledger.connection), tmp_path / "folder")
        assert not (tmp_path / "folder").exists()


def test_what_the_disk_says_is_not_the_ledgers(ledger: Ledger) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        FORMATS["csv"].writers["events"](Selection(ledger.connection), Full())


@pytest.mark.parametrize("name", ["acled", "ical", "kiel", "sipri", "geojson"])
def test_what_is_chosen_goes_out_in_its_order(ledger: Ledger, name: str) -> None:
    def numbers(table: str) -> list[int]:
        return [row[0] for row in ledger.connection.execute(f"SELECT number FROM {table} ORDER BY number")]  # noqa: S608

    out, back = io.BytesIO(), io.BytesIO()
    events, promises = numbers("events"), numbers("commitments")
    write = FORMATS[name].writers[""]
    count = write(Selection(ledger.connection, events=events, commitments=promises), out)
    assert out.getvalue() == exported(ledger, name)
    assert write(Selection(ledger.connection, events=events[::-1], commitments=promises[::-1]), back) == count
    assert sorted(out.getvalue().splitlines()) == sorted(back.getvalue().splitlines()) or name == "geojson"
    assert count < 2 or out.getvalue() != back.getvalue()


def test_rows_written_at_speed_are_those_of_the_records(ledger: Ledger) -> None:
    chosen = Selection(ledger.connection)
    for family, columns in COLUMNS.items():
        rows = list(FAMILIES[family](chosen))
        assert [tuple(row) for row in rows] == [columns] * len(rows)
        assert [tuple(row.values()) for row in rows] == list(VALUES[family](chosen))


def test_actors_that_were_let_go_of_are_looked_up_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: exported(ledger, name) for name in ("geojson", "polecat", "kiel")}
    monkeypatch.setattr("communique.ledger.told.people._MOST", 0)
    monkeypatch.setattr("communique.ledger.told.people.BATCH", 1)
    assert {name: exported(ledger, name) for name in kept} == kept


def test_a_negative_intensity_stays_a_number(ledger: Ledger) -> None:
    assert set(table(ledger, "polecat", sep="\t")["Intensity"]) >= {"-9", "2.5", "7"}
    assert "-9" in set(table(ledger, "icews", sep="\t")["Intensity"])


CELLS = st.one_of(
    st.none(), st.integers(), st.floats(allow_nan=False), st.text(st.sampled_from('ab,;"\n\r\t\0=+-@é '), max_size=6)
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8), st.sampled_from(",\t"))
def test_delimited_text_is_what_the_csv_module_writes_and_reads(rows: list[tuple[Any, ...]], delimiter: str) -> None:
    out, expected = io.BytesIO(), io.StringIO(newline="")
    assert write_values(iter(rows), ("free", "type", "told_by"), out, delimiter) == len(rows)
    ours = list(csv.reader(io.StringIO(out.getvalue().decode(), newline=""), delimiter=delimiter))
    # A column of codes is never defused, and its texts never begin like a formula.
    cells = [[defused(a), b, defused(c)] for a, b, c in rows]
    csv.writer(expected, delimiter=delimiter).writerows([("free", "type", "told_by"), *cells])
    assert ours == list(csv.reader(io.StringIO(expected.getvalue(), newline=""), delimiter=delimiter))


def test_a_sheet_that_is_full_goes_on_in_another(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    total = ledger.events().total
    monkeypatch.setattr("communique.export.tables.MOST_ROWS", total)
    book = openpyxl.load_workbook(io.BytesIO(exported(ledger, "xlsx")))
    assert book["events"].max_row == total
    assert [cell.value for cell in next(book["events 2"].rows)] == list(COLUMNS["events"])
    assert book["events 2"].max_row == 2
    assert "events 3" not in book.sheetnames


def test_days_of_a_workbook_are_days(ledger: Ledger) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exported(ledger, "xlsx")))["events"]
    at = COLUMNS["events"].index("day")
    rows = list(sheet.iter_rows(min_row=2))
    told = {row[0].value: row[at] for row in rows}
    for each in ledger.events(limit=None):
        assert told[each.id].value == datetime.datetime.fromisoformat(each.day)
        assert told[each.id].number_format == "yyyy\\-mm\\-dd"
    assert sheet.auto_filter.ref == sheet.dimensions
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_sheet("events", ("day", "published"), [("1899-12-31", "2024-02-30"), ("9999-12-31", None), (5, "=x")])
    cells = list(openpyxl.load_workbook(out)["events"].iter_rows(min_row=2, values_only=True))
    assert cells == [("1899-12-31", "2024-02-30"), (datetime.datetime.fromisoformat("9999-12-31"), None), (5, "'=x")]
