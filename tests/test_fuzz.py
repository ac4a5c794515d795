"""Spoilt inputs of every kind give a result or an error of ours: `bench/fuzz.py` in short, and what it found."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_readings import small_ledger

from communique import BadRecord, CommuniqueError, Ledger, LedgerDamaged, LedgerTooOld, Reading
from communique.errors import InputError
from communique.knowledge.actor_table import ActorRow, read_table
from communique.knowledge.importing import FORMATS, Line
from communique.ledger.file.soundness import faults
from communique.sources.markup import elements
from communique.sources.opml import parse_opml

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import fuzz_kinds  # type: ignore[import-not-found]  # the bench is no package
import fuzz_telling  # type: ignore[import-not-found]

CASES = {"html": 30, "decisions": 8, "ledger": 8, "ledger-values": 8}
"""Cases of the kinds that take longer than others."""
QUICK = 120
WHOLE_ARTICLES = ("reader",)
"""Kinds that take the model: they are the bench's alone."""


@pytest.mark.parametrize("kind", [kind for kind in fuzz_kinds.TARGETS if kind not in WHOLE_ARTICLES])
@pytest.mark.filterwarnings("default")  # other people's parsers warn of what they are given
def test_spoilt_inputs_give_a_result_or_an_error_of_ours(kind: str) -> None:
    for number, data in fuzz_kinds.cases(kind, 7, 0, CASES.get(kind, QUICK)):
        try:
            fuzz_kinds.run(kind, data)
        except Exception as error:
            error.add_note(f"python bench/fuzz.py --kind {kind} --seed 7 --first {number} --cases 1")
            raise


@pytest.mark.parametrize("kind", ["text", "feed", "eml", "warc", "jsonl", "petrarch", "csv", "reading"])
@pytest.mark.filterwarnings("default")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_result_or_an_error_of_ours(kind: str, data: bytes) -> None:
    fuzz_kinds.run(kind, data)


def test_a_case_comes_again_by_its_number() -> None:
    for kind in ("feed", "wikidata", "decisions"):
        assert fuzz_kinds.case(kind, 3, 5) == fuzz_kinds.case(kind, 3, 5)
        assert len({fuzz_kinds.case(kind, 3, number) for number in range(20)}) > 15


def test_sound_inputs_are_read() -> None:
    for kind in ("text", "html", "feed", "sitemap", "jsonl", "eml", "pdf", "warc", "reading", "csv"):
        for data in fuzz_kinds.seeds(kind):
            assert fuzz_kinds.run(kind, data) is None, kind


def test_an_error_without_a_code_of_its_own_is_a_finding() -> None:
    with pytest.raises(AssertionError, match="without a code"):
        fuzz_telling.own(CommuniqueError("something"))


def test_half_surrogates_by_number_are_read_as_no_character() -> None:
    page = b'<opml><outline xmlUrl="http://a.example/&#xD800;x&#57343;?a=1&b=2&#38;c"/></opml>'
    assert parse_opml(page, "list") == ("http://a.example/\ufffdx\ufffd?a=1&b=2&c",)
    long = b"<urlset><loc>&#" + b"9" * 5_000 + b";</loc></urlset>"
    assert [found.text for found in elements(long, "map", "loc")] == ["\ufffd"]


def imported(shape: str, *lines: bytes) -> tuple[list[str], list[InputError]]:
    told: list[InputError] = []
    rows = FORMATS[shape]((Line(line, "dump", number) for number, line in enumerate(lines, 1)), told.append)
    return [row.name for row in rows], told


GOOD = (
    b'{"id": "Q79", "labels": {"en": {"value": "Azure Front"}}, '
    b'"claims": {"P31": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q7278"}}}}]}}'
)


