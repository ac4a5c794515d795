"""Which predicates the corpus has for each type, mode, act and stage, and which it lacks.

A *predicate* is the dictionary form of a trigger or cue (simplemma), with the particle after a verb ("called for",
"broke off"). A *frame* is the surroundings in which it stands: its form, the function word before it and the one after
it. A predicate is well covered in `FRAMES` frames, a type with `WANTED` predicates.

The checklist of what is missing is CAMEO's dictionary of verbs with their codes, turned into PLOVER's types by the
Open Event Data Alliance's table; it is read where the open data are, and is no part of the corpus.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

import simplemma

from communique.text import words
from communique.vocabulary import MODES, Act, EventType, Stage
from training.corpus.counts import Table
from training.corpus.notes import Extent, Passage

WANTED: Final = 120
"""Predicates that a type should have."""
FRAMES: Final = 3
"""Different surroundings in which each should stand."""
PARTICLES: Final = frozenset("ahead apart aside away back down for off out over through up".split())  # noqa: SIM905 - read more easily so
"""What makes another predicate of a verb; "on", "in" and the like rather begin what follows ("said on Monday")."""
FUNCTION: Final = PARTICLES | frozenset(
    """
    about across against along around as at by from in into of on to together under upon with a an the and or but that
    it its he she they their his her has have had was were is are be been being will would may might could should must
    not no never did does do if than who which after before between during
    """.split()  # noqa: SIM905 - read more easily so
)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """Return a word's dictionary form, in small letters."""
    return str(simplemma.lemmatize(word.lower(), lang="en")).lower()


@dataclass(slots=True)
class Predicates:
    """The predicates of one label, each with its frames."""

    frames: defaultdict[str, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))
    uses: Counter[str] = field(default_factory=Counter)

    def add(self, predicate: str, frame: tuple[str, str, str]) -> None:
        """Count a use."""
        self.frames[predicate].add(frame)
        self.uses[predicate] += 1

    @property
    def well(self) -> int:
        """Number of predicates in enough frames."""
        return sum(len(each) >= FRAMES for each in self.frames.values())


Collected = dict[str, dict[str, Predicates]]
"""Predicates by kind of label ("type", "mode", "act", "stage") and label."""


def collect(passages: Iterable[Passage]) -> Collected:
    """Return the predicates of passages."""
    found: Collected = {kind: defaultdict(Predicates) for kind in ("type", "mode", "act", "stage")}
    for passage in passages:
        cut = words(passage.text)
        starts = {start: at for at, (start, _) in enumerate(cut)}
        for kind, label, extent in _labelled(passage):
            at = starts.get(extent[0])
            if at is not None:
                found[kind][label].add(*_predicate(passage.text, cut, at))
    return found


def _labelled(passage: Passage) -> Iterator[tuple[str, str, Extent]]:
    triggers = {event.id: event.trigger for event in passage.events}
    for event in passage.events:
        for extent in (event.trigger, *event.mentions):
            yield "type", event.type, extent
            if event.mode:
                yield "mode", f"{event.type}:{event.mode}", extent
    for statement in passage.statements:
        yield "act", statement.act, statement.cue
    for commitment in passage.commitments:
        if commitment.event in triggers:
            yield "stage", commitment.stage, triggers[commitment.event]


def _predicate(text: str, cut: Sequence[Extent], at: int) -> tuple[str, tuple[str, str, str]]:
    form = text[slice(*cut[at])].lower()
    after = text[slice(*cut[at + 1])].lower() if at + 1 < len(cut) else ""
    before = text[slice(*cut[at - 1])].lower() if at else ""
    base = lemma(form)
    predicate = f"{base} {after}" if base != form and after in PARTICLES else base
    return predicate, (form, before if before in FUNCTION else "-", after if after in FUNCTION else "-")


def tables(found: Collected) -> list[Table]:
    """Return the tables of predicates: how many a label has, how many of them in enough frames, the commonest."""
    known = {
        "type": [str(each) for each in EventType],
        "mode": [f"{kind}:{mode}" for kind, modes in MODES.items() for mode in modes],
        "act": [str(each) for each in Act],
        "stage": [str(each) for each in Stage],
    }
    return [
        Table(
            (kind, "predicates", f"in {FRAMES} frames", "commonest"),
            tuple(
                (
                    label,
                    str(len(found[kind][label].uses)),
                    str(found[kind][label].well),
                    ", ".join(name for name, _ in found[kind][label].uses.most_common(8)),
                )
                for label in labels
            ),
        )
        for kind, labels in known.items()
    ]


CODE = re.compile(r"\[(\d{2,4})(?::\d{2,4})?\]")
CODE_OF = re.compile(r"^(\d{2,4}):\s*([A-Z]+)", re.MULTILINE)


def checklist(folder: Path) -> dict[str, set[str]]:
    """Return the verbs of CAMEO's dictionary by PLOVER type, from the folder with its two files.

    A verb has a code of its own or one for a pattern of it; of a block's verbs only the first is taken.
    """
    types = dict(CODE_OF.findall((folder / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8", errors="replace")))
    found: dict[str, set[str]] = defaultdict(set)
    verb = ""
    for line in (folder / "CAMEO.2.0.txt").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("---"):
            verb = line.strip("- ").split()[0].lower()
        if not verb or line.startswith("#"):
            continue
        code = CODE.search(line)
        if code:
            kind = types.get(code[1]) or types.get(code[1][:2])
            if kind in set(EventType):
                found[kind].add(verb.replace("_", " "))
    return dict(found)


def missing(found: Collected, wanted: dict[str, set[str]]) -> Table:
    """Return the checklist's verbs that no trigger of their type has."""
    have = {kind: {lemma(name.split()[0]) for name in each.uses} for kind, each in found["type"].items()}
    rows = (
        (kind, ", ".join(sorted(verb for verb in verbs if lemma(verb.split()[0]) not in have.get(kind, set()))))
        for kind, verbs in sorted(wanted.items())
    )
    return Table(("type", "verbs of the checklist without a passage"), tuple(rows))
