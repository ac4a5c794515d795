"""What was decided against the annotation, carried out on the files of the corpus.

An edit is kept where the passage is as valid afterwards as it was before (`training.corpus.validate`); the others are
left to be made by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from training.adjudication.differences import Edit
from training.corpus.format import FormatError, blocks, parse
from training.corpus.validate import problems_of

_ORDER: Final = ("actor", "place", "date", "money", "item", "statement", "event", "commitment")
"""Kinds of record lines, as they stand in a passage."""
_WORDS: Final = {"statement": 4, "event": 4, "commitment": 5}
"""Bare words at the beginning of a record line."""
_REFERENCES: Final = ("told", "within", "event")


def carry_out(folder: Path, wanted: Mapping[str, Sequence[Sequence[Edit]]]) -> tuple[int, list[tuple[str, Edit]]]:
    """Make the edits that are wanted of passages, by id, each one a group; return how many were made, and those not."""
    made, left = 0, []
    for path in sorted(folder.glob("*.txt")):
        before = after = path.read_text(encoding="utf-8")
        for block in blocks(path):
            ident = block.split("\n", 1)[0].removeprefix("== ").strip()
            groups = wanted.get(ident)
            if groups is None:
                continue
            edited, undone = edited_block(block, groups)
            made += len(groups) - len(undone)
            left += [(ident, each[0]) for each in undone if each]
            after = after.replace(block, edited)
        if after != before:
            path.write_text(after, encoding="utf-8")
    return made, left


def edited_block(block: str, groups: Iterable[Sequence[Edit]]) -> tuple[str, list[Sequence[Edit]]]:
    """Return a passage's block with the groups of edits that leave it valid, and those that were not made."""
    body = block.rstrip("\n")
    head, _, records = body.partition("\n--\n")
    lines = [line.strip() for line in records.split("\n") if line.strip()]
    old = set(problems_of(parse(block)))
    undone: list[Sequence[Edit]] = []
    for group in groups:
        new: list[str] | None = lines if group else None
        for edit in group:
            new = new and _edited(new, edit)
        if new is None or not _is_valid(head, new, old):
            undone.append(group)
        else:
            lines = new
    return "\n".join([head, "--", *lines]) + block[len(body) :], undone


def _is_valid(head: str, lines: list[str], old: set[str]) -> bool:
    try:
        return not set(problems_of(parse("\n".join([head, "--", *lines])))) - old
    except FormatError:
        return False


def _edited(lines: list[str], edit: Edit) -> list[str] | None:
    """Return record lines after an edit, None where its record isn't there."""
    if edit.act == "put":
        return _with_none(_put([line for line in lines if line != "none"], edit.value))
    at = next((number for number, line in enumerate(lines) if line.startswith(f"{edit.record} ")), None)
    if at is None:
        return None
    if edit.act == "drop":
        ident = edit.record.split()[1]
        kept = [*lines[:at], *lines[at + 1 :]]
        gone = re.compile(rf" (?:{'|'.join(_REFERENCES)})={re.escape(ident)}(?= |$)")
        return _with_none([gone.sub("", line) for line in kept])
    return [*lines[:at], _changed(lines[at], edit), *lines[at + 1 :]]


def _changed(line: str, edit: Edit) -> str:
    if edit.act == "set":
        words = line.split(" ")
        words[int(edit.field)] = edit.value
        return " ".join(words)
    if edit.act == "span":
        return re.sub(rf" {edit.field}\[[^\]]*\]", lambda _: f" {edit.field}[{edit.value}]", line)
    there = re.search(rf" {edit.field}=(\S*)", line)
    ids = [each for each in there[1].split(",") if each and each != "-"] if there else []
    if edit.act == "pair":
        ids = edit.value.split(",") if edit.value else []
    elif edit.act == "add":
        ids = [*ids, edit.value]
    else:
        ids = [each for each in ids if each != edit.value]
    pair = f" {edit.field}={','.join(ids)}" if ids else ""
    if there:
        return line[: there.start()] + pair + line[there.end() :]
    words = line.split(" ")
    bare = _WORDS[words[0]]
    bare += sum("=" in each and "[" not in each for each in words[bare : bare + 2]) if edit.field == "recipient" else 0
    return " ".join(words[:bare]) + pair + "".join(f" {each}" for each in words[bare:])


def _put(lines: list[str], line: str) -> list[str]:
    """Return record lines with a new one behind those of its kind, under the next number of its kind."""
    kind = line.split(" ", 1)[0]
    numbers = [int(found[1]) for each in lines if (found := re.match(rf"{kind} {kind[0]}(\d+) ", each))]
    made = line.replace(" * ", f" {kind[0]}{max(numbers, default=0) + 1} ", 1)
    rank = _ORDER.index(kind)
    at = max((n + 1 for n, each in enumerate(lines) if _ORDER.index(each.split(" ", 1)[0]) <= rank), default=0)
    return [*lines[:at], made, *lines[at:]]


def _with_none(lines: list[str]) -> list[str]:
    """Return record lines with the line "none" where they hold no record."""
    return lines if any(line.startswith(tuple(_WORDS)) for line in lines) else [*lines, "none"]
