"""`communique actors import`, and `--actors` with what it makes."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import cli
import pytest
from cli import run
from ledger_readings import small_ledger

from communique.export.linked import write_ftm
from communique.export.selection import Selection
from communique.knowledge.user_actors import load

stand_in = cli.stand_in
Cells = dict[str, str]

PETRARCH = """# Actors of a country that is none
WADIYA_  [SRB]
+REPUBLIC_OF_WADIYA_
MILO_DRAVIC_  ; a comment
+M._DRAVIC_
\t[SRBGOVMIL 960101-19991231]
\t[SRBLEG >050301]
\t[SRBELI]
AZURE_FRONT_
+AZF_
\t[IMGREB]
DAWN_WIRE_AGENCY_
\t[PERMED]
UNION_OF_HARBOURS_
\t[IGOEURDEV]
BLUE_LANTERN_
\t[NGOKENHLH]
"""


def brought(path: Path) -> list[Cells]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def imported(folder: Path, shape: str, data: bytes, name: str = "given") -> tuple[list[Cells], str]:
    source, target = folder / name, folder / "out.csv"
    source.write_bytes(data)
    done = run("actors", "import", "--format", shape, str(source), "-o", str(target))
    assert done.exit_code == 0, done.stderr
    load([target])  # what is written is a table of actors
    return brought(target), done.stderr


def of(rows: list[Cells], name: str) -> list[Cells]:
    return [row for row in rows if row["name"] == name]


def lines(*entities: Any) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in entities)


def test_petrarch_names_codes_and_terms(tmp_path: Path) -> None:
    rows, told = imported(tmp_path, "petrarch", PETRARCH.encode())
    assert told == "communique: 9 rows of actors written.\n"
    (state,) = of(rows, "Wadiya")
    assert (state["kind"], state["country"], state["aliases"]) == ("state", "SRB", "Republic of Wadiya")
    terms = [(row["sectors"], row["start"], row["end"]) for row in of(rows, "Milo Dravic")]
    assert terms == [
        ("ELI", "", "1995-12-31"),
        ("GOV; MIL", "1996-01-01", "1999-12-31"),
        ("ELI", "2000-01-01", "2005-02-28"),
        ("LEG", "2005-03-01", ""),
    ]
    assert {(row["kind"], row["country"]) for row in of(rows, "Milo Dravic")} == {("person", "SRB")}
    (front,) = of(rows, "Azure Front")
    assert (front["kind"], front["country"], front["sectors"], front["aliases"]) == ("group", "IMG", "REB", "AZF")


def test_codes_of_cameo_are_no_codes_of_plover(tmp_path: Path) -> None:
    rows, _ = imported(tmp_path, "petrarch", PETRARCH.encode())
    assert of(rows, "Dawn Wire Agency")[0]["sectors"] == "JRN"  # MED means media there
    assert of(rows, "Union of Harbours")[0]["country"] == "IGO"  # EUR means the continent there
    assert (of(rows, "Blue Lantern")[0]["country"], of(rows, "Blue Lantern")[0]["sectors"]) == ("KEN", "MED")


def test_a_bad_entry_of_a_dictionary_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    text = "+LOST_SYNONYM_\nODD_DATE_\n+SAME_\n[SRBGOV 961399-991231]\nGOOD_NAME_\n[SRBGOV]\nAGENT [~GOV]\nNO_CODE_\n"
    rows, told = imported(tmp_path, "petrarch", text.encode(), "a.txt")
    assert [row["name"] for row in rows] == ["Good Name"]
    assert "a.txt, line 1: the synonym +LOST_SYNONYM_ belongs to no entry" in told
    assert "a.txt, line 4: [SRBGOV 961399-991231] is no code with dates" in told
    assert "a.txt, line 7: [~GOV] is no code with dates. A list of agents" in told
    assert "a.txt, line 8: No Code has no code" in told
    assert "4 records were left out" in told


def item(number: str) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": {"id": number}}}


def time(text: str, precision: int = 11) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": {"time": f"+{text}T00:00:00Z", "precision": precision}}}


def entity(number: str, label: str, aliases: tuple[str, ...] = (), **claims: list[Any]) -> dict[str, Any]:
    made = {
        name: [each if "mainsnak" in each else {"mainsnak": each, "rank": "normal"} for each in values]
        for name, values in claims.items()
    }
    return {
        "type": "item",
        "id": number,
        "labels": {"en": {"value": label}, "de": {"value": "anders"}},
        "aliases": {"en": [{"value": each} for each in aliases], "de": [{"value": "noch anders"}]},
        "claims": made,
    }


def office(number: str, rank: str = "normal", **qualifiers: list[Any]) -> dict[str, Any]:
    return {"mainsnak": item(number), "rank": rank, "qualifiers": qualifiers}


PERSON = entity(
    "Q900001",
    "Milo Dravic",
    ("M. Dravic",),
    P31=[item("Q5")],
    P27=[item("Q403")],
    P39=[
        office("Q900002", P580=[time("2019-05-00", 10)], P582=[time("2021-00-00", 9)]),
        office("Q900003", P580=[time("2022-02-03")]),
        office("Q900002", rank="deprecated", P580=[time("1999-01-01")]),
        office("Q900009", P582=[{"snaktype": "somevalue"}]),
    ],
)
POST = entity("Q900002", "Minister of Defence of Serbia", P31=[item("Q294414")], P1001=[item("Q403")])
DESK = entity("Q900003", "Secretary of the Harbour Union", P31=[item("Q4164871")], P1001=[item("Q900005")])
BODY = entity("Q900005", "Harbour Union", P31=[item("Q245065")], P17=[item("Q142")], P571=[time("1990-01-01")])
PARTY = entity("Q900004", "Dawn Party", ("DP",), P31=[item("Q43229"), item("Q7278")], P17=[item("Q419")])
FROG = entity("Q900006", "Frog", P31=[item("Q16521")])


def dump(*entities: Any) -> bytes:
    return b"[\n" + b",\n".join(json.dumps(each, separators=(",", ":")).encode() for each in entities) + b"\n]\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_a_dump_of_wikidata_plain_or_packed(tmp_path: Path, pack: Any) -> None:
    # The office and its country come after the person who holds it.
    rows, told = imported(tmp_path, "wikidata", pack(dump(PERSON, FROG, PARTY, POST, DESK, BODY)))
    assert "4 rows of actors written" in told
    assert "left out" not in told
    first, second = of(rows, "Milo Dravic")
    assert first == {
        "name": "Milo Dravic",
        "aliases": "M. Dravic",
        "kind": "person",
        "country": "SRB",
        "sectors": first["sectors"],
        "title": "Minister of Defence of Serbia",
        "start": "2019-05",
        "end": "2021",
        "code": "wikidata:Q900001",
    }
    assert first["sectors"].startswith("GOV")
    assert (second["title"], second["country"], second["start"]) == (
        "Secretary of the Harbour Union",
        "IGO",
        "2022-02-03",
    )
    assert [(row["country"], row["sectors"], row["aliases"]) for row in of(rows, "Dawn Party")] == [
        ("PER", "PTY", "DP")
    ]
    assert [(row["country"], row["start"]) for row in of(rows, "Harbour Union")] == [("IGO", "1990-01-01")]


def test_nobody_holds_an_office_after_death(tmp_path: Path) -> None:
    late = entity("Q900011", "Ana Sol", P31=[item("Q5")], P570=[time("2001-02-03")], P39=[office("Q900002")])
    rows, _ = imported(tmp_path, "wikidata", dump(late))
    assert [(row["start"], row["end"], row["country"]) for row in rows] == [("", "2001-02-03", "")]


def test_broken_lines_of_a_dump_are_told_and_counted(tmp_path: Path) -> None:
    odd = entity("Q900012", "Ana Sol", P31=[item("Q5")], P39=[{"mainsnak": {"snaktype": "value"}}])
    backwards = entity(
        "Q900013",
        "Bo Sol",
        P31=[item("Q5")],
        P39=[office("Q1", P580=[time("2005-01-01")], P582=[time("2001-01-01")])],
    )
    data = dump(PERSON, odd, backwards)[:-2] + b'{"id": "Q1", "claims": {"P31": [{"mains'
    rows, told = imported(tmp_path, "wikidata", data, "cut.json")
    assert {row["name"] for row in rows} == {"Milo Dravic"}
    assert "cut.json, line 3: this is no entity of Wikidata" in told
    assert "cut.json, line 4: Bo Sol: a term ends on 2001-01-01, before it starts on 2005-01-01" in told
    assert "3 records were left out" in told


def thing(ident: str, schema: str, **properties: list[Any]) -> dict[str, Any]:
    return {"id": ident, "schema": schema, "properties": properties}


FTM = (
    thing(
        "occ-1",
        "Occupancy",
        holder=["p1"],
        post=["pos-1"],
        startDate=["2019-05-01T00:00:00"],
        endDate=["2021"],
        status=["ended"],
    ),
    thing("occ-2", "Occupancy", holder=["p1"], post=["pos-2"], startDate=["2022"]),
    thing("occ-3", "Occupancy", holder=["p1"], post=["pos-1"], status=["ended"]),
    thing(
        "p1",
        "Person",
        name=["Мило Дравић", "Milo Dravic"],
        alias=["M. Dravic"],
        topics=["role.pep"],
        citizenship=["rs"],
        wikidataId=["Q900001"],
    ),
    thing("pos-1", "Position", name=["Minister of Defence"], country=["rs"], topics=["gov.national"]),
    thing("pos-2", "Position", name=["Envoy"], country=["eu"], topics=["gov.igo"]),
    thing("c1", "Company", name=["Harbour Steel"], jurisdiction=["pe"], topics=["sanction"]),
    thing("g1", "Organization", name=["Azure Front"], country=["ml"], topics=["crime.terror"]),
    thing("b1", "PublicBody", name=["Ports Authority"], country=["ke"]),
    thing("v1", "Vessel", name=["Sea Cat"]),
)


def check_ftm(rows: list[Cells]) -> None:
    first, second = of(rows, "Milo Dravic")
    assert (first["country"], first["title"], first["start"], first["end"], first["code"], first["aliases"]) == (
        "SRB",
        "Minister of Defence",
        "2019-05-01",
        "2021",
        "wikidata:Q900001",
        "M. Dravic",
    )
    assert first["sectors"].startswith("GOV")
    assert (second["country"], second["title"], second["start"], second["end"]) == ("IGO", "Envoy", "2022", "")


def test_entities_of_followthemoney_in_any_order(tmp_path: Path) -> None:
    rows, _ = imported(tmp_path, "ftm", lines(*FTM))
    check_ftm(rows)
    bodies = {row["name"]: (row["kind"], row["country"], row["sectors"], row["code"]) for row in rows}
    assert bodies["Harbour Steel"] == ("organization", "PER", "BUS", "ftm:c1")
    assert bodies["Azure Front"] == ("group", "MLI", "UAF", "ftm:g1")
    assert bodies["Ports Authority"] == ("organization", "KEN", "GOV", "ftm:b1")
    assert "Sea Cat" not in bodies
    again, _ = imported(tmp_path, "ftm", lines(*reversed(FTM)))
    assert again == rows


def test_actors_that_we_export_come_back_with_their_countries(tmp_path: Path) -> None:
    """Estonia was an organization without a country: the export told none."""
    entities = tmp_path / "own.ftm"
    with small_ledger() as ledger, entities.open("wb") as out:
        write_ftm(Selection(ledger.connection), out)
    rows, _ = imported(tmp_path, "ftm", entities.read_bytes())
    found = {row["name"]: (row["kind"], row["country"]) for row in rows}
    assert (found["Estonia"], found["Maarja Tamm"]) == (("state", "EST"), ("person", "EST"))


def test_nested_entities_of_followthemoney(tmp_path: Path) -> None:
    by_id: dict[Any, Any] = {each["id"]: each for each in FTM}
    held = [
        {**by_id[name], "properties": {**by_id[name]["properties"], "post": [by_id[post]]}}
        for name, post in (("occ-1", "pos-1"), ("occ-2", "pos-2"))
    ]
    person = by_id["p1"]
    nested = {**person, "properties": {**person["properties"], "positionOccupancies": held}}
    rows, _ = imported(tmp_path, "ftm", lines(nested))
    check_ftm(rows)


def test_bad_entities_are_told_and_the_others_are_taken(tmp_path: Path) -> None:
    data = b"nonsense\n" + lines([1], {"id": 7}, {"id": "x", "schema": "Person", "properties": {"name": 3}}, FTM[8])
    rows, told = imported(tmp_path, "ftm", data, "f.json")
    assert [row["name"] for row in rows] == ["Ports Authority"]
    assert all(f"f.json, line {number}: this is no" in told for number in (1, 2, 3, 4))
    assert "4 records were left out" in told


def test_a_pipe_takes_the_table_and_stays_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "actors.txt").write_text("TOGO_REBELS_ [TGOREB]\n")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with open(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as told:  # noqa: PTH123  # it doesn't wait for a writer
        run("actors", "import", "--format", "petrarch", str(tmp_path / "actors.txt"), "-o", str(pipe))
        assert pipe.is_fifo()
        assert told.read().startswith(b"name,")


def test_several_files_give_one_table_in_one_order(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(lines(*FTM[:5]))
    (tmp_path / "b").write_bytes(lines(*FTM[5:]))
    tables = []
    for names in (("a", "b"), ("b", "a"), ("a", "b", "a")):
        paths = [str(tmp_path / name) for name in names]
        assert run("actors", "import", "--format", "ftm", *paths, "-o", str(tmp_path / "out.csv")).exit_code == 0
        tables.append((tmp_path / "out.csv").read_bytes())
    assert tables[0] == tables[1] == tables[2]


def test_the_table_may_go_to_standard_output() -> None:
    done = run("actors", "import", "--format", "ftm", "-", "-o", "-", feed=lines(*FTM))
    assert done.exit_code == 0
    assert next(csv.DictReader(io.StringIO(done.stdout)))["name"] == "Azure Front"


def test_a_table_is_never_half_written(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("as it was")
    (tmp_path / "cut.gz").write_bytes(gzip.compress(lines(*FTM))[:-40])
    done = run("actors", "import", "--format", "ftm", str(tmp_path / "cut.gz"), "-o", str(target))
    assert done.exit_code == 2
    assert "can't be read after line" in done.stderr
    assert target.read_text() == "as it was"
    assert {each.name for each in tmp_path.iterdir()} == {"out.csv", "cut.gz"}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--format", "ftm", "missing.json", "-o", "out.csv"), "missing.json can't be read: No such file"),
        (("--format", "ftm", "-o", "out.csv"), "Missing argument"),
        (("--format", "xml", "a", "-o", "out.csv"), "is not one of 'petrarch', 'wikidata', 'ftm'"),
        (("--format", "ftm", "-", "-o", "no/such/folder/out.csv"), "can't be written: No such file"),
    ],
)
def test_what_cannot_be_imported_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("actors", "import", *args)
    assert (done.exit_code, done.stderr.count("Traceback")) == (2, 0)
    assert told in done.stderr
    assert not list(tmp_path.iterdir())


def test_import_has_help_and_is_still_a_phrase() -> None:
    shown = run("actors", "import", "--help").stdout
    assert "communique actors import" in shown
    assert "Examples:" in shown
    assert run("actors", "--", "import").stdout.startswith("import: ")
    assert run("actors", "the Kremlin", "import").stdout.startswith("the Kremlin: Russia")


def own_table(folder: Path, *rows: str) -> str:
    path = folder / "own.csv"
    path.write_text("\n".join(("name,kind,country", *rows)) + "\n")
    return str(path)


def test_actors_takes_a_table_for_phrases_and_lines(tmp_path: Path) -> None:
    path = own_table(tmp_path, "Azure Front,group,Mali")
    assert run("actors", "Azure Front", "--actors", path).stdout.startswith("Azure Front: Azure Front  MLI")
    sent = '{"ref": "1", "text": "Azure Front"}\n'
    assert json.loads(run("actors", "--jsonl", "--actors", path, feed=sent).stdout)["country"] == "MLI"
    assert json.loads(run("actors", "--jsonl", feed=sent).stdout)["country"] is None


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("command", [("actors", "x"), ("read", cli.DEMO)])
def test_every_wrong_row_of_a_table_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = own_table(tmp_path, "A,person,Frence", "B,person,", "C,nobody,")
    done = run(*command, "--actors", path)
    assert (done.exit_code, done.stdout) == (2, "")
    first, second, last = done.stderr.splitlines()
    assert "own.csv, line 2, column country: 'Frence' is no country" in first
    assert "own.csv, line 4, column kind: 'nobody'" in second
    assert "2 rows are wrong in the tables of actors; nothing was read" in last


@pytest.mark.usefixtures("stand_in")
def test_read_takes_a_table(tmp_path: Path) -> None:
    path = own_table(tmp_path, "Azure Front,group,Mali")
    assert run("read", cli.DEMO, "--actors", path, "--actors", path).exit_code == 0
