"""A tracker's sheet against the ledger: Kiel's and SIPRI's, in the layouts that they come in."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_readings import _EST, _UKR, reading, small_ledger
from openpyxl import Workbook

from communique.cli.compare import compare as command
from communique.errors import BadQuestion, CommuniqueError, MissingExtra, UnreadableFile, UnsupportedFormat
from communique.export.selection import Selection
from communique.export.trackers import write_kiel
from communique.ledger import Ledger
from communique.trackers import Comparison, Scope, compare
from communique.trackers.cells import currency, parties, party, party_names
from communique.trackers.dates import day_first, days, month, years
from communique.trackers.figures import decimal_mark, figure, number

KIEL = (
    *("donor", "announcement_date", "month", "measure", "aid_type_general", "explanation", "reporting_currency"),
    *("tot_activity_value", "tot_activity_value_EUR", "item", "item_type", "item_numb"),
)
PLEDGE = ["Estonia ", "2024-01-18", 25, "Commitment", "Military ", "Aid", "EUR", 8e7, 8e7, "Howitzers", "Artillery", 24]
APPROVAL = ["Estonia", "2024-01-30", 25, "Allocation", "Military", "Vote", "EUR", 8e7, 8e7, ".", ".", "."]
FIRST = ["Estonia", "2024-03-12", 27, "Allocation", "Military", "First", "EUR", ".", ".", "Howitzers", "Artillery", 12]
SECOND = ["Estonia", "2024-03-13", 27, "Allocation", "Military", "More", "EUR", ".", ".", "Howitzers", "Artillery", 10]
FULL = (PLEDGE, APPROVAL, FIRST, SECOND)
OLD_SIPRI = (
    *("Recipient", "Supplier", "Year of order", "", "Number ordered", "", "Weapon designation", "Weapon description"),
    *("Number delivered", "", "Year(s) of delivery", "status", "Comments", "SIPRI TIV per unit"),
    *("SIPRI TIV for total order", "SIPRI TIV of delivered weapons"),
)
NEW_SIPRI = (
    *("SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category"),
    *("Order date", "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate", "Delivery year"),
    *("Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit", "TIV delivery values"),
    "Local production",
)


@pytest.fixture
def ledger() -> Ledger:
    return small_ledger()


def workbook(path: Path, *sheets: tuple[str, Sequence[Sequence[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def kiel(path: Path, *rows: Sequence[Any], header: Sequence[str] = KIEL) -> Path:
    return workbook(path / "kiel.xlsx", ("Bilateral Assistance, MAIN DATA", [header, *rows]))


def table(path: Path, *rows: Sequence[Any], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    file = path / "sheet.csv"
    file.write_bytes(out.getvalue().encode(encoding))
    return file


def changed(row: Sequence[Any], **cells: Any) -> list[Any]:
    return [cells.get(name, cell) for name, cell in zip(KIEL, row, strict=True)]


def told(found: Comparison) -> list[tuple[str, str, str, str]]:
    return [(each.verdict, each.field, each.sheet, each.ledger) for each in found.findings]


def asked(file: Path, ledger_file: Path, *options: str) -> Result:
    return CliRunner().invoke(command, [str(file), "--ledger", str(ledger_file), *options])


# Kiel


def test_a_sheet_that_tells_what_the_ledger_tells_is_the_same(tmp_path: Path, ledger: Ledger) -> None:
    found = compare(ledger, kiel(tmp_path, *FULL))
    assert told(found) == []
    assert found.counts == {"missing": 0, "different": 0, "extra": 0, "same": 4}


def test_what_the_sheet_lacks_comes_with_its_sentence(tmp_path: Path, ledger: Ledger) -> None:
    found = compare(ledger, kiel(tmp_path, APPROVAL, FIRST, SECOND))
    (missing,) = found.findings
    assert (missing.verdict, missing.measure, missing.stage) == ("missing", "Commitment", "pledged")
    assert missing.ledger == "up to 80,000,000 EUR; 24 howitzers"
    assert missing.quote is not None
    assert missing.quote.quote.startswith("Estonia will send Ukraine up to 80 million euros")
    assert missing.reasons == ("the sheet has the same thread as Allocation",)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"tot_activity_value": 6e7, "tot_activity_value_EUR": 6e7},
            ("amount", "60,000,000 EUR", "up to 80,000,000 EUR"),
        ),
        ({"item_numb": 18}, ("number of howitzers", "18 Howitzers", "24 howitzers")),
        ({"item_numb": "."}, ("number of howitzers", "Howitzers", "24 howitzers")),
        ({"item": ".", "item_type": ".", "item_numb": "."}, ("item", "", "24 howitzers")),
        ({"announcement_date": "2024-02-20", "month": 26}, ("date", "2024-02-20", "2024-01-18")),
        ({"aid_type_general": "Humanitarian"}, ("aid type", "humanitarian", "military")),
        ({"tot_activity_value": ".", "tot_activity_value_EUR": None}, ("amount", "", "up to 80,000,000 EUR")),
    ],
)
def test_a_field_that_differs_is_told_with_both_values_and_the_sentence(
    tmp_path: Path, ledger: Ledger, cells: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    found = compare(ledger, kiel(tmp_path, changed(PLEDGE, **cells), APPROVAL, FIRST, SECOND))
    assert told(found) == [("different", *expected)]
    (different,) = found.findings
    assert different.rows == "2"
    assert different.quote is not None
    assert "80 million euros" in different.quote.quote
    assert found.same == 3


def test_a_promise_entered_as_an_allocation_differs_in_measure(tmp_path: Path) -> None:
    ledger = Ledger.open(":memory:")
    ledger.put(_pledge("Estonia pledged 33 million euros to Ukraine.", "33 million euros", 3.3e7, "2024-01-18"))
    row = changed(APPROVAL, announcement_date="2024-01-18", tot_activity_value=3.3e7, tot_activity_value_EUR=3.3e7)
    assert told(compare(ledger, kiel(tmp_path, row))) == [
        ("different", "measure", "Allocation", "Commitment (pledged)")
    ]


def test_what_only_the_sheet_has_is_extra_with_the_reason(tmp_path: Path, ledger: Ledger) -> None:
    norway = changed(APPROVAL, donor="Norway", explanation="Winter aid")
    late = changed(
        APPROVAL, announcement_date="2025-06-01", month=42, tot_activity_value=5e6, tot_activity_value_EUR=5e6
    )
    found = compare(ledger, kiel(tmp_path, *FULL, norway, late))
    extra = [each for each in found.findings if each.verdict == "extra"]
    assert [(each.rows, each.sheet) for each in extra] == [("7", "5,000,000 EUR"), ("6", "80,000,000 EUR")]
    assert extra[1].reasons == ("the ledger has nothing from this donor",)
    assert extra[0].quote is None


def test_a_row_entered_twice_is_extra_once(tmp_path: Path, ledger: Ledger) -> None:
    again = changed(PLEDGE, explanation="The same, entered by a colleague")
    found = compare(ledger, kiel(tmp_path, *FULL, again))
    assert found.counts == {"missing": 0, "different": 0, "extra": 1, "same": 4}


def test_sums_in_another_currency_are_the_same_within_rounding(tmp_path: Path, ledger: Ledger) -> None:
    dollars = changed(PLEDGE, reporting_currency="USD", tot_activity_value=8.7e7, tot_activity_value_EUR=".")
    assert told(compare(ledger, kiel(tmp_path, dollars, APPROVAL, FIRST, SECOND))) == []
    half = changed(PLEDGE, reporting_currency="USD", tot_activity_value=5e7, tot_activity_value_EUR=".")
    (different,) = compare(ledger, kiel(tmp_path, half, APPROVAL, FIRST, SECOND)).findings
    assert (different.field, different.sheet) == ("amount", "50,000,000 USD")


def test_the_rows_of_a_package_are_one_and_its_sum_counts_once(tmp_path: Path, ledger: Ledger) -> None:
    more = changed(PLEDGE, item="Trucks", item_type="Vehicles", item_numb=5)
    found = compare(ledger, kiel(tmp_path, PLEDGE, more, APPROVAL, FIRST, SECOND))
    assert told(found) == []
    assert found.register.counts == {"Commitment": 1, "Allocation": 3}
    assert found.register.rows[0].amounts[0].value == 8e7


def test_parts_of_a_package_are_summed_where_it_has_no_sum_of_its_own(tmp_path: Path, ledger: Ledger) -> None:
    header = ("Donor", "Announcement date", "Measure", "Reporting currency", "tot_sub_activity_value", "item")
    first = ["Estonia", "2024-01-18", "Commitment", "EUR", 5e7, "Howitzers"]
    second = ["Estonia", "2024-01-18", "Commitment", "EUR", 3e7, "Ammunition"]
    found = compare(ledger, kiel(tmp_path, first, second, header=header), scope=Scope(until="2024-01-20"))
    assert [each.field for each in found.findings] == ["number of howitzers"]
    assert found.register.rows[0].amounts[0].value == 8e7


def test_a_negative_row_takes_back_a_package(tmp_path: Path, ledger: Ledger) -> None:
    given = changed(PLEDGE, announcement_date="2024-05-01", tot_activity_value=9e6, tot_activity_value_EUR=9e6)
    taken = changed(
        PLEDGE, announcement_date="2024-06-01", explanation="Off", tot_activity_value=-9e6, tot_activity_value_EUR=-9e6
    )
    found = compare(ledger, kiel(tmp_path, *FULL, given, taken))
    assert told(found) == []
    assert "negative rows were netted out: row 7 against row 6" in found.register.notes


def test_a_negative_row_lessens_a_larger_package(tmp_path: Path, ledger: Ledger) -> None:
    given = changed(PLEDGE, tot_activity_value=1e8, tot_activity_value_EUR=1e8)
    taken = changed(PLEDGE, explanation="Cut", tot_activity_value=-2e7, tot_activity_value_EUR=-2e7)
    assert told(compare(ledger, kiel(tmp_path, given, APPROVAL, FIRST, SECOND, taken))) == []


def test_a_negative_row_that_takes_nothing_back_is_left_out_and_noted(tmp_path: Path, ledger: Ledger) -> None:
    lone = changed(PLEDGE, donor="Norway", tot_activity_value=-5.0, tot_activity_value_EUR=-5.0)
    found = compare(ledger, kiel(tmp_path, *FULL, lone))
    assert told(found) == []
    assert any("cancel nothing known were left out: 6" in note for note in found.register.notes)


def test_without_a_date_the_month_counts_and_month_0_is_unknown(tmp_path: Path, ledger: Ledger) -> None:
    by_month = changed(PLEDGE, announcement_date=".", month=25)
    unknown = changed(APPROVAL, announcement_date=".", month=0)
    found = compare(ledger, kiel(tmp_path, by_month, unknown, FIRST, SECOND))
    assert told(found) == []
    assert found.register.rows[0].days == (datetime.date(2024, 1, 1), datetime.date(2024, 1, 31))
    assert found.register.rows[1].days is None


def test_an_early_release_has_no_measure_and_other_names(tmp_path: Path, ledger: Ledger) -> None:
    header = ("ID", "Countries ", "Announcement  Date", "Type of Aid", "Explanation", "Currency", "Total\nvalue")
    rows: list[Sequence[Any]] = [
        ["Release 7"],
        [],
        [*header, "Item", "Units", "Delivered"],
        [
            "EEM1",
            "Estonia",
            datetime.date(2024, 1, 18),
            "Military",
            "Aid",
            "Euro",
            "80,000,000",
            "Howitzer",
            24,
            12,
        ],
        ["EEM2", "Estonia", datetime.date(2023, 1, 5), "Military", "Mines", "EUR", "1,000,000", ".", ".", "."],
    ]
    found = compare(ledger, workbook(tmp_path / "early.xlsx", ("Notes", [["Read me"]]), ("Data", rows)))
    assert [(each.verdict, each.rows) for each in found.findings] == [("extra", "5")]
    assert found.same == 1
    assert (found.register.sheet, found.register.header_line) == ("Data", 3)
    assert ("activity", "Total value") in found.register.taken
    assert any("no column of measures" in note for note in found.register.notes)


def test_a_column_in_millions_is_read_as_such(tmp_path: Path, ledger: Ledger) -> None:
    header = ["Country", "Date announced", "Measure", "Total value (EUR million)"]
    rows = (["Estonia", "18.01.2024", "Commitments", "80"], ["Estonia", "30.01.2024", "Allocations", "80"])
    found = compare(ledger, table(tmp_path, header, *rows, delimiter=";"), scope=Scope(until="2024-02"))
    assert [each.field for each in found.findings] == []
    assert [each.amounts[0].value for each in found.register.rows] == [8e7, 8e7]


def test_our_own_export_compared_with_its_ledger_is_the_same(tmp_path: Path, ledger: Ledger) -> None:
    file = tmp_path / "own.csv"
    with file.open("wb") as out:
        write_kiel(Selection(ledger.connection), out)
    found = compare(ledger, file)
    assert told(found) == []
    assert found.counts["same"] == 4


def test_a_pledge_that_was_called_off_is_told_of_the_row_that_has_it(tmp_path: Path, ledger: Ledger) -> None:
    cancelled = _pledge(
        "Estonia has cancelled its 80 million euro package for Ukraine.",
        "80 million euro",
        8e7,
        "2024-06-01",
        "cancelled",
    )
    ledger.put(cancelled)
    (thread,) = ledger.connection.execute("SELECT thread FROM commitments WHERE stage = 'approved'").fetchone()
    ledger.connection.execute("UPDATE commitments SET thread = ? WHERE stage = 'cancelled'", (thread,))
    found = compare(ledger, kiel(tmp_path, PLEDGE))
    assert told(found) == [("different", "status", "Commitment", "cancelled")]
    assert found.findings[0].quote is not None
    assert "has cancelled" in found.findings[0].quote.quote


def test_joint_givers_that_the_sheet_lacks_are_told(tmp_path: Path) -> None:
    ledger = Ledger.open(":memory:")
    ledger.put(
        reading(
            "Estonia and Latvia pledged 33 million euros to Ukraine.",
            actors={"est": _EST, "lva": ("Latvia", "state", "LVA", ["GOV"], None), "ukr": _UKR},
            commitments=[
                {
                    "donors": ["est", "lva"],
                    "recipients": ["ukr"],
                    "stage": "pledged",
                    "at": "33 million",
                    "amount": (3.3e7, 3.3e7, 3.3e7, "EUR", "33 million euros"),
                }
            ],
        )
    )
    row = changed(
        PLEDGE, tot_activity_value=3.3e7, tot_activity_value_EUR=3.3e7, item=".", item_type=".", item_numb="."
    )
    assert told(compare(ledger, kiel(tmp_path, row))) == [("different", "donor", "Estonia", "Estonia; Latvia")]


def test_words_that_name_no_item_are_none_that_the_sheet_lacks(tmp_path: Path) -> None:
    """A row differed from an article that called it "military aid" as well."""
    text = "Estonia promised Ukraine military aid of €80m, with 24 howitzers and tents."
    sent = reading(
        text,
        actors={"est": _EST, "ukr": _UKR},
        commitments=[
            {"donors": ["est"], "recipients": ["ukr"], "stage": "pledged", "at": "€80m",
             "amount": (8e7, 8e7, 8e7, "EUR", "€80m"),
             "items": [(None, "military aid", "other", "military aid"), (24, "howitzers", "artillery", "24 howitzers"),
                       (None, "tents", "other", "tents")]}
        ],
    )  # fmt: skip
    with Ledger.open(":memory:") as ledger:
        ledger.put(sent)
        assert told(compare(ledger, kiel(tmp_path, PLEDGE))) == [("different", "item", "", "tents")]


def _pledge(text: str, words: str, value: float, published: str, stage: str = "pledged") -> Any:
    return reading(
        text,
        published=published,
        actors={"est": _EST, "ukr": _UKR},
        commitments=[
            {
                "donors": ["est"],
                "recipients": ["ukr"],
                "stage": stage,
                "at": words,
                "amount": (value, value, value, "EUR", words),
            }
        ],
    )


def test_cells_that_nothing_is_taken_from_are_noted(tmp_path: Path, ledger: Ledger) -> None:
    """They vanished: a formula, a date and a currency that nobody understands."""
    cells = {"tot_activity_value_EUR": ".", "item": "."}
    rows = (
        changed(PLEDGE, **cells, tot_activity_value="=1+1"),
        changed(PLEDGE, **cells, announcement_date="soon", explanation="b"),
        changed(PLEDGE, **cells, reporting_currency="shells", explanation="c"),
        changed(PLEDGE, **cells, reporting_currency="NOK", tot_activity_value="€80m", explanation="d"),
        changed(PLEDGE, **cells, reporting_currency=".", explanation="e"),
        changed(PLEDGE, **cells, reporting_currency="EURO (m)", tot_activity_value=80, explanation="f"),
    )
    register = compare(ledger, table(tmp_path, KIEL, *rows)).register
    assert [[each.value for each in row.amounts] for row in register.rows] == [[], [8e7], [], [], [], [8e7]]
    assert list(register.notes[:5]) == [
        "no sum was taken from 'tot_activity_value' in row 2 '=1+1': write a number, as 80000000 or 80 million",
        "no date was taken from 'announcement_date' in row 3 'soon': write it as 2024-01-18, 2024-01 or 2024",
        "no currency was taken from 'reporting_currency' in row 4 'shells': write its code, as EUR",
        "sums in another currency than row or column says were not taken: row 5 '€80m'",
        (
            "sums without a currency were not taken, in row 4, 6: name it in a column “Currency” or in the header, as "
            "“Total value (EUR)”"
        ),
    ]


# Scope


def test_scope_chooses_what_is_told(tmp_path: Path, ledger: Ledger) -> None:
    norway = changed(APPROVAL, donor="Norway")
    file = kiel(tmp_path, norway)
    assert compare(ledger, file, scope=Scope(donors=("NOR",))).counts["missing"] == 0
    assert compare(ledger, file, scope=Scope(donors=("Estonia",))).counts["extra"] == 0
    assert compare(ledger, file, scope=Scope(since="2024-02")).counts["missing"] == 1
    assert compare(ledger, file, scope=Scope(recipients=("POL",))).counts == {
        "missing": 0, "different": 0, "extra": 0, "same": 0,
    }  # fmt: skip


def test_a_pair_across_the_edge_of_the_scope_is_no_extra(tmp_path: Path, ledger: Ledger) -> None:
    late = changed(PLEDGE, announcement_date="2024-02-02", month=26)
    found = compare(ledger, kiel(tmp_path, late, APPROVAL, FIRST, SECOND), scope=Scope(since="2024-02"))
    assert [each.verdict for each in found.findings] == ["different"]


@pytest.mark.parametrize(
    "scope",
    [
        *(Scope(since="soon"), Scope(until="2024-13"), Scope("2024-05", "2024-04"), Scope(donors=(".",))),
        *(Scope(since="01/02/2024"), Scope(until="2024-Q1"), Scope(donors=("Estnia",))),
    ],
)
def test_a_scope_that_cannot_be_understood_is_refused(tmp_path: Path, ledger: Ledger, scope: Scope) -> None:
    with pytest.raises(BadQuestion):
        compare(ledger, kiel(tmp_path, PLEDGE), scope=scope)


def test_a_misspelt_party_is_refused_with_the_nearest(tmp_path: Path, ledger: Ledger) -> None:
    """It gave four noughts, as if there were nothing."""
    with pytest.raises(BadQuestion, match="Did you mean Estonia"):
        compare(ledger, kiel(tmp_path, PLEDGE), scope=Scope(donors=("Estnia",)))
    unknown = changed(PLEDGE, donor="Estnia")
    assert compare(ledger, kiel(tmp_path, unknown), scope=Scope(donors=("Estnia",))).counts["extra"] == 1
    assert compare(ledger, kiel(tmp_path, PLEDGE), scope=Scope(recipients=("Fiji",))).counts["same"] == 0


@pytest.mark.parametrize(
    ("header", "amount"),
    [
        (("Amount", "Currency"), (8e7, "NOK")),
        (("Amount (USD)", "Notes"), (8e7, "USD")),
        (("Value, $m", ""), (8e13, "USD")),
        (("Value of annex B", "Currency"), (8e7, "NOK")),
    ],
)
def test_headers_of_home_made_sheets_are_known(
    tmp_path: Path, ledger: Ledger, header: tuple[str, str], amount: tuple[float, str]
) -> None:
    """ "Amount" was none, and a column of dollars couldn't be given."""
    cells = ["Norway", "2024-01-18", "Commitment", "80000000", "NOK"]
    file = table(tmp_path, ["Donor", "Date", "Measure", *header], cells)
    (row,) = compare(ledger, file).register.rows
    assert [(each.value, each.currency) for each in row.amounts] == [amount]


