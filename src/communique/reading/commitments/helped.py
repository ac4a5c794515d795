"""Helped: who gets what is given where only the text before it tells whom the help is for.

In go an article's drafts; those without a recipient get one, and so do their events: the only actor of whom the
sentences before in the paragraph, or else the paragraph before, or the title, say that it is helped ("more weapons for
Togo"). An adjective ("Togolese support") may name a giver as well, so it counts only for a state that the article calls
helped elsewhere too ("weapons in Togo", "to arm Togo"). A sentence's own words aren't asked: what they tell, the
model's arcs have told.

Such words are rare in the corpus, whose passages are short: of two drafts that got a recipient so, one got whom the
annotators name, and of the other they name none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, any_of
from communique.knowledge.countries import countries_in
from communique.reading.actors import Cast
from communique.reading.commitments.drafts import Draft, word_at
from communique.reading.events import Events
from communique.reading.frame import Frame
from communique.vocabulary import EventType

_BEFORE: Final = 60  # code points before a name in which words of help stand
_AFTER: Final = 40  # those behind it
_KINDS: Final = frozenset({"state", "organization", "group"})
_GIVING: Final = frozenset({EventType.AGREE, EventType.AID, EventType.COOPERATE})


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = aid_word_lists()
    verbs, help_, goods = (any_of(lists[name]) for name in ("helping", "help", "helpful"))
    of_it = rf"(?:(?:{help_})(?:\s+[\w-]+)?\s+(?:to|for)|(?:{goods})\s+for)"
    return {
        "for": re.compile(rf"\b{of_it}\s+(?:the\s+)?$", re.IGNORECASE),
        "beside": re.compile(
            rf"\b(?:(?:{verbs})|(?:{help_}|{goods})(?:\s+and\s+\w+)?\s+in)\s+(?:the\s+)?$", re.IGNORECASE
        ),
        "of": re.compile(rf"\s+(?:{help_})\b(?!\s+(?:to|for)\b)", re.IGNORECASE),
    }


@dataclass(frozen=True, slots=True)
class _Sign:
    """Words that say of an actor that it is helped; `sure` where they can mean no giver."""

    start: int
    who: str
    quote: str
    sure: bool


class Helped:
    """Gives recipients to the drafts of an article that have none."""

    def __init__(self, frame: Frame, cast: Cast, events: Events) -> None:
        self.frame, self.cast, self.events = frame, cast, events
        self._signs: dict[int, list[_Sign]] = {}
        beside: set[str] = set()
        for index, mark in enumerate(frame.marks.mentions):
            who = cast.of(index) if mark.kind in _KINDS else None
            if who is None:
                continue
            around = self._around(index)
            sign = _sign_at(frame.text, *around, who=who, state=mark.kind == "state")
            if sign:
                self._signs.setdefault(frame.paragraph(mark.first), []).append(sign)
            if (sign and sign.sure) or _patterns()["beside"].search(frame.text, *around[:2]):
                beside.add(who)
        self._helped = beside
        self._titled = self._in_title(frame.article.title or "")

    def fill(self, drafts: Sequence[Draft]) -> None:
        """Fill in the recipients that are open."""
        for draft in drafts:
            found = None if draft.recipients else self._find(draft)
            if found is None:
                continue
            who, quote = found
            draft.recipients = (who,)
            event = draft.event
            if event and event.type in _GIVING and not event.recipients and who not in event.actors:
                self.events.add_recipient(event.id, who, quote)

    def _around(self, index: int) -> tuple[int, int, int, int]:
        """Return where what stands before a mention begins, the mention, and where what stands behind it ends."""
        mark = self.frame.marks.mentions[index]
        start, end = self.frame.extent(mark.first, mark.last)
        opening, closing = self.frame.sentences[self.frame.sentence(mark.first)]
        return max(opening, start - _BEFORE), start, end, min(closing, end + _AFTER)

    def _in_title(self, title: str) -> list[_Sign]:
        """Return what the title says, of states that the text names too."""
        found: list[_Sign] = []
        for match in countries_in(title):
            of_it = (each.id for each in self.cast.states if each.country == match.iso3)
            if who := next(of_it, None):
                sign = _sign_at(title, 0, match.start, match.end, len(title), who=who, state=True)
                found += [sign] if sign else []
        return found

    def _find(self, draft: Draft) -> tuple[str, str] | None:
        """Return who is helped and the words that say so."""
        paragraph = self.frame.paragraph(word_at(self.frame, draft.start))
        opening, _ = self.frame.sentences[draft.sentence]
        here = [each for each in self._signs.get(paragraph, ()) if each.start < opening]
        for signs in (here, self._signs.get(paragraph - 1, []), self._titled):
            told = [
                each for each in signs
                if (each.sure or each.who in self._helped) and not self._gives(each.who, draft)
            ]  # fmt: skip
            who = {each.who for each in told}
            if who:
                return (told[-1].who, told[-1].quote) if len(who) == 1 else None
        return None

    def _gives(self, who: str, draft: Draft) -> bool:
        """Say whether an actor, or somebody else of its country, gives what the draft is about."""
        country = self.cast.actor(who).country
        return who in draft.donors or (
            country is not None and any(self.cast.actor(each).country == country for each in draft.donors)
        )


def _sign_at(  # noqa: PLR0913  # a name with what stands around it
    text: str, floor: int, start: int, end: int, limit: int, *, who: str, state: bool
) -> _Sign | None:
    """Return what the words around the name of an actor say of its being helped."""
    before = _patterns()["for"].search(text, floor, start)
    if before:
        return _Sign(start, who, text[before.start() : end], sure=True)
    after = _patterns()["of"].match(text, end, limit) if state else None
    return _Sign(start, who, text[start : after.end()], sure=False) if after else None
