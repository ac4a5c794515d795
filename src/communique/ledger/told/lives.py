"""Threads of the ledger as linking knows them: stages, shares, the best amount, what is due, and why.

In: numbers of threads. Out: `Life`s. Where people edited a commitment, its row counts and not what the reader gave;
what they rejected is left out.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeVar

from communique.ledger.quoted import marks
from communique.ledger.told.link_kinds import TOGETHER
from communique.linking.commitment_pledges import Pledge, Sum, named_party
from communique.linking.commitment_relations import APART, Kind, Relation, compare
from communique.linking.commitment_shares import told_of
from communique.linking.commitment_threads import Thread, make_thread

BATCH: Final = 200
"""Threads that are fetched together."""
UNDELIVERED: Final = "(commitments.stage = 'delivered' AND reports.status IS 'negated')"
"""In SQL, whether a commitment, joined with its report, tells of a delivery that didn't happen."""
OUTSTANDING: Final = "pledged"
"""Where what was not delivered stands, as far as its telling goes."""
_PART: Final = 500
"""Ids in one query; SQLite takes no more than some thousands."""
_SURE: Final = 1.0
_T = TypeVar("_T")


def numbers_of(connection: sqlite3.Connection, threads: Iterable[str]) -> list[int]:
    """Return the numbers of threads, given by their ids, in the order of these; those not here are passed over."""
    query = "SELECT number FROM json_each(?) AS asked JOIN threads ON threads.id = asked.value ORDER BY asked.key"
    return [row[0] for row in connection.execute(query, (json.dumps(list(threads)),))]


@dataclass(frozen=True, slots=True)
class Life:
    """A thread under its id in the ledger; its pledges are called by the ids of its commitments.

    `known` has the day (ISO) on which each commitment was known, `quotes` the number of its sentence, `sources` the
    number of its source. `undelivered` are the ids of those that tell of a delivery that didn't happen.
    """

    thread: Thread
    known: Mapping[str, str]
    quotes: Mapping[str, int]
    sources: Mapping[str, int]
    undelivered: frozenset[str] = frozenset()

    @property
    def pledges(self) -> dict[str, Pledge]:
        """The commitments by their ids."""
        return {each.id: each for each in self.thread.pledges}


GIVEN: Final = ("pledged", "approved", "contracted")
"""Stages of a promise; which of them was told first is its day."""


def given(life: Life) -> list[Pledge]:
    """Return the tellings of a life that promise it; all, where none does."""
    pledges = list(life.thread.pledges)
    told = [each for each in pledges if each.stage in GIVEN and not each.cumulative]
    return [each for each in told if each.id not in life.undelivered] or told or pledges


def whole(life: Life) -> Pledge:
    """Return the telling of a promise that says most of it: of no share, with the sum of the whole, items, sides."""
    amount = life.thread.amount
    shares = {its_id for share in life.thread.shares for its_id in told_of(share)}
    return max(
        given(life),
        key=lambda each: (
            each.amount is not None and each.amount == amount,
            each.id not in shares,
            each.amount is not None,
            len(each.items),
            len(each.donor_parties) + len(each.recipient_parties),
        ),
    )


def lives(connection: sqlite3.Connection, threads: Iterable[int], until: str | None = None) -> Iterator[Life]:
    """Yield the lives of threads, in the order given; of those known by a day (ISO) if one is given.

    Args:
        connection: the ledger.
        threads: their numbers.
        until: what was known later doesn't count.
    """
    for batch in _batches(dict.fromkeys(threads), BATCH):
        rows: dict[int, list[sqlite3.Row]] = {}
        query = f"""
        SELECT commitments.*, threads.id AS thread_id, articles.id AS article_id, articles.source,
            {UNDELIVERED} AS undelivered
        FROM commitments JOIN threads ON threads.number = commitments.thread
        JOIN articles ON articles.number = commitments.article
        LEFT JOIN reports ON reports.number = commitments.report
        WHERE commitments.thread IN ({marks(batch)}) AND commitments.verdict IS NOT 'rejected'
            AND (? IS NULL OR commitments.known <= ?)
        ORDER BY commitments.known, commitments.id
        """  # marks and names of ours
        for row in connection.execute(query, (*batch, until, until)):
            rows.setdefault(row["thread"], []).append(row)
        told = [row for some in rows.values() for row in some]
        parties = _parties(connection, [row["number"] for row in told])
        links = _links(connection, [row["id"] for row in told])
        for number in batch:
            if number in rows:
                yield _life(rows[number], parties, links)


_Parties = Mapping[int, Mapping[str, frozenset[str]]]
_Links = Mapping[str, Sequence[sqlite3.Row]]


def _life(rows: Sequence[sqlite3.Row], parties: _Parties, links: _Links) -> Life:
    given = {row["id"]: Pledge.from_bytes(row["pledge"]) for row in rows if row["pledge"] is not None}
    own = {row["id"]: _told(row, given.get(row["id"]), parties.get(row["number"], {})) for row in rows}
    found = [
        _relation(link, given, own)
        for its_id in own
        for link in links.get(its_id, ())
        if link["other"] in own and link["kind"] != TOGETHER
    ]
    relations = [each for each in found if each is not None]
    relations += _joining(list(own.values()), relations)
    made = make_thread(list(own.values()), relations)
    return Life(
        replace(made, id=rows[0]["thread_id"]),
        {row["id"]: row["known"] for row in rows},
        {row["id"]: row["quote"] for row in rows},
        {row["id"]: row["source"] for row in rows},
        frozenset(row["id"] for row in rows if row["undelivered"]),
    )


