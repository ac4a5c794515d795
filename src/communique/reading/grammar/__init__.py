"""The grammar around the marks: what a clause makes certain of parties, of a "not" and its reach, of status.

Each module takes a frame and gives its marks back with one thing mended, before any record is made of them; `mend` runs
them all. They know word order and closed classes of words, and leave open what only the network can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from communique.model import Marks
from communique.reading.frame import Frame
from communique.reading.grammar.alliances import with_allies
from communique.reading.grammar.attributes import with_attributes
from communique.reading.grammar.authors import with_authors_apart
from communique.reading.grammar.bystanders import with_bystanders_apart
from communique.reading.grammar.companions import with_companions
from communique.reading.grammar.coordination import with_whole_lists
from communique.reading.grammar.counted import with_counted_at_home
from communique.reading.grammar.date_reach import with_dates_in_reach
from communique.reading.grammar.departures import with_own_departures
from communique.reading.grammar.distribution import with_own_shares
from communique.reading.grammar.generic import with_generic_deeds
from communique.reading.grammar.near_misses import with_near_misses
from communique.reading.grammar.negations import with_negations_in_reach
from communique.reading.grammar.one_deed import with_one_deed
from communique.reading.grammar.parties import with_told_parties
from communique.reading.grammar.passives import with_passive_subjects
from communique.reading.grammar.possessors import with_own_deeds, with_own_speakers
from communique.reading.grammar.receptions import with_receptions
from communique.reading.grammar.set_off import with_set_off_clauses_apart
from communique.reading.grammar.shared_subjects import with_shared_subjects
from communique.reading.grammar.sharing import with_own_values
from communique.reading.grammar.to_come import with_deeds_to_come

MENDS: Final[tuple[Callable[[Frame], Marks], ...]] = (
    with_dates_in_reach,
    with_set_off_clauses_apart,
    with_own_shares,
    with_own_values,
    with_told_parties,
    with_passive_subjects,
    with_receptions,
    with_bystanders_apart,
    with_authors_apart,
    with_allies,
    with_attributes,
    with_whole_lists,
    with_companions,
    with_own_speakers,
    with_shared_subjects,
    with_own_deeds,
    with_own_departures,
    with_generic_deeds,
    with_negations_in_reach,
    with_near_misses,
    with_deeds_to_come,
    with_one_deed,
    with_counted_at_home,
)
"""In this order: dates and values find their clause, then parties, then lists and companions that share them; status,
and who are counted, last."""


def mend(frame: Frame) -> None:
    """Put the mends of all modules into a frame's marks, one after another."""
    for mended in MENDS:
        frame.marks = mended(frame)
