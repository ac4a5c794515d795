"""Days on the command line: asked for as a day, month or year, and listed as exactly as articles tell them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import run
from ledger_readings import reading
from test_ledger_totals import gives
from web_site import client_of, seen

from communique import Ledger
from communique.ledger.told.days import told_days


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("days") / "aid.db"
    with Ledger.open(made) as ledger:
        for month, last, quote in ((5, 31, "in May"), (6, 30, "in June")):
            date = (f"2024-0{month}-01", f"2024-0{month}-{last}", "month", quote)
            text = f"Germany will give Ukraine €{month}m {quote}."
            ledger.put(gives(text, "2024-03-03", f"€{month}m", month * 1e6, date=date))
        ledger.put(
            gives("Germany will give Ukraine €90m this year.", "2024-03-04", "€90m", 9e7,
                  date=("2024-01-01", "2024-12-31", "year", "this year"))
        )  # fmt: skip
        ledger.put(gives("Germany has promised Ukraine €7m.", "2024-03-05", "€7m", 7e6))
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--since", "2024-06"), 2),
        (("--since", "2024-05", "--until", "2024-05"), 1),
        (("--since", "2024", "--until", "2024"), 3),
        (("--since", "2024-05-01", "--until", "2024-05-31"), 1),
    ],
)
def test_the_calendar_takes_months_and_years(path: Path, asked: tuple[str, ...], found: int) -> None:
    ran = run("calendar", "--ledger", str(path), *asked)
    assert ran.exit_code == 0, ran.stderr
    assert ran.stdout.count("“") == found


@pytest.mark.parametrize("wrong", ["2024-13", "24", "2024-5", "May"])
def test_what_is_no_day_month_or_year_is_told(path: Path, wrong: str) -> None:
    ran = run("calendar", "--ledger", str(path), "--since", wrong)
    assert ran.exit_code != 0
    assert "is no date" in ran.stderr


def test_the_list_shows_days_as_exactly_as_they_are_told(path: Path) -> None:
    lines = run("commitments", "--ledger", str(path), "--width", "200").stdout.splitlines()
    assert [each.split()[0] for each in lines if each[:2] == "20"] == ["2024-06", "2024-05", "2024-03-05?", "2024"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2024-05-03", "2024-05-03", "2024-05-03"),
        ("2024-04-29", "2024-05-05", "2024-04-29..2024-05-05"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-04-01", "2024-06-30", "2024-Q2"),
        ("2024-10-01", "2024-12-31", "2024-Q4"),
        ("2024-02-01", "2024-04-30", "2024-02-01..2024-04-30"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2023-01-01", "2024-12-31", "2023-01-01..2024-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_days_are_told_as_exactly_as_they_are_known(start: str, end: str, said: str) -> None:
    """A week was listed as its first day, a quarter as its first month."""
    assert told_days(start, end) == said


def test_a_week_is_listed_with_both_its_days(tmp_path: Path) -> None:
    path = tmp_path / "week.db"
    week = ("2024-04-29", "2024-05-05", "week", "the first week of May")
    with Ledger.open(path) as ledger:
        ledger.put(gives("Germany gave Ukraine €5m in the first week of May.", "2024-05-14", "€5m", 5e6, date=week))
    assert run("commitments", "--ledger", str(path)).stdout.startswith("2024-04-29..2024-05-05  ")


@pytest.mark.parametrize("wrong", ["2024-13", "2024-02-30", "2024-00", "0000"])
def test_a_filter_takes_days_of_the_calendar_alone(path: Path, wrong: str) -> None:
    for name in ("--since", "--until", "--published-since", "--published-until"):
        ran = run("commitments", "--ledger", str(path), name, wrong)
        assert ran.exit_code == 2
        assert f"{wrong} is no date. Write it as 2024-01-18, 2024-01 or 2024." in ran.stderr


@pytest.mark.parametrize(
    "asked",
    [
        ("commitments", "--since", "2024-06", "--until", "2024-05"),
        ("commitments", "--published-since", "2024-06-02", "--published-until", "2024-06-01"),
        ("articles", "--since", "2025", "--until", "2024"),
        ("calendar", "--since", "2024-06", "--until", "2024-05"),
        ("drift", "Germany", "--since", "2024-06", "--until", "2024-05"),
    ],
)
def test_a_period_that_ends_before_it_begins_is_told(path: Path, asked: tuple[str, ...]) -> None:
    """It was answered with nothing, as if the ledger had nothing of that time."""
    ran = run(*asked, "--ledger", str(path))
    assert ran.exit_code == 2
    assert "before it begins" in ran.stderr
    assert "Change the two days round." in ran.stderr


def test_a_period_of_one_day_or_of_a_year_that_holds_its_day_is_none_of_these(path: Path) -> None:
    for since, until in (("2024-06-30", "2024"), ("2024-06", "2024-06-01"), ("2024-06-30", "2024-06-30")):
        ran = run("commitments", "--ledger", str(path), "--since", since, "--until", until)
        assert ran.exit_code == 0, ran.stderr


def test_a_calendar_up_to_a_day_that_is_past_asks_from_when_on(path: Path) -> None:
    ran = run("calendar", "--ledger", str(path), "--until", "2024-12")
    assert ran.exit_code == 2
    assert "2024-12-31 is past. Say with --since from when on." in ran.stderr


def test_what_was_said_in_a_month_is_told_as_said_in_it(tmp_path: Path) -> None:
    """It was told as said on the first day of the month."""
    path = tmp_path / "said.db"
    said = reading(
        "Mara Holm warned of delays in January.",
        actors={"mara": ("Mara Holm", "person", "DNK", ("GOV",), None)},
        statements=[
            {
                "speaker": "mara", "act": "warn", "cue": "warned", "content": "of delays",
                "date": ("2024-01-01", "2024-01-31", "month", "January"),
            }
        ],
        published="2024-03-04",
    )  # fmt: skip
    with Ledger.open(path) as ledger:
        ledger.put(said)
        (found,) = ledger.drift("Mara Holm")
    assert (found.day, found.days, found.to_json()["days"]) == ("2024-01-01", "2024-01", "2024-01")
    assert run("drift", "Mara Holm", "--ledger", str(path)).stdout.startswith("2024-01  warn, certain")
    assert run("statements", "--ledger", str(path)).stdout.startswith("2024-01  warn")
    with client_of(path) as client:
        assert "January 2024 Mara Holm" in seen(client.get("/statements").text)
