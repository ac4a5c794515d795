"""Sums of money in running text: "$13.1 billion", "up to €1.2bn", "between 3 and 5 billion kroner", "Rs 500 crore".

In goes a text; out come ``Money`` records with the figure in units, its range, ISO 4217 currency, qualifiers and
period. A span runs from the first sign or digit of the figure to its unit; words that qualify it are outside. The words
and currencies are tables of ``knowledge``. Rules of the contract: a plain figure has low = value = high; "up to" leaves
low open, "at least" leaves high open; a conversion in brackets is no second sum. A range has its middle as value. A
vague sum ("hundreds of millions of dollars") has the least that its words allow as value, and that range.

A bare name that several currencies share ("kroner") is that of the nearest country named that uses one of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from communique.knowledge.countries import countries_in
from communique.knowledge.currencies import currencies, currency_codes, currency_names, currency_signs
from communique.knowledge.number_words import amount_words, number_words
from communique.reading.values.figures import Number, number_in_words, numbers_in, times
from communique.reading.values.qualifiers import period_of_clause, qualifiers_after, qualifiers_before
from communique.records import Money, Span
from communique.text.words import LONGEST
from communique.vocabulary import Qualifier

__all__ = ["money_in", "number_in_words", "parse_money"]

_LATE: Final = 96  # code points behind a sum in which its period stands
_NEARBY: Final = 400  # code points around a sum in which a country tells whose kroner are meant
_BORROW: Final = 300  # code points before a figure without a unit in which another sum lends its currency
_CLAUSE_LOOK: Final = 120  # code points before "from $2m to $3m" or "by $1m to $3m" in which a verb of change stands
_HUNDRED: Final = 100
_MILLION: Final = 1e6
_WEIGHT_BELOW: Final = 1e6  # "500 pounds of explosives" is a weight, "500 million pounds of aid" isn't
_WON_FROM: Final = 1e4  # nobody pays less than that in won; "won" after a small number is a verb
_SPACED_PREFIXES: Final[Mapping[str, str]] = {
    "US": "USD", "U.S.": "USD", "U.S": "USD", "HK": "HKD", "NZ": "NZD", "NT": "TWD", "C": "CAD",
}  # fmt: skip
_TO: Final = re.compile(r"\s*(?:-|–|—|to|or)\s*$", re.IGNORECASE)
_AND: Final = re.compile(r"\s+and\s+$", re.IGNORECASE)
_BEFORE_RANGE: Final = re.compile(r"\b(between|from|by)\s+\S{0,4}$", re.IGNORECASE)
_LAST_WORD: Final = re.compile(r"([A-Za-z]+(?:\.(?=\s?$))?)[ \u00a0]?$")
_CLAUSE: Final = re.compile(r"[.;:!?]\s|\n")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_UNIT_JOINT: Final = re.compile(r"[ \u00a0\n]?-?(?:of )?")
_GLUED_UNIT: Final = re.compile(r"[ \u00a0]?(M)?([A-Za-z]{3})(?![A-Za-z\d])")
_CLOCK: Final = re.compile(r"(?<=\d):(?=\d)")
_BRACKET: Final = re.compile(r"[^.;()\n]{0,30}\(\s*[^()\d]{0,24}$")
_BRACKET_END: Final = re.compile(r"\s*(?:[),;/]| or | at | as of )")
_OF_THE: Final = re.compile(r"\s+(?:out\s+)?of\s+(?:(?:the|its|their|a)\s+)?", re.IGNORECASE)
_EQUALS: Final = re.compile(r"\s?=\s?\W{0,2}[\dA-Z]")
_EQUALLED: Final = re.compile(r"=\s?$")
_OR_ABOUT: Final = re.compile(r",?\s+or\s+(?:[a-z]+\s+){0,3}$|\s*[;/,]\s*(?:[a-z]+\s+){0,2}$")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A currency beside a figure: where it stands, its candidates, and the scale it carries ("MUSD")."""

    start: int
    end: int
    codes: tuple[str, ...]
    scale: float = 1
    named: bool = False


@dataclass(frozen=True, slots=True)
class _Sum:
    """A figure with its currency."""

    start: int
    end: int
    value: float
    low: float
    high: float | None
    codes: tuple[str, ...]
    vague: bool = False


def money_in(text: str, start: int = 0, end: int | None = None) -> list[Money]:
    """Find the sums of money whose figures are in ``text[start:end]``, left to right, with what is around."""
    stop = len(text) if end is None else end
    return list((_remembered if len(text) <= LONGEST else _worked_out)(text, start, stop))


