"""Find the phrases of a table inside a text, fast: one dictionary look-up per word, longest match first.

In go phrases with a value each, and later a text; out come matches with offsets in Unicode code points. Words are runs
of letters and digits; every other visible character is a word of its own, so "U.S.-led" holds "U.S." and "Russia's"
holds "Russia". White space between words doesn't matter, and a typographic apostrophe is the same as a straight one.

Case counts as it does in news: what the table writes with a capital must have one in the text ("Polish", not "polish"),
and an abbreviation must match letter for letter ("US", not "us"). A text without any capital at all is taken to have
lost them; there only abbreviations stay strict.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, repeat
from typing import Final, Generic, NamedTuple, TypeVar

V = TypeVar("V")

_WORD: Final = re.compile(r"[^\W_]+|[^\w\s]|_")
_WINDOW: Final = 64  # code points that hold any phrase looked up at a place
_SHORT: Final = 200  # code points of a phrase; longer texts are looked at once
_LONGEST_ABBREVIATION: Final = 6  # code points; "MINUSMA" and longer can't be mistaken for a word


@dataclass(frozen=True, slots=True)
class Match(Generic[V]):
    """A phrase of the table found at ``text[start:end]``, with its value."""

    start: int
    end: int
    value: V


class _Entry(NamedTuple, Generic[V]):
    keys: tuple[str, ...]
    written: tuple[str, ...]
    value: V


class _Beginning(NamedTuple, Generic[V]):
    """The entries with one first word by their keys, and how many words they have, the most first."""

    sizes: tuple[int, ...]
    entries: dict[tuple[str, ...], tuple[_Entry[V], ...]]


class _Cut(NamedTuple):
    """The words of a stretch of text, apostrophes made plain, and their keys."""

    written: tuple[str, ...]
    keys: tuple[str, ...]


def _cut_any(text: str, start: int, end: int, fold: Callable[[str], str]) -> _Cut:
    """Give the words of ``text[start:end]``."""
    return _cut_short(text, start, end, fold) if len(text) <= _SHORT else _cut(text, start, end, fold)


def _cut(text: str, start: int, end: int, fold: Callable[[str], str]) -> _Cut:
    written = tuple(_WORD.findall(text[start:end].replace("’", "'")))
    return _Cut(written, tuple(map(fold, written)))


_cut_short = lru_cache(maxsize=2048)(_cut)  # each table looks at the same phrase


def _case_agrees(entry: str, written: str, text: str | None) -> bool:
    """Say whether a word is written as an entry's asks; a ``text`` is the one that may have lost its capitals."""
    if entry == written or not entry[:1].isupper():
        return True
    if 1 < len(entry) <= _LONGEST_ABBREVIATION and entry.isupper():
        return False
    return written[:1].isupper() or (text is not None and text == text.lower())


class PhraseTable(Generic[V]):
    """An immutable table from phrases to values.

    Args:
        phrases: pairs of a phrase and its value. A phrase given twice keeps both values; see ``exact``.
        fold: makes the key of a word; words with the same key are the same word but for case. Default: case folding.
    """

    def __init__(self, phrases: Iterable[tuple[str, V]], fold: Callable[[str], str] = str.casefold) -> None:
        self._fold = fold
        # Phrases are taken apart when a text first has their first word: most of a large table is never asked for.
        self._given: dict[str, list[tuple[str, V]]] = {}
        self._ready: dict[str, _Beginning[V]] = {}
        for phrase, value in phrases:
            head = phrase.partition(" ")[0]
            if not head.isalnum():
                found = _WORD.search(phrase)
                head = found.group().replace("’", "'") if found else phrase
            self._given.setdefault(fold(head), []).append((phrase, value))

    def _beginning(self, key: str) -> _Beginning[V] | None:
        """Give the entries whose first word has a key, None where none has it."""
        found = self._ready.get(key)
        if found is None:
            given = self._given.get(key)
            if given is None:  # not remembered: texts have words without end; another thread may have it ready
                return self._ready.get(key)
            entries: dict[tuple[str, ...], tuple[_Entry[V], ...]] = {}
            for phrase, value in given:
                written, keys = _cut(phrase, 0, len(phrase), self._fold)
                entries[keys] = (*entries.get(keys, ()), _Entry(keys, written, value))
            found = self._ready[key] = _Beginning(tuple(sorted(set(map(len, entries)), reverse=True)), entries)
            self._given.pop(key, None)
        return found

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match[V]]:
        """Yield the phrases in ``text[start:end]``, left to right, the longest at each place, without overlap."""
        stop = len(text) if end is None else end
        cut = _cut_any(text, start, stop, self._fold)
        # In this order, below too: what another thread makes ready is in both before it leaves the first.
        if self._given.keys().isdisjoint(cut.keys) and self._ready.keys().isdisjoint(cut.keys):
            return
        given, ready = self._given, self._ready
        starts: list[int] = []
        free = 0
        for index, key in enumerate(cut.keys):
            if index < free:
                continue
            beginning = self._beginning(key) if key in given else ready.get(key)
            entry = None if beginning is None else _longest(beginning, cut, index, text)
            if entry is not None:
                starts = starts or [match.start() for match in _WORD.finditer(text, start, stop)]
                free = index + len(entry.keys)
                yield Match(starts[index], starts[free - 1] + len(cut.written[free - 1]), entry.value)

    def at(self, text: str, start: int) -> Match[V] | None:
        """Give the longest phrase that begins with the first word at or after a code point, if one does."""
        stop = min(len(text), start + _WINDOW)
        first = _WORD.search(text, start, stop)
        beginning = self._beginning(self._fold(first.group().replace("’", "'"))) if first else None
        if first is None or beginning is None:
            return None
        entry = _longest(beginning, _cut(text, start, stop, self._fold), 0, None)
        if entry is None:
            return None
        last = next(islice(_WORD.finditer(text, start, stop), len(entry.keys) - 1, None))
        return Match(first.start(), last.end(), entry.value)

    def exact(self, phrase: str) -> tuple[V, ...]:
        """Give the values of a phrase that is one of the table's as a whole, in its order; else an empty tuple."""
        cut = _cut_any(phrase, 0, len(phrase), self._fold)
        beginning = self._beginning(cut.keys[0]) if cut.keys else None
        entries = beginning.entries.get(cut.keys, ()) if beginning else ()
        return tuple(entry.value for entry in entries if _fits(entry, cut, 0, phrase))


def _longest(beginning: _Beginning[V], cut: _Cut, index: int, text: str | None) -> _Entry[V] | None:
    """Give the longest entry of those that begin with a word which stands there, as `_case_agrees` takes the text."""
    sizes, entries = beginning
    for size in sizes:
        for entry in entries.get(cut.keys[index : index + size], ()):
            if _fits(entry, cut, index, text):
                return entry
    return None


def _fits(entry: _Entry[V], cut: _Cut, index: int, text: str | None) -> bool:
    """Say whether the words from `index`, whose keys are an entry's, are written as its case asks."""
    there = cut.written[index : index + len(entry.written)]
    return entry.written == there or all(map(_case_agrees, entry.written, there, repeat(text)))
