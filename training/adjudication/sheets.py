"""Worksheets: what differs, passage by passage, as A and B, and the key that tells which of them is the annotation's.

The sides change by the name of the item, so that a sheet made again is the same. Some items are controls: an event that
annotation and reading agree on, beside nothing; who decides them otherwise is not to be trusted on the others.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from communique.records import Reading
from training.adjudication.differences import NOTHING, Difference, Differences, Edit
from training.corpus.notes import Extent, Passage
from training.corpus.spans import overlap

KEY: Final = "key.json"
PER_SHEET: Final = 40
CONTROLS: Final = 0.06
"""Share of the agreed events that are controls."""
BEFORE, BEHIND = 28, 22
"""Code points shown around the words of an item."""
_ANSWER: Final = re.compile(r"(\d+)\s*([AB=!])")
_LINE: Final = re.compile(r"([\w-]+):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a sheet: the difference, and the side, A or B, that is the annotation's."""

    difference: Difference
    side: str
    control: bool = False


def items_of(passage: Passage, reading: Reading, draw: random.Random) -> list[Item]:
    """Return the items of a passage in the order of its text; none where nothing differs."""
    found = list(Differences(passage, reading).all())
    if not found:
        return []
    doubtful = [each.at for each in found]
    controls = [
        Difference("event", note.trigger, f"{note.type} {note.status}", NOTHING.format("event"), ())
        for note in passage.events
        if not any(overlap(note.trigger, at) for at in doubtful) and draw.random() < CONTROLS
    ]
    return [
        Item(each, _side(f"{passage.id} {each.kind} {each.at} {each.annotated} {each.read}"), each in controls)
        for each in sorted([*found, *controls], key=lambda each: each.at)
    ]


def _side(name: str) -> str:
    return "AB"[sha256(name.encode()).digest()[0] % 2]


def write_sheets(folder: Path, read: Iterable[tuple[Passage, Reading]], seed: int = 0) -> int:
    """Write the sheets and the key of passages with their readings into a folder; return how many items there are."""
    draw = random.Random(seed)
    asked = [(passage, items) for passage, reading in read if (items := items_of(passage, reading, draw))]
    draw.shuffle(asked)
    return _write(folder, asked)


def write_again(
    folder: Path, passages: Mapping[str, Passage], wanted: Mapping[str, Item], controls: Container[str]
) -> int:
    """Write items by name once more, with the sides drawn anew; return how many there are."""
    asked: dict[str, list[Item]] = defaultdict(list)
    for name, item in sorted(wanted.items()):
        side = _side(f"again {name} {item.difference.annotated}")
        asked[name.split("/")[0]].append(Item(item.difference, side, name in controls))
    return _write(folder, [(passages[ident], sorted(items, key=_place)) for ident, items in asked.items()])


def _place(item: Item) -> Extent:
    return item.difference.at


def _write(folder: Path, asked: Sequence[tuple[Passage, list[Item]]]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    key: dict[str, Any] = {}
    for first in range(0, len(asked), PER_SHEET):
        some = asked[first : first + PER_SHEET]
        text = "\n".join(_sheet(passage, items) for passage, items in some)
        (folder / f"sheet-{first // PER_SHEET + 1:02}.txt").write_text(text, encoding="utf-8")
        key |= {
            f"{passage.id}/{number}": asdict(item) for passage, items in some for number, item in enumerate(items, 1)
        }
    (folder / KEY).write_text(json.dumps(key, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(key)


def _sheet(passage: Passage, items: Sequence[Item]) -> str:
    lines = [f"## {passage.id} (published {passage.meta.get('published', '-')})", passage.text]
    for number, item in enumerate(items, 1):
        difference = item.difference
        sides = (difference.annotated, difference.read)
        first, second = sides if item.side == "A" else sides[::-1]
        lines.append(
            f"{number} {difference.kind} at “{_shown(passage.text, difference.at)}”\n   A {first}\n   B {second}"
        )
    return "\n".join([*lines, ""])


def _shown(text: str, at: Extent) -> str:
    before, behind = text[max(0, at[0] - BEFORE) : at[0]], text[at[1] : at[1] + BEHIND]
    return f"{before}⟦{text[slice(*at)]}⟧{behind}".replace("\n", " / ")


def read_key(folder: Path) -> dict[str, Item]:
    """Return the items of a folder by passage and number: "sahel-004/2"."""
    key = json.loads((folder / KEY).read_text(encoding="utf-8"))
    return {name: _item(written) for name, written in key.items()}


def _item(written: Mapping[str, Any]) -> Item:
    told = written["difference"]
    edits = tuple(Edit(**each) for each in told["edits"])
    difference = Difference(told["kind"], tuple(told["at"]), told["annotated"], told["read"], edits)
    return Item(difference, written["side"], written["control"])


def read_answers(folder: Path) -> dict[str, str]:
    """Return the answers of a folder by passage and number: A, B, = (both can be defended) or ! (neither)."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.ans")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if answered := _LINE.fullmatch(line.strip()):
                found |= {f"{answered[1]}/{number}": answer for number, answer in _ANSWER.findall(answered[2])}
    return found