@pytest.mark.parametrize(
    "bad",
    [
        GOOD.replace(b'"Q79"', b'""'),
        GOOD.replace(b'"Q79"', b'"Q79 x"'),
        GOOD.replace(b'"Q79"', b"[79]"),
        GOOD.replace(b'"Azure Front"', b'["Azure Front"]'),
        GOOD.replace(b"Azure Front", b"Azure \\ud800 Front"),
        GOOD.replace(b"Azure Front", b"Azure \xed\xa0\x80 Front"),
    ],
)
def test_an_entity_that_is_none_is_told_and_left_out(bad: bytes) -> None:
    names, told = imported("wikidata", GOOD, bad, GOOD)
    assert names == ["Azure Front", "Azure Front"]
    assert [str(error)[:12] for error in told] == ["dump, line 2"]


def is_of(ident: bytes) -> bytes:
    return b'{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "%s"}}}}' % ident


def test_a_country_of_an_office_that_is_no_entity_is_no_country() -> None:
    head = b'{"id": "Q8", "labels": {"en": {"value": "Head"}}, "claims": {"P1001": [%s]}}' % is_of(b"x")
    claims = b'"P31": [%s], "P39": [%s]' % (is_of(b"Q5"), is_of(b"Q8"))
    person = b'{"id": "Q7", "labels": {"en": {"value": "Anna Lepik"}}, "claims": {%s}}' % claims
    lines = (Line(line, "dump", number) for number, line in enumerate((head, person), 1))
    told: list[InputError] = []
    (row,) = FORMATS["wikidata"](lines, told.append)
    assert not told
    assert (row.name, row.title, row.country) == ("Anna Lepik", "Head", None)


def test_half_a_pair_in_an_entity_is_told_and_a_whole_pair_is_read() -> None:
    entity = b'{"id": "x1", "schema": "Company", "properties": {"name": ["Harbour %s Works"]}}'
    names, told = imported("ftm", entity % b"\\ud83d\\ude00", entity.replace(b"x1", b"x2") % b"\\udc00")
    assert names == ["Harbour \U0001f600 Works"]
    assert [str(error)[:12] for error in told] == ["dump, line 2"]


@pytest.mark.parametrize(
    ("good", "bad"), [(b'"c1"', b'""'), (b'"2020-01"', b'"2020-00"'), (b'"2020-01"', b'"2020-99"')]
)
def test_a_row_that_could_not_be_read_again_is_told_and_left_out(good: bytes, bad: bytes) -> None:
    company = b'{"id": "c1", "schema": "Company", "properties": {"name": ["Harbour Works"]}}'
    person = (
        b'{"id": "Q5", "schema": "Person", "properties": {"name": ["Anna Lepik"], "positionOccupancies": [{"id": "o1", '
        b'"schema": "Occupancy", "properties": {"post": ["p1"], "startDate": ["2020-01"]}}]}}'
    )
    names, told = imported("ftm", company, person)
    assert (sorted(names), told) == (["Anna Lepik", "Harbour Works"], [])
    names, told = imported("ftm", company.replace(good, bad), person.replace(good, bad))
    assert len(names) == len(told) == 1


@pytest.mark.parametrize(
    ("written", "day"),
    [("9999", "9999-12-31"), ("9999-12", "9999-12-31"), ("2024-02", "2024-02-29"), ("2023", "2023-12-31")],
)
def test_a_term_may_end_with_the_last_year_there_is(tmp_path: Path, written: str, day: str) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(f"name,kind,end\nAzure Front,group,{written}\n", encoding="utf-8")
    (row,) = read_table(path)
    assert isinstance(row, ActorRow)
    assert str(row.last) == day


def test_a_reading_nested_without_end_is_no_reading() -> None:
    with pytest.raises(BadRecord, match="must be JSON"):
        Reading.loads("[" * 100_000)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "ledger.db"
    small_ledger(str(path)).close()
    return path.read_bytes()


def spoilt(path: Path, sound: bytes, *statements: str) -> Ledger:
    """Open a ledger in whose file another program did something, past the triggers."""
    path.write_bytes(sound)
    other = sqlite3.connect(path, isolation_level=None)
    triggers = other.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        other.execute(f"DROP TRIGGER {name}")
    for statement in (*statements, *(sql for _, sql in triggers)):
        other.execute(statement)
    other.close()
    return Ledger.open(path)


