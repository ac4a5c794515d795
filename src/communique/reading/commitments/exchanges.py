"""Exchanges: what is given in return for something goes the other way.

"Peru sent Chad guns in return for grain": the grain goes from Chad to Peru, at the stage of the guns. (Of 16 such of
the corpus 15 have the sides of what they are exchanged for, turned round, and 14 its stage.) The things are looked for
behind the words alone, in one list; where no draft has them, those that the table of materiel knows are one: other
goods ("in return for diamonds") are the price.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from communique.knowledge.aid_words import aid_words
from communique.knowledge.item_classes import item_kind_of
from communique.reading.commitments.drafts import Draft, Extent
from communique.reading.frame import Frame
from communique.reading.values.aid_lists import is_gap
from communique.reading.values.items import parse_item
from communique.records import Item
from communique.vocabulary import ItemClass

_LEAD: Final = 24  # code points of attributes between the words and the first thing: "for new American arms"
_CUTS: Final = frozenset(",;:.()")


class Exchanges:
    """The exchanges of an article: `add` before the sides of its drafts are filled in, `turn` after it."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._marked = {
            frame.extent(mark.first, mark.last): index
            for index, mark in enumerate(frame.marks.values)
            if mark.kind == "item"
        }
        self._found = list(self._exchanges())

    def add(self, drafts: list[Draft]) -> None:
        """Add a draft for the things given in return that none has yet."""
        for sentence, _, things in self._found:
            taken = [item.span for draft in drafts for item in draft.items]
            if any(_overlap(each, (one.start, one.end)) for each in things for one in taken):
                continue
            items = [item for each in things if (item := self._item(each)) and item_kind_of(item.designation)]
            if items and any(each.sentence == sentence for each in drafts):
                drafts.append(Draft(things[0][0], things[-1][1], sentence, None, items=items))
        drafts.sort(key=lambda draft: (draft.start, draft.anchor is None))

    def turn(self, drafts: list[Draft]) -> None:
        """Give what is given in return the sides of what it is given for, turned round."""
        for sentence, words, things in self._found:
            here = [each for each in drafts if each.sentence == sentence]
            behind = [each for each in here if any(_overlap((each.start, each.end), thing) for thing in things)]
            rest = [each for each in here if each not in behind]
            before = [each for each in rest if each.end <= words[0]]
            main = before[-1] if before else next(iter(rest), None)
            for draft in behind:
                if main is not None:
                    _turn(draft, main)

    def _exchanges(self) -> Iterator[tuple[int, Extent, list[Extent]]]:
        """Yield the sentence of each exchange, the extent of its words, and those of the things right behind them."""
        text, marked = self.frame.text, sorted(self._marked)
        for number, sentence in enumerate(self.frame.sentences):
            for match in aid_words()["exchange"].finditer(text, *sentence):
                things: list[Extent] = []
                for start, end in marked:
                    if not match.end() <= start < sentence[1]:
                        continue
                    if things and not is_gap(text, things[-1][1], start):
                        break
                    if not things and not self._leads(match.end(), start):
                        break
                    things.append((start, end))
                if things:
                    yield number, match.span(), things

    def _leads(self, end: int, start: int) -> bool:
        """Say whether only attributes stand between the words of an exchange and what may be its first thing."""
        between = self.frame.text[end:start]
        return len(between) <= _LEAD and _CUTS.isdisjoint(between)

    def _item(self, thing: Extent) -> Item | None:
        guess = self.frame.marks.item_classes.get(self._marked[thing])
        return parse_item(self.frame.text, *thing, ItemClass(guess) if guess else None)


def _turn(draft: Draft, main: Draft) -> None:
    """Turn a draft whose sides are those of the main one, or open; sides of its own stay."""
    if not (main.donors and main.recipients):
        return
    if draft.anchor is None:
        draft.stage = main.stage
    givers = set(draft.donors)
    if givers and givers <= set(main.recipients):
        draft.recipients = main.donors
    elif givers <= set(main.donors):
        draft.donors, draft.recipients = main.recipients, main.donors


def _overlap(one: Extent, other: Extent) -> bool:
    return one[0] < other[1] and other[0] < one[1]
