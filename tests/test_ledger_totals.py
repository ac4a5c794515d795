"""Sums of the ledger count nothing twice and say what they leave out; deliveries that don't come are overdue."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli import run
from ledger_readings import ledger_of, reading, small_ledger

from communique import BadQuestion, Ledger, Reading
from communique.knowledge.rates import convert

_DEU = ("Germany", "state", "DEU", ["GOV"], None)
_UKR = ("Ukraine", "state", "UKR", ["GOV"], None)
_USA = ("United States", "state", "USA", ["GOV"], None)


def gives(text: str, published: str, quote: str, value: float, **notes: Any) -> Reading:
    """Return a reading of one sentence with one commitment of Germany's, or of `donor`, to Ukraine."""
    donor = notes.pop("donor", _DEU)
    per = notes.pop("per", None)
    amount = None if "items" in notes else (value, value, value, notes.pop("currency", "EUR"), quote, per)
    return reading(
        text,
        published=published,
        publisher=notes.pop("publisher", "Spree Bote"),
        url=f"https://spree-bote.example/{published}",
        actors={"donor": donor, "ukr": _UKR},
        commitments=[
            {
                "donors": ["donor"],
                "recipients": ["ukr"],
                "stage": "pledged",
                "at": quote,
                "amount": amount,
                **notes,
            }
        ],
    )


PLEDGE = gives(
    "Germany will give Ukraine €500m for air defence by June 30, Berlin said on Sunday.", "2024-03-03", "€500m", 5e8,
    date=("2024-06-30", "2024-06-30", "day", "June 30"),
)  # fmt: skip
AGAIN = gives(
    "Ukraine thanked Germany for the €500m for air defence.", "2024-03-04", "€500m", 5e8, publisher="Dnipro Gazette"
)
TRANCHE = gives(
    "Ukraine received €150m from Germany, the first tranche of the €500m announced on 3 March.", "2024-05-14", "€150m",
    1.5e8, stage="delivered",
)  # fmt: skip
TOTAL = gives(
    "That brings German aid to €2bn since the start of the war, Germany told Ukraine.", "2024-03-06", "€2bn", 2e9,
    cumulative=True,
)  # fmt: skip
DOLLARS = gives(
    "The United States will give Ukraine $90m for generators.", "2024-03-20", "$90m", 9e7, currency="USD",
    donor=_USA, category="civil",
)  # fmt: skip
REFUSED = gives("Germany refused Ukraine €40m for missiles.", "2024-04-02", "€40m", 4e7, stage="refused")
READINGS = (PLEDGE, AGAIN, TRANCHE, TOTAL, DOLLARS, REFUSED)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("totals") / "aid.db"
    ledger_of(READINGS, made).close()
    return made


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path, write=False) as opened:
        yield opened


def values(ledger: Ledger, *by: str, **asked: Any) -> dict[tuple[str, ...], dict[str, float]]:
    found = ledger.totals(by, **asked)
    return {
        tuple(value for _, value in row.key): {currency: value for currency, value, _, _ in row.sums}
        for row in found.rows
    }


def test_a_commitment_told_again_and_delivered_in_part_counts_once(ledger: Ledger) -> None:
    assert values(ledger, "donor") == {("DEU",): {"EUR": 5e8}, ("USA",): {"USD": 9e7}}
    assert values(ledger, "donor", donor="DEU", as_of="2024-03-03") == {("DEU",): {"EUR": 5e8}}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("stage", {"pledged": {"EUR": 3.5e8, "USD": 9e7}, "delivered": {"EUR": 1.5e8}, "refused": {"EUR": 4e7}}),
        ("recipient", {"UKR": {"EUR": 5e8, "USD": 9e7}}),
        ("category", {"military": {"EUR": 5e8}, "civil": {"USD": 9e7}}),
        ("month", {"2024-03": {"EUR": 5e8, "USD": 9e7}, "2024-04": {}}),
    ],
)
def test_every_dimension_has_its_rows(ledger: Ledger, by: str, expected: dict[str, dict[str, float]]) -> None:
    assert values(ledger, by) == {(key,): sums for key, sums in expected.items()}


