"""Receivers: who gets what is given where only other commitments of the article tell it.

In go an article's drafts whose givers are known; those without a recipient get the one of the giver's other gifts where
two or more, and all of them, go to one country, else of the article's gifts where these do: a report on aid for Togo
names it twice and goes on about guns and loans. The state or body of that country that gets most of all gets these.

Of two countries nobody can tell which is meant, and one gift alone may be another matter. What is only supposed stays
open, and so does what stands in a sentence that names yet another state, body or group than those who give or speak.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from communique.knowledge.countries import countries
from communique.reading.actors import Cast
from communique.reading.commitments.drafts import Draft
from communique.reading.frame import Frame
from communique.reading.statements import Statements
from communique.vocabulary import ActorKind, Status

_FEWEST: Final = 2
"""Gifts that make a country the receiver of others."""
_KINDS: Final = frozenset({ActorKind.STATE, ActorKind.ORGANIZATION})
"""Kinds of actors that get what nobody else is said to."""
_NAMED: Final = frozenset({"state", "organization", "group"})
"""Kinds of mentions that may be of another receiver."""


class Receivers:
    """Gives recipients to the drafts of an article that have none."""

    def __init__(self, frame: Frame, cast: Cast, statements: Statements) -> None:
        self.frame, self.cast = frame, cast
        self._speaks = {
            ident for each in statements.records for ident in (each.speaker, each.addressee) if ident is not None
        }

    def fill(self, drafts: Sequence[Draft]) -> None:
        """Fill in the recipients that are open."""
        known = [each for each in drafts if self.cast.named(each.recipients)]
        gives = {ident for each in drafts for ident in each.donors}
        open_ = [each for each in drafts if each.donors and not each.recipients]
        told = [(each, self._of(each, known)) for each in open_]
        for draft, who in told:
            if who and not self._may_go_elsewhere(draft, who, gives):
                draft.recipients = (who,)

    def _may_go_elsewhere(self, draft: Draft, who: str, gives: set[str]) -> bool:
        """Say whether a draft is only supposed, or its sentence names one more who may get it than `who`."""
        if draft.event is not None and draft.event.status is Status.HYPOTHETICAL:
            return True
        here = {
            ident
            for index in self.frame.named_in(draft.sentence)
            if self.frame.marks.mentions[index].kind in _NAMED and (ident := self.cast.of(index))
        }  # fmt: skip
        sides = self._countries((who, *draft.donors))
        return any(not self._countries([each]) <= sides for each in here - gives - self._speaks)

    def _of(self, draft: Draft, known: Sequence[Draft]) -> str | None:
        """Return who gets most, of the country to which the givers' gifts, or else all, go; None where they differ."""
        givers = self._countries(draft.donors)
        own = [each for each in known if givers & self._countries(each.donors)]
        for gifts in (own, known):
            gets = {country for each in gifts for country in self._countries(self.cast.named(each.recipients))}
            if len(gets) > 1 or gets & givers:
                return None
            if len(gifts) >= _FEWEST:
                return self._most(next(iter(gets)), known)
        return None

    def _most(self, country: str, known: Sequence[Draft]) -> str | None:
        """Return the state or body of a country that gets most of the gifts."""
        got = Counter(
            ident for each in known for ident in each.recipients
            if country in countries() and self.cast.actor(ident).country == country
            and self.cast.actor(ident).kind in _KINDS
        )  # fmt: skip
        return next((ident for ident, _ in got.most_common(1)), None)

    def _countries(self, actors: Sequence[str]) -> frozenset[str]:
        """Return the countries of actors; who has none stands for itself."""
        return frozenset(self.cast.actor(each).country or each for each in actors)
