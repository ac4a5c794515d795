from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from cli import one_line, run
from click.testing import Result
from ledger_readings import reading, small_ledger
from told_by_many import many_told

from communique import Ledger
from communique.cli.questions import _FILTERS, _HELP
from communique.ledger.asking.filters import FAMILIES


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ledger") / "small.db"
    small_ledger(str(made)).close()
    return made


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many_told(tmp_path_factory.mktemp("many") / "many.db")


def asked(path: Path, *arguments: str) -> Result:
    return run(*arguments, "--ledger", str(path))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_filter_of_the_ledger_is_an_option(family: str) -> None:
    assert set(_FILTERS[family]) == set(FAMILIES[family].filters)
    assert set(_FILTERS[family]) <= set(_HELP)


def test_events_are_told_with_their_sentences(path: Path) -> None:
    ran = asked(path, "events", "--actor", "RUS", "--type", "assault")
    assert ran.exit_code == 0
    assert "2024-01-16  ASSAULT drone  actual  Russia (RUS) → power plant (UKR) in Kharkiv, dead 7" in ran.stdout
    assert "“Savchuk said Russian drones had struck a power plant near Kharkiv" in ran.stdout
    assert ran.stdout.endswith("1 event.\n")


def test_an_empty_answer_says_so(path: Path) -> None:
    assert asked(path, "events", "--type", "SANCTION").stdout == "0 events.\n"


def test_a_limit_tells_how_many_there_are(path: Path) -> None:
    assert "1 to 2 of 10 events. --all shows all." in asked(path, "events", "--limit", "2").stdout


@pytest.mark.parametrize("family", ["events", "statements", "commitments", "articles"])
def test_every_shape_has_the_same_records(path: Path, family: str) -> None:
    objects = json.loads(asked(path, family, "--format", "json").stdout)
    lines = [json.loads(each) for each in asked(path, family, "--format", "jsonl").stdout.splitlines()]
    assert lines == objects
    for shape, delimiter in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(asked(path, family, "--format", shape).stdout), delimiter=delimiter))
        assert [each["id"] for each in rows] == [each["id"] for each in objects]


def test_nothing_is_wider_than_asked_for_nor_cut(path: Path) -> None:
    narrow, wide = (asked(path, "commitments", "--width", width).stdout for width in ("40", "160"))
    assert max(map(len, narrow.splitlines())) <= 40
    assert "".join(narrow.split()) == "".join(wide.split())


def test_a_name_that_several_have_is_told_beside_the_answer(path: Path) -> None:
    ran = asked(path, "statements", "--speaker", "Defence")
    assert "Defence was taken for Defence Ministry (EST)" in ran.stderr
    assert "Defence Ministry" in ran.stdout
    assert not asked(path, "statements", "--speaker", "maarja tamm").stderr


def test_records_come_in_the_order_that_is_asked_for(path: Path) -> None:
    days = [
        [each["day"] for each in json.loads(asked(path, "events", "--order", order, "--format", "json").stdout)]
        for order in ("newest", "oldest")
    ]
    assert days[0] == sorted(days[0], reverse=True)
    assert days[1] == sorted(days[1])


def test_no_cell_of_a_table_is_a_formula(path: Path) -> None:
    ran = asked(path, "articles", "--format", "csv", "--text", "votes")
    assert "'=Parliament approves aid" in ran.stdout


def test_what_is_told_without_a_day_is_marked(path: Path) -> None:
    assert "2024-03-12?  AID" in asked(path, "events", "--type", "AID").stdout


def test_search_and_stats_answer(path: Path) -> None:
    assert "«howitzers»" in asked(path, "search", "howitzers").stdout
    assert asked(path, "search", "nowhere").stdout == "Nothing found.\n"
    assert json.loads(asked(path, "stats", "--format", "json").stdout)["articles"] == 4


def test_calendar_drift_and_explain_answer(path: Path) -> None:
    assert (
        "2024-01-29  CONSULT visit, planned: Andriy Savchuk → Germany"
        in asked(path, "calendar", "--since", "2024-01-18").stdout
    )
    (visit,) = json.loads(asked(path, "calendar", "--since", "2024-01-29", "--limit", "1", "--format", "json").stdout)
    assert (visit["start"], visit["end"]) == ("2024-01-29", "2024-01-29")
    assert visit["quote_end"] - visit["quote_start"] == len(visit["quote"])
    assert "2024-01-18  promise, certain" in asked(path, "drift", "Maarja Tamm").stdout
    event = json.loads(asked(path, "events", "--type", "REJECT", "--format", "json").stdout)[0]["id"]
    assert "written by hand" in asked(path, "explain", event).stdout