# SIPRI


def _old(*rows: Sequence[Any]) -> list[Sequence[Any]]:
    preamble = [[f"Line {at} about the café of the register"] for at in range(11)]
    return [*preamble, OLD_SIPRI, *rows]


def test_the_older_register_is_read_from_latin_1_below_its_preamble(tmp_path: Path, ledger: Ledger) -> None:
    row = [
        "Ukraine",
        "Estonia",
        "2024",
        "?",
        "24",
        "",
        "FH-70 155mm",
        "Towed howitzer",
        "12",
        "",
        "2024",
        "Second hand",
    ]
    found = compare(ledger, table(tmp_path, *_old([*row, "Aid", "0.5", "12", "6"]), encoding="latin-1"))
    assert (found.register.kind, found.register.header_line) == ("sipri", 12)
    assert told(found) == []
    assert found.same == 1
    assert found.register.rows[0].order_about
    assert found.register.rows[0].amounts == ()
    assert any("TIV" in note for note in found.register.notes)
    assert not any("TIV" in header for _, header in found.register.taken)


def test_numbers_and_years_that_differ_in_the_register_are_told(tmp_path: Path, ledger: Ledger) -> None:
    row = [
        "Ukraine",
        "Estonia",
        "2024",
        "",
        "18",
        "",
        "FH-70 155mm",
        "Towed howitzer",
        "(40)",
        "",
        "2025",
        "",
        "",
        "",
        "",
    ]
    found = compare(ledger, table(tmp_path, *_old(row)))
    assert [(each.field, each.sheet, each.ledger) for each in found.findings] == [
        ("number ordered", "18 (estimate) FH-70 155mm, Towed howitzer", "24 howitzers"),
        ("number delivered", "40 (estimate) FH-70 155mm, Towed howitzer", "10 howitzers"),
        ("year of delivery", "2025", "2024"),
    ]
    assert all(each.quote and "owitzers" in each.quote.quote for each in found.findings)


