"""A user's table of actors: its cells, and what they change in resolution and reading."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from marks import Writer

from communique.errors import InputError, UnreadableFile
from communique.knowledge.actor_table import COLUMNS, ActorRow, country_code, read_table, write_header, write_rows
from communique.knowledge.user_actors import SHIPPED, Knowledge, checked, load
from communique.reading import build_reading
from communique.reading.actors.resolution import Clues, identify, resolve
from communique.vocabulary import ActorKind, Sector

DAY = datetime.date(2020, 6, 1)
PERSON, GROUP = ActorKind.PERSON, ActorKind.GROUP


def table(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


def known(folder: Path, *lines: str) -> Knowledge:
    return load([table(folder, "\n".join((",".join(COLUMNS), *lines)) + "\n")])


def errors(folder: Path, text: str) -> list[str]:
    return [str(each) for each in read_table(table(folder, text)) if isinstance(each, InputError)]


def test_a_row_is_read_with_its_cells_normalised(tmp_path: Path) -> None:
    text = (
        "Kind,name,aliases,country,sectors,title,start,end,code\n"
        'person, Milo  Dravic ,"M. Dravic; Carlos the Fox ;",rs,gov mil,defence minister,2019-05,2021,Q123\n'
        "\n"
        "group,Azure Front,,Mali,REB;UAF,,,,local:af-1\n"
    )
    first, second = read_table(table(tmp_path, text))
    assert first == ActorRow(
        name="Milo Dravic",
        kind=PERSON,
        aliases=("M. Dravic", "Carlos the Fox"),
        country="SRB",
        sectors=(Sector.GOV, Sector.MIL),
        title="defence minister",
        start="2019-05",
        end="2021",
        code="wikidata:Q123",
        source=f"{tmp_path / 'own.csv'}, line 2",
    )
    assert isinstance(second, ActorRow)
    assert (second.country, second.code) == ("MLI", "local:af-1")
    assert second.source.endswith("line 4")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UKR", "UKR"),
        ("ua", "UKR"),
        ("Ukraine", "UKR"),
        ("the United States", "USA"),
        ("UNO", "UNO"),
        ("XK", "KOS"),
        ("Atlantis", None),
        ("Ukrainian", None),
        ("Kyiv", None),
    ],
)
def test_countries_are_codes_or_names(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",person,,,,", "line 2, column name: there is no name"),
        ("A B,persn,,,,", "line 2, column kind: 'persn' is no kind of actor. Did you mean person?"),
        ("A B,person,Frence,,,", "line 2, column country: 'Frence' is no country. Did you mean France?"),
        ("A B,person,,GOW,,", "line 2, column sectors: 'GOW' is no sector. Did you mean GOV?"),
        ("A B,person,,,2019-02-30,", "line 2, column start: '2019-02-30' is no date. Write it as 2019-05-21"),
        ("A B,person,,,2019-5,", "line 2, column start: '2019-5' is no date"),
        ("A B,person,,,2021,2019-12", "line 2, column end: the term ends before it starts on 2021. Exchange"),
        ("A B,person,,,,,more", "line 2: 7 cells in a table of 6 columns. Put a cell that holds a comma"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_how_to_mend_it(tmp_path: Path, row: str, told: str) -> None:
    (error,) = errors(tmp_path, f"name,kind,country,sectors,start,end\n{row}\n")
    assert error.startswith(f"{tmp_path / 'own.csv'}, ")
    assert told in error


def test_a_code_has_a_prefix(tmp_path: Path) -> None:
    (error,) = errors(tmp_path, "name,kind,code\nA B,person,77\n")
    assert "line 2, column code: '77' has no prefix" in error


def test_lines_are_counted_through_cells_with_line_ends(tmp_path: Path) -> None:
    (error,) = errors(tmp_path, 'name,kind,title\nA B,person,"head\nof staff"\nC D,nobody,\n')
    assert "line 4, column kind" in error


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("name,kinds", "there is no column 'kinds'. Did you mean kind?"),
        ("name,kind,shoe size", "there is no column 'shoe size'. The columns are name, aliases, kind"),
        ("name;kind", "Put commas between the cells"),
        ("name,country", "there is no column kind. Add it"),
        ("name,kind,name", "the column name is there twice"),
        ("", "there is no column name"),
    ],
)
def test_a_table_of_other_columns_is_refused(tmp_path: Path, header: str, told: str) -> None:
    with pytest.raises(InputError, match=r"own\.csv, line 1: ") as caught:
        load([table(tmp_path, header + "\n")])
    assert told in str(caught.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("name,kind\nJosé,person\n".encode("latin-1"))
    for name, told in (("latin.csv", "not in UTF-8"), ("missing.csv", "No such file")):
        with pytest.raises(UnreadableFile, match=told):
            load([tmp_path / name])


def test_one_error_tells_how_many_more_there_are(tmp_path: Path) -> None:
    path = table(tmp_path, "name,kind\nA B,x\nC D,y\nE F,z\nG H,person\n")
    with pytest.raises(InputError, match=r"line 2, column kind: .* \(and 2 more rows are wrong\)"):
        load([path])
    found, wrong = checked([path])
    assert (found.size, len(wrong)) == (1, 3)


def test_a_user_group_is_found_by_name_alias_and_inside_a_phrase(tmp_path: Path) -> None:
    own = known(tmp_path, "Azure Front,AZF,group,MLI,REB,,,,x:1")
    for phrase in ("Azure Front", "the Azure Front", "AZF"):
        found = resolve(phrase, None, DAY, own)
        assert (found.name, found.country, found.sectors, found.code) == ("Azure Front", "MLI", ("REB",), "x:1")
    assert resolve("fighters of the Azure Front", None, DAY, own).country == "MLI"
    assert resolve("Azure Front", None, DAY).country is None


def test_the_candidate_tells_the_row_it_comes_from(tmp_path: Path) -> None:
    own = known(tmp_path, "Milo Dravic,,person,SRB,GOV,mayor,2019-05,2021,")
    (candidate,) = resolve("Milo Dravic", None, DAY, own).candidates
    assert candidate.why == f"mayor, 2019-05 to 2021 ({tmp_path / 'own.csv'}, line 2)"


def test_a_user_row_comes_before_the_shipped_one_of_the_same_name(tmp_path: Path) -> None:
    assert resolve("Hamas", None, DAY).country == "PSE"
    own = known(tmp_path, "Hamas,,organization,NOR,BUS,,,,")
    assert (resolve("Hamas", None, DAY, own).country, resolve("Hamas", None, DAY, own).sectors) == ("NOR", ("BUS",))
    assert resolve("Hezbollah", None, DAY, own) == resolve("Hezbollah", None, DAY)


def test_a_longer_shipped_name_is_not_cut_by_a_shorter_one_of_the_users(tmp_path: Path) -> None:
    own = known(tmp_path, "Democratic Forces,,group,MLI,REB,,,,")
    assert resolve("Syrian Democratic Forces", None, DAY, own).country == "SYR"
    assert resolve("Democratic Forces", None, DAY, own).country == "MLI"


def test_an_office_depends_on_the_day(tmp_path: Path) -> None:
    own = known(
        tmp_path,
        "Milo Dravic,,person,SRB,GOV MIL,defence minister,2019-05,2021,",
        "Milo Dravic,,person,SRB,LEG,member of parliament,2022,,",
    )
    assert resolve("Milo Dravic", None, DAY, own).sectors == ("GOV", "MIL")
    assert resolve("Milo Dravic", None, datetime.date(2023, 1, 1), own).sectors == ("LEG",)
    assert resolve("Serbia's defence minister", None, DAY, own).name == "Milo Dravic"
    assert resolve("Serbia's defence minister", None, datetime.date(2023, 1, 1), own).name != "Milo Dravic"


def test_who_has_left_office_is_of_the_elite(tmp_path: Path) -> None:
    own = known(tmp_path, "Milo Dravic,,person,SRB,GOV,mayor,2010,2012,")
    assert resolve("Milo Dravic", None, DAY, own).sectors == ("ELI", "GOV")


def test_outside_its_term_a_user_row_leaves_the_name_to_the_shipped_table(tmp_path: Path) -> None:
    own = known(tmp_path, "Hamas,,organization,NOR,BUS,,1960,1970,", "Angela Merkel,,person,AUT,BUS,trader,1960,1970,")
    assert resolve("Hamas", None, DAY, own).country == "PSE"
    assert resolve("Angela Merkel", None, DAY, own).country == "DEU"
    assert resolve("Hamas", None, datetime.date(1965, 1, 1), own).country == "NOR"


def test_namesakes_who_disagree_are_left_open_with_their_reasons(tmp_path: Path) -> None:
    own = known(tmp_path, "Jon Sandwald,,person,NO,GOV,mayor,2019,,", "Jon Sandwald,,person,SE,BUS,chairman,2018,,")
    found = resolve("Jon Sandwald", None, DAY, own)
    assert (found.country, found.code, found.sectors) == (None, None, ())
    assert [(each.country, each.why.partition(" (")[0]) for each in found.candidates] == [
        ("NOR", "mayor, 2019 to today"),
        ("SWE", "chairman, 2018 to today"),
    ]
    assert resolve("Jon Sandwald", None, datetime.date(2018, 6, 1), own).country == "SWE"
    assert resolve("Jon Sandwald", "said in Oslo, Norway", DAY, own).country == "NOR"


def test_two_organisations_of_one_name_are_left_open(tmp_path: Path) -> None:
    own = known(tmp_path, "Dawn Union,,organization,PER,LAB,,,,a:1", "Dawn Union,,organization,CHL,PTY,,,,a:2")
    found = resolve("Dawn Union", None, DAY, own)
    assert (found.country, found.code, {each.country for each in found.candidates}) == (None, None, {"PER", "CHL"})


def test_namesakes_of_one_country_keep_it_but_no_id(tmp_path: Path) -> None:
    own = known(tmp_path, "Ana Sol,,person,PER,GOV,mayor,,,a:1", "Ana Sol,,person,PER,GOV,judge,,,a:2")
    found = resolve("Ana Sol", None, DAY, own)
    assert (found.country, found.sectors, found.code) == ("PER", ("GOV",), None)


def test_a_bare_family_name_is_the_users_only_where_nobody_else_is_known(tmp_path: Path) -> None:
    own = known(
        tmp_path,
        "Milo Dravic,,person,SRB,GOV,mayor,2019,,",
        "Anna Putin,,person,NOR,GOV,mayor,2019,,",
        "Olga Merk,Merkel,person,NOR,GOV,mayor,2019,,",
    )
    assert resolve("Mayor Dravic", None, DAY, own).name == "Milo Dravic"
    assert resolve("Putin", None, DAY, own).country == "RUS"
    assert resolve("Anna Putin", None, DAY, own).country == "NOR"
    assert resolve("Merkel", None, DAY, own).country == "NOR"
    assert resolve("Angela Merkel", None, DAY, own).country == "DEU"


def test_those_about_a_user_person_are_of_the_same_country(tmp_path: Path) -> None:
    own = known(tmp_path, "Milo Dravic,,person,SRB,GOV,mayor,2019,,")
    assert resolve("Milo Dravic's spokesman", None, DAY, own).country == "SRB"
    assert resolve("the Dravic administration", None, DAY, own).country == "SRB"


def test_a_state_of_the_users(tmp_path: Path) -> None:
    own = known(tmp_path, "Hermit Kingdom,,state,PRK,GOV,,,,")
    assert identify(Clues(("Hermit Kingdom",), kind=ActorKind.STATE, day=DAY), own).country == "PRK"
    assert resolve("Hermit Kingdom officials", None, DAY, own).country == "PRK"


def test_a_row_without_country_has_none(tmp_path: Path) -> None:
    own = known(tmp_path, "Milo Dravic,,person,,GOV,,,,", "Azure Front,,group,,REB,,,,")
    assert resolve("Milo Dravic", None, DAY, own).country is None
    assert resolve("Azure Front", None, DAY, own).sectors == ("REB",)


def test_a_reading_takes_kind_country_and_id_from_the_user_and_joins_aliases(tmp_path: Path) -> None:
    own = known(tmp_path, "Azure Front,Blue Sons,group,MLI,REB,,,,x:1")
    it = Writer("The Azure Front shelled Loum. The Blue Sons denied it.", published="2020-06-01")
    long, short = it.mention("Azure Front", "organization"), it.mention("Blue Sons", "organization")
    it.trigger("shelled", "ASSAULT", actors=[long])
    it.cue("denied", "deny", short, "it")
    reading = build_reading(it.article, it.prepared, list(it.paragraphs), it.marks, it.reading().reader, known=own)
    (actor,) = reading.actors
    assert (actor.kind, actor.country, actor.sectors, actor.code) == ("group", "MLI", ("REB",), "x:1")
    assert len(it.reading().actors) == 2


def test_two_sets_of_actors_do_not_meet() -> None:
    left = Knowledge([ActorRow("Azure Front", GROUP, country="MLI")])
    right = Knowledge([ActorRow("Azure Front", GROUP, country="PER")])
    assert [resolve("Azure Front", None, DAY, each).country for each in (left, right, SHIPPED, left)] == [
        "MLI",
        "PER",
        None,
        "MLI",
    ]


NAMES = st.text(st.characters(codec="utf-8"), max_size=30)


@given(NAMES, NAMES, st.sampled_from(sorted(ActorKind)), NAMES)
@example("", " ", ActorKind.PERSON, "")
def test_any_name_and_any_phrase_resolve_without_exception(name: str, alias: str, kind: ActorKind, phrase: str) -> None:
    own = Knowledge([ActorRow(name, kind, (alias,), "MLI", (Sector.REB,))])
    for text in (phrase, name, f"President {name}", f"{alias}'s spokesman"):
        resolve(text, None, DAY, own)


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20).map(
    lambda text: " ".join(text.replace(";", "").split())
)


@given(
    st.builds(
        ActorRow,
        name=WORDS.filter(lambda text: any(map(str.isalnum, text))),
        kind=st.sampled_from(sorted(ActorKind)),
        aliases=st.lists(WORDS.filter(bool), max_size=3, unique=True).map(tuple),
        country=st.sampled_from([None, "UKR", "KOS", "IGO"]),
        sectors=st.lists(st.sampled_from(sorted(Sector)), max_size=3, unique=True).map(tuple),
        title=WORDS,
        start=st.sampled_from(["", "2019", "2019-05", "2019-05-21"]),
        end=st.sampled_from(["", "2020", "2020-02-29"]),
        code=st.sampled_from([None, "wikidata:Q1", "ftm:a b"]),
    )
)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, row: ActorRow) -> None:
    file = io.StringIO(newline="")
    write_header(file)
    assert write_rows(file, [row]) == 1
    path = table(tmp_path_factory.mktemp("table"), file.getvalue())
    (found,) = read_table(path)
    assert isinstance(found, ActorRow)
    assert found.cells() == row.cells()
    assert next(csv.reader(io.StringIO(file.getvalue()))) == list(COLUMNS)
