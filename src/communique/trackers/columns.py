"""Which column of a sheet means what: the header row, wherever it stands, and its columns by words of their headers.

In: a sheet's rows. Out: `Headed`, the meanings of `knowledge/tracker_columns.yaml` with the columns taken for them, or
an error that says what is missing and what was found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from communique.errors import UnsupportedFormat
from communique.knowledge.currencies import currencies, currency_signs
from communique.knowledge.tables import document
from communique.trackers.sheets import Sheet

KINDS: Final = ("kiel", "sipri")
NAMES: Final = {"kiel": "the Kiel Ukraine Support Tracker", "sipri": "SIPRI's register of arms transfers"}
_DEEPEST: Final = 60
"""Rows from the top among which the header is looked for; preambles have about a dozen."""
_MOST_SHOWN: Final = 12
_WORDS: Final = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1)
def tracker_words() -> Mapping[str, Any]:
    """Return the table of meanings, headers and words of cells."""
    found: Mapping[str, Any] = document("tracker_columns.yaml")
    return found


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet whose columns are known.

    `columns` are places from 0 by meaning, `headers` the header texts by place, `top` the place of the header row;
    `flags` are places of columns without a header right behind a column, by its meaning: SIPRI's "?".
    """

    kind: str
    sheet: Sheet
    top: int
    headers: tuple[str, ...]
    columns: Mapping[str, int]
    flags: Mapping[str, int]

    def rows(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """Yield the rows below the header that hold something, with their numbers in the file from 1."""
        for at, row in enumerate(self.sheet.rows[self.top + 1 :], self.top + 2):
            if any(each is not None and str(each).strip() for each in row):
                yield at, row

    def cell(self, row: Sequence[Any], meaning: str) -> Any:
        """Return the cell of a meaning, None where there is no such column or the row ends before it."""
        at = self.columns.get(meaning)
        return row[at] if at is not None and at < len(row) else None

    def flag(self, row: Sequence[Any], meaning: str) -> Any:
        """Return the cell behind the one of a meaning, where that is a column without a header."""
        at = self.flags.get(meaning)
        return row[at] if at is not None and at < len(row) else None

    def taken(self) -> tuple[tuple[str, str], ...]:
        """Return meanings with the headers taken for them, in the order of the sheet."""
        pairs = sorted(self.columns.items(), key=lambda each: each[1])
        return tuple((meaning, self.headers[at]) for meaning, at in pairs)

    def not_taken(self) -> tuple[str, ...]:
        """Return the headers that nothing was taken from."""
        used = set(self.columns.values())
        return tuple(each for at, each in enumerate(self.headers) if each and at not in used)


def headed(sheets: Sequence[Sheet], kind: str | None = None) -> Headed:
    """Return the sheet and header row that fit a kind of tracker best, any of the two where none is named.

    Raises:
        UnsupportedFormat: columns that are needed are missing; the message says which, and which there are.
    """
    best: tuple[tuple[bool, int, int], Headed] | None = None
    for sheet in sheets:
        for each in KINDS if kind is None else (kind,):
            for top, row in enumerate(sheet.rows[:_DEEPEST]):
                found = _header(each, sheet, top, row)
                rank = (not _missing(found), len(found.columns), -top)
                # The first of equals stays: trackers put the main sheet before what is derived from it.
                if best is None or rank > best[0]:
                    best = rank, found
    if best is None:
        raise UnsupportedFormat("the file has no rows", hint="Name the sheet that holds the table with --sheet.")
    if not best[0][0]:
        raise _wrong(best[1])
    return best[1]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a header or cell: lower case, without accents and punctuation."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return tuple(_WORDS.findall(plain.casefold().replace("€", " eur ").replace("$", " usd ")))


def header_text(text: str) -> str:
    """Return a header or figure with its signs and units as words of their own: "(€m)", "MEUR" and "US$80m" as well."""
    signs, glued = _joints()
    return glued.sub(_apart, signs.sub(r" \g<0> ", text))


def header_words(text: str) -> tuple[str, ...]:
    """Return the words of a header, units apart from currencies."""
    return words_of(header_text(text))


def header_currency(text: str) -> str | None:
    """Return the currency that a header tells by code or sign; None where it tells none or several."""
    found = set()
    for word in re.sub(r"[()\[\],;:/_]", " ", header_text(text)).split():
        known = currencies().get(word.upper())
        if word in currency_signs():
            found.add(currency_signs()[word])
        elif known is not None and not known.is_word:
            found.add(known.code)
        elif code := tracker_words()["currencies"].get(word.casefold()):
            found.add(code)
    return found.pop() if len(found) == 1 else None


def _apart(found: re.Match[str]) -> str:
    return " ".join(each for each in found.groups() if each)


def header_unit(text: str) -> float | None:
    """Return the unit that a header tells: a word, or a letter beside a currency or in brackets; "annex B" has none."""
    table = tracker_words()
    units: Mapping[str, float] = table["units"] | table["header_units"]
    words = header_words(text)
    for at, word in enumerate(words):
        beside = [each for each in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2]) if header_currency(each)]
        if word in units and (len(word) > 1 or beside or f"({word})" in text.casefold()):
            return units[word]
    return None