def _new(ident: int, supplier: str, designation: str, description: str, *rest: Any) -> list[Any]:
    return [ident, supplier, "Ukraine", designation, description, "Artillery", *rest]


def test_rows_of_the_newer_register_with_one_id_are_one_order(tmp_path: Path, ledger: Ledger) -> None:
    first = _new(
        7, "Estonia", "FH-70", "Towed gun", 2024, "False", 12, "False", 2024, "False", "Second hand", "", 1, 12, ""
    )
    second = _new(
        7, "Estonia", "FH-70", "Towed gun", 2024, "False", 10, "True", 2025, "False", "Second hand", "", 1, 10, ""
    )
    other = _new(8, "Poland", "Krab", "Self-propelled gun", 2022, "", 18, "", 2022, "", "New", "", 2, 36, "")
    file = workbook(tmp_path / "sipri.xlsx", ("Register", [NEW_SIPRI, first, second, other]))
    found = compare(ledger, file)
    assert [(each.verdict, each.rows, each.donor) for each in found.findings] == [("extra", "4", "Poland")]
    assert found.register.rows[0].items[0].delivered == 22
    assert found.register.rows[0].delivery_years == (2024, 2025)
    assert "extra" in {each.verdict for each in found.findings}
    assert found.same == 1


def test_arms_that_the_register_lacks_are_missing(tmp_path: Path, ledger: Ledger) -> None:
    row = _new(8, "Poland", "Krab", "Self-propelled gun", 2022, "", 18, "", 2022, "", "New", "", 2, 36, "")
    found = compare(ledger, workbook(tmp_path / "sipri.xlsx", ("Register", [NEW_SIPRI, row])))
    (missing,) = [each for each in found.findings if each.verdict == "missing"]
    assert (missing.donor, missing.stage) == ("Estonia", "delivered")
    assert "howitzers" in missing.ledger


