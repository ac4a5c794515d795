"""Making decisions: which records are meant, whether it can be decided about them, and what is kept of it.

In: a verb, ids or their beginnings, who decides. Out: a `Decision` that is written down and carried out.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Sequence
from typing import Any

from communique.days import day_of
from communique.errors import BadDecision
from communique.ledger.decided.cast import actor_with
from communique.ledger.decided.decisions import (
    TABLES,
    VERBS,
    VERDICTS,
    Decision,
    holds,
    keep,
    made,
    moment_after,
    one,
)
from communique.ledger.decided.edits import checked
from communique.ledger.decided.find import full_id
from communique.ledger.decided.grouping import COLUMNS, link_called, side_of
from communique.ledger.file.database import transaction
from communique.ledger.quoted import marks
from communique.ledger.stored.settling import settle

_MEMBERS = {
    "event": "SELECT reports.id FROM reports JOIN events ON events.number = reports.event"
    " WHERE events.id = ? ORDER BY 1",
    "thread": "SELECT commitments.id FROM commitments JOIN threads ON threads.number = commitments.thread"
    " WHERE threads.id = ? ORDER BY 1",
}


def decide(  # noqa: PLR0913  # what a decision consists of
    connection: sqlite3.Connection,
    verb: str,
    ids: Sequence[str],
    by: str,
    *,
    field: str | None = None,
    value: Any = None,
    note: str | None = None,
    at: datetime.datetime | None = None,
) -> Decision:
    """Decide about records, and keep the decision.

    Raises:
        UnknownId: there is no such record.
        BadDecision: it can't be decided about this record; the message says what can.
        BadQuestion: an edit names an actor that the ledger doesn't know.
    """
    with transaction(connection):
        return decide_within(connection, verb, ids, by, field=field, value=value, note=note, at=at)


def decide_within(  # noqa: PLR0913  # as `decide`
    connection: sqlite3.Connection,
    verb: str,
    ids: Sequence[str],
    by: str,
    *,
    field: str | None = None,
    value: Any = None,
    note: str | None = None,
    at: datetime.datetime | None = None,
) -> Decision:
    """Decide as `decide` does, in a transaction that is open already."""
    if verb not in VERBS or verb == "undo":
        raise BadDecision(f"{verb} is nothing that can be decided", hint=f"It is one of {', '.join(VERBS)}.")
    _refuse_nobody(by)
    if "\0" in (note or ""):
        raise BadDecision("the note has U+0000 in it", hint="No text has that; take it out.")
    if verb == "split" and any(str(each).startswith("link-") for each in ids):
        return _unlink(connection, ids, by, note, at)
    full = [full_id(connection, each) for each in ids]
    members = list(dict.fromkeys(member for each in full for member in members_of(connection, each)))
    family = _family(verb, full, members)
    if family != "actor":
        members.sort()
    if verb == "edit":
        value = day_of(value).isoformat() if isinstance(value, datetime.date) else value
        value = checked(connection, family, members, field or "", value)
    elif verb == "merge":
        value = _merged(connection, family, members)
    elif verb == "split":
        value = _rest(connection, family, members)
    elif verb == "note" and not (note or "").strip():
        raise BadDecision("the note is empty", hint="Write it after the id.")
    when = moment_after(connection, [*members, *(value if verb == "split" else ())], at)
    decision = made(
        at=when, by=by.strip(), verb=verb, family=family, targets=members, field=field, value=value, note=note
    )
    keep(connection, decision)
    settle(connection, [decision])
    return decision


def _unlink(
    connection: sqlite3.Connection, ids: Sequence[str], by: str, note: str | None, at: datetime.datetime | None
) -> Decision:
    """Undo one link: what it alone joins with the rest is split from it.

    Raises:
        BadDecision: several are named, or it was undone before.
    """
    if len(ids) > 1:
        raise BadDecision("a link is undone by itself", hint="Split one link at a time.")
    family, link = link_called(connection, ids[0])
    if link.undone:
        raise BadDecision(f"{link.id} was undone before, by {link.undone}", hint="There is nothing to split.")
    side, rest = side_of(connection, family, link)
    when = moment_after(connection, [*side, *rest], at)
    said = f"{link.id}: {note}" if note else link.id
    decision = made(at=when, by=by.strip(), verb="split", family=family, targets=side, value=rest, note=said)
    keep(connection, decision)
    settle(connection, [decision])
    return decision


def undo(connection: sqlite3.Connection, decision: str, by: str, at: datetime.datetime | None = None) -> Decision:
    """Take a decision back; its records become what the reader and the other decisions make of them.

    Raises:
        UnknownId: there is no such decision.
        BadDecision: it was taken back before.
    """
    with transaction(connection):
        _refuse_nobody(by)
        if not str(decision).startswith("decision-"):
            raise BadDecision(f"{decision} is no decision", hint="`communique decisions` lists them.")
        before = one(connection, full_id(connection, decision))
        if before is None or not holds(connection, before.id):
            raise BadDecision(f"{decision} was undone before", hint="Decide anew instead.")
        root, on = before, False
        while root.undoes:
            root, on = one(connection, root.undoes) or root, not on
        when = moment_after(connection, before.targets, at)
        taken = made(
            at=when, by=by.strip(), verb="undo", family=before.family, targets=before.targets, undoes=before.id
        )
        keep(connection, taken)
        if root.verb != "undo":
            settle(connection, *(([root], []) if on else ([], [root])))
    return taken


def _refuse_nobody(by: object) -> None:
    if not isinstance(by, str) or not by.strip():
        raise BadDecision("nobody is named who decides", hint="Say who, with --by or COMMUNIQUE_REVIEWER.")


def members_of(connection: sqlite3.Connection, its_id: str) -> list[str]:
    """Return the ids of the records that a decision about a record is kept with: an event's reports, else its own."""
    query = _MEMBERS.get(its_id.partition("-")[0])
    return [row[0] for row in connection.execute(query, (its_id,))] if query else [its_id]


