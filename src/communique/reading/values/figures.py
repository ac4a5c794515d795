"""Numbers in running text: "13.1", "two hundred and fifty", "half a million", "1.2bn", "hundreds of thousands".

In goes a text and a stretch of it; out come ``Number``s with offsets in code points, the value where there is one, and
the range that the words allow. What a number counts, and words that qualify it ("up to"), are the caller's business
(``amounts``, ``items``). The words are in ``knowledge/numbers.yaml``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from communique.knowledge.number_words import NumberWords, number_words

# 1,234,567.8 · 1.234.567,8 · 10 000 · 12.5 · .5 · 5,25. A point or comma before a digit is part of the number.
_FORMS: Final = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?",
    r"\d{1,3}(?:[\u00a0\u202f]\d{3})+",
    r"\d{1,3}(?:\.\d{3})+,\d+",
    r"\d{1,3}(?:\.\d{3}){2,}",
    r"\d{1,3}(?: \d{3}){2,}(?!\d)",
    r"\d{1,3} 000(?!\d)",
    r"\d+\.\d+",
    r"(?<!\d,)\d+,\d{1,2}(?![\d,]|\.\d)",
    r"\d+",
    r"(?<!\d)\.\d+",
)
_DIGITS: Final = "|".join(_FORMS)
_TOKEN: Final = re.compile(rf"(?P<digits>{_DIGITS})|(?P<sign>[½¼¾⅓⅔⅙])|(?P<word>[^\W\d_½¼¾⅓⅔⅙]+)|(?P<other>\S)")
_LETTERS_BEFORE: Final = re.compile(r"([^\W\d_]+)([-\u2010\u2011]?)$")
_LONGEST_PREFIX: Final = 12
_CODE: Final = 3
_HUNDRED: Final = 100
_TEN: Final = 10
_DIGITS_KEPT: Final = 14  # of a product; binary fractions are wrong from the 16th on


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``text[start:end]``.

    Attributes:
        start: its first code point.
        end: the one after its last.
        value: the number; None for a vague one ("dozens").
        low: the least that the words allow; equal to ``value`` for an exact one.
        high: the most, likewise; None where the range is open.
        digits: whether it begins with digits.
        scale: the product of its scale words: 1e9 in "13.1 billion", 1 where it has none.
    """

    start: int
    end: int
    value: float | None
    low: float
    high: float | None
    digits: bool = False
    scale: float = 1

    @property
    def vague(self) -> bool:
        """Say whether the words name no exact number."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class _Part:
    """A value read from tokens, and the index of the token after it."""

    value: float
    after: int
    scale: float = 1


class _Parser:
    """Reads numbers from the tokens of one stretch of text: what matched, and the same in lower case."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.words: NumberWords = number_words()
        self.tokens = list(_TOKEN.finditer(text, start, end))
        self.texts = [token.group().lower() for token in self.tokens]

    def word(self, index: int) -> str:
        """Give the token at an index, or an empty string behind the last."""
        return self.texts[index] if index < len(self.texts) else ""

    def joined(self, index: int) -> int:
        """Give the index of the next token of the same number: a hyphen between words is skipped."""
        if self.word(index) in {"-", "\u2010", "\u2011"} and index + 1 < len(self.tokens):
            return index + 1
        return index

    def literal(self, index: int) -> float | None:
        """Read digits or a one-letter fraction."""
        if index >= len(self.tokens):
            return None
        kind, text = self.tokens[index].lastgroup, self.texts[index]
        if kind == "sign":
            return self.words.signs[text]
        return _digits_value(text) if kind == "digits" else None

    def small(self, index: int) -> _Part | None:
        """Read a number below a hundred in words: "seven", "forty", "forty-two"."""
        word = self.word(index)
        if word in self.words.units:
            return _Part(self.words.units[word], index + 1)
        if word not in self.words.tens:
            return None
        unit = self.words.units.get(self.word(self.joined(index + 1)), 0)
        if 0 < unit < _TEN:
            return _Part(self.words.tens[word] + unit, self.joined(index + 1) + 1)
        return _Part(self.words.tens[word], index + 1)

    def below_thousand(self, index: int) -> _Part | None:
        """Read one group: digits, words below a hundred, hundreds with what follows them."""
        value = self.literal(index)
        part = _Part(value, index + 1) if value is not None else self.small(index)
        hundred = self.joined(part.after) if part else index + 1
        bare = part is None and (self.word(index) in {"a", "an"} or self.word(index) == "hundred")
        if bare and self.word(index) == "hundred":
            hundred = index
        if self.word(hundred) != "hundred" or (part is None and not bare):
            return part
        count = part.value if part else 1
        rest_at = hundred + 1
        rest = self.small(self.joined(rest_at))
        if self.word(rest_at) == "and":
            fraction = self.fraction(rest_at + 1)
            rest = None if fraction else self.small(rest_at + 1) or self._two_digits(rest_at + 1, part)
        if rest and not self._scale_at(rest.after, digits=False) and self.word(rest.after) == "hundred":
            rest = None
        return _Part(count * _HUNDRED + rest.value, rest.after) if rest else _Part(count * _HUNDRED, hundred + 1)

    def _two_digits(self, index: int, count: _Part | None) -> _Part | None:
        """Read digits after "hundred and"; only after a count in digits do they belong to it ("3 hundred and 21")."""
        value = self.literal(index)
        if value is None or count is None or value >= _HUNDRED or self.word(index + 1) in {"hundred", "."}:
            return None
        return _Part(value, index + 1)

    def _scale_at(self, index: int, *, digits: bool) -> _Part | None:
        """Read a scale word; the short ones only after digits."""
        at = self.joined(index)
        word = self.word(at)
        scale = self.words.scales.get(word)
        if scale is None and digits and at == index and (scale := self.words.short_scales.get(word)) is not None:
            start, shown = self.tokens[at].start(), self.tokens[at].group()
            glued = start > 0 and not self.text[start - 1].isspace()
            lone = len(word) == 1 and not glued and not _money_before(self.text, self.tokens[at - 1].start())
            if lone or (word == "mm" and shown != "MM"):
                scale = None
        return None if scale is None else _Part(scale, at + 1)

    def scaled(self, index: int) -> _Part | None:
        """Read a group with its scale: "two hundred thousand", "1.2bn", "two dozen", "three lakh crore"."""
        digits = self.literal(index) is not None
        part = self.below_thousand(index)
        if part is None and self.word(index) in {"a", "an"} and self._counts(index + 1):
            part = _Part(1, index + 1)
        if part is None:
            return None
        if digits and part.after < len(self.tokens) and self.tokens[part.after].lastgroup == "sign":
            part = _Part(part.value + (self.literal(part.after) or 0), part.after + 1)
        if dozen := self.words.dozens.get(self.word(self.joined(part.after))):
            counted = part.value % _HUNDRED or part.value
            return _Part(part.value - counted + counted * dozen, self.joined(part.after) + 1)
        if fraction := self._and_fraction(part.after):
            more = self._scale_at(fraction.after, digits=False) or _Part(1, fraction.after)
            return _Part((part.value + fraction.value) * more.value, more.after, more.value)
        return self._with_scales(part, digits=digits)

    def _counts(self, index: int) -> bool:
        """Say whether an article before this word counts one of it: "a million", "a dozen"."""
        return self._scale_at(index, digits=False) is not None or self.word(index) in self.words.dozens

    def _with_scales(self, part: _Part, *, digits: bool) -> _Part:
        """Multiply by the scales that follow, and add a fraction of the last: "two million and a half"."""
        value, after, scale = part.value, part.after, 1.0
        while more := self._scale_at(after, digits=digits):
            value, after, scale = times(value, more.value), more.after, scale * more.value
        fraction = self._and_fraction(after) if scale > 1 else None
        if fraction and self._scale_at(fraction.after, digits=False) is None:
            return _Part(value + fraction.value * scale, fraction.after, scale)
        return _Part(value, after, scale)

    def _and_fraction(self, index: int) -> _Part | None:
        """Read "and a half", "and three quarters"."""
        return self.fraction(index + 1) if self.word(index) == "and" else None

    def fraction(self, index: int) -> _Part | None:
        """Read "half", "a quarter", "three quarters", "two-thirds"."""
        word = self.word(index)
        if word in {"a", "an", "one"}:
            part: _Part | None = _Part(1, index + 1)
        elif word in {"half", "quarter"}:
            part = _Part(1, index)
        else:
            part = self.small(index)
        if part is None:
            return None
        at = self.joined(part.after)
        denominator = self.words.fractions.get(self.word(at))
        plural = self.word(at).endswith("s")
        if denominator is None or (part.value == 1) == plural:
            return None
        return _Part(part.value / denominator, at + 1)

    def number(self, index: int) -> Number | None:
        """Read the longest number that starts at a token."""
        return self._vague(index) or self._fractional(index) or self._whole(index)

    def _whole(self, index: int) -> Number | None:
        part = self.scaled(index)
        if part is None:
            return None
        total, after, least = part.value, part.after, part.scale
        in_digits = self.literal(index) is not None
        while least > 1:
            at = self.joined(after)
            if self.word(at) == "and":
                at += 1
            following = self._fraction_of_scale(at) or self.scaled(at)
            if following is None or following.value >= least:
                break
            # "5 million and 200 rifles" are two numbers: digits join only words of scale, and "and" joins only words.
            if (in_digits or self.literal(at) is not None) and (following.scale == 1 or self.word(at - 1) == "and"):
                break
            total, after, least = total + following.value, following.after, following.scale
        return self._made(index, after, total, part.scale)

    def _fraction_of_scale(self, index: int) -> _Part | None:
        """Read "half a million", "three quarters of a billion", "half a dozen"."""
        part = self.fraction(index)
        if part is None:
            return None
        after = part.after
        while self.word(after) in {"of", "a", "an"}:
            after += 1
        if scale := self._scale_at(after, digits=False):
            return _Part(part.value * scale.value, scale.after, scale.value)
        dozen = self.words.dozens.get(self.word(after))
        return _Part(part.value * dozen, after + 1) if dozen else None

    def _fractional(self, index: int) -> Number | None:
        if part := self._fraction_of_scale(index):
            return self._made(index, part.after, part.value, part.scale)
        part = self.fraction(index)
        return self._made(index, part.after, part.value, 1) if part else None

    def _vague(self, index: int) -> Number | None:
        bounds, after = self.words.vague_units.get(self.word(index)), index + 1
        if bounds is None:
            for split, given in _vague_counts().get(self.word(index), ()):
                if all(self.word(index + offset) == word for offset, word in enumerate(split)):
                    bounds, after = given, index + len(split)
                    break
            else:
                return None
            scale = self._scale_at(after, digits=False)
            factor = scale.value if scale else 1
            after = scale.after if scale else after
            if self.word(after) in {"hundred", "dozen"}:
                factor, after = factor * (12 if self.word(after) == "dozen" else _HUNDRED), after + 1
                if more := self._scale_at(after, digits=False):
                    factor, after = factor * more.value, more.after
        else:
            factor = 1.0
            at = after + 1 if self.word(after) == "of" else after
            while (plural := self.words.vague_scales.get(self.word(at))) is not None:
                factor, after = factor * plural, at + 1
                at = after + 1 if self.word(after) == "of" else after
        low, high = bounds
        end = self.tokens[after - 1].end()
        return Number(
            start=self.tokens[index].start(),
            end=end,
            value=None,
            low=low * factor,
            high=None if high is None else (high + (factor > 1)) * factor - (factor > 1),
            scale=factor,
        )

    def _made(self, index: int, after: int, value: float, scale: float) -> Number:
        exact = round(value, 6)
        first = self.tokens[index]
        return Number(
            first.start(),
            self.tokens[after - 1].end(),
            exact,
            exact,
            exact,
            digits=first.lastgroup != "word",
            scale=scale,
        )


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """Give the words with which a number may begin, so that no others are looked into."""
    words = number_words()
    vague = (phrase.split()[0] for phrase in words.vague_counts)
    return frozenset([*words.units, *words.tens, *words.vague_units, *vague, "a", "an", "half", "quarter", "hundred"])


