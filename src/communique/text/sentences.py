"""Paragraphs and sentences of a clean text.

In: a text whose paragraphs are lines. Out: spans in code points, in order and apart, that cover every character but
white space. A sentence never crosses a line break.

A sentence ends with a full stop, a question or exclamation mark or an ellipsis, and with the quotation marks and
brackets that close after it, where what follows can begin another. The exceptions (titles, acronyms, initials,
numbered lists, "No. 10") are decided by the lists in `abbreviations.yaml`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from communique.text.tables import abbreviations
from communique.text.words import LONGEST

_LINE = re.compile(r"[^\n]*\S")

# A possible end: the sign, what closes after it (a footnote mark "[17]" too; after a blank only signs that can't open),
# then white space, or a capitalised word glued on ("said.The army").
_END = re.compile(
    r"(?P<sign>(?<![.!?…])[.!?…]+)(?P<closed>(?:''|\[\d{1,3}\]|[\"”’'»)\]])*(?:\s(?:''|[”»])(?=\s))?)"
    r"(?:\s+|(?:(?<=[a-z]{2}[.!?])|(?<=[a-z]{2}[.!?][\"”’]))(?=[A-Z][a-z]+[\s,’']))"
)
_OPENING = re.compile(r"[\"“”„‘’'`«(\[\s*•·▪●–—-]*")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_SMALL_NAME = re.compile(r"[a-z][A-Z]|al-[A-Z]")
_LAST_WORD = re.compile(r"[\w.&’'-]*\Z")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ENUMERATOR = re.compile(r"[\W_]*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\Z")
_TELLER = re.compile(
    r"(?:(?:[A-Z][\w’'-]*\.?|of|the|de|al|bin|van|von)\s+){1,6}(?:"
    + "|".join(sorted(abbreviations("tellers")))
    + r")\b"
)
# The longest stretch before a full stop that can hold an abbreviation, in code points.
_REACH = 24
# Names and titles before the verb in '"Will they stay?" Gen. Jane Roe asked.' are not longer.
_TELLER_REACH = 80

_BEFORE_NAME = abbreviations("before_name")
_INSIDE = abbreviations("inside")
_BEFORE_NUMBER = abbreviations("before_number")
_MONTHS = abbreviations("months")
_EITHER = abbreviations("either")
_OPENERS = abbreviations("openers")
_AFTER_TIME = abbreviations("after_time")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs: the lines that are not blank, without white space at their ends."""
    spans = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        spans.append((start + len(match[0]) - len(match[0].lstrip()), end))
    return spans


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences, in code points into `text`."""
    return list(_remembered(text) if len(text) <= LONGEST else _sentences(text))


# Reading, linking and finding copies ask for those of one article.
@lru_cache(maxsize=128)
def _remembered(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_sentences(text))


def _sentences(text: str) -> list[tuple[int, int]]:
    spans = []
    for start, end in paragraphs(text):
        begin = start
        for match in _END.finditer(text, start, end):
            if match.end() < end and _breaks(text, begin, match, end):
                spans.append((begin, match.end("closed")))
                begin = match.end()
        spans.append((begin, end))
    return spans


class _Next(NamedTuple):
    """What stands around a possible end of a sentence: the quotation mark that closes there, and what follows."""

    quoted: bool
    first: str
    word: str
    opens: bool


def _breaks(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Return whether the sentence that starts at `begin` ends at this match; `end` is the end of the paragraph."""
    opening = _OPENING.match(text, match.end(), end)
    after = opening.end() if opening else match.end()
    if after == end or (text[after].islower() and not _SMALL_NAME.match(text, after, end)):
        return False
    if match.start() - begin < _REACH and not any(map(str.isalnum, text[begin : match.start()])):
        # A full stop or an ellipsis that opens the line.
        return False
    found = _NEXT_WORD.match(text, after, end)
    word = found[0] if found else ""
    following = _Next(
        quoted=any(mark in match["closed"] for mark in "\"”’'»"),
        first=text[after],
        word=word,
        # "A." is an initial, not the article.
        opens=word in _OPENERS and not (len(word) == 1 and text[after + 1 : after + 2] == "."),
    )
    sign = match["sign"]
    if sign[-1] in "!?":
        return not (following.quoted and _TELLER.match(text, after, min(end, after + _TELLER_REACH)))
    if len(sign) > 1 or sign == "…":
        # " ... " between words is a pause or a cut in a quotation, "gone... " an end.
        return following.quoted or following.opens or not text[match.start() - 1 : match.start()].isspace()
    return not _abbreviated(text[max(begin, match.start() - _REACH) : match.start()], following)


def _abbreviated(before: str, following: _Next) -> bool:
    """Return whether a full stop belongs to an abbreviation and ends no sentence.

    `before` is the sentence up to the full stop, or the last of it.
    """
    found = _LAST_WORD.search(before)
    last = found[0].lstrip("'’&-.") if found else ""
    last = last.rpartition("-")[2]
    if last in _INSIDE or _ENUMERATOR.fullmatch(before):
        return True
    if following.first.isdigit() and (last in _BEFORE_NUMBER or last in _MONTHS):
        return True
    if last.lower() in ("a.m", "p.m"):
        return following.word in _AFTER_TIME or following.first.isdigit()
    initial = len(last) == 1 and last.isupper() and last != "I"
    known = last in _BEFORE_NAME or last in _EITHER or initial or _ACRONYM.fullmatch(last) is not None
    return known and not following.quoted and not following.opens