@lru_cache(maxsize=1)
def _joints() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds signs, and units that stand at a code: "MEUR", "EURm"."""
    signs = sorted((each for each in currency_signs() if not each.isalpha()), key=len, reverse=True)
    codes = "|".join(each.code for each in currencies().values() if not each.is_word)
    units = "|".join(tracker_words()["glued"])
    found = rf"\b(?:({units})({codes})|({codes})({units}))\b"
    return re.compile("|".join(map(re.escape, signs))), re.compile(found, re.IGNORECASE)


def _header(kind: str, sheet: Sheet, top: int, row: Sequence[Any]) -> Headed:
    headers = tuple(" ".join(each.split()) if isinstance(each, str) else "" for each in row)
    columns: dict[str, int] = {}
    table = tracker_words()[kind]
    left_out = set(table["left_out"])
    split = [header_words(each) for each in headers]
    free = {at for at, words in enumerate(split) if words and not left_out & set(words)}
    if kind == "sipri":  # "is estimate" is a column of its own there
        free = {at for at in free if split[at][:2] != ("sipri", "estimate")}
    for meaning, how in table["columns"].items():
        without = set(how["without"])
        for wanted in how["headers"]:
            asked = set(wanted.lstrip("=").split())
            whole = wanted.startswith("=")
            fits = [
                at
                for at in free
                if asked <= set(split[at]) and not without & set(split[at]) and not (whole and asked != set(split[at]))
            ]
            if fits:
                columns[meaning] = min(fits, key=lambda at: (len(split[at]), at))
                free.discard(columns[meaning])
                break
    flags = {
        meaning: at + 1 for meaning, at in columns.items() if at + 1 < len(headers) and not headers[at + 1].strip()
    }
    return Headed(kind, sheet, top, headers, columns, flags)


def _missing(found: Headed) -> list[str]:
    needed = tracker_words()[found.kind]["needed"]
    heads: Mapping[str, str] = tracker_words()["heads"]
    lacking = [group for group in needed if not set(group) & set(found.columns)]
    return [" or ".join(f"“{heads[each]}”" for each in group if each in heads) for group in lacking]


def _wrong(found: Headed) -> UnsupportedFormat:
    missing = ", ".join(_missing(found))
    shown = [each for each in found.headers if each][:_MOST_SHOWN]
    seen = ", ".join(map(repr, shown)) if shown else "no header at all"
    kind = NAMES[found.kind]
    return UnsupportedFormat(
        f"sheet {found.sheet.name!r} lacks columns that a sheet of {kind} has: {missing}; its row {found.top + 1} "
        f"has {seen}",
        hint="Name the right sheet with --sheet or the tracker with --kind, or head columns as named here.",
    )
