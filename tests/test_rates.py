"""Exchange rates: the day's rate or none, and tables that are checked before they are kept."""

import datetime
import io
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from communique.cli.rates import rates as command
from communique.errors import InputError, UnreadableFile, UnsupportedFormat
from communique.knowledge import rates as room
from communique.knowledge.rates import Rates, convert, load_rates, rates, update_rates

BUNDLED = files("communique.knowledge").joinpath("eurofxref-hist.zip").read_bytes()
FRIDAY = datetime.date(2024, 1, 19)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the user's own table out of the tests."""
    monkeypatch.delenv("COMMUNIQUE_RATES", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def csv(days: int = 300, last: datetime.date = datetime.date(2030, 1, 4), rate: str = "1.25") -> bytes:
    lines = ["Date,USD,NOK,"]
    lines += [f"{last - datetime.timedelta(days=back)},{rate},10.0," for back in range(days)]
    return "\n".join(lines).encode()


def test_rate_of_a_day_is_the_banks() -> None:
    found = convert(100, "EUR", "USD", FRIDAY)
    assert found.value == pytest.approx(108.87)
    assert (found.rate, found.rate_date) == (1.0887, FRIDAY)
    assert found.source.startswith("ECB euro reference rates")


def test_weekend_has_the_rate_of_the_friday_before() -> None:
    assert convert(1, "EUR", "USD", FRIDAY + datetime.timedelta(days=2)).rate_date == FRIDAY


def test_two_other_currencies_are_converted_by_way_of_the_euro() -> None:
    through = convert(convert(7, "NOK", "EUR", FRIDAY).value or 0, "EUR", "SEK", FRIDAY)
    assert convert(7, "NOK", "SEK", FRIDAY).value == pytest.approx(through.value)


@given(st.dates(datetime.date(2005, 5, 1), datetime.date(2026, 10, 30)), st.sampled_from(["USD", "NOK", "JPY", "TRY"]))
def test_there_and_back_is_the_same(day: datetime.date, code: str) -> None:
    there = convert(1e6, "EUR", code, day)
    assert there.value is not None
    assert convert(there.value, code, "EUR", day).value == pytest.approx(1e6)


@pytest.mark.parametrize(
    ("code", "day", "reason"),
    [
        ("UAH", FRIDAY, "publishes no rate of UAH"),
        ("RUB", datetime.date(2022, 3, 2), "no rate of RUB after 2022-03-01"),
        ("HRK", datetime.date(2023, 1, 2), "no rate of HRK after 2022-12-30"),
        ("ILS", datetime.date(2008, 1, 2), "no rate of ILS before"),
        ("USD", datetime.date(1999, 1, 3), "the rates begin on 1999-01-04"),
        ("USD", datetime.date(2077, 1, 1), "rates end on"),
    ],
)
def test_without_a_rate_there_is_a_reason_and_no_number(code: str, day: datetime.date, reason: str) -> None:
    found = convert(1, "EUR", code, day)
    assert (found.value, found.rate, found.rate_date) == (None, None, None)
    assert found.reason is not None
    assert reason in found.reason


def test_the_last_day_of_the_rouble_has_a_rate() -> None:
    assert convert(1, "EUR", "RUB", datetime.date(2022, 3, 1)).rate == pytest.approx(117.201)


def test_bundled_table_is_whole() -> None:
    assert len(BUNDLED) < 1_000_000
    table = Rates(BUNDLED, "bundled")
    table.check_rows()
    assert table.first == datetime.date(1999, 1, 4)


def test_later_table_is_stored_and_counts(nowhere: Path) -> None:
    file = nowhere / "new.csv"
    file.write_bytes(csv())
    update_rates(file)
    assert rates().last == datetime.date(2030, 1, 4)
    assert convert(1, "EUR", "USD", datetime.date(2030, 1, 5)).rate == 1.25
    assert sorted(each.name for each in room.stored_rates().parent.iterdir()) == ["eurofxref-hist.zip"]


def test_table_named_by_the_environment_counts(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = nowhere / "old.csv"
    file.write_bytes(csv(last=datetime.date(2020, 1, 3)))
    monkeypatch.setenv("COMMUNIQUE_RATES", str(file))
    assert rates().last == datetime.date(2020, 1, 3)
    monkeypatch.setenv("COMMUNIQUE_RATES", str(nowhere / "missing.csv"))
    with pytest.raises(UnreadableFile, match="COMMUNIQUE_RATES"):
        rates()


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnsupportedFormat),
        (b"Name,Age\nx,1\n", UnsupportedFormat),
        (b"\xff\xfe\x00", UnsupportedFormat),
        (BUNDLED[:5000], UnreadableFile),
        (zipped("readme.txt", b"hello"), UnsupportedFormat),
        (csv(days=90), UnsupportedFormat),
        (csv(rate="abc"), InputError),
        (csv(rate="-1"), InputError),
        (csv(rate="nan"), InputError),
        (csv().replace(b"Date,USD,NOK", b"Date,USD,USD"), InputError),
        (csv() + b"\n2030-01-04,1.2,10.0,", InputError),
        (csv(last=datetime.date(2020, 1, 3)), InputError),
    ],
)
def test_bad_table_is_refused_and_nothing_is_stored(data: bytes, error: type[Exception], nowhere: Path) -> None:
    file = nowhere / "given"
    file.write_bytes(data)
    with pytest.raises(error):
        update_rates(file)
    assert not room.stored_rates().exists()
    assert rates().last == Rates(BUNDLED, "bundled").last


def test_missing_file_says_so(nowhere: Path) -> None:
    with pytest.raises(UnreadableFile, match="no-such-file"):
        load_rates(nowhere / "no-such-file.zip")


def test_damaged_stored_table_names_itself(nowhere: Path) -> None:
    stored = room.stored_rates()
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"broken")
    with pytest.raises(InputError, match="rates update"):
        rates()
    assert nowhere in stored.parents


@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_clear_error(data: bytes) -> None:
    for each in (data, b"PK" + data, b"Date,USD,\n" + data):
        with pytest.raises(InputError):
            Rates(each, "given")


def test_command_shows_a_rate() -> None:
    result = CliRunner().invoke(command, ["show", "eur", "usd", "--on", "2024-01-20"])
    assert result.exit_code == 0
    assert result.output.startswith("1 EUR = 1.0887 USD  2024-01-19")


def test_command_says_why_there_is_none() -> None:
    result = CliRunner().invoke(command, ["show", "EUR", "UAH", "--on", "2024-01-20"])
    assert result.exit_code == 1
    assert "publishes no rate of UAH" in result.output


def test_command_stores_a_table_where_it_is_told(nowhere: Path) -> None:
    (nowhere / "new.csv").write_bytes(csv())
    result = CliRunner().invoke(command, ["update", str(nowhere / "new.csv"), "--to", str(nowhere / "kept.zip")])
    assert result.exit_code == 0, result.output
    assert "2030-01-04" in result.output
    assert load_rates(nowhere / "kept.zip").last == datetime.date(2030, 1, 4)