@lru_cache(maxsize=512)  # who stores a reading asks again for the sums of sentences that it has read
def _remembered(text: str, start: int, end: int) -> tuple[Money, ...]:
    return tuple(_worked_out(text, start, end))


def _worked_out(text: str, start: int, end: int) -> Iterator[Money]:
    sums = (each for each in _sums(text, start, end) if not _is_rate(text, each.start, each.end))
    return (_made(text, each) for each in _without_conversions(text, list(sums)))


def parse_money(text: str, span: Span) -> Money | None:
    """Read the sum of money that a span marks; None where it holds no figure, or no currency can be told.

    A figure without a unit takes that of the sum that it is a part of ("5 of the 7 billion euros"), else that of the
    last sum before it ("and 8.5 billion in humanitarian aid").
    """
    found = _sums(text, span.start, span.end)
    if found:
        return None if _is_rate(text, found[0].start, found[0].end) else _made(text, found[0])
    numbers = numbers_in(text, span.start, span.end)
    if numbers and (part := _part_of_sum(text, numbers[0])):
        return _made(text, part)
    earlier = _sums(text, max(0, span.start - _BORROW), span.start)
    if not numbers or not earlier or _is_on_clock(text, numbers[0]):
        return None
    return _made(text, _plain(numbers[0], numbers[0].start, numbers[0].end, earlier[-1].codes))


def _part_of_sum(text: str, number: Number) -> _Sum | None:
    """Return the sum of a figure right before "of the" and a sum no smaller, in that one's unit and scale."""
    of = _OF_THE.match(text, number.end)
    whole = next(iter(_sums(text, of.end(), min(len(text), of.end() + _BORROW))), None) if of else None
    if of is None or whole is None or whole.start != of.end():
        return None
    scale = next((each.scale for each in numbers_in(text, whole.start, whole.end)), 1) if number.scale == 1 else 1
    part = _plain(number, number.start, number.end, whole.codes, scale)
    return part if part.low <= whole.low else None


def _is_on_clock(text: str, number: Number) -> bool:
    """Say whether a figure belongs to a time or a ratio, and is no sum: "14:30", "see 1:06:00", "2:1"."""
    return bool(_CLOCK.match(text, number.end) or _CLOCK.match(text, max(0, number.start - 1)))


def _is_rate(text: str, start: int, end: int) -> bool:
    """Say whether a sum is a side of an equation, and no money of anybody: "($1 = 10.83 Swedish crowns)"."""
    return bool(_EQUALS.match(text, end) or _EQUALLED.search(text, max(0, start - 3), start))


def _plain(number: Number, start: int, end: int, codes: tuple[str, ...], scale: float = 1) -> _Sum:
    value = number.low if number.value is None else number.value
    high = None if number.high is None else times(number.high, scale)
    return _Sum(start, end, times(value, scale), times(number.low, scale), high, codes, vague=number.vague)


@lru_cache(maxsize=1)
def _prefixes() -> frozenset[str]:
    """Give what may stand right before digits, in lower case."""
    codes = [code.lower() for code in currency_codes()]
    signs = [sign.lower() for sign in currency_signs() if sign.isalpha()]
    return frozenset([*codes, *signs, *(f"m{code}" for code in codes)])


def _sums(text: str, start: int, end: int) -> list[_Sum]:
    numbers = numbers_in(text, start, end, prefixes=_prefixes())
    found: list[_Sum] = []
    index = 0
    while index < len(numbers):
        floor = found[-1].end if found else 0
        made, used = _range(text, numbers, index, floor) or _single(text, numbers, index, floor) or (None, 1)
        if made:
            found.append(made)
        index += used
    return found


def _single(text: str, numbers: list[Number], index: int, floor: int) -> tuple[_Sum, int] | None:
    number = numbers[index]
    before, after = _unit_before(text, number, floor), _unit_after(text, number)
    unit = before or after
    if unit is None:
        return None
    same = after if after and (before is None or set(after.codes) & set(before.codes)) else None
    last = same.end if same else number.end
    scale = unit.scale
    if same and number.scale == 1 and scale == 1 and (late := _late_scale(text, same.end)):
        scale, last = late
    whole = _plain(number, before.start if before else number.start, last, unit.codes, scale)
    if same and same.named and number.scale == 1 and (parts := _hundredths(text, numbers, index, same.end)):
        value, last = parts
        whole = replace(whole, value=whole.value + value, low=whole.low + value, high=whole.value + value, end=last)
        return whole, 2
    return whole, 1


