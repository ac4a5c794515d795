"""Words, numbers and marks of a text, and the numbers that words of dates make: "twenty-first", "nineteen ninety".

In goes a text and a stretch of it; the readings take the index of a token and give a value and the index of the token
after it, or None. Every reading looks at a bounded number of tokens, so that a text is read in linear time.
"""

import re
from typing import Any, Final

from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.number_words import number_words

_TOKEN: Final = re.compile(r"[0-9]+(?:(?:st|nd|rd|th)(?![^\W_]))?|[^\W\d_]+|\S", re.IGNORECASE)
_LONGEST: Final = 8  # digits of a number in a date
_TEN: Final = 10
_COUNT_DIGITS: Final = 3  # of a count of units
SHORT_DIGITS: Final = 2  # of a day, a month, a short year
YEAR_DIGITS: Final = 4
DATE_DIGITS: Final = 8  # of a date without marks
LAST_DAY: Final = 31  # of the longest month
_SUFFIX: Final = 2  # letters of "st"
_YEARS: Final = range(1500, 2200)
_WRITTEN_YEARS: Final = range(11, 21)  # hundreds of a year in words
_SHORT_YEARS: Final = 40  # a year of two digits below this is of this century
APOSTROPHES: Final = frozenset("'’‘")
DASHES: Final = frozenset("-–—~\u2010\u2011")

Number = tuple[int, int]


class Tokens:
    """The tokens of one stretch of a text, by index; behind the last one there are empty words.

    Attributes:
        text: the whole text.
        starts: the first code point of each token.
        ends: the one after its last.
        words: each token in lower case, a number without the letters of an ordinal.
        values: the number that its digits make, else -1.
        ranked: the indices of digits with the letters of an ordinal.
        kept: what was read at an index and depth of dates within dates, and ``depth`` the present one.
    """

    __slots__ = ("depth", "ends", "kept", "ranked", "size", "starts", "text", "values", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        starts: list[int] = []
        ends: list[int] = []
        words: list[str] = []
        values: list[int] = []
        self.ranked: set[int] = set()
        self.kept: dict[tuple[int, int], Any] = {}
        self.depth = 0
        for match in _TOKEN.finditer(text, start, end):
            word = match.group().lower()
            value = -1
            if "0" <= word[0] <= "9":
                if not word[-1].isdigit():
                    self.ranked.add(len(words))
                    word = word[:-_SUFFIX]
                if len(word) <= _LONGEST:
                    value = int(word)
            starts.append(match.start())
            ends.append(match.end())
            words.append(word)
            values.append(value)
        self.starts, self.ends, self.words, self.values, self.size = starts, ends, words, values, len(words)

    def word(self, index: int) -> str:
        """Give a token in lower case."""
        return self.words[index] if 0 <= index < self.size else ""

    def value(self, index: int) -> int:
        """Give the number that a token's digits make, else -1."""
        return self.values[index] if 0 <= index < self.size else -1

    def digits(self, index: int) -> int:
        """Give how many digits a token has."""
        return len(self.words[index]) if self.value(index) >= 0 else 0

    def glued(self, index: int) -> bool:
        """Tell whether a token stands right behind the one before it."""
        return 0 < index < self.size and self.starts[index] == self.ends[index - 1]

    def capital(self, index: int) -> bool:
        """Tell whether a token begins with a capital."""
        return index < self.size and self.text[self.starts[index]].isupper()

    def skip(self, index: int, *words: str) -> int:
        """Give the index after a token if it is one of these words, else its own."""
        return index + 1 if self.word(index) in words else index

    def dash(self, index: int) -> bool:
        """Tell whether a token is a dash."""
        return self.word(index) in DASHES

    def hyphen(self, index: int) -> int:
        """Give the index after a hyphen between two words."""
        return index + 1 if self.dash(index) and self.glued(index) and self.glued(index + 1) else index

    def plain(self, index: int) -> bool:
        """Tell whether a number ends here: no decimals, percent or time of day follow it."""
        after = self.word(index + 1)
        if after in {".", ",", ":"} and self.glued(index + 1):
            return not (self.glued(index + 2) and self.value(index + 2) >= 0)
        return after not in {"%", "percent"} and not (after == "per" and self.word(index + 2) == "cent")


def cardinal(tokens: Tokens, index: int) -> Number | None:
    """Read a whole number below a hundred in words, or one of up to three digits."""
    if tokens.value(index) >= 0:
        whole = index not in tokens.ranked and tokens.digits(index) <= _COUNT_DIGITS
        return (tokens.value(index), index + 1) if whole and tokens.plain(index) else None
    words = number_words()
    word = tokens.word(index)
    if word in words.units:
        return words.units[word], index + 1
    if word in words.tens:
        after = tokens.hyphen(index + 1)
        unit = words.units.get(tokens.word(after), 0)
        return (words.tens[word] + unit, after + 1) if 0 < unit < _TEN else (words.tens[word], index + 1)
    return None


def ordinal(tokens: Tokens, index: int) -> Number | None:
    """Read "21st", "first", "twenty-first"."""
    if tokens.value(index) >= 0:
        return (tokens.value(index), index + 1) if index in tokens.ranked else None
    ordinals = calendar_words().ordinals
    word = tokens.word(index)
    if word in ordinals:
        return ordinals[word], index + 1
    tens = number_words().tens.get(word, 0)
    after = tokens.hyphen(index + 1)
    unit = ordinals.get(tokens.word(after), 0)
    return (tens + unit, after + 1) if tens and 0 < unit < _TEN else None


def day_number(tokens: Tokens, index: int) -> Number | None:
    """Read a day of the month: "4", "4th", "fourth", "twenty five"."""
    if tokens.value(index) >= 0:
        found = (tokens.value(index), index + 1) if tokens.digits(index) <= SHORT_DIGITS else None
    else:
        found = ordinal(tokens, index) or cardinal(tokens, index)
    return found if found and 1 <= found[0] <= LAST_DAY else None


def year_number(tokens: Tokens, index: int) -> Number | None:
    """Read a year: four digits from 1500 on, or in words."""
    value = tokens.value(index)
    if value >= 0:
        whole = tokens.digits(index) == YEAR_DIGITS and index not in tokens.ranked
        return (value, index + 1) if whole and value in _YEARS and tokens.plain(index) else None
    return written_year(tokens, index)


def written_year(tokens: Tokens, index: int) -> Number | None:
    """Read "nineteen ninety-six", "nineteen hundred ninety-six", "two thousand and fifteen", "twenty nineteen"."""
    numbers = number_words()
    word = tokens.word(index)
    if word == "two" and tokens.word(index + 1) == "thousand":
        after = tokens.skip(index + 2, "and")
        rest = cardinal(tokens, after) if tokens.value(after) < 0 else None
        return (2000 + rest[0], rest[1]) if rest else (2000, index + 2)
    hundreds = numbers.units.get(word, 0) or numbers.tens.get(word, 0)
    if hundreds not in _WRITTEN_YEARS:
        return None
    after = tokens.skip(index + 1, "hundred")
    rest = cardinal(tokens, tokens.skip(tokens.hyphen(after), "and")) if tokens.value(after) < 0 else None
    if rest and rest[0] >= _TEN:
        return 100 * hundreds + rest[0], rest[1]
    return None


def full_year(short: int) -> int:
    """Give the year that two digits mean."""
    return short + (2000 if short < _SHORT_YEARS else 1900)
