"""The log of what people decided about records: accept, reject, edit, merge, split, note, undo.

In: ids of records, a verb, who decides. Out: rows of `decisions`, which are never changed nor taken out. A decision
about an event is kept with the ids of its reports, one about a thread with those of its commitments, so that it holds
whatever the linker makes of them later. Its own id comes from what it says, so that the same decision from two files is
one. `ledger.deciding` makes decisions, `ledger.settling` brings records to them.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from communique.ledger.file.database import to_json
from communique.ledger.quoted import marks

VERBS: Final = ("accept", "reject", "edit", "merge", "split", "note", "undo")
TABLES: Final = {
    "report": "reports",
    "statement": "statements",
    "commitment": "commitments",
    "actor": "actors",
    "article": "articles",
}
"""The tables of the families that decisions are about."""
VERDICTS: Final = {"accept": "accepted", "reject": "rejected"}
_PART: Final = 500
"""Ids in one query; SQLite takes no more than some thousands."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        id: made from all that follows.
        at: when, UTC, to the millisecond: `2024-01-18T09:30:00.000Z`.
        by: who decided.
        verb: one of `VERBS`.
        family: `report`, `statement`, `commitment` or `actor`; of a link between two articles that was undone
            `article`.
        targets: ids of records of the family; for a merge of actors the first is the one that they all are.
        field: what an edit changes.
        value: what it becomes, in JSON's types; of a merge the groups that there were before it; of a split the records
            that the targets are split from (empty: each of the targets is by itself); of a merge of actors what is
            known of them.
        note: why.
        undoes: the id of the decision that this one takes back.
    """

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

    @property
    def order(self) -> tuple[str, str]:
        """The later decision has the greater."""
        return self.at, self.id


def made(  # noqa: PLR0913  # what a decision consists of
    *,
    at: str,
    by: str,
    verb: str,
    family: str,
    targets: Sequence[str],
    field: str | None = None,
    value: Any = None,
    note: str | None = None,
    undoes: str | None = None,
) -> Decision:
    """Return a decision with its id."""
    said = to_json([at, by, verb, family, list(targets), field, value, note, undoes])
    its_id = f"decision-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
    return Decision(its_id, at, by, verb, family, tuple(targets), field, value, note, undoes)


def moment_after(connection: sqlite3.Connection, targets: Iterable[str], now: datetime.datetime | None) -> str:
    """Return the time of a new decision about records: now, but later than every other one about them.

    A colleague's clock may be ahead of ours; what we decide knowing what he decided is later all the same.
    """
    given = (now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC)
    last = max((each.at for each in about(connection, targets)), default="")
    if last and last >= _told(given):
        given = datetime.datetime.fromisoformat(last) + datetime.timedelta(milliseconds=1)
    return _told(given)


def _told(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def keep(connection: sqlite3.Connection, each: Decision) -> None:
    """Write a decision down; what it changes is `ledger.settling`'s."""
    cursor = connection.execute(
        "INSERT INTO decisions (id, at, by, verb, family, targets, field, value, note, undoes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(each.id, each.at, each.by, each.verb, each.family, to_json(each.targets), each.field),
            *(None if each.value is None else to_json(each.value), each.note, each.undoes),
        ),
    )
    # Whoever looks at what records were split from finds the split as well.
    rest = each.value if each.verb == "split" and isinstance(each.value, list) else []
    connection.executemany(
        "INSERT INTO decision_targets (target, decision) VALUES (?, ?)",
        [(target, cursor.lastrowid) for target in dict.fromkeys((*each.targets, *rest))],
    )


def every(connection: sqlite3.Connection) -> Iterator[Decision]:
    """Yield all decisions, the earliest first."""
    for row in connection.execute("SELECT * FROM decisions ORDER BY at, id"):
        yield _read(row)


def latest(connection: sqlite3.Connection, by: str) -> Iterator[Decision]:
    """Yield somebody's decisions that hold, the one that was kept last first; an undo itself isn't among them."""
    for row in connection.execute("SELECT * FROM decisions WHERE by = ? ORDER BY number DESC", (by,)):
        if row["verb"] != "undo" and holds(connection, row["id"]):
            yield _read(row)


def one(connection: sqlite3.Connection, its_id: str) -> Decision | None:
    """Return the decision with an id, or None."""
    row = connection.execute("SELECT * FROM decisions WHERE id = ?", (its_id,)).fetchone()
    return None if row is None else _read(row)


def about(connection: sqlite3.Connection, ids: Iterable[str]) -> list[Decision]:
    """Return the decisions about records, those taken back too, the earliest first."""
    wanted = list(dict.fromkeys(ids))
    numbers: set[int] = set()
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        query = f"SELECT decision FROM decision_targets WHERE target IN ({marks(part)})"  # marks only
        numbers |= {row[0] for row in connection.execute(query, part)}
    rows = (connection.execute("SELECT * FROM decisions WHERE number = ?", (each,)).fetchone() for each in numbers)
    return sorted(map(_read, rows), key=lambda each: each.order)


def holds(connection: sqlite3.Connection, its_id: str) -> bool:
    """Return whether a decision holds: it was not taken back, or that was taken back in its turn."""
    query = "SELECT id FROM decisions WHERE undoes = ?"
    return not any(holds(connection, row[0]) for row in connection.execute(query, (its_id,)).fetchall())


def holding(connection: sqlite3.Connection, found: Iterable[Decision]) -> list[Decision]:
    """Return those of some decisions that hold; an undo itself isn't among them."""
    return [each for each in found if each.verb != "undo" and holds(connection, each.id)]


def present(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> dict[str, int]:
    """Return the numbers of the records that the ledger has, by their ids, in the order of the ids given."""
    query = f"SELECT number FROM {TABLES[family]} WHERE id = ?"  # a name of ours
    if family == "actor":
        query = "SELECT number FROM actors WHERE id = ?1 UNION ALL SELECT actor FROM actor_aliases WHERE id = ?1"
    rows = ((each, connection.execute(query, (each,)).fetchone()) for each in ids)
    return {each: int(row[0]) for each, row in rows if row is not None}


def family_of(its_id: str) -> str:
    """Return the family of a record by its id; articles' ids name none."""
    family, dash, _ = its_id.partition("-")
    return family if dash else "article"


def unanchored(connection: sqlite3.Connection) -> list[Decision]:
    """Return the decisions that hold, but none of whose records is in the ledger; they act again if one comes back."""
    return [
        each for each in holding(connection, every(connection)) if not present(connection, each.family, each.targets)
    ]


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
