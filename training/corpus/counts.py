"""What is in the corpus, counted: passages, sentences, records by their codes, countries.

`tables` makes the tables of some passages; `shown` gives them for a terminal, `markdown` for `corpus/README.md`, where
`written_into` puts them between the two lines of `MARKERS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE
from rich.table import Table as RichTable

from communique.knowledge.codebook import slots
from communique.text import sentences
from communique.vocabulary import MODES, Act, Category, EventType, Instrument, Stage, Status
from training.corpus.notes import Passage
from training.corpus.split import is_held_out

MARKERS: Final = ("<!-- counts: written by `python -m training.corpus counts --write` -->", "<!-- /counts -->")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures: its columns' names, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(passages: Sequence[Passage]) -> list[Table]:
    """Return all tables of some passages."""
    return [
        totals(passages),
        registers(passages),
        _by_code("act", "statements", Act, (note.act for each in passages for note in each.statements)),
        events(passages),
        modes(passages),
        _by_code("stage", "commitments", Stage, (note.stage for each in passages for note in each.commitments)),
        _by_code(
            "category", "commitments", Category, (note.category for each in passages for note in each.commitments)
        ),
        _by_code(
            "instrument", "commitments", Instrument, (note.instrument for each in passages for note in each.commitments)
        ),
        countries(passages),
    ]


def totals(passages: Sequence[Passage]) -> Table:
    """Return how much there is of everything."""
    figures = {
        "passages": len(passages),
        "held out": sum(map(is_held_out, passages)),
        "without records": sum(each.none for each in passages),
        "sentences": sum(len(sentences(each.text)) for each in passages),
        "actors": sum(len(each.actors) for each in passages),
        "statements": sum(len(each.statements) for each in passages),
        "events": sum(len(each.events) for each in passages),
        "commitments": sum(len(each.commitments) for each in passages),
        "countries of actors": len(_countries(passages).keys() - slots().keys()),
    }
    return Table(("all", "number"), tuple((name, str(count)) for name, count in figures.items()))


def registers(passages: Sequence[Passage]) -> Table:
    """Return the passages by register, and how many of them are held out."""
    every = Counter(each.meta["register"] for each in passages)
    held_out = Counter(each.meta["register"] for each in passages if is_held_out(each))
    rows = tuple((name, str(count), str(held_out[name])) for name, count in every.most_common())
    return Table(("register", "passages", "held out"), rows)


def events(passages: Sequence[Passage]) -> Table:
    """Return the events by type and status."""
    found = Counter((note.type, note.status) for each in passages for note in each.events)
    rows = []
    for kind in EventType:
        counts = [found[kind.value, status.value] for status in Status]
        rows.append((kind.value, *map(str, counts), str(sum(counts))))
    return Table(("type", *(status.value for status in Status), "events"), tuple(rows))


def modes(passages: Sequence[Passage]) -> Table:
    """Return the modes of each type that has any."""
    found = Counter((note.type, note.mode) for each in passages for note in each.events)
    rows = (
        (kind.value, ", ".join(f"{mode.value} {found[kind.value, mode.value]}" for mode in known))
        for kind, known in MODES.items()
        if known
    )
    return Table(("type", "modes"), tuple(rows))


def countries(passages: Sequence[Passage]) -> Table:
    """Return the countries (and slots for none) of actors, each with the number of passages that have it."""
    found = _countries(passages)
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return Table(("countries, with their passages",), ((", ".join(f"{code} {count}" for code, count in ordered),),))


def _countries(passages: Iterable[Passage]) -> Counter[str]:
    return Counter(code for each in passages for code in {actor.country for actor in each.actors} if code)


def _by_code(code: str, records: str, vocabulary: Iterable[str], used: Iterable[str]) -> Table:
    found = Counter(used)
    return Table((code, records), tuple((str(word), str(found[str(word)])) for word in vocabulary))


def shown(table: Table) -> RichTable:
    """Return a table as a terminal shows it; numbers stand to the right."""
    made = RichTable(box=SIMPLE, pad_edge=False)
    for at, name in enumerate(table.columns):
        numbers = all(row[at].isdigit() for row in table.rows)
        # Where the terminal is narrow, heads of columns are broken and no figure is cut.
        made.add_column(
            name, justify="right" if numbers else "left", no_wrap=at == 0 and len(table.columns) > 1, overflow="fold"
        )
    for row in table.rows:
        made.add_row(*row)
    return made


def markdown(table: Table) -> str:
    """Return a table in Markdown."""
    rule = ["---"] * len(table.columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in (table.columns, rule, *table.rows))


def written_into(readme: str, made: Iterable[Table]) -> str:
    """Return a README with the tables put between its markers.

    Raises:
        ValueError: the markers aren't there.
    """
    begin, end = MARKERS
    before, opened, rest = readme.partition(begin)
    _, closed, after = rest.partition(end)
    if not (opened and closed):
        raise ValueError(f"write the lines '{begin}' and '{end}' where the counts belong")
    return before + begin + "\n" + "\n\n".join(map(markdown, made)) + "\n" + end + after