# Files that are none of this


def test_a_sheet_without_the_columns_says_which_are_missing_and_what_it_has(tmp_path: Path, ledger: Ledger) -> None:
    file = kiel(tmp_path, ["Estonia", 3], header=["Country", "Votes"])
    with pytest.raises(UnsupportedFormat) as caught:
        compare(ledger, file, kind="kiel")
    assert "“Announcement date” or “Month”, “Total value” or “Total value (EUR)” or “Item”" in str(caught.value)
    assert "'Country', 'Votes'" in str(caught.value)


def test_a_sheet_that_is_not_there_says_which_there_are(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(BadQuestion, match="Bilateral Assistance, MAIN DATA"):
        compare(ledger, kiel(tmp_path, PLEDGE), sheet="Totals")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", UnsupportedFormat),
        (b"PK\x03\x04 not a workbook", UnreadableFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnsupportedFormat),
        (b"\x89PNG\r\n\x1a\n\x00\x00", UnsupportedFormat),
        (b"Estonia gave howitzers to Ukraine.", UnsupportedFormat),
    ],
)
def test_wrong_files_are_refused_with_what_to_do(
    tmp_path: Path, ledger: Ledger, content: bytes, error: type[CommuniqueError]
) -> None:
    file = tmp_path / "wrong.xlsx"
    file.write_bytes(content)
    with pytest.raises(error) as caught:
        compare(ledger, file)
    assert caught.value.hint


