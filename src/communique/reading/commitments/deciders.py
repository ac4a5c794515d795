"""Deciders: a parliament that votes on a commitment gives nothing of its own where the article names its state.

In go an article's drafts whose sides are filled. Of what a parliament approves, refuses, holds up or strikes out its
state is the giver, and the parliament who decided it (`stage_by`): "Peru is to send Togo guns; its Congress approved
them on Monday". Where the article doesn't name the state, the parliament stands for it, as annotators have it (on the
corpus a state that is named gives in 109 of 119 such commitments). What others give, and nobody is said to get, goes
to the state of the parliament that approves it: "Togo's parliament ratified the bank's loan".

Who refuses, asks for, stops or calls off a commitment is who does so in its event: "Peru refused the bloc's loan" is
refused by Peru (in 99 of 100 such commitments of the corpus), unless the other speaks for the same country.
"""

from __future__ import annotations

from typing import Final

from communique.reading.actors import Cast
from communique.reading.commitments.drafts import Draft
from communique.vocabulary import EventType, Sector, Stage

_VOTED: Final = frozenset(
    {Stage.APPROVED, Stage.REFUSED, Stage.CANCELLED, Stage.SUSPENDED, Stage.DELAYED, Stage.PROPOSED}
)
"""Stages that a parliament brings about; of what it is asked for it is the giver."""
_ACCEPTED: Final = frozenset({Stage.APPROVED, Stage.CONTRACTED})
_DECIDING: Final = {
    Stage.REFUSED: frozenset({EventType.REJECT}),
    Stage.REQUESTED: frozenset({EventType.REQUEST}),
    Stage.SUSPENDED: frozenset({EventType.SANCTION, EventType.COERCE, EventType.REJECT}),
    Stage.CANCELLED: frozenset({EventType.SANCTION, EventType.REJECT}),
}
"""Stage to the events that bring it about."""


class Deciders:
    """Tells apart who decides and who gives."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def part(self, drafts: list[Draft]) -> None:
        """Put states in the place of their parliaments."""
        for draft in drafts:
            self._decide(draft)
            if draft.stage in _VOTED:
                self._give(draft)
            if draft.stage in _ACCEPTED and draft.donors and not draft.recipients:
                self._get(draft)

    def _decide(self, draft: Draft) -> None:
        """Put who acts in the event in the place of another country's decider."""
        event, by = draft.event, draft.stage_by
        if by is None or event is None or event.type not in _DECIDING.get(draft.stage, ()) or not event.actors:
            return
        country = self.cast.actor(by).country
        own = country is not None and any(self.cast.actor(each).country == country for each in event.actors)
        if by not in event.actors and not own:
            draft.stage_by = event.actors[0]

    def _give(self, draft: Draft) -> None:
        donors: list[str] = []
        for each in draft.donors:
            state = self._state(each) if self._votes(each) else None
            if state is None or state in draft.recipients:
                donors.append(each)
                continue
            donors.append(state)
            draft.stage_by = draft.stage_by or each
        draft.donors = tuple(dict.fromkeys(donors))

    def _get(self, draft: Draft) -> None:
        told = (draft.stage_by, *(draft.event.actors if draft.event else ()))
        voter = next((each for each in told if each and self._votes(each)), None)
        if voter is None or voter in draft.donors:
            return
        country = self.cast.actor(voter).country
        if country is not None and all(self.cast.actor(each).country != country for each in draft.donors):
            draft.recipients = (self._state(voter) or voter,)

    def _votes(self, ident: str) -> bool:
        return Sector.LEG in self.cast.actor(ident).sectors

    def _state(self, ident: str) -> str | None:
        """Return the state of a parliament, where the article names it."""
        country = self.cast.actor(ident).country
        return next((each.id for each in self.cast.states if country and each.country == country), None)
