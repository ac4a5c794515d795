"""Records as people decided: what a decision changes when it is made, taken back or imported, and after a re-reading.

In: decisions that hold now and those that no longer do, in an open transaction. Out: the rows of their records, and of
the events, threads and actors that these are part of. What comes out depends on which decisions hold and on their times
alone, not on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from communique.ledger.aliases import settle_actors
from communique.ledger.cast import forget_actors
from communique.ledger.constraints import COLUMNS, Bonds, bonds
from communique.ledger.decisions import TABLES, VERDICTS, Decision, about, holding, present
from communique.ledger.edits import apply_edit
from communique.ledger.events import move_reports, refresh_events
from communique.ledger.quoted import marks
from communique.ledger.threads import move_commitments, refresh_threads

_MOVE: dict[str, Callable[[sqlite3.Connection, Iterable[int], int | None], int]] = {
    "report": move_reports,
    "commitment": move_commitments,
}


def settle(connection: sqlite3.Connection, on: Sequence[Decision], off: Sequence[Decision] = ()) -> None:
    """Bring the records of decisions to what is decided about them now: `on` came to hold, `off` ceased to."""
    changed = (*on, *off)
    # What reads an article's records anew comes first: it brings all decisions about them with it.
    rewritten = _rewrite_edited(connection, on, off)
    for family in TABLES:
        own = [each for each in changed if each.family == family]
        ids = {target for each in own for target in each.targets}
        if any(each.verb in VERDICTS for each in own):
            _settle_verdicts(connection, family, ids)
        if family == "actor":
            settle_actors(connection, on, off)
        elif any(each.verb in {"merge", "split"} for each in own):
            for gone in sorted(off, key=lambda one: one.order, reverse=True):
                if gone.family == family:
                    _loosen(connection, gone)
            rest = {its_id for each in own if each.verb == "split" for its_id in each.value or ()}
            hold(connection, family, sorted(ids | rest))
    for each in on:
        if each.verb == "edit" and each.family != "actor" and each.id not in rewritten:
            _edit(connection, each)
    _forget(connection, changed)


def _forget(connection: sqlite3.Connection, changed: Sequence[Decision]) -> None:
    """Take out actors who were here only because decisions named them, where these no longer do."""
    edits = [each for each in changed if each.verb in {"edit", "merge"}]
    ids: set[str] = set()
    targets = {target for each in edits for target in each.targets}
    for each in about(connection, targets):
        ids |= {raw["id"] for raw in _parts(each.value) if isinstance(raw, dict) and "key" in raw}
    forget_actors(connection, present(connection, "actor", sorted(ids)).values())


def _parts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def replay(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Apply what was decided about records that were just written anew and linked."""
    wanted = list(ids)
    found = holding(connection, about(connection, wanted))
    here = set(wanted)
    for family in COLUMNS:
        own = [each for each in found if each.family == family and each.verb in {"merge", "split"}]
        if own:
            hold(connection, family, [each for each in wanted if each.startswith(f"{family}-")])
    for each in found:
        if each.verb == "edit":
            _edit(connection, each, here)
    for family in {each.family for each in found if each.verb in VERDICTS}:
        _settle_verdicts(connection, family, {each for each in wanted if each.startswith(f"{family}-")})