@lru_cache(maxsize=1)
def _vague_counts() -> dict[str, list[tuple[list[str], tuple[float, float | None]]]]:
    """Give the words of each vague count, in the order of the table, with its range, by the first of them."""
    found: dict[str, list[tuple[list[str], tuple[float, float | None]]]] = {}
    for phrase, bounds in number_words().vague_counts.items():
        split = phrase.split()
        found.setdefault(split[0], []).append((split, bounds))
    return found


def numbers_in(
    text: str, start: int = 0, end: int | None = None, *, prefixes: frozenset[str] = frozenset()
) -> list[Number]:
    """Find the numbers in ``text[start:end]``, left to right, without overlap.

    Digits that are part of a word or name ("M23", "F-16", "155mm", "4th") are no numbers, unless the letters are a
    scale ("5m") or one of ``prefixes``, in lower case ("usd115").
    """
    parser = _Parser(text, start, len(text) if end is None else end)
    openings = _openings()
    found = []
    index = 0
    while index < len(parser.tokens):
        kind = parser.tokens[index].lastgroup
        begins = parser.texts[index] in openings if kind == "word" else kind != "other"
        number = parser.number(index) if begins else None
        if number is None or not _stands_alone(text, number, prefixes):
            index += 1
            continue
        found.append(number)
        while index < len(parser.tokens) and parser.tokens[index].start() < number.end:
            index += 1
    return found


def times(figure: float, scale: float) -> float:
    """Give a figure's multiple in decimals: 16.4 billion is 16,400,000,000, and not 2 millionths less."""
    return float(f"{figure * scale:.{_DIGITS_KEPT}g}")


def number_in_words(phrase: str) -> float | None:
    """Give the value of a phrase that is a number and nothing else, in digits or words; None where it isn't one."""
    stripped = phrase.strip()
    found = numbers_in(stripped)
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(stripped)
    return found[0].value if whole else None


def _digits_value(digits: str) -> float:
    plain = re.sub(r"\s", "", digits)
    head, comma, tail = plain.rpartition(",")
    if "." in head or (comma and "," not in head and len(tail) <= 2 and "." not in tail):  # noqa: PLR2004
        return float(f"{head.replace('.', '')}.{tail}")
    if plain.count(".") > 1:
        return float(plain.replace(".", ""))
    return float(plain.replace(",", ""))


def _money_before(text: str, start: int) -> bool:
    """Say whether a currency sign stands before a figure, so that a lone letter after it is a scale ("$5 m")."""
    before = text[max(0, start - 2) : start].rstrip()
    return bool(before) and before[-1] in "$€£¥₹₽₴₩₺"


def _stands_alone(text: str, number: Number, prefixes: frozenset[str]) -> bool:
    if not number.digits:
        return True
    after = text[number.end : number.end + 1]
    if after.isalpha() or after == "%":
        return any(text[number.end : number.end + length].lower() in prefixes for length in range(1, _CODE + 1))
    before = _LETTERS_BEFORE.search(text, max(0, number.start - _LONGEST_PREFIX), number.start)
    return before is None or (not before.group(2) and before.group(1).lower() in prefixes)
