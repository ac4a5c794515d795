"""Euro reference rates of the European Central Bank, day by day since 4 January 1999, and conversion by them.

In: an amount, two ISO 4217 codes and a day. Out: the amount converted, with the rate, its day and its source; or no
amount and the reason. Nothing is ever guessed: a currency for which the bank publishes no rate on that day (hryvnia at
all, roubles after 1 March 2022, kuna since Croatia has the euro) has none here either. The bank publishes on working
days at about 16:00 CET; a weekend or holiday has the rate of the last day before.

The table is the bank's own file, ``eurofxref-hist.zip`` (``SOURCES.md`` says whence). A later one can be stored with
``communique rates update`` in the user's data folder, or named by ``COMMUNIQUE_RATES``; of the bundled and the stored
table the one that ends later counts. A day is found by bisection and only its row is read.
"""

import io
import math
import os
import re
import zipfile
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from communique.errors import InputError, UnreadableFile, UnsupportedFormat

__all__ = ["Converted", "Rates", "convert", "load_rates", "rates", "stored_rates", "update_rates"]

FILE: Final = "eurofxref-hist.zip"
ENVIRONMENT: Final = "COMMUNIQUE_RATES"
OLDEST: Final = 7
"""Days from a rate to the day it is used for at most: the bank's longest holidays are five days."""
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a table at most; thirty years are two million."""
_FEWEST: Final = 250
"""Days of a table at least: the bank's file of the last 90 days would lose all that came before."""
_NONE: Final = frozenset(("", "N/A"))
_DOWNLOAD: Final = (
    "Download eurofxref-hist.zip (the whole time series) from the European Central Bank's page on euro foreign "
    "exchange reference rates, and give that file."
)


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency.

    ``rate`` is what one unit of the first currency is in the second, on ``rate_date``; ``source`` names the table.
    Where there is no rate, ``value``, ``rate`` and ``rate_date`` are None and ``reason`` tells why.
    """

    value: float | None
    rate: float | None
    rate_date: date | None
    source: str
    reason: str | None = None


class Rates:
    """A checked table of euro reference rates; immutable.

    Args:
        data: the bank's CSV, or the ZIP that holds it.
        source: what to call it in results and errors.

    Raises:
        UnsupportedFormat: it isn't the bank's time series of rates.
        InputError: it is, but damaged or cut.
    """

    def __init__(self, data: bytes, source: str) -> None:
        lines = _text(data, source).split("\n")
        head = [each.strip() for each in lines[0].lstrip("\ufeff").split(",")]
        codes = head[1:-1] if head[-1] == "" else head[1:]
        if head[0] != "Date" or "USD" not in codes or not all(re.fullmatch("[A-Z]{3}", code) for code in codes):
            raise UnsupportedFormat(f"{source} isn't the European Central Bank's table of rates", hint=_DOWNLOAD)
        if len(set(codes)) < len(codes):
            raise InputError(f"{source} has a currency twice in its first line", hint=_DOWNLOAD)
        # Days are written so that their order is that of the alphabet.
        rows = sorted(line.strip() for line in lines[1:] if line.strip())
        self._columns = {code: place for place, code in enumerate(codes, start=1)}
        self._days = [row[:10] for row in rows]
        self._rows = rows
        self._source = source
        self._check()

    def _check(self) -> None:
        if len(self._rows) < _FEWEST:
            problem = f"{self._source} holds {len(self._rows)} days of rates, too few for the whole time series"
            raise UnsupportedFormat(problem, hint=_DOWNLOAD)
        for day, following in zip(self._days, [*self._days[1:], ""], strict=True):
            if day == following:
                raise InputError(f"{self._source} has the day {day} twice", hint=_DOWNLOAD)

    def check_rows(self) -> None:
        """Look at every cell, which loading leaves until it is asked for.

        Raises:
            InputError: a day or a rate isn't one; the message names it.
        """
        for day, row in zip(self._days, self._rows, strict=True):
            cells = row.split(",")
            try:
                date.fromisoformat(day)
                cut = len(cells) < len(self._columns) + 1 or row[10:11] != ","
                numbers = [float(each) for each in cells[1 : len(self._columns) + 1] if each.strip() not in _NONE]
            except ValueError as error:
                raise InputError(f"{self._source}: the row of {day!r} is damaged ({error})", hint=_DOWNLOAD) from None
            if cut or not numbers or not all(math.isfinite(each) and each > 0 for each in numbers):
                raise InputError(f"{self._source}: the row of {day!r} is damaged", hint=_DOWNLOAD)

    @property
    def first(self) -> date:
        """The first day with rates."""
        return date.fromisoformat(self._days[0])

    @property
    def last(self) -> date:
        """The last day with rates."""
        return date.fromisoformat(self._days[-1])

    @property
    def source(self) -> str:
        """What results call this table."""
        return f"{self._source}, to {self._days[-1]}"

    @property
    def currencies(self) -> tuple[str, ...]:
        """All ISO 4217 codes that have a rate on some day, and EUR."""
        return ("EUR", *self._columns)

    def convert(self, amount: float, currency: str, to: str, on: date, *, oldest: int = OLDEST) -> Converted:
        """Convert an amount by the rates of a day, or of the last working day before.

        Args:
            amount: in units of ``currency``.
            currency: ISO 4217 code of the amount.
            to: ISO 4217 code to convert to.
            on: the day.
            oldest: most days that the last rates of the table may lie before ``on``.
        """
        if currency == to:
            return Converted(amount, 1.0, on, "the same currency")
        place = bisect_right(self._days, on.isoformat()) - 1
        if place < 0:
            return self._without(f"the rates begin on {self._days[0]}, after {on}")
        day = date.fromisoformat(self._days[place])
        if (on - day).days > oldest:
            late = f"the rates end on {day}, before {on}; `communique rates update` takes in later ones"
            return self._without(late)
        cells = self._rows[place].split(",")
        per_euro = []
        for code in (currency, to):
            found = self._per_euro(code, cells)
            if found is None:
                return self._without(self._why_none(code, place))
            per_euro.append(found)
        rate = per_euro[1] / per_euro[0]
        return Converted(amount * rate, rate, day, self.source)

    def _per_euro(self, code: str, cells: list[str]) -> float | None:
        if code == "EUR":
            return 1.0
        column = self._columns.get(code)
        cell = cells[column].strip() if column is not None and column < len(cells) else ""
        return None if cell in _NONE else float(cell)

    def _why_none(self, code: str, place: int) -> str:
        if code not in self._columns:
            return f"the European Central Bank publishes no rate of {code}"
        with_rate = [at for at, row in enumerate(self._rows) if self._per_euro(code, row.split(",")) is not None]
        if not with_rate or with_rate[0] > place:
            since = f" before {self._days[with_rate[0]]}" if with_rate else ""
            return f"the European Central Bank published no rate of {code}{since}"
        before = self._days[max(at for at in with_rate if at < place)]
        return f"the European Central Bank published no rate of {code} after {before}"

    def _without(self, reason: str) -> Converted:
        return Converted(None, None, None, self.source, reason)


def _text(data: bytes, source: str) -> str:
    """Return the CSV of a file that is one, or a ZIP with one."""
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = [each for each in archive.infolist() if each.filename.lower().endswith(".csv")]
                if len(entries) != 1:
                    raise UnsupportedFormat(f"{source} holds {len(entries)} CSV files, not one", hint=_DOWNLOAD)
                # What an entry says of its size may be a lie: no more than the limit is ever unpacked.
                with archive.open(entries[0]) as member:
                    data = member.read(_LARGEST + 1)
        except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]  # zlib's own error comes through zipfile
            raise UnreadableFile(f"{source} is a damaged ZIP file ({error})", hint=_DOWNLOAD) from None
    if len(data) > _LARGEST:
        raise UnsupportedFormat(f"{source} is too large for a table of rates", hint=_DOWNLOAD)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnsupportedFormat(f"{source} isn't text in UTF-8", hint=_DOWNLOAD) from None


def load_rates(path: Path) -> Rates:
    """Load and check a table of rates from a file.

    Raises:
        InputError: the file can't be read, or isn't the bank's table.
    """
    return Rates(_bytes(path), path.name)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UnsupportedFormat(f"{path} is too large for a table of rates", hint=_DOWNLOAD)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} can't be read: {error.strerror or error}") from error


def stored_rates() -> Path:
    """Give the path where ``update_rates`` stores a table, whether or not there is one."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415  # only where rates are asked for

    return Path(platformdirs.user_data_dir("communique", appauthor=False)) / FILE


