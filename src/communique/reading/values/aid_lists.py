"""How lists of what is given stand in a text: their joints, what counts them, the verb that hands them over.

In go a text and code points of it; out comes what the words there say. Which sentence, and whose list, is the business
of ``completion``.
"""

import re
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, aid_words, any_of

_LONGEST_GAP: Final = 90  # code points between two designations of one list
_NEAR: Final = 60  # code points beside a list in which the verb stands that gives it
_CLOSE: Final = 30  # code points before a designation in which its count stands
_FEW: Final = 4  # words between a verb of giving and what it gives: "sent the port of Lomé two"
_SUBORDINATE: Final = re.compile(r"[,(]|\b(?:which|that|who)\b")
_HEAD: Final = 160  # code points at a sentence's beginning in which its verb stands
_AFTER: Final = re.compile(
    r"\s*(?:[.,;:()&+]|$|(?:and|or|of|for|to|from|in|with|such|including|as|worth|on|at|by|via)\b)"
)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = aid_word_lists()
    aid = any_of(lists["aid"])
    given = any_of([*lists["delivered"], *lists["pledged"]])
    auxiliary = r"(?:(?:is|are|was|were|will|would|to|has|have|had|been|be|being|also|already|not)\s+){0,4}"
    preposition = r"(?!(?:to|of|in|for|with|from|and)\b)"
    return {
        "gap": re.compile(rf"(?:[\s,;&+/()-]|\d[\d.,]*+|e\.g\.|\b(?:{any_of(lists['joints'])})\b)*+", re.IGNORECASE),
        "opening": re.compile(r"\s*(?:[-•*–—]\s*)?"),
        "leading": re.compile(rf"(?:(?:{any_of(lists['leading'])})[\s,]+)*", re.IGNORECASE),
        "clause": re.compile(rf"[.;:]\s|\b(?:{any_of(lists['clauses'])})\b"),
        "counted": re.compile(rf"(?:\b(?:{any_of(lists['counting'])})|\d)\s+(?:[\w-]+\s+)?$", re.IGNORECASE),
        "given_as": re.compile(
            rf"\b(?:{aid})\s+(?:of|in|with|such\s+as|containing)\b|illion\s+(?:\w+\s+)?in\b", re.IGNORECASE
        ),
        "handed": re.compile(rf"\s+{auxiliary}(?:{given})\b", re.IGNORECASE),
        "noun_first": re.compile(rf"\s*(?:[A-Z]?[a-z-]+\s+)?(?:{preposition}[a-z-]+\s+){{0,2}}(?i:{aid})\b"),
        "package": re.compile(
            rf"\b(?:{any_of(lists['package'])})\b(?:\s+[\w’'()-]+){{0,8}}?[\s,]+(?:{any_of(lists['holding'])})\b",
            re.IGNORECASE,
        ),
        "aid_holds": re.compile(
            rf"\b(?:{aid})\b(?:\s+[\w’'()-]+){{0,3}}?\s+(?:{any_of(lists['holding'])})\b", re.IGNORECASE
        ),
        "served": re.compile(
            rf"\b(?:{any_of(lists['serving'])})\s+for\s+(?:(?:use\s+(?:with|in|by)|{any_of(lists['named_before'])}|all)\s+)*$",
            re.IGNORECASE,
        ),
        "parts": re.compile(rf":\s|\b(?:{any_of([*lists['holding'], *lists['out_of']])})\b", re.IGNORECASE),
    }


def is_gap(text: str, start: int, end: int) -> bool:
    """Say whether only the joints of a list stand between two code points: commas, "and", numbers, articles."""
    return end - start <= _LONGEST_GAP and _patterns()["gap"].fullmatch(text, start, end) is not None


def is_counted(text: str, at: int) -> bool:
    """Say whether a number or an article right before a designation counts it."""
    return _patterns()["counted"].search(text, max(0, at - _CLOSE), at) is not None


def is_handed_over(text: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Say whether a verb or noun of giving stands right before a list or right after it: "sent", "were delivered"."""
    before = text[max(sentence[0], start - _NEAR) : start]
    ends = [match.end() for name in ("handing", "holding") for match in aid_words()[name].finditer(before)]
    ends += [match.end() for match in _patterns()["given_as"].finditer(before)]
    between = before[max(ends) :] if ends else ""
    if ends and between.count(" ") <= _FEW and not _patterns()["clause"].search(between):
        return True
    return _patterns()["handed"].match(text, end, min(sentence[1], end + _NEAR)) is not None


def names_package(text: str, sentence: tuple[int, int]) -> bool:
    """Say whether a sentence names aid and what it holds by itself: "This $5m package of assistance will include"."""
    return _patterns()["aid_holds"].search(text, *sentence) is not None


def is_about_package(text: str, sentence: tuple[int, int]) -> bool:
    """Say whether a sentence tells what a package holds: "The shipment also includes"."""
    return _patterns()["package"].search(text, *sentence) is not None


def holds_parts(text: str, start: int, end: int) -> bool:
    """Say whether the words between two sums or items make the second a part of the first: "including", "of which"."""
    return _patterns()["parts"].search(text, start, end) is not None


def is_served(text: str, sentence: tuple[int, int], at: int) -> bool:
    """Say whether what stands at a code point is only what something given is for: "shells for M777 howitzers"."""
    floor = max(sentence[0], at - _NEAR)
    return (
        _patterns()["served"].search(text, floor, at) is not None
        and aid_words()["swapping"].search(text, floor, at) is None
    )


def opening_of(text: str, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """Give where a sentence begins and where its first noun may, after words that only lead to it.

    None where a verb that makes a clause stands in it before a comma, a bracket or a relative pronoun.
    """
    found = _patterns()
    opening = found["opening"].match(text, *sentence)
    start = opening.end() if opening else sentence[0]
    verb = aid_words()["finite"].search(text, start, min(sentence[1], start + _HEAD))
    if verb and not _SUBORDINATE.search(text[start : verb.start()]):
        return None
    leading = found["leading"].match(text, start, sentence[1])
    return start, leading.end() if leading else start


def is_aid_first(text: str, at: int, end: int) -> bool:
    """Say whether a noun of aid, with at most three attributes, stands first: "Tied cash assistance"."""
    return _patterns()["noun_first"].match(text, at, end) is not None


def is_end_of_item(text: str, at: int) -> bool:
    """Say whether what follows a designation leaves it a noun of its own: a comma, a preposition, the end."""
    return _AFTER.match(text, at) is not None