def test_a_missing_file_and_a_missing_library_are_told(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableFile, match=r"doesn't exist\. Check the spelling"):
        compare(ledger, tmp_path / "none.xlsx")
    with pytest.raises(UnreadableFile, match=r"is a folder\. Name the sheet's file in it"):
        compare(ledger, tmp_path)
    file = kiel(tmp_path, PLEDGE)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match=r"\[export\]"):
        compare(ledger, file)


CELLS = st.one_of(st.text(max_size=12), st.sampled_from([*KIEL, *NEW_SIPRI, *OLD_SIPRI, ".", "-5", "2024", "Estonia"]))


@given(st.lists(st.lists(CELLS, max_size=8), max_size=8), st.sampled_from([(), KIEL, NEW_SIPRI, OLD_SIPRI]))
@settings(deadline=None)
def test_any_table_is_compared_or_refused(rows: list[list[str]], header: Sequence[str]) -> None:
    import tempfile  # noqa: PLC0415  # a fixture would be shared by all examples

    with tempfile.TemporaryDirectory() as folder:
        out = io.StringIO()
        csv.writer(out).writerows([header, *rows])
        file = Path(folder) / "any.csv"
        file.write_text(out.getvalue(), encoding="utf-8", errors="surrogatepass")
        # Anything else than a comparison or an error of ours ends the test.
        with contextlib.suppress(CommuniqueError):
            found = compare(_LEDGER, file)
            assert len(found.register.rows) == found.counts["different"] + found.counts["extra"] + found.same


