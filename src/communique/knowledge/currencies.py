"""Currencies: ISO 4217 codes by sign, code and name, from ``currencies.csv``.

A row has the code; adjectives ("Swedish") and nouns ("kronor") that make its names together, and the nouns its bare
names; signs; the countries that use it; and how to read a bare name that several currencies share: ``default_for`` is
the beginning of nouns that mean this one unless a country nearby says otherwise, ``fixed`` says that its bare names
mean no other ("dollars" are US dollars, as in the news, not those of whatever country is spoken of). A code that is
also an English word (``is_word``) isn't taken for a currency in running text; one with ``lower_case`` is so even in
lower case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from communique.knowledge.phrases import PhraseTable
from communique.knowledge.tables import listed, rows


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: ISO 4217 code, the parts of its names, signs, and countries by ISO 3166-1 alpha-3 code."""

    code: str
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    signs: tuple[str, ...]
    countries: tuple[str, ...]
    default_for: str
    fixed: bool
    is_word: bool
    lower_case: bool


@lru_cache(maxsize=1)
def currencies() -> Mapping[str, Currency]:
    """Give all currencies by code, past ones included, in the table's order."""
    found = (
        Currency(
            code=row["code"],
            adjectives=listed(row["adjectives"]),
            nouns=listed(row["nouns"]),
            signs=listed(row["signs"]),
            countries=listed(row["countries"]),
            default_for=row["default_for"],
            fixed=bool(row["fixed"]),
            is_word=bool(row["is_word"]),
            lower_case=bool(row["lower_case"]),
        )
        for row in rows("currencies.csv")
    )
    return MappingProxyType({currency.code: currency for currency in found})


@lru_cache(maxsize=1)
def currency_signs() -> Mapping[str, str]:
    """Give the code of each sign; where two currencies share one, the first of the table has it."""
    signs: dict[str, str] = {}
    for currency in currencies().values():
        for sign in currency.signs:
            signs.setdefault(sign, currency.code)
    return MappingProxyType(signs)


@lru_cache(maxsize=1)
def currency_codes() -> Mapping[str, str]:
    """Give the code of each form in which a code stands in running text: "USD", and "usd" for the commonest."""
    codes = {currency.code: currency.code for currency in currencies().values() if not currency.is_word}
    codes |= {currency.code.lower(): currency.code for currency in currencies().values() if currency.lower_case}
    return MappingProxyType(codes)


@lru_cache(maxsize=1)
def currency_names() -> PhraseTable[tuple[str, ...]]:
    """Give the table of names and codes. Its values are codes, the likeliest first, several for a shared bare name."""
    return PhraseTable((phrase, codes) for phrase, codes in _names())


def _names() -> Iterator[tuple[str, tuple[str, ...]]]:
    bare: dict[str, list[Currency]] = {}
    for currency in currencies().values():
        for noun in currency.nouns:
            bare.setdefault(noun.lower(), []).append(currency)
            for adjective in currency.adjectives:
                yield f"{adjective} {noun}".lower(), (currency.code,)
    for noun, sharing in bare.items():
        fixed = [currency for currency in sharing if currency.fixed]
        likeliest = sorted(sharing, key=lambda currency, noun=noun: not _is_default(currency, noun))  # type: ignore[misc]
        yield noun, tuple(currency.code for currency in fixed or likeliest)
    for written, code in currency_codes().items():
        yield written, (code,)


def _is_default(currency: Currency, noun: str) -> bool:
    return bool(currency.default_for) and noun.startswith(currency.default_for)


def currency_of(sign_or_name: str) -> str | None:
    """Give the ISO 4217 code that a sign ("€"), a code ("EUR") or a name ("euros") stands for; None for anything else.

    A bare name that several currencies share ("kroner") gives the likeliest; ``currency_names`` has them all.
    """
    text = sign_or_name.strip()
    if text in currency_signs():
        return currency_signs()[text]
    if text in currencies():
        return text
    named = currency_names().exact(text)
    return named[0][0] if named else None
