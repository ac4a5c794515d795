"""Purchases: who pledges a sum "to buy" somebody's arms gets the arms, and their seller gives them.

In go an article's drafts, out come the same. "Peru pledged $3bn to buy Chadian missiles": the sum was Peru's, and the
commitment is Chad's to Peru, as of any sale. Who sells stands right before the goods or behind "from"; where nobody
does ("lent Mali $3bn to buy missiles"), or the goods are "for" those behind them, the sum goes where the arcs say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_words
from communique.knowledge.countries import country_match
from communique.reading.actors import Cast
from communique.reading.commitments.drafts import Draft
from communique.reading.frame import Extent, Frame
from communique.reading.names.elided import is_attributive

_BEFORE: Final = 40  # code points before a sum in which a word for spending stands
_REACH: Final = 80  # code points behind the words in which "from" and a seller stand
_ATTRIBUTES: Final = 2  # words between the words and a seller's adjective: "96 new"
_SELLERS: Final = frozenset({"state", "organization", "group"})
_NO_ATTRIBUTE: Final = re.compile(r"[^\w\s-]")


class Purchases:
    """Turns the drafts of an article that are purchases."""

    def __init__(self, frame: Frame, cast: Cast) -> None:
        self.frame, self.cast = frame, cast

    def turn(self, drafts: Iterable[Draft]) -> None:
        """Make sellers give and buyers get what a sum is told to buy."""
        for draft in drafts:
            words = self._words(draft)
            if words is None or not draft.donors:
                continue
            seller = next(self._sellers(words, draft.sentence), None)
            if seller is not None and seller not in draft.donors and set(draft.recipients) <= {seller}:
                draft.donors, draft.recipients = (seller,), draft.donors

    def _words(self, draft: Draft) -> Extent | None:
        """Return where the words stand that lead from a draft's sum to what it buys, a sum in brackets before them."""
        if draft.amount is None:
            return None
        text, (opening, closing) = self.frame.text, self.frame.sentences[draft.sentence]
        start, end = draft.amount.span.start, draft.amount.span.end
        buying, spent_on = _leading("buying"), _leading("spent_on")
        found = buying.match(text, end, closing)
        if found is None and aid_words()["spending"].search(text, max(opening, start - _BEFORE), start):
            found = spent_on.match(text, end, closing)
        return found.span() if found else None

    def _sellers(self, words: Extent, sentence: int) -> Iterator[str]:
        """Yield those who sell: before the goods right behind the words, or behind "from"."""
        text, end = self.frame.text, words[1]
        for index in self.frame.named_in(sentence):
            mark = self.frame.marks.mentions[index]
            first, last = self.frame.extent(mark.first, mark.last)
            if mark.kind not in _SELLERS or not end <= first < end + _REACH:
                continue
            if self.frame.word(mark.first - 1) == "from" or self._leads(text[end:first], text[first : last + 2]):
                ident = self.cast.of(index)
                if ident is not None:
                    yield ident

    def _leads(self, between: str, name: str) -> bool:
        """Say whether a name is a country's adjective before goods, with little between it and the words."""
        country = country_match(name)
        return (
            country is not None
            and is_attributive(name, country)
            and name[country.end :][:1] == " "
            and name[-1].isalnum()
            and len(between.split()) <= _ATTRIBUTES
            and not _NO_ATTRIBUTE.search(between)
        )


@lru_cache(maxsize=4)
def _leading(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\s*\([^()]*\))?\s+{aid_words()[name].pattern}", re.IGNORECASE)
