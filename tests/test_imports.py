"""Rows of others' data sets in a ledger: what they become, what they never do, and our own exports read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from cli import run
from click.testing import CliRunner
from generated_readings import FakeReader, inputs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_readings import READINGS, small_ledger

from communique import Ledger
from communique.cli.imports import import_
from communique.errors import UnreadableFile, UnsupportedFormat
from communique.export import FORMATS, Selection, write_export
from communique.export.coders import ACLED, ICEWS, POLECAT
from communique.export.whole import ledger_tables, write_ledger
from communique.imports import RowOutcome, is_exported, open_data, restore, store_rows
from communique.ledger.full.details import CommitmentInFull
from communique.ledger.full.event_details import EventInFull

KINDS = ("polecat", "icews", "acled", "kiel")
OURS = {
    "polecat": ["Event ID", "Source", "Version"],
    "icews": ["Event ID", "Story ID", "Publisher"],
    # A day that ACLED tells to the month alone is read as that month.
    "acled": ["event_id_cnty", "event_date", "source", "timestamp"],
    "kiel": ["thread", "id", "source_1"],
}
"""Columns that tell who wrote the file, not what happened."""


@pytest.fixture(scope="module")
def own() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger.open(":memory:") as made:
        yield made


def table(path: Path) -> pd.DataFrame:
    sep = "\t" if path.suffix == ".tsv" else ","
    frame = pd.read_csv(path, sep=sep, dtype=str, keep_default_na=False)
    assert isinstance(frame, pd.DataFrame)
    return frame


def exported(ledger: Ledger, kind: str, folder: Path, *, imported: bool = False) -> Path:
    path = folder / f"{kind}-{imported}{FORMATS[kind].suffix}"
    write_export(FORMATS[kind].writers[""], Selection(ledger.connection, with_imported=imported), path)
    return path


def taken(ledger: Ledger, path: Path, kind: str | None = None) -> list[RowOutcome]:
    return list(store_rows(ledger, open_data(path, kind)))


def polecat(path: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    usual = {"Event Date": "2024-02-01", "Event Type": "ASSAULT", "Actor Name": "Russia", "Actor Country": "RUS"}
    lines = ["\t".join(POLECAT), *("\t".join((usual | row).get(each, "") for each in POLECAT) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_what_we_export_comes_back_the_same(own: Ledger, ledger: Ledger, tmp_path: Path, kind: str) -> None:
    first = exported(own, kind, tmp_path)
    data = open_data(first)
    assert data.kind == kind
    assert {each.state for each in store_rows(ledger, data)} == {"added"}
    again = exported(ledger, kind, tmp_path, imported=True)
    left, right = (table(path).drop(columns=OURS[kind]) for path in (first, again))
    pd.testing.assert_frame_equal(left, right)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_its_own_article_with_its_file_and_number(
    own: Ledger, ledger: Ledger, tmp_path: Path, kind: str
) -> None:
    path = exported(own, kind, tmp_path)
    taken(ledger, path)
    records: list[EventInFull | CommitmentInFull] = [*ledger.events(limit=None), *ledger.commitments(limit=None)]
    assert len(records) == len(table(path))
    for each in records:
        reading = ledger.reading(each.quote.article)
        assert reading is not None
        text = reading.article.text
        assert text[each.quote.start : each.quote.end] == each.quote.quote
        assert (reading.reader.name, reading.reader.version) == ("import", kind)
        row = int(str(reading.article.ref).removeprefix(f"{path.name}:"))
        ident = str(table(path).iloc[row - 2].iloc[-1 if kind == "kiel" else 0])
        assert ident in text
        assert str(each.quote.publisher).endswith("(imported)")


def test_imported_rows_stand_beside_ones_own_and_add_nothing_to_them(own: Ledger, tmp_path: Path) -> None:
    with small_ledger() as both:
        before, sums = both.stats(), both.totals(["donor"])
        for kind in KINDS:
            taken(both, exported(own, kind, tmp_path))
        assert both.events().total > before["events"]
        assert [row.id for row in both.events(source="!imported", limit=None)] == [
            row.id for row in own.events(limit=None)
        ]
        assert {row.sources for row in both.events(source="!imported", limit=None)} == {
            row.sources for row in own.events(limit=None)
        }
        after = both.stats()
        assert (after["articles"], after["independent_sources"]) == (before["articles"], before["independent_sources"])
        assert after["imported_rows"] > 0
        assert both.totals(["donor"]).rows == sums.rows
        assert both.totals(["donor"], source="imported").rows != sums.rows
        assert [each.wrong for each in both.examine()].count(True) == 0
        for kind in KINDS:
            assert exported(both, kind, tmp_path).read_bytes() == exported(own, kind, tmp_path).read_bytes()


def test_importing_again_adds_nothing_and_a_changed_row_takes_its_place(ledger: Ledger, tmp_path: Path) -> None:
    row = {"Event ID": "7", "Recipient Name": "Ukraine", "Recipient Country": "UKR", "Placename": "Sumy"}
    path = polecat(tmp_path / "a.tsv", row, {**row, "Event ID": "8"})
    assert [each.state for each in taken(ledger, path)] == ["added", "added"]
    assert [each.state for each in taken(ledger, path)] == ["known", "known"]
    newer = polecat(tmp_path / "b.tsv", {**row, "Placename": "Odesa"}, {**row, "Event ID": "8"})
    assert [each.state for each in taken(ledger, newer)] == ["changed", "known"]
    assert sorted(str(each.place) for each in ledger.events()) == ["Odesa", "Sumy"]
    assert ledger.search("Odesa")
    assert [each.wrong for each in ledger.examine()].count(True) == 0


def test_bad_rows_are_told_with_number_and_reason_and_the_good_ones_go_in(ledger: Ledger, tmp_path: Path) -> None:
    path = polecat(
        tmp_path / "rows.tsv",
        {"Event ID": "1"},
        {"Event ID": "2", "Event Type": "PICNIC"},
        {"Event ID": "3", "Event Date": "soon"},
        {"Event ID": "4", "Latitude": "95", "Longitude": "10", "Placename": "X"},
        {"Event ID": "5"},
    )
    text = path.read_text().splitlines()
    path.write_text("\n".join([*text, "6\tonly\tthree", 'x\t"open']) + "\n")
    found = taken(ledger, path)
    assert [(each.row, each.state) for each in found] == [
        *((2, "added"), (3, "bad"), (4, "bad"), (5, "bad"), (6, "added"), (7, "bad"), (8, "bad"))
    ]
    reasons = [each.reason for each in found if each.state == "bad"]
    assert not any(each.startswith("line ") for each in reasons)  # the row's number stands before it
    for word, reason in zip(("PICNIC", "soon", "latitude", "3 cells", "quotation mark"), reasons, strict=True):
        assert word in reason
    assert ledger.events().total == 2


def test_lists_and_latin_letters_of_a_published_file_are_read(ledger: Ledger, tmp_path: Path) -> None:
    row = {
        "Actor Name": "José Peña;Poland",
        "Actor Country": "PRY;POL",
        "Actor Sectors": "GOV ELI;GOV",
        "Actor Title": "president;",
        "Recipient Name": "None",
        "Recipient Country": "UKR",
        "Event Type": "consult",
        "Event Mode": "visit",
        "Contexts": "diplomatic;military;gossip",
    }
    taken(ledger, polecat(tmp_path / "latin.txt", row, encoding="iso-8859-1"))
    (event,) = ledger.events()
    assert [(each.name, each.kind, each.country, each.sectors) for each in event.actors] == [
        ("José Peña", "person", "PRY", ("GOV", "ELI")),
        ("Poland", "state", "POL", ("GOV",)),
    ]
    assert [(each.name, each.kind, each.country) for each in event.recipients] == [("Ukraine", "state", "UKR")]
    assert (event.type, event.mode, event.contexts) == ("CONSULT", "visit", ("diplomatic", "military"))


def test_icews_codes_and_country_names_are_understood(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ("Engage in violent protest", "145", "Protester (Chile)", "Chile"),
        ("Use conventional military force", "190", "Military (Russia)", "Russian Federation"),
        ("Make statement", "010", "Chile", "Chile"),
    ]
    lines = ["\t".join(ICEWS)]
    for number, (text, code, name, country) in enumerate(rows, 1):
        cells = {"Event ID": str(number), "Event Date": "2015-03-04", "Event Text": text, "CAMEO Code": code}
        cells |= {"Source Name": name, "Source Country": country, "Intensity": "-7.5"}
        lines.append("\t".join(cells.get(each, "") for each in ICEWS))
    path = tmp_path / "icews.tab"
    path.write_text("\n".join(lines))
    assert [(each.state, each.row) for each in taken(ledger, path)] == [("added", 2), ("added", 3), ("bad", 4)]
    found = {each.type: (each.mode, each.actors[0].country, each.score) for each in ledger.events()}
    assert found == {"PROTEST": ("riot", "CHL", -7.5), "ASSAULT": (None, "RUS", -7.5)}


def test_acled_notes_are_the_sentence_and_its_dead_are_counted(ledger: Ledger, tmp_path: Path) -> None:
    row = {
        "event_id_cnty": "UKR1",
        "event_date": "16 January 2024",
        "time_precision": "1",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Military Forces of Russia (2000-)",
        "inter1": "State forces",
        "actor2": "Civilians (Ukraine)",
        "inter2": "Civilians",
        "country": "Ukraine",
        "location": "Kherson",
        "latitude": "46.64",
        "longitude": "32.61",
        "geo_precision": "1",
        "notes": 'Shells fell on a "safe" market, and three died.',
        "fatalities": "3",
    }
    path = tmp_path / "acled.csv"
    pd.DataFrame([{name: row.get(name, "") for name in ACLED}]).to_csv(path, index=False)
    taken(ledger, path)
    (event,) = ledger.events()
    assert (event.type, event.mode, event.day) == ("ASSAULT", "heavy-weapons", "2024-01-16")
    assert (event.place, event.country, event.point) == ("Kherson", "UKR", (32.61, 46.64))
    assert event.quote.quote == row["notes"]
    assert [(each.kind, each.value) for each in event.quantities] == [("dead", 3)]
    assert [(each.country, each.sectors) for each in (*event.actors, *event.recipients)] == [
        ("RUS", ("MIL",)),
        ("UKR", ("CVL",)),
    ]


def acled(path: Path, *rows: dict[str, str]) -> Path:
    usual = {"event_date": "2024-01-16", "sub_event_type": "Armed clash", "actor1": "Military Forces of Russia (2000-)"}
    cells = [
        {name: (usual | {"event_id_cnty": str(at)} | row).get(name, "") for name in ACLED}
        for at, row in enumerate(rows)
    ]
    pd.DataFrame(cells).to_csv(path, index=False)
    return path


def test_a_column_tells_whether_the_day_stands_first(ledger: Ledger, tmp_path: Path) -> None:
    """01/02/2024 was 2 January to 1 February beside 31/01/2024."""
    dates = ("01/02/2024", "31/01/2024", "31-Jan-2024", "2024/01/31")
    taken(ledger, acled(tmp_path / "acled.csv", *({"event_date": each} for each in dates)))
    assert sorted((each.day, each.date_precision) for each in ledger.events()) == [
        *[("2024-01-31", "day")] * 3, ("2024-02-01", "day"),
    ]  # fmt: skip
    data = open_data(acled(tmp_path / "either.csv", {"event_date": "01/02/2024", "notes": "A clash."}))
    assert [each.state for each in store_rows(ledger, data)] == ["changed"]
    assert "whether the day or the month stands first" in data.notes[0]


def test_fatalities_that_are_no_number_are_told(ledger: Ledger, tmp_path: Path) -> None:
    """1e3 was 1; -5 and "many" went without a word."""
    rows = [{"fatalities": each} for each in ("1e3", "-5", "many", "0", "1,200")]
    found = taken(ledger, acled(tmp_path / "acled.csv", *rows))
    assert [each.state for each in found] == ["added", "bad", "bad", "added", "added"]
    assert "fatalities 'many' is no number of people" in found[2].reason
    assert sorted(each.value or 0 for event in ledger.events() for each in event.quantities) == [1000, 1200]


def test_sums_of_a_home_made_sheet_have_units_and_what_is_not_understood_is_noted(tmp_path: Path) -> None:
    sheet, file = tmp_path / "own.csv", tmp_path / "own.db"
    rows = ["Donor;Date;Measure;Total value;Currency", "Estonia;2024/01/30;Allocation;75-85 million;EUR"]
    sheet.write_text("\n".join([*rows, "Norway;2024-02-01;Allocation;some;NOK"]))
    ran = run("import", str(sheet), "--ledger", str(file))
    assert "no sum was taken from 'Total value' in row 3 'some'" in ran.stderr
    with Ledger.open(file) as made:
        found = {each.day: (each.value, each.low, each.high) for each in made.commitments()}
    assert found == {"2024-01-30": (8e7, 7.5e7, 8.5e7), "2024-02-01": (None, None, None)}


def own_sheet(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["ID;Donor;Date;Measure;Total value;Currency", *rows]) + "\n")
    return path


def test_sheets_that_number_alike_keep_their_rows_and_a_corrected_one_replaces_its_own(
    ledger: Ledger, tmp_path: Path
) -> None:
    """The rows of a second sheet took the place of the first's: every home-made sheet counts from 1."""
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    taken(ledger, own_sheet(one, "1;Estonia;2024-01-30;Allocation;80000000;EUR"))
    data = open_data(own_sheet(other, "1;Norway;2024-03-12;Allocation;150000000;NOK"))
    assert [each.state for each in store_rows(ledger, data)] == ["added"]
    assert data.notes[-1] == f"rows with ids that rows of {one} have are others and were kept beside them: 2"
    assert [each.state for each in taken(ledger, other)] == ["known"]
    assert [each.state for each in taken(ledger, own_sheet(one, "1;Estonia;2024-01-31;Allocation;81000000;EUR"))] == [
        "changed"
    ]
    data = open_data(own_sheet(tmp_path / "release2.csv", "1;Norway;2024-03-12;Allocation;160000000;NOK"))
    assert [each.state for each in store_rows(ledger, data)] == ["changed"]
    assert data.notes[-1] == f"rows with ids that rows of {other} have tell the same and took their place: 2"
    assert sorted(each.value or 0 for each in ledger.commitments()) == [8.1e7, 1.6e8]