_LEDGER = small_ledger()


# Cells


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(
            (".", None),
            ("", None),
            (None, None),
            ("n/a", None),
            (True, None),
            (float("nan"), None),
            ("(5,000)", -5000.0),
        ),
        *(("1,200,000", 1.2e6), ("1.200.000,50", 1200000.5), ("1,200.5", 1200.5), ("12,5", 12.5), ("-3", -3.0)),
        *((" 80 000 000 ", 8e7), ("€ 5", 5.0), (7, 7.0), ("0.5", 0.5)),
        *(("80 million", 8e7), ("€80m", 8e7), ("0,5 Mio.", 5e5), ("1.2 bn", 1.2e9), ("5E+07", 5e7), ("1e3", 1e3)),
        *(("75-85 million", 8e7), ("EUR 80,000,000", 8e7), ("US$5bn", 5e9), ("80.000.000,-", 8e7), ("~20", 20.0)),
        *(("=1+1", None), ("many", None), ("#REF!", None), ("75 85", None), ("50%", None), ("12.03.2024", None)),
        *(("5bn a year", None), ("5 million (USD 5.4 million)", None)),
    ],
)
def test_numbers_as_people_write_them(cell: Any, value: float | None) -> None:
    """Sums with a unit were read as their first digits: "80 million" was 80."""
    assert number(cell) == value


