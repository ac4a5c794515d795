"""Decisions from ledger to ledger as JSON lines, and what two people decided differently.

In: lines that `communique decisions export` wrote. Out: the decisions in this ledger, each once; where two are at odds
the later one holds, unless somebody is preferred. In whatever order files are imported, the ledger becomes the same.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from communique.errors import BadDecision, BadLine
from communique.ledger.decided.cast import Known
from communique.ledger.decided.decisions import (
    TABLES,
    VERBS,
    VERDICTS,
    Decision,
    every,
    holding,
    holds,
    keep,
    made,
    moment_after,
    one,
)
from communique.ledger.decided.edits import parsed
from communique.ledger.file.database import transaction
from communique.ledger.stored.settling import settle

_HINT = "Import what `communique decisions export` wrote."
_KEYS = frozenset(("id", "at", "by", "verb", "family", "targets"))
"""What each line has; the others may be missing."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_ID = re.compile(r"(?:(report|statement|commitment|actor)-)?[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people decided differently about one thing of one record; the later decision holds.

    `about` is `verdict`, the field of an edit, or `one with` another record's id.
    """

    target: str
    about: str
    earlier: Decision
    later: Decision

    def to_json(self) -> dict[str, Any]:
        """Return the conflict as JSON's object."""
        return {
            "target": self.target,
            "about": self.about,
            "earlier": self.earlier.to_json(),
            "later": self.later.to_json(),
        }


def conflicts(connection: sqlite3.Connection) -> list[Conflict]:
    """Return where the latest decisions of two people about the same thing of one record are at odds."""
    last: dict[tuple[str, str], dict[str, tuple[Any, Decision]]] = {}
    for each in holding(connection, every(connection)):
        for target, about, said in _says(each):
            last.setdefault((target, about), {})[each.by] = (said, each)
    found: list[Conflict] = []
    for (target, about), people in sorted(last.items()):
        ordered = sorted(people.values(), key=lambda pair: pair[1].order)
        said, later = ordered[-1]
        found.extend(Conflict(target, about, earlier, later) for other, earlier in ordered[:-1] if other != said)
    return found


def _says(each: Decision) -> list[tuple[str, str, Any]]:
    """Return what a decision says: about which record, what of it, and what that is."""
    if each.verb in VERDICTS:
        return [(target, "verdict", each.verb) for target in each.targets]
    if each.verb == "edit":
        return [(target, str(each.field), each.value) for target in each.targets]
    if each.verb == "merge":
        pairs = [(one_, two) for at, one_ in enumerate(each.targets) for two in each.targets[at + 1 :]]
    elif each.verb == "split":
        rest = each.value or None
        pairs = [(one_, two) for at, one_ in enumerate(each.targets) for two in (rest or each.targets[at + 1 :])]
    else:
        return []
    return [(min(pair), f"one with {max(pair)}", each.verb) for pair in pairs]


def import_decisions(
    connection: sqlite3.Connection, lines: Iterable[str], *, prefer: str | None = None, by: str | None = None
) -> tuple[int, int]:
    """Take over the decisions of JSON lines; return how many were new, and how many were known.

    All of them are taken over, or none.

    Args:
        connection: a ledger open for writing.
        lines: decisions; empty lines are passed over.
        prefer: whose decisions hold where somebody else decided otherwise later: they are made once more, by `by`.
        by: who imports; `prefer` needs it.

    Raises:
        BadLine: a line is no decision; nothing is taken over.
        BadDecision: nobody decided who is called as `prefer` says.
    """
    read = [_parsed(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    with transaction(connection):
        # An undo may come before what it undoes.
        connection.execute("PRAGMA defer_foreign_keys = ON")
        fresh: dict[str, tuple[int, Decision]] = {}
        for number, each in read:
            if each.id not in fresh and one(connection, each.id) is None:
                fresh[each.id] = (number, each)
        roots = {root.id: root for number, each in fresh.values() for root in [_root(connection, number, each, fresh)]}
        held = {its_id: one(connection, its_id) is not None and holds(connection, its_id) for its_id in roots}
        for _, each in fresh.values():
            keep(connection, each)
        now = {its_id: holds(connection, its_id) for its_id in roots}
        ordered = sorted(roots.values(), key=lambda each: each.order)
        settle(
            connection,
            [each for each in ordered if now[each.id] and not held[each.id]],
            [each for each in ordered if held[each.id] and not now[each.id]],
        )
        if prefer:
            _prefer(connection, prefer, by or "")
    return len(fresh), len(read) - len(fresh)


def _root(
    connection: sqlite3.Connection, number: int, each: Decision, fresh: dict[str, tuple[int, Decision]]
) -> Decision:
    """Return what a decision takes back or restores in the end, or itself.

    Raises:
        BadLine: it takes back what neither the lines nor the ledger have.
    """
    while each.undoes:
        found = fresh[each.undoes][1] if each.undoes in fresh else one(connection, each.undoes)
        if found is None:
            raise BadLine(
                f"it undoes {each.undoes}, which is neither here nor in the ledger",
                line=number,
                hint="Import the whole of what `communique decisions export` wrote.",
            )
        each = found
    return each


def _prefer(connection: sqlite3.Connection, name: str, by: str) -> None:
    """Decide once more, later, as somebody decided whom others contradicted later."""
    if not by.strip():
        raise BadDecision("nobody is named who prefers", hint="Say who, with --by or COMMUNIQUE_REVIEWER.")
    if not any(each.by == name for each in every(connection)):
        raise BadDecision(f"nobody called {name} decided anything", hint="`communique decisions` tells who did.")
    again: dict[str, Decision] = {}
    for conflict in conflicts(connection):
        if conflict.earlier.by == name:
            again[conflict.earlier.id] = conflict.earlier
    for each in sorted(again.values(), key=lambda earlier: earlier.order):
        decision = made(
            at=moment_after(connection, [*each.targets, *_rest(each)], None),
            by=by.strip(),
            verb=each.verb,
            family=each.family,
            targets=each.targets,
            field=each.field,
            value=each.value,
            note=f"as {name} decided ({each.id})",
        )
        keep(connection, decision)
        settle(connection, [decision])


def _rest(each: Decision) -> Sequence[str]:
    return each.value or () if each.verb == "split" else ()


def _parsed(number: int, line: str) -> tuple[int, Decision]:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("it is no JSON", line=number, hint=_HINT) from error
    if not isinstance(raw, dict) or (lacking := _KEYS - raw.keys()):
        told = f", it lacks {', '.join(sorted(lacking))}" if isinstance(raw, dict) else ""
        raise BadLine(f"it is no decision{told}", line=number, hint=_HINT)
    try:
        given = Decision(**{**raw, "targets": tuple(raw["targets"])})
        again = made(
            at=given.at,
            by=given.by,
            verb=given.verb,
            family=given.family,
            targets=given.targets,
            field=given.field,
            value=given.value,
            note=given.note,
            undoes=given.undoes,
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadLine(f"it is no decision ({error})", line=number, hint=_HINT) from error
    if again.id != given.id:
        raise BadLine("the decision isn't what its id says; it was changed", line=number, hint=_HINT)
    try:
        _refuse_malformed(given)
    except (BadDecision, ValueError, TypeError, AttributeError) as error:
        raise BadLine(f"the decision can't be taken over ({error})", line=number, hint=_HINT) from error
    return number, given


def _refuse_malformed(each: Decision) -> None:
    """Refuse a decision whose parts aren't those of its verb.

    Raises:
        BadDecision, ValueError: it isn't well-formed.
    """
    texts = (each.at, each.by, each.verb, each.family, *each.targets)
    optional = (each.field, each.note, each.undoes)
    if not all(isinstance(text, str) for text in texts) or not all(
        text is None or isinstance(text, str) for text in optional
    ):
        raise ValueError("a text is missing")
    if not _MOMENT.fullmatch(each.at) or not each.by.strip() or each.verb not in VERBS or each.family not in TABLES:
        raise ValueError("time, name, verb or family is missing")
    datetime.fromisoformat(each.at)
    families = {found[1] or "article" for target in each.targets if (found := _ID.fullmatch(target))}
    if families != {each.family} or not all(_ID.fullmatch(target) for target in each.targets):
        raise ValueError(f"its records aren't of the family {each.family}")
    if (each.verb == "undo") != (each.undoes is not None) or each.undoes == "":
        raise ValueError("only an undo undoes, and it says what")
    if each.verb == "edit":
        parsed(each.family, str(each.field), each.value)
    elif each.verb == "merge":
        known = [Known.from_json(raw).id if each.family == "actor" else raw for raw in each.value]
        flat = known if each.family == "actor" else [its_id for group in known for its_id in group]
        if sorted(flat) != sorted(each.targets):
            raise ValueError("what it merges isn't what it is about")
    elif each.verb == "split" and not all(_ID.fullmatch(its_id) for its_id in each.value):
        raise ValueError("what it splits from are no ids")
    elif each.family == "article" and each.verb not in {"split", "undo"}:
        raise ValueError("of articles only links are undone")
