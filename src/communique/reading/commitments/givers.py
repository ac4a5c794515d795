"""Givers: who gives and who gets where the model's arcs leave a side of a commitment open.

An actor that is only a pronoun ("we" of an article's own voice) is no giver. In their order: the body after "aid from"
or "pledged by"; the one right behind "40 guns from", whatever the arcs say; the speaker of "we will send"; the giver of
the list before where a sentence names nobody of its own; and the only giver, the last one where all are of one country,
or the only other country, of the whole article. A ministry of no known country has that country beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, aid_words, any_of
from communique.knowledge.countries import countries
from communique.reading.actors import Cast
from communique.reading.commitments.completion import GIVING
from communique.reading.commitments.drafts import Draft, word_at
from communique.reading.commitments.sides import sides_of
from communique.reading.events import Events
from communique.reading.frame import Frame
from communique.reading.statements import Statements
from communique.vocabulary import Sector, Stage, Status

_BEFORE: Final = 80  # code points before a name in which what it gives stands
_OF_STATES: Final = frozenset({Sector.GOV, Sector.MIL, Sector.LEG})
_TO: Final = re.compile(r"\s+(?:to|for)\s+(?:the\s+)?[A-Z]")
_JOINT: Final = re.compile(r"(?:,|\s+(and))\s+(?:the\s+)?")
_STORES: Final = re.compile(
    r"(?:['’]s?)?\s+(?:stocks?|stores?|stockpiles?|reserves|depots?|soil|territory|warehouses?)\b"
)
"""Behind a name: what is only where a thing comes from."""
_REACH: Final = 4
"""Sentences over which the giver of a list goes on."""


@lru_cache(maxsize=1)
def _named_giver() -> re.Pattern[str]:
    """Give the pattern, at the end of a text, of what stands before a giver's name: "aid from", "pledged by the"."""
    lists = aid_word_lists()
    given = rf"\b(?:{any_of(lists['aid'])})\b(?:\s+\w+){{0,3}}?\s+from"
    handed = rf"\b(?:{any_of([*lists['delivered'], *lists['pledged']])})\s+by"
    return re.compile(rf"(?:{given}|{handed})\s+(?:the\s+)?$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _from() -> re.Pattern[str]:
    """Give the pattern of what may stand between what is given and the name of its giver: "in aid from the"."""
    aid = any_of(aid_word_lists()["aid"])
    return re.compile(rf"\s+(?:(?:in|of)\s+(?:\w+\s+)?(?:{aid})\s+)?from\s+(?:the\s+)?", re.IGNORECASE)


def _is_supposed(draft: Draft) -> bool:
    """Say whether a draft belongs to a deed that is only supposed: "any country that supplied missiles"."""
    return draft.event is not None and draft.event.status is Status.HYPOTHETICAL


class Givers:
    """Fills the open sides of an article's drafts."""

    def __init__(self, frame: Frame, cast: Cast, statements: Statements, events: Events) -> None:
        self.frame, self.cast, self.statements = frame, cast, statements
        given = (
            event for index, trigger in enumerate(frame.marks.triggers)
            if trigger.type in GIVING and (event := events.at_trigger(index))
        )  # fmt: skip
        self._givers = {sides_of(each)[0] for each in given}
        self._named: dict[int, list[tuple[int, str]]] = {}
        self._ends: dict[int, int] = {}
        for index, mark in enumerate(frame.marks.mentions):
            if mark.kind in {"state", "organization"} and (ident := cast.of(index)):
                start, end = frame.extent(mark.first, mark.last)
                self._named.setdefault(frame.sentence(mark.first), []).append((start, ident))
                self._ends[start] = end

    def fill(self, drafts: list[Draft]) -> None:
        """Fill in what is open, in the order of the text, but for what is only supposed: that nobody named gives."""
        drafts = [each for each in drafts if each.donors or not _is_supposed(each)]
        last: Draft | None = None
        for draft in drafts:
            if self.statements.teller(word_at(self.frame, draft.start)) is None:
                draft.donors = self.cast.named(draft.donors)
            self._told_by_name(draft)
            self._told_behind(draft)
            if not draft.donors:
                self._first_person(draft)
            if last and draft.sentence - last.sentence <= _REACH:
                self._onward(draft, last)
            last = draft if draft.donors else last
        self._only(drafts)
        self._states_of_bodies(drafts)

    def _told_by_name(self, draft: Draft) -> None:
        """Take the body named after "aid from" or "pledged by"."""
        if draft.donors:
            return
        start, _ = self.frame.sentences[draft.sentence]
        for at, ident in self._named.get(draft.sentence, ()):
            if _named_giver().search(self.frame.text, max(start, at - _BEFORE), at):
                draft.donors = (ident,)
                draft.recipients = tuple(each for each in draft.recipients if each != ident)
                return

    def _told_behind(self, draft: Draft) -> None:
        """Take who stand right behind a sum or list after "from": "$5m in aid from Peru", "guns from Peru and Chad".

        From whom something is withheld stands there too, and so does where it comes from: one of those who get it is
        the giver only with another one behind "to".
        """
        text, (_, limit) = self.frame.text, self.frame.sentences[draft.sentence]
        found = _from().match(text, max([draft.end, *(each.span.end for each in draft.items)]), limit)
        named = self._together(draft, found.end()) if found else []
        givers = [ident for _, ident in named]
        if set(givers) <= set(draft.donors):
            return
        behind = self._ends[named[-1][0]]
        if (givers[0] in draft.recipients and not _TO.match(text, behind)) or _STORES.match(text, behind):
            return
        draft.donors = tuple(dict.fromkeys(givers))
        draft.recipients = tuple(each for each in draft.recipients if each not in givers)

    def _together(self, draft: Draft, at: int) -> list[tuple[int, str]]:
        """Return who are named at a place of the text, with those of its list: "Peru, Chad and the Sudan"."""
        text, there = self.frame.text, dict(self._named.get(draft.sentence, ()))
        found = [(at, there[at])] if at in there else []
        listed = list(found)
        while listed and (joint := _JOINT.match(text, self._ends[listed[-1][0]])) and joint.end() in there:
            if there[joint.end()] in draft.recipients:
                break
            listed.append((joint.end(), there[joint.end()]))
            if joint.group(1):
                return listed  # a list ends in "and"; names with commas alone are none
        return found

    def _first_person(self, draft: Draft) -> None:
        start, end = self.frame.sentences[draft.sentence]
        if not aid_words()["first_person"].search(self.frame.text, start, end):
            return
        speaker = self.statements.speaker(word_at(self.frame, draft.start))
        if speaker and speaker not in draft.recipients:
            draft.donors = (speaker,)

    def _onward(self, draft: Draft, last: Draft) -> None:
        """Go on with the giver before where the sentence names no state or body but those that get.

        Who gave is not asked for more by that: an appeal is to anybody.
        """
        named = {ident for _, ident in self._named.get(draft.sentence, ())}
        asked = draft.stage is Stage.REQUESTED is not last.stage
        if not draft.donors and not asked and not named - set(draft.recipients):
            draft.donors = tuple(each for each in last.donors if each not in draft.recipients)
        if draft.anchor is None and not draft.recipients:
            draft.recipients = tuple(each for each in last.recipients if each not in draft.donors)

    def _only(self, drafts: list[Draft]) -> None:
        """Give the article's only giver what nobody else gives."""
        donors = {each.donors for each in drafts if each.donors}
        if not donors:
            gets = {ident for each in drafts for ident in each.recipients}
            donors = {known for each in self._givers if (known := self.cast.named(each)) and not set(known) & gets}
            donors = donors or self._only_other(gets)
        if len(donors) == 1:
            self._fill_with(drafts, next(iter(donors)))
        elif len({self.cast.actor(each).country or each for some in donors for each in some}) == 1:
            self._fill_nearest(drafts)

    @staticmethod
    def _fill_with(drafts: list[Draft], donors: tuple[str, ...]) -> None:
        for draft in drafts:
            if not draft.donors and not set(donors) & set(draft.recipients):
                draft.donors = donors

    @staticmethod
    def _fill_nearest(drafts: list[Draft]) -> None:
        """Give what nobody else gives to the last giver before, or the first: all are of one country."""
        last = next((each for each in drafts if each.donors), None)
        for draft in drafts:
            if draft.donors:
                last = draft
            elif last and draft.stage is not Stage.REQUESTED:
                draft.donors = tuple(each for each in last.donors if each not in draft.recipients)

    def _states_of_bodies(self, drafts: list[Draft]) -> None:
        """Add to a ministry of no known country its state, where the article names only one that may give."""
        gets = {ident for each in drafts for ident in each.recipients}
        others = self._only_other(gets, states=True)
        for draft in drafts:
            actors = [self.cast.actor(each) for each in draft.donors]
            if others and actors and all(each.country is None and set(each.sectors) & _OF_STATES for each in actors):
                draft.donors += tuple(
                    each for each in next(iter(others)) if each not in (*draft.donors, *draft.recipients)
                )

    def _only_other(self, gets: set[str], *, states: bool = False) -> set[tuple[str, ...]]:
        """Return the actor of the only country that the article names beside those that get; or the only of `states`.

        Alliances and the like are of no state.
        """
        gets_of = {self.cast.actor(each).country for each in gets}
        others: dict[str, str] = {}
        for actor in self.cast.actors(set()):
            if actor.country and actor.country not in gets_of and (not states or actor.country in countries()):
                others.setdefault(actor.country, actor.id)
        return {tuple(others.values())} if len(others) == 1 else set()
