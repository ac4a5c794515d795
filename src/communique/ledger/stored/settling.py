"""Records as people decided: what a decision changes when it is made, taken back or imported, and after a re-reading.

In: decisions that hold now and those that no longer do, in an open transaction. Out: the rows of their records, and of
the events, threads and actors that these are part of. What comes out depends on which decisions hold and on their times
alone, not on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from communique.ledger.decided.cast import forget_actors
from communique.ledger.decided.decisions import TABLES, VERDICTS, Decision, about, family_of, holding, present
from communique.ledger.decided.edits import apply_edit
from communique.ledger.decided.grouping import COLUMNS, regroup
from communique.ledger.quoted import marks
from communique.ledger.stored.aliases import named, settle_actors, settle_named
from communique.ledger.told.events import refresh_events
from communique.ledger.told.threads import refresh_threads


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
            rest = {its_id for each in own if each.verb == "split" for its_id in each.value or ()}
            regroup(connection, family, ids | rest)
    for each in on:
        if each.verb == "edit" and each.family != "actor" and each.id not in rewritten:
            _edit(connection, each)
    _forget(connection, changed)


def _forget(connection: sqlite3.Connection, changed: Sequence[Decision]) -> None:
    """Take out actors who were here only because decisions named them, where these no longer do."""
    edits = [each for each in changed if each.verb in {"edit", "merge"}]
    targets = {target for each in edits for target in each.targets}
    ids = sorted({known.id for each in about(connection, targets) for known in named(each)})
    forget_actors(connection, present(connection, "actor", ids).values())
    settle_named(connection, ids)


def replay(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Apply what was decided about records that were just written anew and linked."""
    wanted = list(ids)
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM decisions)").fetchone()[0]:
        return
    found = holding(connection, about(connection, wanted))
    here = set(wanted)
    for family in COLUMNS:
        own = [each for each in wanted if family_of(each) == family]
        if any(_is_near_decided(connection, family, each) for each in own):
            regroup(connection, family, own)
    for each in found:
        if each.verb == "edit":
            _edit(connection, each, here)
    for family in {each.family for each in found if each.verb in VERDICTS}:
        _settle_verdicts(connection, family, {each for each in wanted if family_of(each) == family})


def _is_near_decided(connection: sqlite3.Connection, family: str, its_id: str) -> bool:
    """Return whether something was decided about a record, or about one of its event (thread, source)."""
    table, column = TABLES[family], COLUMNS[family]
    query = (
        f"SELECT EXISTS (SELECT 1 FROM {table} AS own JOIN {table} AS near ON near.{column} = own.{column}"  # ours
        " JOIN decision_targets ON decision_targets.target = near.id WHERE own.id = ?)"
    )
    return bool(connection.execute(query, (its_id,)).fetchone()[0])


def _joined(connection: sqlite3.Connection, family: str, numbers: Iterable[int]) -> set[int]:
    wanted = list(numbers)
    query = f"SELECT DISTINCT {COLUMNS[family]} FROM {TABLES[family]} WHERE number IN ({marks(wanted)})"
    return {int(row[0]) for row in connection.execute(query, wanted)}


def _rewrite_edited(connection: sqlite3.Connection, on: Sequence[Decision], off: Sequence[Decision]) -> set[str]:
    """Write the articles anew whose edits can't just be written on top; return the ids of the decisions it settled.

    These are edits that were taken back, and edits made before others that hold already.
    """
    from communique.ledger.stored.rewriting import rewrite  # noqa: PLC0415  # it replays decisions itself

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
