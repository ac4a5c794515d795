"""Spans: where in a text the words stand that an annotator wrote, and how much two extents have in common.

A span is written as its words: `said`, `said#2` for the second of several, `first … last` for a long one, `Mali*` for
all of them (`corpus/GUIDELINES.md`, section 1). `@12:20` names it by its offsets, where the text is kept apart from its
annotation (`training.corpus.standoff`). Extents are [start, end) in Unicode code points.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from training.corpus.notes import Extent

_OFFSETS: Final = re.compile(r"@(\d+):(\d+)")
_NUMBER: Final = re.compile(r"#(\d+)(?= … |$)")
WHOLE: Final = 60
"""Code points up to which a span is written whole."""
MOST: Final = 20
"""Times that the first words of a span are looked for in a text."""


def find(text: str, written: str) -> list[Extent]:
    """Return the extents that a written span names: one, or all for `…*`.

    Raises:
        ValueError: the span is not in the text or stands there several times; the message says how to mend it.
    """
    if offsets := _OFFSETS.fullmatch(written):
        return [_given(text, written, int(offsets[1]), int(offsets[2]))]
    if written.endswith("*") and len(written) > 1:
        starts = _occurrences(text, written[:-1])
        if not starts:
            _refuse(written, "is not in the text")
        return [(at, at + len(written) - 1) for at in starts]
    return [_single(text, written)]


def write(text: str, extent: Extent) -> str | None:
    """Return an extent as an annotator would write it, so that `find` gives it back; None where that can't be done."""
    words = text[slice(*extent)].split(" ")
    whole = " ".join(words)
    ends = [f"{' '.join(words[:n])} … {' '.join(words[-n:])}" for n in (3, 4, 5, 2) if len(words) > 2 * n]
    for written in [whole, *ends] if len(whole) <= WHOLE else [*ends, whole]:
        first, ellipsis, last = written.partition(" … ")
        for name in (written, *(f"{first}#{nth}{ellipsis}{last}" for nth in range(1, MOST + 1))):
            if not set(name) & set("[]\n") and _names(text, name, extent):
                return name
    return None


def _names(text: str, written: str, extent: Extent) -> bool:
    try:
        return find(text, written) == [extent]
    except ValueError:
        return False


def _given(text: str, written: str, start: int, end: int) -> Extent:
    """Return an extent written as offsets."""
    if not start < end <= len(text):
        _refuse(written, f"is not in the text, which ends at {len(text)}")
    return start, end


def _single(text: str, written: str) -> Extent:
    """Return the extent of a span that names one place, whole or by its first and last words."""
    number = _NUMBER.search(written)
    nth = int(number[1]) if number else None
    bare = written[: number.start()] + written[number.end() :] if number else written
    first, ellipsis, last = bare.partition(" … ")
    if not first:
        _refuse(written, "has no words")
    starts = _occurrences(text, first)
    if not starts:
        _refuse(written, "is not in the text as written" + _nearest(text, first))
    if nth is None and len(starts) > 1:
        _refuse(written, f"stands {len(starts)} times in the text; write [{first}#1{ellipsis}{last}], #2 …")
    if nth is not None and not 1 <= nth <= len(starts):
        _refuse(written, f"there are only {len(starts)} of it")
    start = starts[(nth or 1) - 1]
    if not ellipsis:
        return start, start + len(first)
    end = next((at for at in _occurrences(text, last) if at >= start + len(first)), None)
    if end is None:
        _refuse(written, f"no '{last}' after '{first}'")
    return start, end + len(last)


def _occurrences(text: str, part: str) -> list[int]:
    """Return where `part` stands in `text` as whole words, one after the other."""
    found: list[int] = []
    start = text.find(part)
    while 0 <= start < len(text):
        end = start + len(part)
        if _is_whole(text, start, end):
            found.append(start)
            start = text.find(part, max(end, start + 1))
        else:
            start = text.find(part, start + 1)
    return found


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether no word goes on beyond either end of an extent."""
    goes_on_before = start > 0 and _in_word(text[start - 1]) and text[start].isalnum()
    goes_on_after = end < len(text) and _in_word(text[end]) and text[end - 1].isalnum()
    return not goes_on_before and not goes_on_after


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _refuse(written: str, why: str) -> NoReturn:
    raise ValueError(f"[{written}] {why}")


def _nearest(text: str, part: str) -> str:
    """Return a hint when only the case differs or the span is not cut at whole words."""
    at = text.lower().find(part.lower())
    return f" (the text has '{text[max(0, at - 5) : at + len(part) + 5]}')" if at >= 0 else ""


def overlap(left: Extent, right: Extent) -> int:
    """Return how many code points two extents share."""
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


def same_half(left: Extent, right: Extent) -> bool:
    """Say whether two extents share at least half of what they cover together (intersection over union)."""
    common = overlap(left, right)
    return 2 * common >= left[1] - left[0] + right[1] - right[0] - common