def _range(text: str, numbers: list[Number], index: int, floor: int) -> tuple[_Sum, int] | None:
    """Read "between 3 and 5 billion kroner", "$1-2 billion", "€3bn to €5bn"."""
    if index + 1 >= len(numbers):
        return None
    first, second = numbers[index], numbers[index + 1]
    if first.vague or second.vague or (not first.digits and first.low < 1):
        return None
    before, own = _unit_before(text, first, floor), _unit_after(text, first)
    second_before, second_after = _unit_before(text, second, first.end), _unit_after(text, second)
    gap_start = own.end if own and own.end < second.start else first.end
    gap = text[gap_start : second_before.start if second_before else second.start]
    opening = _BEFORE_RANGE.search(text, max(0, first.start - 16), first.start)
    word = opening.group(1).lower() if opening else ""
    # "By 3 to 8 million" is still one figure; two sums are what was added and what is there now.
    two = own is not None or (before is not None and second_before is not None)
    changes = (word == "from" or (word == "by" and two)) and _is_change(text, first.start)
    joined = None if changes else _TO.match(gap)
    if not (joined or (word == "between" and _AND.match(gap))):
        return None
    unit = before or second_before or second_after or own
    if unit is None:
        return None
    low, high = first.value or 0.0, second.value or 0.0
    if first.scale == 1 and second.scale > 1:
        low = times(low, second.scale)
    if not low < high:
        return None
    low, high = times(low, unit.scale), times(high, unit.scale)
    last = second_after.end if second_after else second.end
    if second_after and second.scale == 1 and (late := _late_scale(text, second_after.end)):
        low, high, last = times(low, late[0]), times(high, late[0]), late[1]
    first_at = before.start if before else first.start
    return _Sum(first_at, last, round((low + high) / 2, 6), low, high, unit.codes), 2


def _is_change(text: str, at: int) -> bool:
    """Say whether a word of the clause before "from $2m to $3m" tells that something grew or shrank."""
    clause = _CLAUSE.split(text[max(0, at - _CLAUSE_LOOK) : at])[-1]
    return any(word.lower() in amount_words().changing for word in _WORDS.findall(clause))


def _unit_before(text: str, number: Number, floor: int) -> _Unit | None:
    """Find a sign, code or name right before a figure."""
    at = number.start
    if at > floor and text[at - 1] in " \u00a0":
        at -= 1
    for length in range(min(6, at - floor), 0, -1):
        written = text[at - length : at]
        code = currency_signs().get(written) or currency_signs().get(written.upper() if "$" in written else "")
        if code and not (written[0].isalpha() and text[at - length - 1 : at - length].isalnum()):
            return _spaced(text, at - length, floor) if written == "$" else _Unit(at - length, number.start, (code,))
    word = _LAST_WORD.search(text, max(floor, number.start - 16), number.start)
    if word is None:
        return None
    written = word.group(1)
    if code := currency_codes().get(written):
        return _Unit(word.start(1), number.start, (code,))
    if written[0] == "M" and (code := currency_codes().get(written[1:])):
        return _Unit(word.start(1), number.start, (code,), scale=_MILLION)
    if number.scale > 1 and written.lower() in {"dollar", "dollars", "euro", "euros"}:
        return _Unit(word.start(1), number.start, currency_names().exact(written)[0])
    return None


def _spaced(text: str, sign: int, floor: int) -> _Unit:
    """Read a dollar sign with the country's letters before it: "US $", in texts without capitals "us $"."""
    letters = text[max(floor, sign - 5) : sign].rstrip(" ")
    last = max(floor, sign - 5) + len(letters)
    if text == text.lower() or letters.lower().endswith("u.s"):
        letters = letters.upper()
    for prefix, code in _SPACED_PREFIXES.items():
        start = last - len(prefix)
        if letters.endswith(prefix) and not text[max(0, start - 1) : start].isalnum():
            return _Unit(start, sign + 1, (code,))
    return _Unit(sign, sign + 1, ("USD",))


