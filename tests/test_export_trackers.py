"""Sheets as aid and arms trackers keep them: their columns may be added up, and their dates are of announcements."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path

import icalendar
import pandas as pd
import pytest
from cli import run
from ledger_readings import ledger_of
from test_ledger_totals import AGAIN, PLEDGE, TRANCHE, gives
from test_web_promises import FIRST, SAME_DAY, SECOND, thread_of
from test_web_promises import PLEDGE as OF_NORWAY

from communique import Ledger, Reading
from communique.export import FORMATS, Selection
from communique.imports import open_data, store_rows
from communique.trackers import compare

_NLD = ("Netherlands", "state", "NLD", ["GOV"], None)
SECOND_TRANCHE = gives(
    "Ukraine received another €200m of the €500m from Germany, the second tranche.", "2024-06-20", "€200m", 2e8,
    stage="delivered",
)  # fmt: skip
THIRD_PAPER = gives(
    "Germany promised Ukraine €500m for air defence.", "2024-03-05", "€500m", 5e8, publisher="Harbour News"
)


def table(ledger: Ledger, name: str) -> pd.DataFrame:
    out = io.BytesIO()
    FORMATS[name].writers[""](Selection(ledger.connection), out)
    frame = pd.read_csv(io.BytesIO(out.getvalue()))
    assert isinstance(frame, pd.DataFrame)
    return frame


@pytest.mark.parametrize(
    ("told", "sums"),
    [
        ((PLEDGE, AGAIN, THIRD_PAPER), {"Commitment": 5e8}),
        ((PLEDGE, AGAIN, TRANCHE), {"Allocation": 1.5e8, "Commitment": 5e8}),
        ((PLEDGE, TRANCHE, SECOND_TRANCHE), {"Allocation": 3.5e8, "Commitment": 5e8}),
    ],
)
def test_what_many_papers_tell_is_one_sum_of_kiels_column(told: Sequence[Reading], sums: dict[str, float]) -> None:
    """It had a row with the sum for each article that told of it."""
    with ledger_of(told) as ledger:
        frame = table(ledger, "kiel")
    for column in ("source_reported_value", "tot_activity_value"):
        assert frame.groupby("measure")[column].sum().to_dict() == sums


def test_an_approval_and_its_delivery_are_rows_with_one_sum() -> None:
    stages = [
        gives(f"Germany {words} Ukraine €70m for bridges.", f"2024-05-{day:02}", "€70m", 7e7, stage=stage)
        for day, (stage, words) in enumerate((("approved", "approved for"), ("delivered", "has paid")), 3)
    ]
    with ledger_of(stages) as ledger:
        assert len({each.thread for each in ledger.commitments()}) == 1
        frame = table(ledger, "kiel")
    assert frame["stage"].tolist() == ["approved", "delivered"]
    assert frame["tot_activity_value"].sum() == 7e7


def test_a_delivery_that_two_papers_tell_is_one_row_of_sipris_register(tmp_path: Path) -> None:
    with thread_of(str(tmp_path / "norway.db"), [OF_NORWAY, FIRST, SECOND, SAME_DAY]) as ledger:
        frame = table(ledger, "sipri")
    assert frame["Numbers delivered"].tolist() == [12, 12]


def test_a_sheet_is_made_of_some_threads_after_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """It had all chosen commitments in memory: 4 kB each."""
    other = gives("The Netherlands will give Ukraine €7m for bridges.", "2024-03-04", "€7m", 7e6, donor=_NLD)
    with ledger_of([PLEDGE, other, AGAIN, TRANCHE]) as ledger:
        at_once = table(ledger, "kiel")
        monkeypatch.setattr("communique.export.selection.BATCH", 1)
        held = [{each.thread for each in some} for some in Selection(ledger.connection).all_threads()]
        assert [len(threads) for threads in held] == [1, 1]
        pd.testing.assert_frame_equal(table(ledger, "kiel"), at_once)
    # What is told of one commitment stands together, where it was told first.
    assert at_once["thread"].ne(at_once["thread"].shift()).sum() == 2
    assert at_once["donor"].iloc[0] == "Germany"


def test_the_date_of_a_promise_is_that_of_its_announcement() -> None:
    """It was that on which the aid was to come, or the first day of "this year"."""
    year = gives(
        "Germany will give Ukraine €9m this year.", "2024-04-04", "€9m", 9e6,
        date=("2024-01-01", "2024-12-31", "year", "this year"),
    )  # fmt: skip
    past = gives(
        "Germany promised Ukraine €8m in May.",
        "2024-06-06",
        "€8m",
        8e6,
        date=("2024-05-01", "2024-05-31", "month", "May"),
    )
    with ledger_of((PLEDGE, year, past)) as ledger:
        frame = table(ledger, "kiel")
    assert frame["announcement_date"].tolist() == ["2024-03-03", "2024-04-04", "2024-05-01"]
    assert frame["month"].tolist() == [27, 28, 29]


def test_the_ledger_differs_in_nothing_from_its_own_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "own.csv"
    with ledger_of((PLEDGE, AGAIN, THIRD_PAPER, TRANCHE)) as ledger:
        with sheet.open("wb") as out:
            FORMATS["kiel"].writers[""](Selection(ledger.connection), out)
        found = compare(ledger, sheet)
    assert found.findings == ()
    assert found.counts["same"] == 2


_SOLHEIM = ("Ingrid Solheim", "person", "NOR", ["GOV"], None)


def _one_of(kind: str, told: Sequence[Reading], path: Path) -> tuple[dict[str, int], pd.DataFrame]:
    with ledger_of(told) as ledger:
        frame = table(ledger, kind)
        frame.to_csv(path, index=False)
        return dict(compare(ledger, path).counts), frame


def test_persons_and_sums_of_a_year_are_the_same_in_the_ledgers_own_sheet(tmp_path: Path) -> None:
    """A person had no country, 5 billion a year were 5 billion: both were missing and extra at once."""
    yearly = gives(
        "Ingrid Solheim promised Ukraine €5bn a year.", "2024-02-02", "€5bn", 5e9, donor=_SOLHEIM, per="year"
    )
    counts, frame = _one_of("kiel", [yearly], tmp_path / "own.csv")
    assert counts == {"missing": 0, "different": 0, "extra": 0, "same": 1}
    (row,) = frame.to_dict("records")
    assert (row["donor"], row["donor_code"], row["recipient_code"], row["sum_per"]) == (
        "Ingrid Solheim", "NOR", "UKR", "year",
    )  # fmt: skip
    assert row["tot_activity_value_EUR"] == 5e9
    with Ledger.open(":memory:") as taken:
        assert [each.state for each in store_rows(taken, open_data(tmp_path / "own.csv"))] == ["added"]
        (made,) = taken.commitments()
    assert ([each.country for each in made.donors], made.per) == (["NOR"], "year")


def test_two_kinds_of_arms_of_one_commitment_are_the_same_in_sipris_shape(tmp_path: Path) -> None:
    """They had one id and were read as years of one order; a person stood as supplier."""
    arms = gives(
        "Ingrid Solheim handed Ukraine 12 howitzers and 5 tanks.", "2024-02-02", "12 howitzers", 0, donor=_SOLHEIM,
        stage="delivered", category="military",
        items=[(12, "howitzers", "artillery", "12 howitzers"), (5, "tanks", "armour", "5 tanks")],
    )  # fmt: skip
    counts, frame = _one_of("sipri", [arms], tmp_path / "own.csv")
    assert counts == {"missing": 0, "different": 0, "extra": 0, "same": 2}
    assert frame["Supplier"].tolist() == ["Norway", "Norway"]


def test_a_row_of_the_own_sheet_that_somebody_changed_differs_from_its_commitment(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    with ledger_of([PLEDGE]) as ledger:
        frame = table(ledger, "kiel")
        frame.loc[0, ["source_reported_value", "tot_activity_value", "tot_activity_value_EUR"]] = 9e9
        frame.to_csv(path, index=False)
        (found,) = compare(ledger, path).findings
    assert (found.verdict, found.field, found.ledger) == ("different", "amount", "500,000,000 EUR")


def test_sheets_are_workbooks_where_the_file_is_called_so(tmp_path: Path) -> None:
    """The file had the name of a workbook and was CSV, which no spreadsheet opened."""
    path, file = tmp_path / "aid.db", tmp_path / "kiel.xlsx"
    ledger_of((PLEDGE, AGAIN, TRANCHE), path).close()
    assert run("export", "kiel", "-o", str(file), "--ledger", str(path)).exit_code == 0
    frame = pd.read_excel(file)
    assert frame["tot_activity_value"].tolist() == [5e8, 1.5e8]
    assert frame["month"].tolist() == [27, 29]
    with Ledger.open(path) as ledger:
        assert compare(ledger, file).counts["same"] == 2
    assert run("export", "sipri", "-o", str(tmp_path / "sipri.xlsx"), "--ledger", str(path)).exit_code == 0
    assert list(pd.read_excel(tmp_path / "sipri.xlsx").columns[:3]) == ["SIPRI AT Database ID", "Supplier", "Recipient"]


def test_what_is_no_workbook_is_not_called_one(tmp_path: Path) -> None:
    path = tmp_path / "aid.db"
    ledger_of((PLEDGE,), path).close()
    ran = run("export", "geojson", "-o", str(tmp_path / "map.xlsx"), "--ledger", str(path))
    assert ran.exit_code == 2
    assert "would be no workbook. Let its name end in .geojson, or export xlsx." in ran.stderr
    assert not (tmp_path / "map.xlsx").exists()


def test_a_folder_is_no_place_to_write_a_file(tmp_path: Path) -> None:
    """It was taken for a disk without room."""
    path = tmp_path / "aid.db"
    ledger_of((PLEDGE,), path).close()
    for command in (("export", "csv"), ("report",)):
        ran = run(*command, "-o", str(tmp_path), "--ledger", str(path))
        assert ran.exit_code == 2
        assert f"{tmp_path} is a folder. Name a file in it." in ran.stderr


def test_the_calendar_that_goes_out_has_the_deliveries_that_are_due(tmp_path: Path) -> None:
    """`communique calendar` listed them, and the export didn't have them."""
    path, file = tmp_path / "aid.db", tmp_path / "coming.ics"
    sent = gives("Germany has sent Ukraine the €500m.", "2024-06-02", "€500m", 5e8, stage="delivered")
    ledger_of((PLEDGE, AGAIN), path).close()
    run("export", "ical", "-o", str(file), "--ledger", str(path))
    (due,) = icalendar.Calendar.from_ical(file.read_text()).walk("VEVENT")
    with Ledger.open(path) as ledger:
        (coming,) = ledger.calendar(since=datetime.date(2024, 6, 1))
        assert str(due["UID"]) == f"{coming.record}@communique"
        assert str(due["SUMMARY"]) == "delivery, military, pledged: Germany → Ukraine"
        assert (due["DTSTART"].dt.isoformat(), due["DTEND"].dt.isoformat()) == ("2024-06-30", "2024-07-01")
        assert int(due["SEQUENCE"]) == 1
        ledger.put(sent)
    run("export", "ical", "-o", str(file), "--ledger", str(path))
    assert not icalendar.Calendar.from_ical(file.read_text()).walk("VEVENT")
