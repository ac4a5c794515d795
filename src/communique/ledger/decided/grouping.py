"""Which records are one: what the linker found, and what people decided about it.

In: ids of reports, commitments or articles. Out: the groups that they and those bound to them form, and rows of
`events`, `threads` and `articles.source` brought to these. The groups follow from the links and the decisions that hold
alone, whatever came first: so a decision that is taken back leaves what there would be without it. A merge binds its
records, a split parts them from those that they were split from, a link binds what nobody parted. Where decisions are
at odds, the later one holds.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final

from communique.errors import UnknownId
from communique.ledger.decided.decisions import TABLES, Decision, about, holding, present
from communique.ledger.file.database import to_json
from communique.ledger.ids import link_id
from communique.ledger.quoted import marks
from communique.ledger.told.contested_threads import contest_ends
from communique.ledger.told.events import move_reports, refresh_events
from communique.ledger.told.link_kinds import APART, TOGETHER
from communique.ledger.told.threads import move_commitments, refresh_threads

COLUMNS: Final = {"report": "event", "commitment": "thread", "article": "source"}
"""What the records of a family are joined in."""
LINKED: Final = {"report": "event", "commitment": "commitment", "article": "article"}
"""What `links` calls the families."""
_MOST: Final = 5
_PART: Final = 500
"""Ids in one query; SQLite takes no more than some thousands."""

_MOVE: dict[str, Callable[[sqlite3.Connection, Iterable[int], int | None], int]] = {
    "report": move_reports,
    "commitment": move_commitments,
}


@dataclass(frozen=True, slots=True)
class Link:
    """A row of `links`."""

    number: int
    one: str
    other: str
    kind: str
    probability: float
    undone: str | None

    @property
    def id(self) -> str:
        """What it is called; the same on every machine."""
        return link_id(self.one, self.other)

    @property
    def joins(self) -> bool:
        """Whether it makes its records one."""
        return self.kind not in APART


@dataclass(slots=True)
class Groups:
    """Records by their ids: which are one, and which must not be, with the decision that says so."""

    of: dict[str, set[str]] = field(default_factory=dict)
    apart: dict[str, dict[str, Decision]] = field(default_factory=dict)

    def bind(self, one: str, two: str) -> None:
        """Make two records one, unless they or records that are one with them are parted."""
        first, second = (self.of.setdefault(each, {each}) for each in (one, two))
        if first is second or self.between(one, two) is not None:
            return
        small, large = sorted((first, second), key=len)
        large |= small
        self.of.update(dict.fromkeys(small, large))

    def bind_all(self, ids: Iterable[str]) -> None:
        """Make each record one with those before it, as far as that is allowed."""
        heads: list[str] = []
        for each in ids:
            for head in heads:
                self.bind(head, each)
            if not any(self.of[head] is self.of.get(each) for head in heads):
                self.of.setdefault(each, {each})
                heads.append(each)

    def part(self, one: str, two: str, split: Decision) -> None:
        """Part two records, unless a later decision made them one."""
        if one != two and two not in self.of.get(one, ()):
            self.apart.setdefault(one, {}).setdefault(two, split)
            self.apart.setdefault(two, {}).setdefault(one, split)

    def between(self, one: str, two: str) -> Decision | None:
        """Return the latest decision that parts the groups of two records, or None."""
        first, second = self.of.get(one, {one}), self.of.get(two, {two})
        small, large = sorted((first, second), key=len)
        found = [by for each in small for its_id, by in self.apart.get(each, {}).items() if its_id in large]
        return max(found, key=lambda each: each.order, default=None)


def regroup(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> set[int]:
    """Bring records, and those bound to them, to what links and decisions say; return the numbers of those that moved.

    Args:
        connection: a ledger in a transaction.
        family: `report`, `commitment` or `article`.
        ids: of records of the family.
    """
    known, links, decided = _closure(connection, family, ids)
    groups = _grouped(links, decided)
    moved = _carry_out(connection, family, known, groups)
    stories: list[Link] = []
    ends: set[str] = set()
    for each in links:
        found = groups.between(each.one, each.other)
        one = each.joins and groups.of[each.one] is groups.of[each.other]
        direct = groups.apart.get(each.one, {}).get(each.other)
        undone = None if one else direct.id if direct else found.id if found and each.joins else None
        if undone != each.undone:
            connection.execute("UPDATE links SET undone = ? WHERE number = ?", (undone, each.number))
            ends |= {each.one, each.other}
        if each.kind == "story" and undone is None:
            stories.append(each)
    if family == "commitment":
        # What a thread has come to follows from its links too, and these are undone, or not, only now.
        refresh_threads(connection, _threads_of(connection, ends))
    contest_ends(connection, family, ends)
    if family == "article":
        _tell_stories(connection, known, stories)
    return moved


def _threads_of(connection: sqlite3.Connection, commitments: Iterable[str]) -> list[int]:
    query = "SELECT DISTINCT thread FROM commitments WHERE id IN (SELECT value FROM json_each(?))"
    return [row[0] for row in connection.execute(query, (to_json(sorted(commitments)),)).fetchall()]


def _tell_stories(connection: sqlite3.Connection, ids: Iterable[str], links: Iterable[Link]) -> None:
    """Give the articles that links say to be of one story the number of the first of them."""
    stories = Groups()
    for each in links:
        stories.bind(each.one, each.other)
    here = present(connection, "article", sorted(ids))
    for its_id, number in here.items():
        told = [here[each] for each in stories.of.get(its_id, ()) if each in here]
        connection.execute("UPDATE articles SET story = ? WHERE number = ?", (min(told, default=None), number))


def decided_about(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> list[Decision]:
    """Return the merges and splits that hold about some records, the earliest first."""
    found = [each for each in about(connection, ids) if each.family == family and each.verb in {"merge", "split"}]
    return holding(connection, found)


def links_of(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> Iterator[Link]:
    """Yield the links of records, those undone too; one between two of them comes twice."""
    wanted = list(ids)
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        for column in ("one", "other"):
            query = (
                "SELECT number, one, other, kind, probability, undone FROM links"
                f" WHERE family = ? AND {column} IN ({marks(part)})"  # names of ours, and marks
            )
            for row in connection.execute(query, (LINKED[family], *part)):
                yield Link(*row)


def linked_alone(connection: sqlite3.Connection, family: str, groups: Iterable[int]) -> list[set[str]]:
    """Return the ids of records that links alone make one, of events (threads) that people merged or split.

    Args:
        connection: a ledger.
        family: `report` or `commitment`.
        groups: numbers of events or threads; those about which nothing was decided are passed over.
    """
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM decision_targets)").fetchone()[0]:
        return []
    column, table = COLUMNS[family], TABLES[family]
    query = (
        f"SELECT id FROM {table} WHERE {column} IN (SELECT own.{column} FROM {table} AS own"  # names of ours
        " JOIN decision_targets ON decision_targets.target = own.id"
        " JOIN decisions ON decisions.number = decision_targets.decision AND decisions.verb IN ('merge', 'split')"
        f" WHERE own.{column} IN (SELECT value FROM json_each(?)))"
    )
    wanted = {row[0] for row in connection.execute(query, (to_json(sorted(groups)),))}
    found = Groups()
    while wanted:
        found.of.update((each, {each}) for each in wanted if each not in found.of)
        links = [each for each in links_of(connection, family, sorted(wanted)) if each.joins]
        wanted = {end for each in links for end in (each.one, each.other)} - found.of.keys()
        for each in links:
            found.bind(each.one, each.other)
    return list({id(group): group for group in found.of.values()}.values())


def links_called(connection: sqlite3.Connection, said: str) -> Iterator[tuple[str, Link]]:
    """Yield the links whose ids begin so, each with its family; `said` has some digits behind `link-`."""
    digits = said.removeprefix("link-")
    first = digits[:8]
    for family, linked in LINKED.items():
        start = first if family == "article" else f"{family}-{first}"
        query = (
            "SELECT number, one, other, kind, probability, undone FROM links"
            " WHERE family = ? AND one >= ? AND one < ? ORDER BY one, other"
        )
        for row in connection.execute(query, (linked, start, f"{start}\U0010ffff")):
            link = Link(*row)
            if link.id.startswith(said):
                yield family, link


def link_called(connection: sqlite3.Connection, said: str) -> tuple[str, Link]:
    """Return the family and the link whose id begins so.

    Raises:
        UnknownId: there is none, or there are several.
    """
    found = {(family, link.id): link for family, link in islice(links_called(connection, said), _MOST + 1)}
    if not said.removeprefix("link-") or not found:
        raise UnknownId(f"the ledger has no link {said}", hint="`communique explain` lists the links of a record.")
    if len(found) > 1:
        some = ", ".join(its_id for _, its_id in found)
        raise UnknownId(f"several links begin with {said}: {some}", hint="Write more of it.")
    ((family, _), link) = next(iter(found.items()))
    return family, link


def side_of(connection: sqlite3.Connection, family: str, link: Link) -> tuple[list[str], list[str]]:
    """Return the records that a link alone joins with the others of its group, and these others.

    Where they are joined otherwise too, the first are the link's own first record alone.
    """
    if not link.joins:
        return [link.one], [link.other]
    _, links, decided = _closure(connection, family, [link.one, link.other])
    groups = _grouped(links, decided)
    whole = groups.of.get(link.one, {link.one})
    pair = {link.one, link.other}
    rest = _grouped([each for each in links if {each.one, each.other} != pair], decided)
    side = rest.of.get(link.one, {link.one}) & whole
    if link.other in side:
        side = {link.one}
    return sorted(side), sorted((whole | {link.other}) - side)


def _closure(
    connection: sqlite3.Connection, family: str, ids: Iterable[str]
) -> tuple[set[str], list[Link], list[Decision]]:
    """Return records, all that links and decisions bind to them or part from them, and those links and decisions."""
    seen: set[str] = set()
    links: dict[int, Link] = {}
    decided: dict[str, Decision] = {}
    wanted = set(ids)
    while wanted:
        seen |= wanted
        found = {each.number: each for each in links_of(connection, family, sorted(wanted))}
        fresh = {each.id: each for each in decided_about(connection, family, sorted(wanted)) if each.id not in decided}
        links |= found
        decided |= fresh
        named = {its_id for each in fresh.values() for its_id in (*each.targets, *_rest(each))}
        wanted = ({end for each in found.values() for end in (each.one, each.other)} | named) - seen
    return seen, list(links.values()), sorted(decided.values(), key=lambda each: each.order)


def _grouped(links: Sequence[Link], decided: Sequence[Decision]) -> Groups:
    """Return the groups that decisions, the latest first, and then links make."""
    groups = Groups()
    for each in reversed(decided):
        if each.verb == "merge" or each.value:
            groups.bind_all(each.targets)
        if each.verb == "split":
            for one, two in _parted(each):
                groups.part(one, two, each)
    joining = sorted((each for each in links if each.joins), key=lambda each: (-each.probability, each.one, each.other))
    linked = Groups()
    for link in joining:
        groups.bind(link.one, link.other)
        linked.bind(link.one, link.other)
    # What was one by way of a record that was parted from both is one still.
    for whole in sorted({id(each): sorted(each) for each in linked.of.values()}.values()):
        groups.bind_all(whole)
    for link in links:
        for end in (link.one, link.other):
            groups.of.setdefault(end, {end})
    return groups


def _rest(split: Decision) -> list[str]:
    return list(split.value or ()) if split.verb == "split" else []


def _parted(split: Decision) -> list[tuple[str, str]]:
    if split.value:
        return [(one, two) for one in split.targets for two in split.value]
    return [(one, two) for at, one in enumerate(split.targets) for two in split.targets[at + 1 :]]


def _carry_out(connection: sqlite3.Connection, family: str, ids: Iterable[str], groups: Groups) -> set[int]:
    """Write groups down: each keeps the event (thread, source) of which it has most, or gets a new one."""
    column, table = COLUMNS[family], TABLES[family]
    here = present(connection, family, sorted(ids))
    query = f"SELECT {column} FROM {table} WHERE number = ?"  # names of ours
    now = {each: int(connection.execute(query, (number,)).fetchone()[0]) for each, number in here.items()}
    wholes = {id(group): sorted(group & here.keys()) for each in here for group in [groups.of.setdefault(each, {each})]}
    moved: set[int] = set()
    taken: set[int] = set()
    for whole in sorted(wholes.values(), key=lambda each: (-len(each), each)):
        if family == "article":
            chosen: int | None = min(here[each] for each in whole)
        else:
            counts = Counter(now[each] for each in whole)
            chosen = min((each for each in counts if each not in taken), key=lambda at: (-counts[at], at), default=None)
        numbers = [here[each] for each in whole if now[each] != chosen]
        if family == "article":
            connection.executemany("UPDATE articles SET source = ? WHERE number = ?", [(chosen, at) for at in numbers])
        elif numbers:
            chosen = _MOVE[family](connection, numbers, chosen)
        moved |= set(numbers)
        if chosen is not None:
            taken.add(chosen)
    if family == "article" and moved:
        _count_again(connection, sorted(moved))
    return moved


def _count_again(connection: sqlite3.Connection, articles: Sequence[int]) -> None:
    """Count anew the sources of what articles tell that turned out to be copies, or not to be."""
    query = f"SELECT DISTINCT event FROM reports WHERE article IN ({marks(articles)})"
    refresh_events(connection, [row[0] for row in connection.execute(query, articles)])
    query = f"SELECT DISTINCT thread FROM commitments WHERE article IN ({marks(articles)})"
    refresh_threads(connection, [row[0] for row in connection.execute(query, articles)])


def let_go(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> dict[str, list[str]]:
    """Take out the links of records that are to be read anew; return what each was linked with.

    That stays together.
    """
    former: dict[str, list[str]] = {}
    left: set[str] = set()
    for its_id in ids:
        links = {each.number: each for each in links_of(connection, family, [its_id])}
        ends = sorted({each.other if each.one == its_id else each.one for each in links.values() if each.joins})
        connection.executemany("DELETE FROM links WHERE number = ?", [(number,) for number in links])
        reasons = to_json([f"both were linked with {its_id} before it was read again"])
        for first, second in pairwise(ends):
            add_link(connection, family, (second, first), TOGETHER, 0.5, reasons)
        former[its_id] = ends
        left |= {end for each in links.values() for end in (each.one, each.other)}
    contest_ends(connection, family, left)
    return former


def add_link(  # noqa: PLR0913, PLR0917  # one for each column
    connection: sqlite3.Connection, family: str, ends: tuple[str, str], kind: str, probability: float, reasons: str
) -> None:
    """Note a link, `reasons` as JSON, unless just that one is known."""
    add_links(connection, family, [(*ends, kind, probability, reasons)])


def add_links(connection: sqlite3.Connection, family: str, links: Sequence[tuple[str, str, str, float, str]]) -> None:
    """Note links (ids of both ends, kind, probability, reasons as JSON), each unless just that one is known."""
    connection.executemany(
        "INSERT INTO links (family, one, other, kind, probability, reasons) SELECT ?1, ?2, ?3, ?4, ?5, ?6"
        " WHERE NOT EXISTS (SELECT 1 FROM links WHERE family = ?1 AND one = ?2 AND other = ?3 AND kind = ?4)",
        [(LINKED[family], *each) for each in links],
    )
    # Whoever makes records one brings what they tell together up to date.
    contest_ends(connection, family, {end for *ends, kind, _, _ in links if kind in APART for end in ends})