def test_names_apart_by_and_are_donors_of_their_own(ledger: Ledger, tmp_path: Path) -> None:
    taken(ledger, own_sheet(tmp_path / "own.csv", "1;Estonia and Latvia;2024-01-30;Allocation;80000000;EUR"))
    (made,) = ledger.commitments()
    assert [(each.name, each.country) for each in made.donors] == [("Estonia", "EST"), ("Latvia", "LVA")]


def test_kiel_workbooks_keep_promises_and_packages_apart(ledger: Ledger, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Bilateral assistance"])
    sheet.append(["donor", "announcement_date", "measure", "aid_type_general", "explanation", "reporting_currency"])
    for column, name in enumerate(("tot_activity_value", "item", "item_type"), 7):
        sheet.cell(2, column, name)
    sheet.append(["Norway", "2023-02-16", "Commitment", "Financial", "A programme over years.", "NOK", 7.5e10])
    sheet.append(["Norway", "2023-05-02", "Allocation", "Military", ".", "NOK", 2e8, "8 howitzers", "artillery"])
    sheet.append([None, "2023-05-02", "Allocation", "Military", "Nobody's.", "NOK", 1e6])
    path = tmp_path / "tracker.xlsx"
    book.save(path)
    found = taken(ledger, path)
    assert sorted((each.row, each.state) for each in found) == [(3, "added"), (4, "added"), (5, "bad")]
    rows = {each.stage: each for each in ledger.commitments()}
    assert (rows["pledged"].value, rows["pledged"].currency, rows["pledged"].category) == (7.5e10, "NOK", "financial")
    assert rows["pledged"].quote.quote == "A programme over years."
    (item,) = rows["approved"].items
    assert (item.designation, item.item_class, item.count) == ("howitzers", "artillery", 8)
    assert [each.name for each in rows["approved"].recipients] == ["Ukraine"]
    assert rows["pledged"].thread != rows["approved"].thread


def test_a_file_of_another_kind_is_refused_with_advice(tmp_path: Path) -> None:
    letter = tmp_path / "letter.csv"
    letter.write_text("dear,all\nof,you\n")
    with pytest.raises(UnsupportedFormat, match="--kind"):
        open_data(letter)
    with pytest.raises(UnsupportedFormat, match="Event Date"):
        open_data(letter, "polecat")
    with pytest.raises(UnreadableFile):
        open_data(tmp_path / "none.tsv")


CELL = st.text(st.characters(exclude_characters="\t\r\n", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.dictionaries(st.sampled_from(POLECAT), CELL, max_size=12), max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cells_become_records_or_reasons(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    path = polecat(tmp_path / "any.tsv", *rows)
    with Ledger.open(":memory:") as ledger:
        found = taken(ledger, path, "polecat")
        assert ledger.events().total == sum(each.state == "added" for each in found)
        assert all(each.reason for each in found if each.state == "bad")


def rows_of(ledger: Ledger) -> dict[str, list[str]]:
    tables = ledger_tables(ledger.connection)
    queries = {each: f"SELECT * FROM {each}" for each in tables}  # noqa: S608  # names of ours
    return {
        name: sorted(repr(tuple(row)) for row in ledger.connection.execute(query)) for name, query in queries.items()
    }


def put_out(ledger: Ledger, folder: Path) -> Path:
    write_ledger(Selection(ledger.connection, with_text=True), folder)
    return folder


def _verdict(ledger: Ledger, at: int) -> None:
    ledger.decide("reject" if at % 2 else "accept", [ledger.events()[at % 3].id], "ann")


def _edit(ledger: Ledger, at: int) -> None:
    ledger.decide("edit", [ledger.commitments()[at % 2].id], "bob", field="stage", value="pledged")


def _merge(ledger: Ledger, at: int) -> None:
    events = ledger.events()
    ledger.decide("merge", [events[at % 2].id, events[2].id], "ann", note="the same")


def _take_back(ledger: Ledger, _: int) -> None:
    made = [each for each in ledger.decisions() if each.verb != "undo"]
    undone = {each.undoes for each in ledger.decisions()}
    for each in made:
        if each.id not in undone:
            ledger.undo(each.id, "ann")
            break


STEPS: tuple[Callable[[Ledger, int], None], ...] = (_verdict, _edit, _merge, _take_back)


@given(
    st.permutations(range(len(READINGS))),
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=4),
    st.integers(0, 4),
)
@settings(max_examples=4, deadline=None)
def test_a_ledger_comes_back_equal_from_parquet(
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    steps: list[tuple[Callable[[Ledger, int], None], int]],
    made: int,
) -> None:
    folder = tmp_path_factory.mktemp("whole") / "ledger"
    with Ledger.open(":memory:") as ledger, Ledger.open(":memory:") as back:
        list(ledger.add(inputs(made), reader=FakeReader()))  # type: ignore[arg-type]  # a stand-in
        for each in order:
            ledger.put(READINGS[each])
        for step, at in steps:
            step(ledger, at)
        assert restore(back, put_out(ledger, folder)).equal
        assert rows_of(back) == rows_of(ledger)
        assert [each.quote for each in back.search("howitzers")] == [each.quote for each in ledger.search("howitzers")]
        assert not [each.check for each in back.examine() if each.wrong]


def test_another_ledger_takes_readings_links_and_decisions_over(tmp_path: Path) -> None:
    with small_ledger() as ledger, Ledger.open(":memory:") as other:
        _merge(ledger, 0)
        _verdict(ledger, 1)
        folder = put_out(ledger, tmp_path / "ledger")
        other.put(READINGS[0])
        found = restore(other, folder)
        assert (found.articles, found.decisions, found.equal) == (len(READINGS) - 1, 2, False)
        for name in ("events", "reports", "threads", "commitments", "links", "decisions"):
            assert rows_of(other)[name] == rows_of(ledger)[name]
        assert restore(other, folder).articles == 0


def test_a_folder_without_articles_or_with_a_damaged_file_leaves_the_ledger_empty(own: Ledger, tmp_path: Path) -> None:
    bare, damaged = tmp_path / "bare", tmp_path / "damaged"
    write_ledger(Selection(own.connection), bare)
    assert is_exported(bare)
    put_out(own, damaged)
    (damaged / "tables" / "reports.parquet").write_bytes(b"PAR1 no more")
    with Ledger.open(":memory:") as ledger:
        with pytest.raises(UnsupportedFormat, match="--with-text"):
            restore(ledger, bare)
        with pytest.raises(UnreadableFile):
            restore(ledger, damaged)
        assert {name for name, rows in rows_of(ledger).items() if rows} == set()
        assert ledger.connection.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'").fetchone()[0] > 0


def test_an_export_of_the_whole_ledger_never_writes_over_something(own: Ledger, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine")
    with pytest.raises(Exception, match="has something in it"):
        put_out(own, tmp_path / "there")
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def test_the_command_tells_what_came_and_ends_with_an_error_for_bad_rows(tmp_path: Path) -> None:
    path = polecat(tmp_path / "rows.tsv", {"Event ID": "1"}, {"Event ID": "2", "Event Type": "PICNIC"})
    ledger = str(tmp_path / "a.db")
    result = CliRunner().invoke(import_, [str(path), "--ledger", ledger])
    assert "polecat: 1 added, 1 bad" in result.stdout
    assert "row 3 of rows.tsv" in result.stderr
    assert result.exit_code > 0
    folder = str(tmp_path / "out")
    assert run("export", "parquet", "--with-text", "-o", folder, "--ledger", ledger).exit_code == 0
    assert "equal" in CliRunner().invoke(import_, [folder, "--ledger", str(tmp_path / "b.db")]).stdout


def test_a_country_that_is_told_by_its_code_is_called_by_its_name(ledger: Ledger, tmp_path: Path) -> None:
    taken(ledger, polecat(tmp_path / "events.tsv", {"Country": "FRA", "Event ID": "1"}))
    (event,) = ledger.events()
    assert (event.place, event.country) == ("France", "FRA")


def test_a_folder_that_is_no_exported_ledger_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"is a folder, and no exported ledger\. Name the files in it"):
        open_data(tmp_path)


def test_a_home_made_sheet_has_recipient_kind_stage_and_items_where_it_tells_them(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "packages.csv"
    path.write_text(
        "From,To,Date,What,Type,Amount (mn EUR),Status,Link to source\n"
        'Estonia,Moldova,2024-01-18,"24 howitzers, 1000-2000 shells and 3 radars",military,80,allocation,x\n'
        "Latvia,Ukraine,2024-01-19,Budget support for the year to come,financial,20,pledged,x\n"
        "Norway,Ukraine,2024-01-20,8 tanks,military,10,delivered,x\n"
        "Poland,Ukraine,2024-01-21,8 tanks,military,10,cancelled,x\n",
        encoding="utf-8",
    )
    assert [each.state for each in taken(ledger, path)] == ["added"] * 4
    rows = {each.donors[0].name: each for each in ledger.commitments()}
    assert [each.name for each in rows["Estonia"].recipients] == ["Moldova"]
    assert [each.country for each in rows["Estonia"].recipients] == ["MDA"]
    assert {each.stage for each in rows.values()} == {"approved", "pledged", "delivered", "cancelled"}
    assert (rows["Estonia"].stage, rows["Norway"].stage) == ("approved", "delivered")
    assert rows["Estonia"].category == "military"
    assert [(each.designation, each.low, each.high) for each in rows["Estonia"].items] == [
        ("howitzers", 24, 24),
        ("shells", 1000, 2000),
        ("radars", 3, 3),
    ]
    assert rows["Latvia"].items == ()  # prose


def test_a_misspelt_file_makes_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    ran = run("import", str(tmp_path / "none.csv"), "--ledger", str(path))
    assert ran.exit_code == 2
    assert "none.csv doesn't exist" in ran.stderr
    assert not path.exists()