def test_a_sound_ledger_has_no_faults(sound: bytes, tmp_path: Path) -> None:
    with spoilt(tmp_path / "l.db", sound) as ledger:
        assert list(faults(ledger.connection)) == []


def asked(ledger: Ledger) -> Any:
    return (
        ledger.events(limit=None).to_json(),
        ledger.commitments(limit=None).to_json(),
        ledger.statements(limit=None).to_json(),
        ledger.actors(limit=None).to_json(),
        ledger.totals(("donor", "month")),
        ledger.explain(ledger.events(limit=1)[0].id),
        ledger.decisions(),
    )


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE reports SET contexts = '{\"a\": 1'", "reports.contexts"),
        ("UPDATE actors SET sectors = '7'", "actors.sectors"),
        ("UPDATE commitments SET known = 'yesterday', day = 'x'", "commitments.known"),
        ("UPDATE commitments SET stage = 'dreamt'", "commitments.stage"),
    ],
)
def test_values_that_no_ledger_holds_are_damage(sound: bytes, tmp_path: Path, statement: str, what: str) -> None:
    with spoilt(tmp_path / "l.db", sound, statement) as ledger:
        with pytest.raises(LedgerDamaged):
            asked(ledger)
        assert what in " ".join(faults(ledger.connection))


def test_a_table_that_is_gone_is_named_with_what_to_do(sound: bytes, tmp_path: Path) -> None:
    with (
        spoilt(tmp_path / "l.db", sound, "DROP TABLE quantities") as ledger,
        pytest.raises(LedgerTooOld, match=r"lacks quantities\..*communique add"),
    ):
        asked(ledger)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE articles SET byline = 'Anna'", "articles.byline is 'Anna'"),
        ("UPDATE reports SET date_basis = 'guessed'", "reports.date_basis is 'guessed'"),
        ("UPDATE reports SET told = x'07'", "reports.told is \"b'\\\\x07'\""),
        ("UPDATE commitments SET pledge = x'5b3100'", "commitments.pledge is \"b'[1\\\\x00'\""),
        ("UPDATE articles SET sketch = x'07'", "articles.sketch is \"b'\\\\x07'\""),
        (
            "UPDATE commitments SET date_start = '2025-01-01', date_end = '2024-01-01'",
            "commitments.date_start is 2025-01-01, date_end 2024-01-01",
        ),
    ],
)
def test_the_doctor_names_the_column(sound: bytes, tmp_path: Path, statement: str, said: str) -> None:
    with spoilt(tmp_path / "l.db", sound, statement) as ledger:
        (wrong,) = (each for each in ledger.examine() if each.wrong)
        assert wrong.examples[0] == said


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles SET title = CAST(x'ff41' AS TEXT)",
        "UPDATE reports SET place = CAST(x'ff41' AS TEXT)",
        "UPDATE commitments SET currency = CAST(x'ff41' AS TEXT)",
    ],
)
def test_text_that_is_no_text_is_damage(sound: bytes, tmp_path: Path, statement: str) -> None:
    with spoilt(tmp_path / "l.db", sound, statement) as ledger, pytest.raises(LedgerDamaged):
        (ledger.articles().to_json(), asked(ledger))


def test_a_promise_whose_packed_form_is_spoilt_is_damage(sound: bytes, tmp_path: Path) -> None:
    statement = "UPDATE commitments SET pledge = CAST(replace(CAST(pledge AS TEXT), ' ', char(5)) AS BLOB)"
    with (
        spoilt(tmp_path / "l.db", sound, statement) as ledger,
        pytest.raises(LedgerDamaged, match=r"commitments\.pledge"),
    ):
        ledger.totals("stage", as_of="2030-01-01")


def test_a_mistake_of_the_callers_is_no_damage(sound: bytes, tmp_path: Path) -> None:
    with spoilt(tmp_path / "l.db", sound) as ledger, pytest.raises(TypeError):
        ledger.search(5)  # type: ignore[arg-type]  # the mistake
