"""Which sums of money are given, by the words around them, and what they are for.

In go a text and the extents of a sum and of its sentence; out comes whether the words beside the sum say that it is aid
("a $5m grant", "aid worth $5m", "sent $5m"), that it is something else (a price for each, a ceiling, a sum set aside),
and the category and the instrument that they tell.
"""

import re
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, aid_words, any_of
from communique.knowledge.number_words import amount_words
from communique.reading.values.amounts import money_in
from communique.reading.values.materiel import find_materiel
from communique.vocabulary import Category, Instrument, ItemClass

_NEAR: Final = 90  # code points beside a sum in which words about it stand
_CLOSE: Final = 48  # code points after a sum that say what it is
_BREAK: Final = re.compile(r"[;:.!?]\s|\s(?:but|because|since|while|whereas|although|instead)\s|\s[–—]\s")

_WORD: Final = re.compile(r"[^\W\d_]+")
_WITHOUT: Final = re.compile(r"\bwithout\s+(?:(?:any|the|its|their)\s+)?$", re.IGNORECASE)
_GROWN_BY: Final = re.compile(r"\bby\s+(?:[a-z]+\s+){0,2}$")
_GROWN_OF: Final = re.compile(
    r"\b(?:is|are|was|were|represent\w*|mark(?:s|ed)?)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}?(\w+)\s+of\s+(?:[a-z]+\s+){0,3}$"
)
_LESS: Final = re.compile(r"\s+(?:(?:less|lower|fewer|higher|smaller)\s+than|below|short\s+of)\b")
_STRAIGHT: Final = re.compile(r"(?:\s+[\w’'-]+){0,4},?\s+(?:and\s+)?")
_BUT: Final = re.compile(r",?\s+but\s+(?:[a-z]+\s+){0,3}")
_GROWN_TO: Final = re.compile(r"\s+to\s+(?:[a-z]+\s+){0,2}(?:\S{0,4})$")

CATEGORIES: Final = (Category.MILITARY, Category.HUMANITARIAN, Category.FINANCIAL, Category.CIVIL)
_TOLD: Final = (Instrument.GUARANTEE, Instrument.LOAN, Instrument.GRANT)
_OF_CLASS: Final = {
    ItemClass.MEDICAL: Category.HUMANITARIAN,
    ItemClass.FOOD: Category.HUMANITARIAN,
    **dict.fromkeys(
        (
            ItemClass.AMMUNITION,
            ItemClass.ARTILLERY,
            ItemClass.ARMOUR,
            ItemClass.AIR_DEFENCE,
            ItemClass.MISSILES,
            ItemClass.DRONES,
            ItemClass.SMALL_ARMS,
        ),
        Category.MILITARY,
    ),
}


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """Give the patterns that look from a sum outwards; those for what is before it match at the end of a text."""
    lists = aid_word_lists()
    aid, giving, joint = (any_of(lists[name]) for name in ("aid", "giving", "joint"))
    qualifier = any_of(lists["qualifying"])
    few = rf"(?:\s+(?:{qualifier})){{0,4}}\s*$"
    return {
        "aid_before": re.compile(rf"\b(?:{aid})\b(?:\s+[\w’'-]+){{0,6}}?[\s(]+(?:{joint}){few}", re.IGNORECASE),
        "valued_before": re.compile(rf"[\s,(]+(?:{joint}){few}", re.IGNORECASE),
        "given_before": re.compile(rf"\b(?:{giving})\b(?:\s+(?!and\b|or\b)[\w’'.-]+){{0,5}}?{few}", re.IGNORECASE),
        "aid_after": re.compile(
            rf"[\s-]*(?:\([^()]*\)\s*)?(?:(?:worth\s+)?(?:in|of|for|as|towards?|worth)\s+)?(?:[\w’'-]+\s+){{0,4}}?(?:{aid})\b",
            re.IGNORECASE,
        ),
        "for_after": re.compile(
            r"\s*(?:worth\s+of|in|for|to|towards?|directed|dedicated|earmarked|as)\s+", re.IGNORECASE
        ),
        "given_after": re.compile(
            rf"\s*(?:(?:is|are|was|were|will\s+be|has\s+been|have\s+been|to\s+be)\s+)?(?:{giving})\b", re.IGNORECASE
        ),
        "other_before": re.compile(
            rf"\b(?:{any_of(lists['other_before'])})\b(?:\s+[\w’'-]+){{0,3}}{few}", re.IGNORECASE
        ),
        "other_after": re.compile(rf"[\s-]*(?:[\w’'-]+\s+){{0,2}}?(?:{any_of(lists['other_after'])})\b", re.IGNORECASE),
        "onward": re.compile(
            rf"\s*(?:the|this|these|its?)\s+(?:[a-z-]+\s+){{0,2}}?(?:{aid}|{any_of(lists['onward'])})\b",
            re.IGNORECASE,
        ),
        **{
            f"{name}_before": re.compile(rf"\b(?:{any_of(lists[f'{name}_noun'])})\s+(?:{joint}){few}", re.IGNORECASE)
            for name in _TOLD
        },
        **{
            f"{name}_after": re.compile(
                rf"[\s-]*(?:\([^()]*\)\s*)?(?:(?:in|as)\s+)?(?:an?\s+)?(?!(?:and|or|of|for|to)\b)(?:[\w’'-]+\s+){{0,1}}?(?:{any_of(lists[f'{name}_noun'])})\b(?!\s+(?:{any_of(lists['lent_things'])})\b)",
                re.IGNORECASE,
            )
            for name in _TOLD
        },
        "each": re.compile(rf"[\s,]*(?:{any_of(lists['each'])})\b", re.IGNORECASE),
        "ceiling_before": re.compile(
            rf"\b(?:{any_of(lists['ceiling'])})\b(?:\s+for(?:\s+[\w-]+){{1,3}})?\s+(?:of|at|to|is|was|(?:has|had)\s+been|totall?ed){few}",
            re.IGNORECASE,
        ),
        "compared": re.compile(rf"\b(?:{any_of(lists['compared'])}){few}", re.IGNORECASE),
        "left_out": re.compile(rf"\s+(?:{any_of(lists['left_out'])})\b", re.IGNORECASE),
        "ceiling_after": re.compile(rf"[\s-]*(?:[\w-]+\s+)?(?:{any_of(lists['ceiling'])})\b", re.IGNORECASE),
        "guaranteed": re.compile(rf"\bguarantee(?:s|d|ing)?{few}", re.IGNORECASE),
        "denied": re.compile(rf"\bnot\s+(?:(?:{qualifier})\s+){{0,2}}\S{{0,4}}$", re.IGNORECASE),
        "no_part": re.compile(
            rf"(?:\bnot|n[’']t|\bnever|\bwithout)\s+(?:\w+\s+){{0,2}}?(?:{any_of(lists['part_of'])})\b|\bexclud(?:es?|ed|ing)\b",
            re.IGNORECASE,
        ),
    }