def _unit_after(text: str, number: Number) -> _Unit | None:
    """Find a name, code or sign right after a figure."""
    joint = _UNIT_JOINT.match(text, number.end)
    at = joint.end() if joint else number.end
    if text[at - 3 : at] == "of " and not (number.vague or number.scale > 1):
        return None
    if glued := _GLUED_UNIT.match(text, number.end):
        code = currency_codes().get(glued.group(2))
        if code:
            return _Unit(glued.start(2), glued.end(), (code,), scale=_MILLION if glued.group(1) else 1, named=True)
    for length in (3, 2, 1):
        sign = text[at : at + length]
        lone = length == 1 and sign.isalpha()  # "Leopard 2R", "S-300P": a letter is a sign only before a figure
        code = currency_signs().get(sign) if at + length <= len(text) and not lone else None
        ends = not text[at + length : at + length + 1].isalnum()
        if code and ends and not re.match(r"\s?\d", text[at + length : at + length + 2]):
            return _Unit(at, at + length, (code,))
    match = currency_names().at(text, at)
    if match is None or match.start != at or text[match.end : match.end + 1].isdigit():
        return None
    return None if _is_no_money(text, number, at, match.end) else _Unit(at, match.end, match.value, named=True)


def _is_no_money(text: str, number: Number, start: int, end: int) -> bool:
    """Say whether a name after a number is a weight, a verb or the like."""
    name, value = text[start:end].lower(), number.low
    if name in {"pound", "pounds"} and value < _WEIGHT_BELOW:
        following = re.match(r"[\s-]*(?:\(\s*[\d.,]+\s*k|of\b|(\w+))", text[end : end + 24])
        if following and (following.group(1) is None or following.group(1).lower() in amount_words().weighed):
            return True
        return text[start - 1 : start] == "-" and not text[end : end + 1].isspace()
    if name in {"won", "mark", "marks", "real", "reals", "crown", "crowns", "sum", "sums", "sol", "score", "som"}:
        return value < _WON_FROM
    return False


def _late_scale(text: str, at: int) -> tuple[float, int] | None:
    """Read a scale behind the unit: "75 USD million"."""
    word = re.compile(r" ([A-Za-z]+)").match(text, at)
    scale = number_words().scales.get(word.group(1).lower()) if word else None
    return (scale, word.end()) if word and scale else None


def _hundredths(text: str, numbers: list[Number], index: int, at: int) -> tuple[float, int] | None:
    """Read what follows a unit as hundredths of it: "3 dollars 50 cents", at a sentence's end "15 dollars 50"."""
    if index + 1 >= len(numbers):
        return None
    part = numbers[index + 1]
    if part.vague or part.scale > 1 or part.low >= _HUNDRED or text[at : part.start].strip() not in {"", "and"}:
        return None
    word = re.compile(r"[ -]([^\W\d]+)").match(text, part.end)
    if word and word.group(1).lower() in amount_words().hundredths:
        return part.low / _HUNDRED, word.end()
    return (part.low / _HUNDRED, part.end) if re.match(r"\s*[.?!]?\s*$", text[part.end : part.end + 3]) else None


def _without_conversions(text: str, sums: list[_Sum]) -> list[_Sum]:
    kept: list[_Sum] = []
    last: _Sum | None = None
    converted = False
    for each in sums:
        gap = text[last.end : each.start] if last else ""
        bracketed = _BRACKET.match(gap) is not None and _BRACKET_END.match(text, each.end) is not None
        chained = converted and _OR_ABOUT.match(gap) is not None
        told = gap.lstrip(" ,").startswith("or ") and _OR_ABOUT.match(gap) is not None
        converted = last is not None and each.codes != kept[-1].codes and (bracketed or chained or told)
        if not converted:
            kept.append(each)
        last = each
    return kept


def _made(text: str, each: _Sum) -> Money:
    qualifiers, period = qualifiers_before(text, each.start)
    more, later = qualifiers_after(text, each.end)
    qualifiers |= more
    if each.vague:
        qualifiers.add(Qualifier.ABOUT)
    return Money(
        value=float(each.value),
        low=None if Qualifier.UP_TO in qualifiers else float(each.low),
        high=None if Qualifier.AT_LEAST in qualifiers or each.high is None else float(each.high),
        currency=_currency(text, each),
        qualifiers=tuple(qualifier for qualifier in Qualifier if qualifier in qualifiers),
        per=later or period or period_of_clause(text, each.end, each.end + _LATE),
        span=Span.of(text, each.start, each.end),
    )


def _currency(text: str, each: _Sum) -> str:
    if len(each.codes) == 1:
        return each.codes[0]
    users = {country: code for code in reversed(each.codes) for country in currencies()[code].countries}
    near = [
        match for match in countries_in(text, max(0, each.start - _NEARBY), each.end + _NEARBY) if match.iso3 in users
    ]
    nearest = min(near, key=lambda match: max(each.start - match.end, match.start - each.end), default=None)
    return each.codes[0] if nearest is None else users[nearest.iso3]