def test_who_gives_is_not_named_and_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "asked.db"
    ledger_of(
        [
            gives(
                "Ukraine asked for €40m, a paper in Germany wrote.",
                "2024-04-02",
                "€40m",
                4e7,
                stage="requested",
                donors=[],
            )
        ],
        path,
    ).close()
    text = run("commitments", "--ledger", str(path), "--totals", "donor,stage").stdout
    assert "not named, requested: 40,000,000 EUR" in text
    assert "+ 40,000,000 EUR requested, not named, 2024-04-02" in text


def test_the_guard_names_the_whole_with_both_sentences(ledger: Ledger) -> None:
    (row, _) = ledger.totals("donor").rows
    (part,) = [each for each in row.not_added if each.kind == "part_of"]
    assert part.said == "part of the EUR 500 million announced on 3 March 2024"
    assert part.quote.quote == TRANCHE.article.text
    assert part.other_quote is not None
    assert part.other_quote.quote == PLEDGE.article.text
    (again,) = [each for each in row.not_added if each.kind == "same"]
    assert {again.quote.quote, again.other_quote and again.other_quote.quote} == {
        AGAIN.article.text,
        PLEDGE.article.text,
    }


def test_what_is_no_commitment_or_a_total_is_left_out_with_its_reason(ledger: Ledger) -> None:
    left = {each.said: each.quote.quote for row in ledger.totals("donor").rows for each in row.not_added}
    assert left["a total that holds earlier commitments"] == TOTAL.article.text
    assert left["only refused"] == REFUSED.article.text


def test_every_sum_is_converted_at_the_rate_of_its_day(ledger: Ledger) -> None:
    rows = {dict(row.key)["donor"]: row for row in ledger.totals("donor").rows}
    (told,) = rows["USA"].counted
    (euro, dollar) = told.converted
    expected = convert(9e7, "USD", "EUR", datetime.date(2024, 3, 20))
    assert (euro.value, euro.rate_date, euro.source) == (expected.value, "2024-03-20", expected.source)
    assert (rows["USA"].eur, rows["USA"].usd, dollar.rate) == (expected.value, 9e7, 1.0)