@lru_cache(maxsize=1)
def _bundled() -> Rates:
    return Rates(files(__package__).joinpath(FILE).read_bytes(), "ECB euro reference rates")


@lru_cache(maxsize=4)
def _stored(path: Path, _changed: int) -> Rates:
    return Rates(_bytes(path), "ECB euro reference rates")


def rates() -> Rates:
    """Give the table that counts: the stored one where it ends later than the bundled one, or is named by the user.

    Raises:
        InputError: the stored table can't be read; it names the file.
    """
    path = stored_rates()
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        if os.environ.get(ENVIRONMENT):
            raise UnreadableFile(f"{path}, named by {ENVIRONMENT}, can't be read: {error.strerror}") from error
        return _bundled()
    try:
        stored = _stored(path, changed)
    except InputError as error:
        hint = f"Delete {path}, or store a good table with `communique rates update`."
        raise InputError(error.problem, hint=hint) from error
    return stored if os.environ.get(ENVIRONMENT) or stored.last > _bundled().last else _bundled()


def update_rates(source: Path, target: Path | None = None) -> Rates:
    """Check a table and store it, whole or not at all; give it.

    Args:
        source: the bank's ``eurofxref-hist.csv`` or ``.zip``.
        target: where to store it; by default ``stored_rates()``.

    Raises:
        InputError: the file can't be read, isn't the bank's table, is damaged, or ends before the table in use.
    """
    data = _bytes(source)
    table = Rates(data, source.name)
    table.check_rows()
    target = target or stored_rates()
    kept = load_rates(target) if target.exists() else _bundled()
    if table.last < kept.last:
        problem = f"{source} ends on {table.last}, before the rates in use, which end on {kept.last}"
        raise InputError(problem, hint=_DOWNLOAD)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        raise UnreadableFile(f"{target} can't be written: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)
    return table


def convert(amount: float, currency: str, to: str, on: date, *, oldest: int = OLDEST) -> Converted:
    """Convert an amount by the table that counts; see ``Rates.convert`` and ``rates``."""
    return rates().convert(amount, currency, to, on, oldest=oldest)