def hold(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> None:
    """Join what must be one, and part what must not, of some records and those that decisions bind them to."""
    decided = bonds(connection, family, ids)
    for group in sorted(decided.groups, key=sorted):
        _join(connection, family, group, decided)
    for one, two in sorted(decided.apart):
        here = present(connection, family, (one, two))
        if len(here) == 2 and len(_joined(connection, family, here.values())) == 1:  # noqa: PLR2004  # a pair
            side = present(connection, family, sorted(decided.group(one)))
            _MOVE[family](connection, list(side.values()), None)
    _mark_links(connection, family, decided, ids)


def _join(connection: sqlite3.Connection, family: str, group: frozenset[str], decided: Bonds) -> None:
    """Join the events (or threads) of a group as wholes, but for records that must not be one with the group."""
    here = present(connection, family, sorted(group))
    joined = _joined(connection, family, here.values())
    if len(joined) < 2:  # noqa: PLR2004  # one is one already
        return
    query = f"SELECT id, number FROM {TABLES[family]} WHERE {COLUMNS[family]} IN ({marks(joined)}) ORDER BY id"
    rows = connection.execute(query, sorted(joined)).fetchall()
    barred = decided.barred(next(iter(group)))
    moved = [row["number"] for row in rows if row["id"] not in barred]
    into = next(iter(_joined(connection, family, [next(iter(here.values()))])))
    _MOVE[family](connection, moved, into)


def _loosen(connection: sqlite3.Connection, each: Decision) -> None:
    """Put the records of a merge or split that no longer holds to where they were before it."""
    column, table = COLUMNS[each.family], TABLES[each.family]
    if each.verb == "merge":
        groups = [list(present(connection, each.family, group).values()) for group in each.value or ()]
        first = _joined(connection, each.family, groups[0]) if groups else set()
        for numbers in groups[1:]:
            query = f"SELECT number FROM {table} WHERE number IN ({marks(numbers)}) AND {column} IN ({marks(first)})"
            still = [row[0] for row in connection.execute(query, (*numbers, *first))]
            if still:
                _MOVE[each.family](connection, still, None)
    elif each.verb == "split":
        rest = list(present(connection, each.family, each.value or each.targets).values())
        numbers = list(present(connection, each.family, each.targets).values())
        query = (
            f"SELECT {column} FROM {table} WHERE number IN ({marks(rest)})"
            f" GROUP BY {column} ORDER BY count(*) DESC, min(id) LIMIT 1"
        )
        # Where other decisions parted the rest too, they go to where most of it is.
        into = connection.execute(query, rest).fetchone()
        if into and numbers:
            _MOVE[each.family](connection, numbers, into[0])


def _mark_links(connection: sqlite3.Connection, family: str, decided: Bonds, ids: Iterable[str]) -> None:
    """Mark what the linker found between records that were parted as undone; it stays for `explain`."""
    named = {*ids, *(its_id for pair in decided.apart for its_id in pair)}
    known = {frozenset(pair): split.id for pair, split in decided.apart.items()}
    linked = "event" if family == "report" else family
    query = "SELECT number, one, other, undone FROM links WHERE family = ?1 AND (one = ?2 OR other = ?2)"
    for its_id in sorted(named):
        for number, one, other, undone in connection.execute(query, (linked, its_id)).fetchall():
            wanted = known.get(frozenset((one, other)))
            if undone != wanted:
                connection.execute("UPDATE links SET undone = ? WHERE number = ?", (wanted, number))


def _joined(connection: sqlite3.Connection, family: str, numbers: Iterable[int]) -> set[int]:
    wanted = list(numbers)
    query = f"SELECT DISTINCT {COLUMNS[family]} FROM {TABLES[family]} WHERE number IN ({marks(wanted)})"
    return {int(row[0]) for row in connection.execute(query, wanted)}


def _rewrite_edited(connection: sqlite3.Connection, on: Sequence[Decision], off: Sequence[Decision]) -> set[str]:
    """Write the articles anew whose edits can't just be written on top; return the ids of the decisions it settled.

    These are edits that were taken back, and edits made before others that hold already.
    """
    from communique.ledger.rewriting import rewrite  # noqa: PLC0415  # it replays decisions itself

    settled = {each.id for each in off if each.verb == "edit" and each.family != "actor"}
    articles: set[int] = set()
    for each in (*on, *off):
        if each.verb != "edit" or each.family == "actor":
            continue
        later = (
            other.order > each.order and other.verb == "edit"
            for other in holding(connection, about(connection, each.targets))
        )
        if each.id in settled or any(later):
            settled.add(each.id)
            numbers = list(present(connection, each.family, each.targets).values())
            query = f"SELECT DISTINCT article FROM {TABLES[each.family]} WHERE number IN ({marks(numbers)})"
            articles |= {row[0] for row in connection.execute(query, numbers)}
    for article in sorted(articles):
        rewrite(connection, article)
    return settled


def _settle_verdicts(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> None:
    here = present(connection, family, sorted(ids))
    for its_id, number in here.items():
        verdict: Any = None
        for each in holding(connection, about(connection, [its_id])):
            if its_id in each.targets:
                verdict = VERDICTS.get(each.verb, verdict)
        connection.execute(f"UPDATE {TABLES[family]} SET verdict = ? WHERE number = ?", (verdict, number))
    refresh(connection, family, here.values())


def _edit(connection: sqlite3.Connection, each: Decision, only: Iterable[str] | None = None) -> None:
    targets = each.targets if only is None else [target for target in each.targets if target in set(only)]
    numbers = list(present(connection, each.family, targets).values())
    for number in numbers:
        apply_edit(connection, each.family, number, str(each.field), each.value)
    refresh(connection, each.family, numbers)


def refresh(connection: sqlite3.Connection, family: str, numbers: Iterable[int]) -> None:
    """Write anew what the events or threads of some records say."""
    if family == "report":
        refresh_events(connection, _joined(connection, family, numbers))
    elif family == "commitment":
        refresh_threads(connection, _joined(connection, family, numbers))
