"""`python -m training.errors`: the worst confusions on the development sets, each with its sentences.

Reads the rows that `python -m training.score --rows build/rows` writes, and makes them first where they aren't there.
For events it counts (type wanted, type read), for statements the cues missed, for certainty (status read, factuality
wanted). The texts stay on this machine: some of the data may not be published.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table

from training import paths
from training.score import run_scorer

ROWS = paths.ROOT / "build" / "rows"
T = TypeVar("T")
Case = tuple[str, str]
"""A kind of error, and a sentence that shows it."""


def typed(row: dict[str, Any]) -> Iterator[Case]:
    """Yield what is wrong with the types of a sentence: PLV and the gold standard records."""
    gold = row["gold"] if isinstance(row["gold"], str) else row["gold"][0]
    read = [event[0] for event in row["events"]]
    answer = row.get("answer") or row.get("top1") or "nothing"
    if gold not in read:
        yield f"{gold} read as {answer}", row["text"]
    elif answer != gold:
        yield f"{gold} beside {answer}", row["text"]


def missed_cues(row: dict[str, Any]) -> Iterator[Case]:
    """Yield the cues of PolNeAR that no statement has."""
    for missed in row["missed"]:
        yield f"cue “{missed['cue']}”", f"{missed['source']} | {missed['cue']} | {missed['content']}"


def certainty(row: dict[str, Any]) -> Iterator[Case]:
    """Yield the events whose status doesn't fit the factuality (-3 to 3) that annotators gave."""
    if row["status"] is None:
        return
    wanted = "certain" if row["gold"] >= 2 else "denied" if row["gold"] <= -2 else "uncertain"  # noqa: PLR2004 - the scorer's
    fits = {"certain": {"actual", "historical"}, "denied": {"negated"}}
    right = fits.get(wanted, {"planned", "proposed", "possible", "hypothetical"})
    if row["status"] not in right:
        yield f"{row['status']} where it is {wanted}", f"“{row['word']}” in: {row['text']}"


def names(row: dict[str, Any]) -> Iterator[Case]:
    """Yield the names that no mention covers."""
    missed = row.get("missed")
    if missed:
        yield f"{missed['kind']} missed", missed["quote"]


READERS: dict[str, Callable[[dict[str, Any]], Iterator[Case]]] = {
    "events_gsr": typed,
    "events_plv": typed,
    "statements_polnear": missed_cues,
    "factuality_uw": certainty,
    "mentions_gum": names,
    "mentions_re3d": names,
}


def by_kind(cases: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Return the cases of each kind, the commonest kind first."""
    found: dict[str, list[T]] = defaultdict(list)
    for kind, case in cases:
        found[kind].append(case)
    return dict(sorted(found.items(), key=lambda each: -len(each[1])))


def confusions(
    rows: Iterable[dict[str, Any]], read: Callable[[dict[str, Any]], Iterator[Case]]
) -> dict[str, list[str]]:
    """Return the sentences of each kind of error, the commonest kind first."""
    return by_kind(case for row in rows for case in read(row))


@click.command()
@click.argument("names", nargs=-1, metavar=f"[{'|'.join(READERS)}]…")
@click.option("--kinds", default=12, show_default=True, help="Kinds of error shown for each set.")
@click.option("--sentences", "count", default=3, show_default=True, help="Sentences shown for each kind.")
@click.option("--fresh", is_flag=True, help="Measure anew, even where rows are there.")
def main(names: tuple[str, ...], kinds: int, count: int, *, fresh: bool) -> None:
    """Print the worst confusions on the development sets NAMES, or on all."""
    console = Console()
    unknown = [name for name in names if name not in READERS]
    if unknown:
        raise click.UsageError(f"{', '.join(unknown)}: not known here; the sets are {', '.join(READERS)}")
    for name in names or READERS:
        rows = _rows(name, fresh=fresh)
        if rows is None:
            console.print(f"{name}: its scorer or data isn't there")
            continue
        found = confusions(rows, READERS[name])
        table = Table("errors", name, title=f"{name}: {sum(map(len, found.values()))} errors", title_justify="left")
        for kind, texts in list(found.items())[:kinds]:
            table.add_row(str(len(texts)), f"[bold]{kind}[/bold]\n" + "\n".join(_safe(text) for text in texts[:count]))
        console.print(table)


def _rows(name: str, *, fresh: bool) -> list[dict[str, Any]] | None:
    path = ROWS / f"{name}.jsonl"
    if fresh or not path.exists():
        ROWS.mkdir(parents=True, exist_ok=True)
        if run_scorer(name, paths.gold_folder().resolve(), ROWS) is None:
            return None
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _safe(text: str) -> str:
    """Return a text that rich takes as it is, cut where it is very long."""
    longest = 400
    return (text if len(text) <= longest else text[:longest] + " …").replace("[", r"\[")


if __name__ == "__main__":
    main()
