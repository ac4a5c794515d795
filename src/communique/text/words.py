"""Words: the tokens that the reader's model runs on.

In: a text, or a stretch of it. Out: spans in code points. Every character that is not white space is in exactly one
word, and no word holds white space, so each word span quotes the text and the words lose nothing.

What is one word: letters and digits together (`500m`, `1990s`); a number with its separators (`13.1`, `1,200`,
`10:30`); an abbreviation with its full stops (`U.S.`, `Gen.`, `J.` before a name); a name with an apostrophe inside
(`O’Brien`); a web or mail address; a run of one sign (`--`, `...`).

What is split: possessives and contractions, as in the Penn Treebank (`Zelensky` `’s`, `did` `n’t`, `forces` `’`);
hyphens, slashes and dashes, which are words themselves (`Soviet` `-` `era`); currency and percent signs (`$` `13.1`,
`10.5` `%`); brackets, quotation marks and all other signs, one by one.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from typing import Final

from communique.text.tables import abbreviations

LONGEST: Final = 50_000
"""Code points of a text whose words and sentences are remembered: longer ones would take more than they save."""

# Letters, digits, the underscore, and what may stand inside a word without being a letter: combining accents, the soft
# hyphen and the joiners, which only a text taken verbatim still has.
_W = r"[\w\u0300-\u036f\u00ad\u200c\u200d\u2060]"
_LETTER = r"[^\W\d_]"
_APOSTROPHE = r"['’‘ʼ]"
_CLITIC = rf"(?:[sS]|[mM]|[dD]|re|RE|ve|VE|ll|LL)(?!{_W})"


def _alternatives(entries: frozenset[str]) -> str:
    """Return the entries as one regular expression, the longest first."""
    return "|".join(re.escape(entry) for entry in sorted(entries, key=lambda entry: (-len(entry), entry)))


_WHOLE = frozenset(
    entry
    for group in ("before_name", "inside", "months", "either")
    for entry in abbreviations(group)
    # One lower-case letter ("c.") or a blank inside is no word of its own; "al." ends sentences too often.
    if len(entry) > 1 and " " not in entry and entry not in ("al", "ca")
)

_WORD = re.compile(
    "|".join(
        (
            # Most words, taken first for speed: nothing below would cut them otherwise.
            r"[A-Za-z]+(?=[ \n])",
            r"(?:https?://|www\.)[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]}’']",
            r"[\w.+-]{1,64}@\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){1,5}",
            r"\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){0,5}\.(?:com|org|net|gov|edu|mil|info|co\.uk|eu|ua|ru)(?![\w-])",
            # 7:30p.m.
            r"\d+(?:[.,:]\d+)*(?=[ap]\.m\b)",
            # U.S., a.m., e.g., J.K.; not the end of one sentence glued to the next ("B.The").
            rf"{_LETTER}(?:\.{_LETTER})+(?:\.|(?!{_W}))",
            rf"(?:{_alternatives(_WHOLE)})\.",
            rf"(?:{_alternatives(abbreviations('before_number'))})\.(?=\s?\d)",
            # An initial before a name; "I." is more often the pronoun or the numeral.
            r"[A-HJ-ZÀ-ÖØ-ÞА-Я]\.(?=\s[A-ZÀ-ÖØ-ÞА-Я])",
            # Contractions, once the word before them has been cut off.
            rf"(?<=\w)n{_APOSTROPHE}t(?!{_W})|(?<=\w)N{_APOSTROPHE}T(?!{_W})",
            rf"(?<=[\w.]){_APOSTROPHE}{_CLITIC}",
            rf"{_LETTER}+(?=n{_APOSTROPHE}t(?!{_W})|N{_APOSTROPHE}T(?!{_W}))",
            # The plain word. Separators between digits and apostrophes between letters belong to it.
            rf"{_W}+(?:(?<=\d)[.,:](?=\d){_W}+|{_APOSTROPHE}(?!{_CLITIC}){_LETTER}{_W}*)*",
            r"(?<![\w.])\.\d+",
            r"\.\.+|--+|``|''|!+|\?+|[*=~#]+",
            r"\S",
        )
    )
)


def words(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the spans of the words of `text[start:end]`, in order, in code points into the whole `text`."""
    if start == 0 and end is None and len(text) <= LONGEST:
        firsts, lasts = _whole(text)
        return list(zip(firsts, lasts, strict=True))
    stop = len(text) if end is None else end
    return [match.span() for match in _WORD.finditer(text, start, stop)]


@lru_cache(maxsize=128)
def _whole(text: str) -> tuple[array[int], array[int]]:
    """Return where the words of a whole text begin and end: who stores an article cuts it once more after reading."""
    found = [match.span() for match in _WORD.finditer(text)]
    return array("I", [first for first, _ in found]), array("I", [last for _, last in found])
