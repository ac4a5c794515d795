"""Whether the words around a date put it behind or ahead: "met on Thursday", "will meet on Thursday".

In go the tokens of a text, and the indices of the date and of the token after it; out comes a ``Tense``. The words are
in ``knowledge/calendar.yaml``.
"""

from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.clause_words import clause_words
from communique.reading.dates.forms import Tense
from communique.reading.dates.tokens import APOSTROPHES, Tokens

_SENTENCE: Final = 24  # tokens of a sentence looked at, before a date and behind it
_REPORT: Final = 8  # tokens between a reporting verb and its date: "said at a briefing in Kyiv on Thursday"
_BETWEEN: Final = 5  # tokens from "until" to its date: "until at least early May"
_ABBREVIATION: Final = 3  # letters at most
_ENDS: Final = frozenset(".;:!?")
_QUOTES: Final = frozenset("\"'”’)")
_PREPOSITIONS: Final = frozenset({"in", "at", "on", "to", "during", "after", "late", "early"})


def tense_of(tokens: Tokens, start: int, after: int) -> Tense:
    """Tell the tense by the word nearest before the date in its sentence, else by the nearest behind it."""
    words = calendar_words()
    if tokens.word(after) in words.ahead and tokens.word(after) not in words.until:
        return Tense.AHEAD  # "the talks on Thursday will"
    hint = tokens.word(start - 1) in words.until
    hint = hint or " ".join(tokens.words[max(0, start - 3) : start]) in words.until
    found = _before(tokens, start, hint=hint)
    if found is None and (not hint or _opens(tokens, start)):
        found = _behind(tokens, after)
    return found or (Tense.NEARING if hint else Tense.OPEN)


def _before(tokens: Tokens, start: int, *, hint: bool) -> Tense | None:
    lasting, deferred = _leads_up(tokens, start)
    for index in range(start - 1, max(-1, start - _SENTENCE), -1):
        if _ends(tokens, index):
            return None
        if _reports(tokens, index, start):
            return Tense.PAST
        if tokens.word(index) in (lasting | deferred) and not _is_pluperfect(tokens, index):
            return Tense.AHEAD
        if hint and _is_infinitive(tokens, index):
            return Tense.AHEAD  # "ordered them to leave by Thursday"
        found = _tense_at(tokens, index)
        if found:
            return found
    return None


def _opens(tokens: Tokens, start: int) -> bool:
    """Tell whether a date stands with "by" at its sentence's beginning: "By Sunday, however, he agreed"."""
    return tokens.word(start - 1) == "by" and (start == 1 or _ends(tokens, start - 2))


def _leads_up(tokens: Tokens, start: int) -> tuple[frozenset[str], frozenset[str]]:
    """Give the verbs that put a date ahead by the word before it: "closed until May", "postponed to May"."""
    words, none = calendar_words(), frozenset[str]()
    at = start - 1
    while at > start - _BETWEEN and tokens.word(at) in words.lest:
        at -= 1
    word = tokens.word(at)
    lasts = word in {"until", "till", "through", "thru"} or (word == "to" and tokens.word(at - 1) == "up")
    return words.enduring if lasts else none, words.deferring if lasts or word == "to" else none


def _is_pluperfect(tokens: Tokens, index: int) -> bool:
    """Tell whether a verb is one of long before: "had closed", "had been closed"."""
    return tokens.word(index - 1) == "had" or (tokens.word(index - 1) == "been" and tokens.word(index - 2) == "had")


def _behind(tokens: Tokens, after: int) -> Tense | None:
    for index in range(after, min(tokens.size, after + _SENTENCE)):
        if tokens.word(index) in calendar_words().reporting:
            return Tense.PAST
        found = _tense_at(tokens, index)
        if found:
            return found
        if _ends(tokens, index):
            return None
    return None


def _reports(tokens: Tokens, index: int, start: int) -> bool:
    """Tell whether a date is that of a report: "said Friday", "told reporters on Friday", "said in Kyiv on Friday"."""
    word = tokens.word(index)
    if word not in calendar_words().reporting:
        return False
    between = tokens.words[index + 1 : start]
    if not between or (word == "told" and len(between) <= _REPORT):
        return True
    return len(between) <= _REPORT and between[0] in _PREPOSITIONS and not {"that", ","} & set(between)


def _is_infinitive(tokens: Tokens, index: int) -> bool:
    """Tell whether "to" or "be" puts the verb behind it ahead of the verb that rules it."""
    follows = tokens.word(index + 1)
    if tokens.word(index) == "be":
        return True
    return (
        tokens.word(index) == "to" and follows.isalpha() and not _determines(follows) and not tokens.capital(index + 1)
    )


def _is_infinitive_behind(tokens: Tokens, index: int) -> bool:
    """Tell whether "may" is a verb, and what it rules isn't over: "may leave", but not "may have left", "in May"."""
    follows = tokens.word(index + 1)
    return (
        not tokens.capital(index)
        and follows.isalpha()
        and follows not in calendar_words().past
        and not _determines(follows)
    )


def _determines(word: str) -> bool:
    """Tell whether a word is none of a verb, but leads to a noun: "to the port", "due to several storms"."""
    return word in clause_words()["determiners"]


def _tense_at(tokens: Tokens, index: int) -> Tense | None:
    words = calendar_words()
    word, previous = tokens.word(index), tokens.word(index - 1)
    if word == "won" and tokens.word(index + 1) not in APOSTROPHES:
        return Tense.PAST  # not of "won't"
    if word in words.ahead:
        causal = word == "due" and tokens.word(index + 1) == "to" and _determines(tokens.word(index + 2))
        return None if causal else Tense.AHEAD
    if _leads_ahead(tokens, index):
        return Tense.AHEAD
    past = word in words.past or (
        word.endswith("ed") and word not in words.timeless and word not in words.reporting and previous != "to"
    )
    if not past or previous == "be" or (word == "have" and previous in words.ahead):
        return None
    return Tense.PAST


def _leads_ahead(tokens: Tokens, index: int) -> bool:
    """Tell whether "to" or "may" puts the verb behind it ahead: "plans to meet", "talks to be held", "may visit"."""
    words = calendar_words()
    if tokens.word(index) != "to":
        return tokens.word(index) in words.perhaps and _is_infinitive_behind(tokens, index)
    if tokens.word(index - 1) in words.ahead_to and not tokens.capital(index + 1):
        return True
    return tokens.word(index + 1) == "be" and _tense_at(tokens, index - 1) is None


def _ends(tokens: Tokens, index: int) -> bool:
    """Tell whether a sentence or paragraph ends with a token."""
    if index + 1 >= tokens.size:
        return True
    between = tokens.text[tokens.ends[index] : tokens.starts[index + 1]]
    if "\n" in between:
        return True
    word = tokens.words[index]
    closing = word in _QUOTES and tokens.word(index - 1) in _ENDS
    return bool(between) and (word in _ENDS or closing) and not _abbreviates(tokens, index)


def _abbreviates(tokens: Tokens, index: int) -> bool:
    """Tell whether a point belongs to an abbreviation: "Mr. Smith", "U.S. troops"."""
    word = tokens.word(index - 1)
    return tokens.word(index) == "." and tokens.glued(index) and len(word) <= _ABBREVIATION and word.isalpha()
