"""Who gives, as the title of a whole commitment names it: the state or the body, not who voted on it or announced it.

In: the lives of threads. Out: parties by thread. The telling that says most of a commitment may be that of its
approval: what a parliament votes, and what a minister promises in his country's name, the state gives, where the
ledger knows it. Of several tellings it is the one that names all who give together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from communique.ledger.file.database import to_json
from communique.ledger.told.lives import Life, given, whole
from communique.ledger.told.people import Party, People
from communique.linking.commitment_pledges import Pledge

_OFFICIAL: Final = frozenset(("GOV", "MIL"))
_NUMBERS: Final = "SELECT id, number FROM commitments WHERE id IN (SELECT value FROM json_each(?))"
_STATES: Final = """
SELECT country, min(number) FROM actors WHERE kind = 'state' AND country IN (SELECT value FROM json_each(?))
GROUP BY country
"""


def givers(connection: sqlite3.Connection, lives: Iterable[Life]) -> dict[str, tuple[Party, ...]]:
    """Return who gives by the ids of threads; nobody where no telling names one."""
    telling = {life.thread.id: _telling(life).id for life in lives}
    numbers = dict(map(tuple, connection.execute(_NUMBERS, (to_json(list(telling.values())),))))
    people = People(connection)
    told = people.roles("commitment_actors", "commitment", list(numbers.values()))
    donors = {thread: told.get((numbers.get(its_id, 0), "donor"), []) for thread, its_id in telling.items()}
    spoken = {each.country for some in donors.values() for each in some if _speaks(each)}
    states = dict(map(tuple, connection.execute(_STATES, (to_json(sorted(filter(None, spoken))),))))
    known = people.of(states.values())

    def named(some: Iterable[Party]) -> Iterator[Party]:
        for each in some:
            yield known[states[each.country]] if _speaks(each) and each.country in states else each

    return {thread: tuple(dict.fromkeys(named(some))) for thread, some in donors.items()}


def _telling(life: Life) -> Pledge:
    """Return the telling whose givers are those of the thread, the one that says most of the commitment first."""
    told = [whole(life), *given(life)]
    return next((each for each in told if each.donor_parties == life.thread.donors), told[0])


def _speaks(party: Party) -> bool:
    """Return whether a party only votes or speaks for its state."""
    return "LEG" in party.sectors or (party.kind == "person" and not _OFFICIAL.isdisjoint(party.sectors))