def test_what_people_decided_counts(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with Ledger.open(copy) as ledger:
        (dollars,) = ledger.commitments(donor="USA")
        ledger.decide("edit", [dollars.id], "ada", field="amount", value="100 million USD")
        ledger.decide("edit", [dollars.id], "ada", field="donors", value="Canada")
        assert values(ledger, "donor", donor="CAN") == {("CAN",): {"USD": 1e8}}
        other = ledger.commitments(donor="DEU", stage="delivered")[0].thread
        ledger.decide("merge", [other, ledger.commitments(donor="CAN")[0].thread], "ada")
        assert sum(len(row.threads) for row in ledger.totals("donor").rows) == 1
        ledger.decide("reject", [dollars.id], "ada")
        assert values(ledger, "donor", donor="CAN") == {}


def test_the_page_and_the_command_get_one_json(path: Path, ledger: Ledger) -> None:
    ran = run("commitments", "--ledger", str(path), "--totals", "donor,stage", "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told == json.loads(json.dumps(ledger.totals(["donor", "stage"]).to_json()))
    assert told["by"] == ["donor", "stage"]
    assert {"key", "sums", "eur", "usd", "unconverted", "threads", "counted", "not_added"} == set(told["rows"][0])


def test_the_command_tells_sums_and_the_guard(path: Path) -> None:
    text = run("commitments", "--ledger", str(path), "--totals", "--donor", "DEU").stdout
    assert "DEU: 500,000,000 EUR" in text
    assert "not added: part of the EUR 500 million announced on 3 March 2024" in text
    rows = run("commitments", "--ledger", str(path), "--totals", "donor", "--format", "csv").stdout.splitlines()
    assert rows[0].startswith("donor,currency,value,low,high,eur,usd,")
    assert rows[1].startswith("DEU,EUR,500000000.0,")


def test_unknown_dimensions_are_told(path: Path, ledger: Ledger) -> None:
    with pytest.raises(BadQuestion, match="no totals by weather"):
        ledger.totals(["donor", "weather"])
    assert "no totals by weather" in run("commitments", "--ledger", str(path), "--totals", "weather").stderr


def test_a_delivery_is_overdue_when_its_day_has_passed_and_a_part_is_not_all(ledger: Ledger, path: Path) -> None:
    assert ledger.overdue(datetime.date(2024, 6, 30)) == []
    (late,) = ledger.overdue(datetime.date(2024, 7, 10))
    assert (late.due, late.days, late.donors, late.what) == ("2024-06-30", 10, ("DEU",), "EUR 500 million")
    assert late.quote.quote == PLEDGE.article.text
    assert [each.quote for each in late.delivered] == [TRANCHE.article.text]
    assert ledger.overdue(datetime.date(2024, 7, 10), donor="USA") == []
    text = run("commitments", "--ledger", str(path), "--overdue", "--as-of", "2024-07-10").stdout
    assert "2024-06-30  10 days overdue" in text
    assert PLEDGE.article.text in text


def test_nothing_is_overdue_once_all_was_delivered(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with Ledger.open(copy) as ledger:
        ledger.put(
            gives(
                "Germany has delivered the €500m for air defence announced in March to Ukraine.",
                "2024-06-28",
                "€500m",
                5e8,
                stage="delivered",
            )
        )
        assert ledger.overdue(datetime.date(2024, 7, 10)) == []
        assert values(ledger, "donor", donor="DEU") == {("DEU",): {"EUR": 5e8}}


def test_the_calendar_tells_what_is_due_with_its_sentence(ledger: Ledger) -> None:
    (due,) = ledger.calendar(since=datetime.date(2024, 6, 1))
    assert (due.start, due.what, due.quote.quote) == ("2024-06-30", "delivery, military", PLEDGE.article.text)


def test_what_is_promised_by_the_end_of_a_year_that_has_begun_is_due_on_its_last_day() -> None:
    promised = gives(
        "Germany will give Ukraine €300m for bridges by the end of 2024.", "2024-03-03", "€300m", 3e8,
        date=("2024-01-01", "2024-12-31", "year", "2024"),
    )  # fmt: skip
    with Ledger.open(":memory:") as one:
        one.put(promised)
        (due,) = one.calendar(since=datetime.date(2024, 3, 4))
        assert (due.start, due.end) == ("2024-12-31", "2024-12-31")
        assert one.calendar(since=datetime.date(2024, 3, 4), until=datetime.date(2024, 12, 30)) == []
        assert one.calendar(since=datetime.date(2025, 1, 1)) == []
        assert [each.thread for each in one.overdue(datetime.date(2025, 1, 1))] == [due.record]


def test_a_tranche_that_was_delivered_closes_no_commitment(ledger: Ledger) -> None:
    (tranche,) = ledger.commitments(donor="DEU", stage="delivered")
    assert (tranche.thread_stage, tranche.thread_reports > 1) == ("pledged", True)
    thread = tranche.thread
    row = ledger.connection.execute('SELECT stage, "value", due FROM threads WHERE id = ?', (thread,)).fetchone()
    assert tuple(row) == ("pledged", 5e8, "2024-06-30")
    (then,) = ledger.commitments(donor="DEU", stage="delivered", as_of=tranche.known)
    assert then.thread_stage == "pledged"


def test_parts_that_make_up_all_of_the_items_close_it() -> None:
    def guns(text: str, day: str, count: int, stage: str = "delivered") -> Reading:
        said = f"{count} Caesar howitzers"
        return gives(text, day, said, 0, stage=stage, items=[(count, "Caesar howitzers", "artillery", said)])

    parts = [
        guns("Germany will give Ukraine 18 Caesar howitzers.", "2024-03-03", 18, "pledged"),
        guns("Germany delivered a first 12 Caesar howitzers of the 18 to Ukraine.", "2024-04-03", 12),
        guns("Germany delivered the remaining 6 Caesar howitzers of the 18 to Ukraine.", "2024-05-03", 6),
    ]
    told = []
    with Ledger.open(":memory:") as one:
        for each in parts:
            one.put(each)
            told.append({row[0] for row in one.connection.execute("SELECT stage FROM threads")})
    assert told == [{"pledged"}, {"pledged"}, {"delivered"}]


def test_the_first_to_come_are_the_first_of_all(ledger: Ledger) -> None:
    every = ledger.calendar(since=datetime.date(2024, 1, 1))
    for limit in range(len(every) + 1):
        assert ledger.calendar(since=datetime.date(2024, 1, 1), limit=limit) == every[:limit]


def test_the_calendar_of_the_first_day_there_is() -> None:
    with small_ledger() as ledger:
        assert ledger.calendar(since=datetime.date.min)
        assert ledger.calendar(since=datetime.date.max) == []
