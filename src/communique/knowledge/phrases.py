"""Find the phrases of a table inside a text, fast: one dictionary look-up per word, longest match first.

In go phrases with a value each, and later a text; out come matches with offsets in Unicode code points. Words are runs
of letters and digits; every other visible character is a word of its own, so "U.S.-led" holds "U.S." and "Russia's"
holds "Russia". White space between words doesn't matter, and a typographic apostrophe is the same as a straight one.

Case counts as it does in news: what the table writes with a capital must have one in the text ("Polish", not "polish"),
and an abbreviation must match letter for letter ("US", not "us"). A text without any capital at all is taken to have
lost them; there only abbreviations stay strict.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
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


def _plain(written: str) -> str:
    return "'" if written == "’" else written


def _keys(text: str, start: int, end: int, fold: Callable[[str], str]) -> tuple[str, ...]:
    """Give the key of each word of ``text[start:end]``."""
    return _keys_of(text, start, end, fold) if len(text) <= _SHORT else _cut(text, start, end, fold)


def _cut(text: str, start: int, end: int, fold: Callable[[str], str]) -> tuple[str, ...]:
    return tuple([fold(_plain(written)) for written in _WORD.findall(text, start, end)])


_keys_of = lru_cache(maxsize=2048)(_cut)  # each table looks at the same phrase


def _case_agrees(entry: str, written: str, *, capitals_lost: bool) -> bool:
    if entry == written or not entry[:1].isupper():
        return True
    if 1 < len(entry) <= _LONGEST_ABBREVIATION and entry.isupper():
        return False
    return capitals_lost or written[:1].isupper()


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
        self._ready: dict[str, tuple[_Entry[V], ...]] = {}
        for phrase, value in phrases:
            head = phrase.partition(" ")[0]
            if not head.isalnum():
                found = _WORD.search(phrase)
                head = _plain(found.group()) if found else phrase
            self._given.setdefault(fold(head), []).append((phrase, value))

    def _beginning(self, key: str) -> tuple[_Entry[V], ...]:
        """Give the entries whose first word has a key, the longest first."""
        found = self._ready.get(key)
        if found is None:
            given = self._given.get(key)
            if given is None:  # not remembered: texts have words without end; another thread may have it ready
                return self._ready.get(key, ())
            entries = (self._entry(phrase, value) for phrase, value in given)
            found = self._ready[key] = tuple(sorted(entries, key=lambda entry: -len(entry.keys)))
            self._given.pop(key, None)
        return found

    def _entry(self, phrase: str, value: V) -> _Entry[V]:
        written = tuple(map(_plain, _WORD.findall(phrase)))
        return _Entry(tuple(map(self._fold, written)), written, value)

    def _begins(self, key: str) -> bool:
        return key in self._given or key in self._ready

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match[V]]:
        """Yield the phrases in ``text[start:end]``, left to right, the longest at each place, without overlap."""
        stop = len(text) if end is None else end
        keys = _keys(text, start, stop, self._fold)
        # In this order: what another thread makes ready is in both before it leaves the first.
        if self._given.keys().isdisjoint(keys) and self._ready.keys().isdisjoint(keys):
            return
        words = tuple(_WORD.finditer(text, start, stop))
        capitals_lost = text == text.lower()
        free = 0
        for index, key in enumerate(keys):
            if index < free or not self._begins(key):
                continue
            entry = self._longest(keys, words, index, capitals_lost=capitals_lost)
            if entry is not None:
                free = index + len(entry.keys)
                yield Match(words[index].start(), words[free - 1].end(), entry.value)

    def at(self, text: str, start: int) -> Match[V] | None:
        """Give the longest phrase that begins with the first word at or after a code point, if one does."""
        stop = min(len(text), start + _WINDOW)
        first = _WORD.search(text, start, stop)
        if first is None or not self._begins(self._fold(_plain(first.group()))):
            return None
        words = tuple(_WORD.finditer(text, start, stop))
        entry = self._longest(_cut(text, start, stop, self._fold), words, 0, capitals_lost=False)
        return Match(first.start(), words[len(entry.keys) - 1].end(), entry.value) if entry else None

    def exact(self, phrase: str) -> tuple[V, ...]:
        """Give the values of a phrase that is one of the table's as a whole, in its order; else an empty tuple."""
        keys = _keys(phrase, 0, len(phrase), self._fold)
        entries = [entry for entry in (self._beginning(keys[0]) if keys else ()) if entry.keys == keys]
        if not entries:
            return ()
        words, capitals_lost = tuple(_WORD.finditer(phrase)), phrase == phrase.lower()
        return tuple(entry.value for entry in entries if _fits(entry, words, 0, capitals_lost=capitals_lost))

    def _longest(
        self, keys: tuple[str, ...], words: Sequence[re.Match[str]], index: int, *, capitals_lost: bool
    ) -> _Entry[V] | None:
        for entry in self._beginning(keys[index]):
            same = keys[index : index + len(entry.keys)] == entry.keys
            if same and _fits(entry, words, index, capitals_lost=capitals_lost):
                return entry
        return None


def _fits(entry: _Entry[V], words: Sequence[re.Match[str]], index: int, *, capitals_lost: bool) -> bool:
    """Say whether the words from `index`, whose keys are an entry's, are written as its case asks."""
    return all(
        _case_agrees(written, _plain(words[index + offset].group()), capitals_lost=capitals_lost)
        for offset, written in enumerate(entry.written)
    )
