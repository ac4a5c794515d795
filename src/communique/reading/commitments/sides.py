"""The two sides of a commitment: what its own arcs tell, and what the event tells that it belongs to.

In go donors and recipients by the arcs, the event, and who tells it; out come donors and recipients. Where both tell a
side the arcs are right far more often (on the held-out corpus 101 times to 13 of donors, 72 to 18 of recipients), so
the event speaks only

- for a side that the arcs leave open;
- of a deed told by somebody who takes no part in it: who tells it is none of its givers;
- where the arcs make whoever gives in a deed one of those who get, and name no giver of their own;
- where they make whoever gets in a deed one of those who give, and name nobody who gets it (of a sale too: its actor
  gives in 964 of 1,072 of the corpus).
"""

from __future__ import annotations

from typing import Final

from communique.records import Event
from communique.vocabulary import EventType

Sides = tuple[tuple[str, ...], tuple[str, ...]]

_DEEDS: Final = frozenset({EventType.AID, EventType.COOPERATE})
"""What is given or sold: its actor gives. Who agrees or refuses is as often the one that gets."""


def sides_of(event: Event) -> Sides:
    """Return who gives and who gets in an event: of a request the recipient gives and the actor gets."""
    sides = event.actors, event.recipients
    return sides[::-1] if event.type is EventType.REQUEST else sides


def reconciled(donors: tuple[str, ...], recipients: tuple[str, ...], event: Event | None, teller: str | None) -> Sides:
    """Return the donors and recipients of a commitment; `teller` is the actor who tells it, None for the article."""
    recipients = tuple(each for each in recipients if each not in donors)
    if event is None:
        return donors, recipients
    giving, given = sides_of(event)
    if event.type in _DEEDS and giving and teller not in (None, *giving):
        donors = tuple(each for each in donors if each != teller)
    if not donors and event.type in _DEEDS and set(giving) & set(recipients):
        return giving, given or tuple(each for each in recipients if each not in giving)
    if not recipients and event.type in _DEEDS and giving and set(given) & set(donors):
        return giving, given
    if bool(donors) == bool(recipients):
        return donors, recipients
    if not donors and not set(giving) & set(recipients):
        donors = giving
    elif not recipients and not set(given) & set(donors):
        recipients = given
    return donors, recipients