def test_a_range_and_a_bound_are_kept() -> None:
    found = [figure(each) for each in ("75-85 million", "up to 80m", "500,000 to 1 million", "$20+")]
    assert [(each.value, each.low, each.high, each.currency) for each in found if each] == [
        (8e7, 7.5e7, 8.5e7, None), (8e7, None, 8e7, None), (7.5e5, 5e5, 1e6, None), (20.0, 20.0, None, "USD"),
    ]  # fmt: skip


def test_what_stands_before_decimals_is_told_by_the_other_cells() -> None:
    """300.000 was 300 beside 80.000.000,00."""
    assert decimal_mark(["80.000.000,00", "300.000"]) == (",", "")
    assert (number("300.000", mark=","), number("300,000", mark=",")) == (3e5, 300.0)
    assert decimal_mark(["12.50", "300.000"]) == (".", "")
    assert decimal_mark(["300.000"], ";") == (",", "")
    mark, note = decimal_mark(["300.000"])
    assert mark is None
    assert "300.000" in note


@pytest.mark.parametrize(
    ("header", "value"),
    [
        *(("Total value (EUR thousands)", 8e4), ("Total value (€m)", 8e7), ("Total value in MEUR", 8e7)),
        *(("Total value, EURm", 8e7), ("Total value (Tsd. €)", 8e4), ("Total value k€", 8e4)),
        *(("Total value (Mrd. €)", 8e10), ("Total, TEUR", 8e4), ("MEUR", 8e7)),
    ],
)  # fmt: skip
def test_units_of_headers_in_any_spelling(tmp_path: Path, ledger: Ledger, header: str, value: float) -> None:
    file = table(tmp_path, ["Donor", "Date", "Measure", header], ["Estonia", "2024-01-18", "Commitment", "80"])
    (row,) = compare(ledger, file).register.rows
    assert [(each.value, each.currency) for each in row.amounts] == [(value, "EUR")]


def test_dates_as_people_write_them() -> None:
    one = (datetime.date(2024, 1, 18),) * 2
    forms = (
        "2024-01-18",
        "18.01.2024",
        "18/01/2024",
        "1/18/2024",
        "18 January 2024",
        "January 18, 2024",
        45309,
        "45309",
        *("2024/01/18", "2024.01.18", "20240118", "18-Jan-2024", "18-Jan-24", "18. Januar 2024", "18. 1. 2024"),
        *("2024-01-18T09:30:00Z", "Jan 18 2024"),
    )
    assert [days(each) for each in forms] == [one] * len(forms)
    assert days("3/12/2022") == (datetime.date(2022, 3, 12), datetime.date(2022, 12, 3))
    assert days("3/12/2022", dayfirst=False) == (datetime.date(2022, 3, 12),) * 2
    assert days("3/12/2022", dayfirst=True) == (datetime.date(2022, 12, 3),) * 2
    assert days("31/31/2022") is None
    assert (days("5 Foo 2024"), days("2024-13"), days("Jan 18")) == (None, None, None)
    march = (datetime.date(2024, 3, 1), datetime.date(2024, 3, 31))
    assert [days(each) for each in ("2024-03", "03/2024", "Mar-24", "März 2024")] == [march] * 4
    assert days("Q1 2024") == days("2024-Q1") == (datetime.date(2024, 1, 1), march[1])
    assert days("2024-03-01 to 2024-03-31") == march
    assert days(".") is None
    assert (day_first(["3/12/2022", "13/1/2022"]), day_first(["1/13/2022"]), day_first(["1/2/2022"])) == (
        True, False, None,
    )  # fmt: skip


