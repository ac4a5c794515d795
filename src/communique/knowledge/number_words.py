"""Words of numbers and the words around a figure, from ``numbers.yaml`` and ``amount_words.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from communique.knowledge.tables import document
from communique.vocabulary import Qualifier


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words of English numbers, each lower case, with their values.

    Attributes:
        units: zero to nineteen.
        tens: twenty to ninety.
        scales: thousand and more, with abbreviations that are clear alone ("bn").
        short_scales: abbreviations that count only right after digits ("m").
        dozens: dozen, score.
        fractions: denominators ("quarters": 4).
        signs: one-letter fractions.
        vague_units: range of "dozens", "hundreds" …; None is an open end.
        vague_counts: range of "several", "a few" ….
        vague_scales: plural scales after a vague unit.
    """

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, float]
    short_scales: Mapping[str, float]
    dozens: Mapping[str, int]
    fractions: Mapping[str, int]
    signs: Mapping[str, float]
    vague_units: Mapping[str, tuple[float, float | None]]
    vague_counts: Mapping[str, tuple[float, float | None]]
    vague_scales: Mapping[str, float]


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """Give the words of numbers."""
    raw = document("numbers.yaml")

    def table(key: str) -> Mapping[str, Any]:
        return MappingProxyType(raw[key])

    return NumberWords(
        units=table("units"),
        tens=table("tens"),
        scales=table("scales"),
        short_scales=table("short_scales"),
        dozens=table("dozens"),
        fractions=table("fractions"),
        signs=table("signs"),
        vague_units=MappingProxyType({word: tuple(bounds) for word, bounds in raw["vague_units"].items()}),
        vague_counts=MappingProxyType({word: tuple(bounds) for word, bounds in raw["vague_counts"].items()}),
        vague_scales=table("vague_scales"),
    )


@dataclass(frozen=True, slots=True)
class AmountWords:
    """Words around a figure, longest first within each list.

    Attributes:
        before: qualifying phrases in front of a figure, with their qualifier.
        after: those behind it.
        between: words that may stand between a qualifier and the figure.
        particles: verbs of which a phrase like a qualifier's is a part, by the phrase.
        per_year: phrases behind a figure that make it yearly; ``per_month`` likewise, and ``…_before`` in front of it.
        late_year: periods at the end of a figure's clause; ``late_month`` likewise.
        clauses: words that begin another clause.
        weighed: what is measured in pounds of weight.
        hundredths: names of hundredths of a currency's unit.
        conversion: words between a sum and its conversion.
        changing: words after which "from $2m to $3m" is a change and no range.
    """

    before: tuple[tuple[str, Qualifier], ...]
    after: tuple[tuple[str, Qualifier], ...]
    between: tuple[str, ...]
    particles: dict[str, frozenset[str]]
    per_year: tuple[str, ...]
    per_month: tuple[str, ...]
    per_year_before: tuple[str, ...]
    per_month_before: tuple[str, ...]
    late_year: tuple[str, ...]
    late_month: tuple[str, ...]
    clauses: frozenset[str]
    weighed: frozenset[str]
    hundredths: frozenset[str]
    conversion: tuple[str, ...]
    changing: frozenset[str]


@lru_cache(maxsize=1)
def amount_words() -> AmountWords:
    """Give the words around figures."""
    raw = document("amount_words.yaml")

    def longest_first(words: list[str]) -> tuple[str, ...]:
        return tuple(sorted(words, key=len, reverse=True))

    def qualifying(part: str) -> tuple[tuple[str, Qualifier], ...]:
        pairs = [(phrase, Qualifier(key)) for key, phrases in raw[part].items() for phrase in phrases]
        return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))

    return AmountWords(
        before=qualifying("before"),
        after=qualifying("after"),
        between=longest_first(raw["between"]),
        particles={phrase: frozenset(verbs) for phrase, verbs in raw["particles"].items()},
        per_year=longest_first(raw["per_year"]),
        per_month=longest_first(raw["per_month"]),
        per_year_before=longest_first(raw["per_year_before"]),
        per_month_before=longest_first(raw["per_month_before"]),
        late_year=longest_first(raw["late_year"]),
        late_month=longest_first(raw["late_month"]),
        clauses=frozenset(raw["clauses"]),
        weighed=frozenset(raw["weighed"]),
        hundredths=frozenset(raw["hundredths"]),
        conversion=longest_first(raw["conversion"]),
        changing=frozenset(raw["changing"]),
    )