def is_no_part(text: str, sentence: tuple[int, int], at: int) -> bool:
    """Say whether a sentence says of what stands at a code point that it is no part of what is given."""
    if _WITHOUT.search(text, sentence[0], at):
        return True
    told = list(_patterns()["no_part"].finditer(text, sentence[0], at))
    return bool(told) and _BREAK.search(text, told[-1].end(), at) is None


def is_left_out(text: str, sentence: tuple[int, int], end: int) -> bool:
    """Say whether the words right behind an item say that it is no part: "the launchers had not been included"."""
    return _patterns()["left_out"].match(text, end, sentence[1]) is not None


def is_growth(text: str, sentence: tuple[int, int], start: int, end: int, after: int) -> bool:
    """Say whether a sum is only that by which another grew to the sum that begins at `after`, which holds it."""
    if not _GROWN_TO.match(text, end, after) or not _GROWN_BY.search(text, max(sentence[0], start - _NEAR), start):
        return False
    return any(each.group().lower() in amount_words().changing for each in _WORD.finditer(text, sentence[0], start))


def is_denied(text: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Say whether a sum is only what another one is not: "$48m, not $84m as some wrote", "not $84m but $48m"."""
    told = _patterns()["denied"].search(text, max(sentence[0], start - _CLOSE), start)
    if told is None:
        return False
    sums = [each.span for each in money_in(text, *sentence)]
    before = [each.end for each in sums if each.end <= told.start()]
    after = [each.start for each in sums if each.start >= end]
    if before and _STRAIGHT.fullmatch(text, before[-1], told.start()):
        return True
    return bool(after) and _BUT.fullmatch(text, end, after[0]) is not None


def is_difference(text: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Say whether a sum is only by how much two others differ: "this is an increase of $5m", "$5m less than"."""
    grown = _GROWN_OF.search(text, max(sentence[0], start - _NEAR), start)
    return bool(_LESS.match(text, end) or (grown and grown.group(1).lower() in amount_words().changing))


def is_other(text: str, start: int, end: int) -> bool:
    """Say whether a sum is a price for each of many, a ceiling or one to compare with, which nobody gives."""
    found = _patterns()
    before = text[max(0, start - _NEAR) : start]
    return bool(
        found["each"].match(text, end)
        or found["ceiling_before"].search(before)
        or found["compared"].search(before)
        or found["ceiling_after"].match(text, end, end + _CLOSE)
    )


def is_aid(  # noqa: PLR0911  each way to tell it by itself
    text: str, start: int, end: int, sentence: tuple[int, int], *, listed: bool
) -> bool:
    """Say whether the words beside a sum tell that it is given; `listed` says that a sum given stands before it.

    A sum with a designation or a noun of aid after it, after a noun of aid with "worth" or "of", or right after a verb
    of giving is; a price, a fine, damage, trade and the like are not.
    """
    found = _patterns()
    before = text[max(sentence[0], start - _NEAR) : start]
    if is_other(text, start, end) or is_no_part(text, sentence, start) or is_difference(text, sentence, start, end):
        return False
    if is_denied(text, sentence, start, end):
        return False
    if found["other_before"].search(before) or found["other_after"].match(text, end, min(sentence[1], end + _CLOSE)):
        return False
    if found["aid_before"].search(before) or found["given_before"].search(before):
        return True
    valued = found["valued_before"].search(before)
    if valued:
        at = start - len(before) + valued.start()
        if any(at - each.end < _CLOSE for each in find_materiel(text, max(sentence[0], start - _NEAR), at)):
            return True
    limit = min(sentence[1], end + _CLOSE)
    if found["aid_after"].match(text, end, limit):
        return True
    if found["given_after"].match(text, end, limit) and (start - sentence[0] < _CLOSE or listed):
        return True
    joined = found["for_after"].match(text, end, limit)
    if joined is None:
        return False
    opening = start - sentence[0] <= len("About ") or listed
    return opening or any(each.start <= joined.end() + _CLOSE // 2 for each in find_materiel(text, joined.end(), limit))


def is_onward(text: str, start: int, end: int) -> int | None:
    """Give where a sentence goes on that begins with what the one before named ("The loan …"), None for any other."""
    found = _patterns()["onward"].match(text, start, end)
    return found.end() if found else None


def is_cost_of_before(text: str, start: int, sentence: tuple[int, int]) -> bool:
    """Say whether a sum is what something named before costs: "The total cost of the aid amounts to"."""
    found = list(aid_words()["cost_of"].finditer(text, max(sentence[0], start - _NEAR), start))
    return bool(found) and _BREAK.search(text, found[-1].end(), start) is None


def category_told(text: str, start: int, end: int, sentence: tuple[int, int]) -> Category | None:
    """Give the category that the words nearest to a sum or an item tell, None where they tell none or disagree.

    Words behind it count before words in front of it, up to the next sum or clause.
    """
    for low, high, forward in (
        (end, min(sentence[1], end + _NEAR), True),
        (max(sentence[0], start - _NEAR), start, False),
    ):
        stretch = text[low:high]
        found = [
            (match.start() if forward else len(stretch) - match.end(), name)
            for name in CATEGORIES
            for match in aid_words()[name].finditer(stretch)
        ]
        if found:
            return min(found)[1]
    return None


def category_of_classes(classes: list[ItemClass]) -> Category | None:
    """Give the category that the classes of items tell: food and medicine humanitarian, arms military."""
    told = {_OF_CLASS.get(each) for each in classes}
    if Category.MILITARY in told:
        return Category.MILITARY
    return Category.HUMANITARIAN if told == {Category.HUMANITARIAN} else None


def instrument_told(text: str, start: int, end: int, sentence: tuple[int, int]) -> Instrument | None:
    """Give the instrument that the words beside a sum tell, None where they tell none."""
    stretch = text[max(sentence[0], start - _CLOSE) : min(sentence[1], end + _CLOSE)]
    for name in _TOLD:
        if aid_words()[name].search(stretch):
            return name
    return None


def instrument_beside(text: str, start: int, end: int, sentence: tuple[int, int]) -> Instrument | None:
    """Give the instrument that a noun right beside a sum names: "a guarantee of $5m", "$5m in loans"."""
    found, before = _patterns(), text[max(sentence[0], start - _NEAR) : start]
    limit = min(sentence[1], end + _CLOSE)
    if found["guaranteed"].search(before):
        return Instrument.GUARANTEE
    for name in _TOLD:
        if found[f"{name}_before"].search(before) or found[f"{name}_after"].match(text, end, limit):
            return name
    return None
