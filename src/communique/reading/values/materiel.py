"""Designations of materiel in running text: "155 mm shells", "anti-aircraft Starstreak missiles", "tonnes of flour".

In goes a text and a stretch of it; out come the extents of what the table of ``knowledge`` knows, with the calibre,
model and attributes before it and the nouns behind it. How far a designation can be trusted to be materiel is told too;
whether somebody gives it is the caller's business.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists
from communique.knowledge.item_classes import item_words, materiel_in
from communique.vocabulary import ItemClass

_BEFORE: Final = re.compile(r"(?:(?<=\s)|(?<=\A)|(?<=[(,;:]))([^\s(),;:\"“”]+)[ \u00a0]$")
_NEXT: Final = re.compile(r"[ \u00a0]([^\W_]+(?:[-’'][^\W_]+)*)")
_CODE: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w./-]+$")
_CALIBRE: Final = re.compile(r"(?:\b\d{1,3}(?:\.\d{1,2})?|\.\d{2})[ \u00a0-]?$")
_MADE: Final = re.compile(
    r".+-(?:class|type|made|built|era|designed|calibre|caliber|launched|based|fired)$", re.IGNORECASE
)
_HELD: Final = re.compile(r"\b([^\W\d_]+)\s+of\s+$")
_GAP: Final = re.compile(r"[ \u00a0/-]")
_PLURAL: Final = re.compile(r"[^s]s$")
_LOOK: Final = 40  # code points before a designation in which an attribute of it stands


@dataclass(frozen=True, slots=True)
class Materiel:
    """Materiel named at ``text[start:end]``.

    `firm` says that the words can hardly mean anything else; `doubtful` that they often mean something else; `plural`
    that they are one or many things at once; `people` that they are persons.
    """

    start: int
    end: int
    firm: bool
    doubtful: bool
    plural: bool
    people: bool


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    words = item_words()
    named = {
        name: frozenset(words[name])
        for name in ("attributes", "heads", "containers", "mistakable", "ambiguous", "mass", "measures")
    }
    given = aid_word_lists()
    return named | {name: frozenset(given[name]) for name in ("following", "compound")}


def find_materiel(text: str, start: int, end: int) -> list[Materiel]:
    """Find the designations in ``text[start:end]``, left to right, without overlap."""
    groups: list[tuple[int, int, int, bool]] = []  # start, end, matches, people
    for match in materiel_in(text, start, end):
        people = match.value.item_class is ItemClass.PERSONNEL
        if groups and match.start - groups[-1][1] == 1 and _GAP.match(text[groups[-1][1]]):
            first, _, count, _ = groups[-1]
            groups[-1] = (first, match.end, count + 1, people)
        else:
            groups.append((match.start, match.end, 1, people))
    found: list[Materiel] = []
    for first, last, count, people in groups:
        floor = found[-1].end if found else start
        made = _whole(text, first, last, floor, end, several=count > 1, people=people)
        if made:
            found.append(made)
    return found


def _whole(  # noqa: PLR0913  where the table found it, and within what
    text: str, first: int, last: int, floor: int, limit: int, *, several: bool, people: bool
) -> Materiel | None:
    """Extend a designation over what belongs to it; None where it is only a part of another noun."""
    core = text[first:last]
    end = _last(text, last, limit)
    if end is None:
        return None
    begin = _first(text, first, floor)
    lists = _lists()
    alone = begin == first and end == last
    doubtful = (core in lists["mistakable"] and alone) or text[begin:end].lower() in lists["ambiguous"]
    telling = any(sign.isdigit() or sign.isupper() for sign in core) or " " in core or several or end > last
    plural = text[end - 1 : end] in {"s", "S"} or text[begin:end].rsplit(maxsplit=1)[-1] in lists["mass"]
    return Materiel(begin, end, telling and not (doubtful or people), doubtful, plural, people)


def _last(text: str, last: int, limit: int) -> int | None:
    """Give the end of a designation with the nouns behind it; None where another noun takes it as its first part."""
    while True:
        if text[last : last + 1] == "-" and text[last + 1 : last + 2].isalpha():
            return None
        following = _NEXT.match(text, last, limit)
        if following is None:
            return last
        word = following.group(1).lower()
        if word in _lists()["heads"]:
            last = following.end()
            continue
        if word in _lists()["compound"]:
            return None
        plural = _PLURAL.search(text, max(0, last - 2), last) is not None
        known = plural or word in _lists()["following"] or word.endswith(("ed", "ly", "ing")) or word[0].isdigit()
        return last if known or following.group(1)[0].isupper() else None


def _first(text: str, first: int, floor: int) -> int:
    """Give the start of a designation with calibre, model, attributes and what it is held in before it."""
    while first > floor and text[first - 1] in "-/" and text[first - 2 : first - 1].isalnum():
        first = max(floor, re.search(r"[^\s(),;:\"“”]*$", text[floor:first]).start() + floor)  # type: ignore[union-attr]
    while word := _BEFORE.search(text, max(floor, first - _LOOK), first):
        written = word.group(1)
        if written.lower() in _lists()["measures"] and (number := _CALIBRE.search(text, floor, word.start(1))):
            first = number.start()
        elif written.lower() in _lists()["attributes"] or _CODE.match(written) or _MADE.match(written):
            first = word.start(1)
        else:
            break
    held = _HELD.search(text, max(floor, first - _LOOK), first)
    if held and held.group(1).lower() in _lists()["containers"]:
        first = held.start(1)
    return first