def _family(verb: str, full: Sequence[str], members: Sequence[str]) -> str:
    families = {each.partition("-")[0] for each in members}
    if len(families) != 1 or not families <= set(TABLES):
        given = ", ".join(sorted({each.partition("-")[0] if "-" in each else "article" for each in full})) or "none"
        raise BadDecision(
            f"{verb} takes records of one family; got {given}",
            hint="Decide about events (or reports), statements, commitments (or threads), or actors by themselves.",
        )
    (family,) = families
    if verb in VERDICTS and family == "actor":
        raise BadDecision(f"an actor can't be {VERDICTS[verb]}", hint="Edit it, merge it with another, or note.")
    if verb == "merge" and family == "statement":
        raise BadDecision("statements can't be merged", hint="Events, threads and actors can.")
    if verb == "split" and family not in COLUMNS:
        hint = "Undo the decision that merged it." if family == "actor" else "Events and threads can."
        raise BadDecision(f"a record of family {family} can't be split", hint=hint)
    if verb == "merge" and len(set(full)) < 2:  # noqa: PLR2004  # one record, or event or thread, is one already
        raise BadDecision(f"{full[0]} can't be merged by itself", hint="Name two or more.")
    return family


def _merged(connection: sqlite3.Connection, family: str, members: Sequence[str]) -> list[Any]:
    """Return the groups that records are in, or what is known of actors."""
    if family == "actor":
        return [actor_with(connection, each).to_json() for each in members]
    column, table = COLUMNS[family], TABLES[family]
    query = f"SELECT id, {column} FROM {table} WHERE id IN ({marks(members)}) ORDER BY id"  # names of ours
    joined = dict(connection.execute(query, members).fetchall())
    groups: dict[int, list[str]] = {}
    for its_id in sorted(joined):
        groups.setdefault(joined[its_id], []).append(its_id)
    return list(groups.values())


def _rest(connection: sqlite3.Connection, family: str, members: Sequence[str]) -> list[str]:
    """Return the records that some are split from; none where all of an event are named, which parts them all.

    Raises:
        BadDecision: they aren't of one event or thread, or there is nothing to part.
    """
    column, table = COLUMNS[family], TABLES[family]
    query = f"SELECT DISTINCT {column} FROM {table} WHERE id IN ({marks(members)})"  # names of ours
    joined = [row[0] for row in connection.execute(query, members)]
    if len(joined) != 1:
        raise BadDecision(f"these records are of {len(joined)} {column}s", hint=f"Split one {column} at a time.")
    every = [row[0] for row in connection.execute(f"SELECT id FROM {table} WHERE {column} = ? ORDER BY id", joined)]
    if len(every) == 1:
        raise BadDecision(f"{every[0]} is alone in its {column} already", hint="There is nothing to split.")
    return [each for each in every if each not in set(members)]