def _told(row: sqlite3.Row, given: Pledge | None, parties: Mapping[str, frozenset[str]]) -> Pledge:
    """Return a commitment as its row tells it, with what only linking knows of it."""
    known = datetime.date.fromisoformat(row["known"])
    nobody = frozenset[str]()
    base = given or Pledge(
        id=row["id"],
        article=row["article_id"],
        published=known,
        donors=nobody,
        recipients=nobody,
        donor_parties=nobody,
        recipient_parties=nobody,
        category=row["category"],
        instrument=row["instrument"],
        stage=row["stage"],
    )
    amount = None
    if row["value"] is not None:
        qualifiers = frozenset(json.loads(row["qualifiers"] or "[]"))
        amount = Sum(row["value"], row["low"], row["high"], row["currency"], qualifiers, row["per"])
    start, end = (datetime.date.fromisoformat(row[name]) if row[name] else None for name in ("date_start", "date_end"))
    stage = row["stage"]
    if row["undelivered"]:
        # It stays promised, and the day on which it didn't come is none on which it is due.
        stage, start, end = OUTSTANDING, None, None
    donors, recipients = (parties.get(role, frozenset()) for role in ("donor", "recipient"))
    giving = donors - recipients or donors
    return replace(
        base,
        id=row["id"],
        published=base.published or known,
        donor_parties=giving,
        # Who gives is no taker of it where there are others: "Ukraine and the Bundestag".
        recipient_parties=recipients - giving or recipients,
        category=row["category"],
        instrument=row["instrument"],
        stage=stage,
        amount=amount,
        cumulative=bool(row["cumulative"]),
        start=start,
        end=end,
    )


def _relation(link: sqlite3.Row, given: Mapping[str, Pledge], own: Mapping[str, Pledge]) -> Relation | None:
    """Return a link as the relation that it is; None where it joins nothing."""
    if link["kind"] not in set(Kind):
        return None
    kind, ends = Kind(link["kind"]), (link["one"], link["other"])
    share = kind is Kind.PART_OF
    if all(each in given for each in ends):
        found = compare(*(replace(given[each], id=each) for each in ends))
        share = found.share if found is not None and found.kind is kind else share
    quotes = (own[ends[0]].sentence, own[ends[1]].sentence)
    return Relation(*ends, kind, link["probability"], tuple(json.loads(link["reasons"])), quotes, share)


def _joining(pledges: Sequence[Pledge], relations: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations that make one of pledges that people or a link that is gone joined."""
    owner = {each.id: each.id for each in pledges}

    def root(its_id: str) -> str:
        while owner[its_id] != its_id:
            its_id = owner[its_id]
        return its_id

    for relation in relations:
        if relation.kind not in APART:
            owner[root(relation.id)] = root(relation.other)
    first = pledges[0]
    for each in pledges[1:]:
        if root(each.id) == root(first.id):
            continue
        found = compare(each, first)
        if found is None or found.kind in APART:
            quotes = (each.sentence, first.sentence)
            kind = Kind.SAME if each.stage == first.stage else Kind.STAGE_OF
            found = Relation(each.id, first.id, kind, _SURE, ("decided to be one",), quotes)
        yield found
        owner[root(each.id)] = root(first.id)


def _parties(connection: sqlite3.Connection, commitments: Sequence[int]) -> dict[int, dict[str, frozenset[str]]]:
    found: dict[int, dict[str, set[str]]] = {}
    for batch in _batches(commitments, _PART):
        query = f"""
        SELECT commitment, role, actors.country, actors.key, actors.name FROM commitment_actors
        JOIN actors ON actors.number = actor WHERE commitment IN ({marks(batch)})
        """  # marks only
        for row in connection.execute(query, batch):
            party = named_party(row["country"], row["key"], row["name"])
            found.setdefault(row["commitment"], {}).setdefault(row["role"], set()).add(party)
    return {number: {role: _known(some) for role, some in sides.items()} for number, sides in found.items()}


def _known(parties: Iterable[str]) -> frozenset[str]:
    """Return parties without those of which nothing is known, where others are."""
    every = frozenset(parties)
    return frozenset(each for each in every if not each.startswith("?")) or every


def _links(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, list[sqlite3.Row]]:
    found: dict[str, list[sqlite3.Row]] = {}
    for batch in _batches(ids, _PART):
        query = f"""
        SELECT one, other, kind, probability, reasons FROM links
        WHERE one IN ({marks(batch)}) AND family = 'commitment' AND undone IS NULL ORDER BY one, other, kind
        """  # marks only
        for row in connection.execute(query, batch):
            found.setdefault(row["one"], []).append(row)
    return found


def _batches(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch
