"""What people decide about records: accept, reject, edit, merge, split, note, undo.

In: ids of records, a verb, who decides. Out: rows of `decisions`, which are never changed, and the records as decided.
A decision about an event is kept with the ids of its reports, one about a thread with those of its commitments, so that
it holds whatever the linker makes of them later; since ids come from the words that a record stands on, it holds for a
newer reader's records too. Decisions go from ledger to ledger as JSON lines; where two disagree, the later one holds.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from communique.errors import BadDecision, BadLine
from communique.ledger.database import to_json, transaction
from communique.ledger.edits import apply_edit, checked
from communique.ledger.events import move_reports, refresh_events
from communique.ledger.find import full_id
from communique.ledger.quoted import marks
from communique.ledger.threads import move_commitments, refresh_threads

VERBS = ("accept", "reject", "edit", "merge", "split", "note", "undo")
_TABLES = {"report": "reports", "statement": "statements", "commitment": "commitments", "actor": "actors"}
_MEMBERS = {
    "event": "SELECT reports.id FROM reports JOIN events ON events.number = reports.event"
    " WHERE events.id = ? ORDER BY 1",
    "thread": "SELECT commitments.id FROM commitments JOIN threads ON threads.number = commitments.thread"
    " WHERE threads.id = ? ORDER BY 1",
}
_VERDICTS = {"accept": "accepted", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: `targets` are ids of reports, statements, commitments or actors, `at` is UTC."""

    id: str
    at: str
    by: str
    verb: str
    family: str
    targets: tuple[str, ...]
    field: str | None = None
    value: Any = None
    note: str | None = None
    undoes: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the decision as its line of JSON."""
        return {**asdict(self), "targets": list(self.targets)}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people decided differently about one record; the later decision holds."""

    target: str
    about: str
    earlier: Decision
    later: Decision


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
    """
    with transaction(connection):
        full = [full_id(connection, each) for each in ids]
        families = {each.partition("-")[0] for each in full}
        members = sorted({member for each in full for member in _members(connection, each)})
        family = members[0].partition("-")[0] if members else ""
        if not by.strip():
            raise BadDecision("nobody is named who decides", hint="Say who, with --by or COMMUNIQUE_REVIEWER.")
        if len({each.partition("-")[0] for each in members}) != 1 or family not in _TABLES:
            raise BadDecision(
                f"{verb} takes records of one family; got {', '.join(sorted(families)) or 'none'}",
                hint="Decide about events (or reports), statements, commitments (or threads), or actors by themselves.",
            )
        if verb not in VERBS or (verb == "undo"):
            raise BadDecision(f"{verb} is nothing that can be decided", hint=f"It is one of {', '.join(VERBS)}.")
        if verb in {"merge", "split"} and family not in {"report", "commitment"}:
            raise BadDecision(f"a {family} can't be {verb}d", hint="Events and threads can.")
        if verb == "merge" and len(members) < 2:  # noqa: PLR2004  # one record is one already
            raise BadDecision("a single record can't be merged", hint="Name two events or more.")
        if verb == "edit":
            value = checked(connection, family, members, field or "", value)
        made = _made(at, by, verb, family, tuple(members), field, value, note)
        _keep(connection, made)
        _apply(connection, made)
    return made


def undo(connection: sqlite3.Connection, decision: str, by: str, at: datetime.datetime | None = None) -> Decision:
    """Take a decision back; its records become what the reader and the other decisions make of them.

    Raises:
        BadDecision: there is no such decision, or it was taken back before.
    """
    with transaction(connection):
        row = connection.execute("SELECT * FROM decisions WHERE id = ?", (decision,)).fetchone()
        if row is None:
            raise BadDecision(f"there is no decision {decision}", hint="`communique decisions` lists them.")
        if connection.execute("SELECT 1 FROM decisions WHERE undoes = ?", (decision,)).fetchone():
            raise BadDecision(f"{decision} was undone before", hint="Decide anew instead.")
        before = _read(row)
        made = _made(at, by, "undo", before.family, before.targets, undoes=decision)
        _keep(connection, made)
        _restore(connection, before)
    return made


def decisions(connection: sqlite3.Connection) -> Iterator[Decision]:
    """Yield all decisions, the earliest first."""
    for row in connection.execute("SELECT * FROM decisions ORDER BY at, id"):
        yield _read(row)


def unanchored(connection: sqlite3.Connection) -> list[Decision]:
    """Return decisions none of whose records is in the ledger any more; they hold again if the record comes back."""
    found = []
    for each in decisions(connection):
        table = _TABLES[each.family]
        query = f"SELECT 1 FROM {table} WHERE id IN ({marks(each.targets)}) LIMIT 1"
        if connection.execute(query, each.targets).fetchone() is None:
            found.append(each)
    return found


def conflicts(connection: sqlite3.Connection) -> list[Conflict]:
    """Return where two people decided differently about the same thing of one record."""
    last: dict[tuple[str, str], Decision] = {}
    found: list[Conflict] = []
    for each in _active(decisions(connection)):
        if each.verb not in {"accept", "reject", "edit"}:
            continue
        about = each.field if each.verb == "edit" and each.field else "verdict"
        said = each.value if each.verb == "edit" else each.verb
        for target in each.targets:
            before = last.get((target, about))
            if before and before.by != each.by and said != (before.value if before.verb == "edit" else before.verb):
                found.append(Conflict(target, about, before, each))
            last[target, about] = each
    return found


def import_decisions(connection: sqlite3.Connection, lines: Iterable[str]) -> tuple[int, int]:
    """Take over the decisions of JSON lines; return how many were new, and how many were known.

    All of them are taken over, or none. What they change comes out the same in whatever order files are imported.

    Raises:
        BadLine: a line is no decision; nothing is taken over.
    """
    fresh = known = 0
    with transaction(connection):
        made = [_parsed(number, line) for number, line in enumerate(lines, 1) if line.strip()]
        for each in sorted(made, key=lambda one: (one.verb == "undo", one.at, one.id)):
            if connection.execute("SELECT 1 FROM decisions WHERE id = ?", (each.id,)).fetchone():
                known += 1
            else:
                _keep(connection, each)
                fresh += 1
        for each in made:
            _restore(connection, each)
    return fresh, known


def replay(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Apply the decisions on records that were just written anew; merges and splits are the linker's."""
    wanted = list(ids)
    numbers: set[int] = set()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        query = f"SELECT decision FROM decision_targets WHERE target IN ({marks(part)})"
        numbers |= {row[0] for row in connection.execute(query, part)}
    rows = [connection.execute("SELECT * FROM decisions WHERE number = ?", (each,)).fetchone() for each in numbers]
    for each in _active(sorted(map(_read, rows), key=lambda one: (one.at, one.id)), connection):
        if each.verb not in {"merge", "split"}:
            _apply(connection, each)


def _active(found: Iterable[Decision], connection: sqlite3.Connection | None = None) -> Iterator[Decision]:
    """Yield the decisions that weren't taken back."""
    held = list(found)
    undone = {each.undoes for each in held if each.undoes}
    if connection is not None:
        undone |= {row[0] for row in connection.execute("SELECT undoes FROM decisions WHERE undoes IS NOT NULL")}
    return (each for each in held if each.id not in undone and each.verb != "undo")


def _members(connection: sqlite3.Connection, its_id: str) -> list[str]:
    query = _MEMBERS.get(its_id.partition("-")[0])
    return [row[0] for row in connection.execute(query, (its_id,))] if query else [its_id]


def _made(  # noqa: PLR0913, PLR0917  # what a decision consists of
    at: datetime.datetime | None,
    by: str,
    verb: str,
    family: str,
    targets: tuple[str, ...],
    field: str | None = None,
    value: Any = None,
    note: str | None = None,
    undoes: str | None = None,
) -> Decision:
    now = at or datetime.datetime.now(datetime.UTC)
    # To the millisecond, so that of two decisions of one minute's work the later is told.
    when = now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03}Z"
    said = to_json([when, by, verb, family, targets, field, value, note, undoes])
    its_id = f"decision-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
    return Decision(its_id, when, by, verb, family, targets, field, value, note, undoes)


def _keep(connection: sqlite3.Connection, made: Decision) -> None:
    cursor = connection.execute(
        "INSERT INTO decisions (id, at, by, verb, family, targets, field, value, note, undoes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(made.id, made.at, made.by, made.verb, made.family, to_json(made.targets), made.field),
            *(None if made.value is None else to_json(made.value), made.note, made.undoes),
        ),
    )
    connection.executemany(
        "INSERT INTO decision_targets (target, decision) VALUES (?, ?)",
        [(target, cursor.lastrowid) for target in made.targets],
    )


def _apply(connection: sqlite3.Connection, made: Decision) -> None:
    table = _TABLES[made.family]
    query = f"SELECT number FROM {table} WHERE id IN ({marks(made.targets)}) ORDER BY id"
    numbers = [row[0] for row in connection.execute(query, made.targets)]
    if not numbers:
        return
    if made.verb in _VERDICTS and made.family != "actor":
        connection.executemany(
            f"UPDATE {table} SET verdict = ? WHERE number = ?", [(_VERDICTS[made.verb], each) for each in numbers]
        )
        _refresh(connection, made.family, numbers)
    elif made.verb == "edit":
        for each in numbers:
            apply_edit(connection, made.family, each, str(made.field), made.value)
        _refresh(connection, made.family, numbers)
    elif made.verb == "merge":
        _merge(connection, made.family, numbers)
    elif made.verb == "split":
        _split(connection, made.family, numbers)


def _merge(connection: sqlite3.Connection, family: str, numbers: Sequence[int]) -> None:
    column, table = ("event", "reports") if family == "report" else ("thread", "commitments")
    into = connection.execute(f"SELECT {column} FROM {table} WHERE number = ?", (numbers[0],)).fetchone()[0]
    (move_reports if family == "report" else move_commitments)(connection, numbers, into)


def _split(connection: sqlite3.Connection, family: str, numbers: Sequence[int]) -> None:
    (move_reports if family == "report" else move_commitments)(connection, numbers, None)


def _refresh(connection: sqlite3.Connection, family: str, numbers: Sequence[int]) -> None:
    if family == "report":
        query = f"SELECT DISTINCT event FROM reports WHERE number IN ({marks(numbers)})"
        refresh_events(connection, [row[0] for row in connection.execute(query, numbers)])
    elif family == "commitment":
        query = f"SELECT DISTINCT thread FROM commitments WHERE number IN ({marks(numbers)})"
        refresh_threads(connection, [row[0] for row in connection.execute(query, numbers)])


def _restore(connection: sqlite3.Connection, made: Decision) -> None:
    """Write the articles of a decision's records anew, and what is decided about them."""
    from communique.ledger.rewriting import rewrite  # noqa: PLC0415  # it replays decisions itself

    table = _TABLES[made.family]
    if made.family == "actor":
        return
    query = f"SELECT DISTINCT article FROM {table} WHERE id IN ({marks(made.targets)})"
    for row in connection.execute(query, made.targets).fetchall():
        rewrite(connection, row[0])


def _read(row: sqlite3.Row) -> Decision:
    return Decision(
        id=row["id"],
        at=row["at"],
        by=row["by"],
        verb=row["verb"],
        family=row["family"],
        targets=tuple(json.loads(row["targets"])),
        field=row["field"],
        value=None if row["value"] is None else json.loads(row["value"]),
        note=row["note"],
        undoes=row["undoes"],
    )


def _parsed(number: int, line: str) -> Decision:
    hint = "Import what `communique decisions export` wrote."
    try:
        raw: Mapping[str, Any] = json.loads(line)
        made = Decision(**{**raw, "targets": tuple(map(str, raw["targets"]))})
    except (ValueError, KeyError, TypeError) as error:
        raise BadLine(f"it is no decision ({error})", line=number, hint=hint) from error
    said = to_json(
        [made.at, made.by, made.verb, made.family, made.targets, made.field, made.value, made.note, made.undoes]
    )
    if made.id != f"decision-{hashlib.sha256(said.encode()).hexdigest()[:16]}" or made.family not in _TABLES:
        raise BadLine("the decision isn't what its id says; it was changed", line=number, hint=hint)
    return made