def test_months_count_from_january_2022() -> None:
    assert month(1) == (datetime.date(2022, 1, 1), datetime.date(2022, 1, 31))
    assert month(14) == (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    assert (month(0), month("."), month(1.5)) == (None, None, None)


def test_several_donors_of_a_cell_are_several_parties() -> None:
    """ "Estonia, Latvia" counted wholly as Estonia's."""
    cells = ("Estonia, Latvia", "Estonia and Latvia", "Latvia/Estonia", "the Netherlands, EU, and Norway")
    assert [sorted(parties(each)) for each in cells] == [["EST", "LVA"]] * 3 + [["EUR", "NLD", "NOR"]]
    assert parties("Bosnia and Herzegovina") == {"BIH"}
    assert party_names("Estonia and Latvia") == [(0, "Estonia"), (12, "Latvia")]


def test_totals_are_no_donors_and_rows_with_several_are_noted(tmp_path: Path, ledger: Ledger) -> None:
    """A row "Total" with a date was a donor of all that the others gave."""
    rows = [changed(PLEDGE, donor=each, explanation=each) for each in ("Total", "EU total", "Baltic Estonia-Latvia")]
    register = compare(ledger, kiel(tmp_path, PLEDGE, *rows)).register
    assert [row.donor for row in register.rows] == ["Estonia", "Baltic Estonia-Latvia"]
    assert "totals of other rows were left out: 3-4" in register.notes
    assert any("several donors" in note and note.endswith(": 5") for note in register.notes)


def test_years_parties_and_currencies() -> None:
    assert years("2019-2021; 2023") == (2019, 2020, 2021, 2023)
    names = ("Germany ", "EU (Commission and Council)", "Turkiye", "South Korea", "NATO**")
    assert [party(each) for each in names] == [
        "DEU", "EUR", "TUR", "KOR", "nato",
    ]  # fmt: skip
    assert party("unknown supplier(s)") is None
    assert [currency(each) for each in ("EUR", "usd", "Euro", "$", "Norwegian krone", ".")] == [
        "EUR", "USD", "EUR", "USD", "NOK", None,
    ]  # fmt: skip


# The command


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    small_ledger(str(tmp_path / "small.db")).close()
    return tmp_path / "small.db"


def test_the_command_tells_what_was_taken_for_what(tmp_path: Path, ledger_file: Path) -> None:
    file = kiel(tmp_path, changed(PLEDGE, item_numb=18), APPROVAL, FIRST, changed(SECOND, donor="Norway"))
    ran = asked(file, ledger_file)
    assert ran.exit_code == 0
    assert "Columns, by the header in row 1: donor = 'donor', date = 'announcement_date'" in ran.output
    assert "nothing was taken from" not in ran.output
    assert (
        "different  2024-01-18  Commitment  row 2  Estonia → Ukraine  number of howitzers: 18 Howitzers" in ran.output
    )
    assert "“Estonia will send Ukraine up to 80 million euros" in ran.output
    assert "\n  Tallinn Monitor, 2024-01-18, https://tallinn-monitor.example/pledge\n" in ran.output
    assert ran.output.endswith("0 missing, 1 different, 1 extra, 2 same.\n")


def test_columns_that_nothing_was_taken_from_are_named(tmp_path: Path, ledger_file: Path) -> None:
    file = table(tmp_path, [*KIEL, "worth in my eyes", "seen by"], [*PLEDGE, 8e7, "me"])
    assert "Columns that nothing was taken from: worth in my eyes, seen by.\n" in asked(file, ledger_file).output


def test_every_shape_has_the_same_findings(tmp_path: Path, ledger_file: Path) -> None:
    file = table(tmp_path, KIEL, changed(PLEDGE, item_numb=18), changed(SECOND, donor="=Norway"))
    whole = json.loads(asked(file, ledger_file, "--format", "json").output)
    lines = [json.loads(each) for each in asked(file, ledger_file, "--format", "jsonl").output.splitlines()]
    assert lines == whole["findings"]
    assert whole["counts"] == {"missing": 1, "different": 1, "extra": 1, "same": 0}
    rows = list(csv.DictReader(io.StringIO(asked(file, ledger_file, "--format", "csv").output)))
    assert [each["verdict"] for each in rows] == [each["verdict"] for each in lines]
    assert rows[-1]["donor"] == "'=Norway"


def test_the_command_has_examples_that_parse() -> None:
    assert (command.help or "").count("communique compare") >= 2
    assert isinstance(command, click.Command)


def test_what_a_sheet_has_no_column_for_is_no_difference(ledger: Ledger, tmp_path: Path) -> None:
    bare = [(*("Donor", "Date", "Amount (EUR)"),), ("Estonia", "2024-01-18", 8e7)]
    found = compare(ledger, table(tmp_path, *bare))
    assert [each.field for each in found.findings if each.verdict == "different"] == []
    listed = [("Donor", "To", "Date", "What", "EUR m"), ("Estonia", "Ukraine", "2024-01-18", "20 howitzers", 80)]
    found = compare(ledger, table(tmp_path, *listed))
    assert [each.field for each in found.findings if each.verdict == "different"] == ["number of howitzers"]


def test_a_range_in_an_own_export_is_the_ledgers(tmp_path: Path) -> None:
    for cell, differs in (("20-30 howitzers", False), ("2-3 howitzers", True), (">=20 howitzers", False)):
        row = ("Estonia", "2024-01-18", cell)
        with small_ledger() as known:
            found = compare(known, table(tmp_path, ("Donor", "Date", "Item"), row))
        assert any(each.field.startswith("number") for each in found.findings) is differs, cell


def test_an_own_export_has_the_sides_of_its_telling(tmp_path: Path) -> None:
    with small_ledger() as known:
        selection = Selection(known.connection)
        path = tmp_path / "own.csv"
        with path.open("wb") as out:
            write_kiel(selection, out)
        found = compare(known, path)
    assert [each for each in found.findings if each.field in {"donor", "recipient"}] == []
