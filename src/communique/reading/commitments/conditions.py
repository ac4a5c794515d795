"""Conditions: what must happen before something promised is given, or is given again: "if parliament agrees".

In go an article's drafts, those get the span of a condition that their own sentence tells of them: from its first word
("if", "provided that", "subject to", of what is held back "until") to the end of its clause. One behind what is given
is of the nearest before it and of what the same event gives; one that opens a sentence is of the first that follows. No
condition reaches over a semicolon, "but" or the word of another kind of event.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import any_of
from communique.knowledge.condition_words import condition_words
from communique.reading.commitments.completion import HARMLESS
from communique.reading.commitments.drafts import Draft, Extent
from communique.reading.commitments.totals import WITHHELD
from communique.reading.frame import Frame
from communique.records import Span
from communique.vocabulary import Stage

_BREAK: Final = re.compile(r"[;:]\s|\s(?:but|whereas|although|though|because)\s")
_END: Final = re.compile(r"[,;:]\s|\s[–—-]\s|[\"”“()]|\s(?:but|and\s+(?:said|will|would|has|had))\s")
_OPENING: Final = re.compile(r"[\s\"“‘(—–-]*")
_LAST_SIGNS: Final = " .,!?;:…\n"
_FEWEST: Final = 3  # words of a condition


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = condition_words()
    after, before = any_of(lists["no_condition_after"]), any_of(lists["no_condition_before"])
    follows = rf"(?=\s+(?!(?:{before})\b)[\w“\"])"
    return {
        "promised": re.compile(rf"\b(?:{any_of(lists['promised'])})\b{follows}"),
        "withheld": re.compile(rf"\b(?:{any_of(lists['withheld'])})\b{follows}"),
        "opening": re.compile(rf"(?:{any_of(lists['opening'])})\b{follows}", re.IGNORECASE),
        "undoing": re.compile(rf"\b(?:{any_of(lists['undoing'])})\b", re.IGNORECASE),
        "not_after": re.compile(rf"\b(?:{after}),?\s+$", re.IGNORECASE),
    }


def condition_after(text: str, sentence: Extent, end: int, *, withheld: bool) -> Extent | None:
    """Give the condition of what ends at a code point of a sentence; `withheld` says that it is held back."""
    found = _patterns()
    for match in found["withheld" if withheld else "promised"].finditer(text, end, sentence[1]):
        if _BREAK.search(text, end, match.start()) or (
            not withheld and found["undoing"].search(text, end, match.start())
        ):
            return None
        if not found["not_after"].search(text, max(sentence[0], match.start() - len("even more so, ")), match.start()):
            return _to_its_end(text, match.start(), match.end(), sentence[1])
    return None


def condition_before(text: str, sentence: Extent, start: int) -> Extent | None:
    """Give the condition that opens a sentence, of what starts at a code point of it: "If parliament agrees, …"."""
    opening = _OPENING.match(text, *sentence)
    match = _patterns()["opening"].match(text, opening.end() if opening else sentence[0], start)
    told = _to_its_end(text, match.start(), match.end(), start) if match else None
    return told if told and text[told[1]] == "," and not _BREAK.search(text, told[1], start) else None


def _to_its_end(text: str, start: int, told: int, limit: int) -> Extent | None:
    end = _END.search(text, told, limit)
    last = start + len(text[start : end.start() if end else limit].rstrip(_LAST_SIGNS))
    return (start, last) if len(text[start:last].split()) >= _FEWEST else None


def mark_conditions(drafts: Sequence[Draft], frame: Frame) -> None:
    """Give drafts, which stand in the order of the text, the conditions that their sentences tell of them."""
    hostile = sorted(frame.words[each.word][0] for each in frame.marks.triggers if each.type not in HARMLESS)
    taken: dict[Extent, Draft] = {}
    for draft in sorted(drafts, key=lambda each: each.start, reverse=True):
        if draft.stage is Stage.DELIVERED:
            continue
        told = _told(draft, frame, hostile)
        # The nearest has been asked first; others of its event share the condition.
        owner = taken.setdefault(told, draft) if told else None
        if told and owner and (owner is draft or (owner.event is draft.event and owner.stage is draft.stage)):
            draft.conditions = Span.of(frame.text, *told)


def _told(draft: Draft, frame: Frame, hostile: Sequence[int]) -> Extent | None:
    sentence = frame.sentences[draft.sentence]
    end = max([draft.end, *(each.span.end for each in draft.items if each.span.end <= sentence[1])])
    told = condition_after(frame.text, sentence, end, withheld=draft.stage in WITHHELD)
    reach = (end, told[0]) if told else (0, 0)
    if told is None:
        told = condition_before(frame.text, sentence, draft.start)
        reach = (told[1], draft.start) if told else (0, 0)
    return None if bisect_left(hostile, reach[0]) < bisect_left(hostile, reach[1]) else told