def test_what_one_sentence_plans_for_a_day_stands_above_it_together(tmp_path: Path) -> None:
    """A promise and its delivery stood there twice, each with the sentence."""
    day = ("2024-06-30", "2024-06-30", "day", "June 30")
    promised = reading(
        "Germany will send Ukraine 24 howitzers by June 30.",
        title="Guns",
        actors={"deu": ("Germany", "state", "DEU", ["GOV"], None), "ukr": ("Ukraine", "state", "UKR", ["GOV"], None)},
        events=[{"type": "AGREE", "status": "planned", "actors": ["deu"], "recipients": ["ukr"], "trigger": "send",
                 "date": day}],
        commitments=[{"donors": ["deu"], "recipients": ["ukr"], "stage": "pledged", "at": "24 howitzers", "date": day,
                      "items": [(24, "howitzers", "artillery", "24 howitzers")]}],
    )  # fmt: skip
    with Ledger.open(tmp_path / "one.db") as ledger:
        ledger.put(promised)
    told = asked(tmp_path / "one.db", "calendar", "--since", "2024-06").stdout
    assert told.count("2024-06-30  ") == 2
    assert told.count(promised.article.text) == 1
    both = json.loads(asked(tmp_path / "one.db", "calendar", "--since", "2024-06", "--format", "json").stdout)
    assert [each["quote"] for each in both] == [promised.article.text] * 2


@pytest.mark.parametrize("command", [("contradictions",), ("calendar", "--since", "2024-01-01")])
def test_a_list_in_pages_is_the_whole_list(many: Path, command: tuple[str, ...]) -> None:
    whole = json.loads(asked(many, *command, "--format", "json").stdout)
    assert len(whole) > 1
    pages = [
        json.loads(asked(many, *command, "--limit", "1", "--offset", str(at), "--format", "json").stdout)
        for at in range(len(whole) + 1)
    ]
    assert pages == [*([each] for each in whole), []]


@pytest.mark.parametrize(
    ("asking", "told"),
    [
        ("contradictions --limit 2 --offset 1", "2 to 3 of 6 contradictions."),
        ("contradictions --offset 99", "No more contradictions."),
        ("calendar --since 2024-01-01 --limit 1 --offset 1", "2 to 2; more is planned."),
        ("calendar --since 2024-01-01 --offset 99", "Nothing more planned."),
    ],
)
def test_a_part_of_a_list_tells_which_part_it_is(many: Path, asking: str, told: str) -> None:
    assert asked(many, *asking.split()).stdout.endswith(f"{told}\n")


@pytest.mark.parametrize("asking", ["contradictions", "calendar --since 2024-01-01"])
def test_a_whole_list_tells_of_no_part(many: Path, asking: str) -> None:
    assert " to 6 of" not in asked(many, *asking.split()).stdout
    assert "more is planned" not in asked(many, *asking.split()).stdout


def test_drift_tells_the_last_statements_alone_where_asked(many: Path) -> None:
    whole = json.loads(asked(many, "drift", "Oleh Marchuk", "--format", "json").stdout)
    last = json.loads(asked(many, "drift", "Oleh Marchuk", "--last", "1", "--format", "json").stdout)
    assert len(whole) > 1
    assert [each["statement"] for each in last] == [whole[-1]["statement"]]


def test_a_delivery_told_with_two_counts_is_a_contradiction(path: Path) -> None:
    found = json.loads(asked(path, "contradictions", "--format", "json").stdout)
    assert [(each["one"]["said"], each["other"]["said"]) for each in found if each["what"].startswith("artillery")] == [
        ("12 howitzers", "10 howitzers")
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("events", "--type", "ASSUALT"), "ASSUALT is no event type. Did you mean ASSAULT"),
        (("events", "--actor", "Nobody Ever"), "nobody called Nobody Ever"),
        (("events", "--actor", "UKX"), "Did you mean UKR"),
        (("events", "--source", "Talinn Monitor"), "Tallinn Monitor"),
        (("commitments", "--order", "size"), "amount"),
        (("explain", "event-zzz"), "no record event-zzz"),
    ],
)
def test_what_is_not_understood_ends_with_one_line(path: Path, arguments: tuple[str, ...], told: str) -> None:
    ran = asked(path, *arguments)
    assert ran.exit_code == 2
    assert told in one_line(ran)


def test_a_ledger_that_is_not_there_is_told(tmp_path: Path) -> None:
    ran = run("events", "--ledger", str(tmp_path / "none.db"))
    assert ran.exit_code == 2
    assert "communique add" in one_line(ran)
    assert not (tmp_path / "none.db").exists()


def test_stats_of_an_empty_ledger_have_no_headings_without_counts(tmp_path: Path) -> None:
    path = str(tmp_path / "empty.db")
    Ledger.open(path).close()
    told = run("stats", "--ledger", path).stdout
    assert "articles " in told
    assert "by" not in told.split()
    assert "None" not in told


def test_a_page_beyond_the_last_says_how_many_there_are(path: Path) -> None:
    """It said "0 to 1000 of 12 events"."""
    total = len(asked(path, "events", "--all", "--format", "jsonl").stdout.splitlines())
    assert asked(path, "events", "--offset", "1000").stdout == f"None from 1,001 on. There are {total} events.\n"


def test_one_of_a_thing_is_told_in_the_singular(path: Path) -> None:
    told = asked(path, "articles").stdout + asked(path, "actors").stdout
    assert " 1 article, " in told
    assert not re.search(r"\b1 (?:article|event|statement|commitment)s\b", told)
