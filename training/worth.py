"""What each part of the data is worth, as `training.ablation` measured it: the runs, and their rows in `worth.csv`.

In: the row of a run. Out: the rows, and a table of them for the model card. Nothing here needs torch.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PATH: Final = Path(__file__).with_suffix(".csv")


@dataclass(frozen=True, slots=True)
class Variant:
    """A run: the part of the corpus that it sees, and the data sets that it doesn't."""

    name: str
    part: float = 1.0
    without: tuple[str, ...] = ()


VARIANTS: Final = (
    Variant("a quarter of the corpus", 0.25),
    Variant("half of it", 0.5),
    Variant("all of it"),
    Variant("a quarter, without names exchanged", 0.25, ("renamed", "real_renamed")),
    Variant("a quarter, without open texts", 0.25, ("real", "real_renamed")),
    Variant("a quarter, without GUM", 0.25, ("gum",)),
    Variant("a quarter, without re3d", 0.25, ("re3d",)),
    Variant("a quarter, without PropBank", 0.25, ("propbank",)),
    Variant("a quarter, without factuality", 0.25, ("factuality",)),
    Variant("a quarter, without PLOVER's gold records", 0.25, ("gsr",)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What a run reached: windows trained on an epoch, and figures by "set: family"."""

    name: str
    windows: int
    figures: Mapping[str, float]


def read(path: Path = PATH) -> list[Row]:
    """Return the rows that were measured, in the order of the runs; none where no file is."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [dict(row) for row in csv.DictReader(file)]
    found = [Row(row.pop("run"), int(row.pop("windows")), {name: float(row[name]) for name in row}) for row in rows]
    order = [each.name for each in VARIANTS]
    return sorted((row for row in found if row.name in order), key=lambda row: order.index(row.name))


def keep(row: Row, path: Path = PATH) -> None:
    """Write a row beside the others, or in the place of the one of its name."""
    kept = {each.name: each for each in read(path)} | {row.name: row}
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["run", "windows", *row.figures])
        rows.writerows([each.name, each.windows, *each.figures.values()] for each in kept.values())


def table(rows: Sequence[Row]) -> str:
    """Return rows, at least one, as a table of Markdown."""
    columns = ["run", "windows", *rows[0].figures]
    lines = [
        [each.name, f"{each.windows:,}", *(f"{each.figures[name]:.3f}" for name in rows[0].figures)] for each in rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (columns, ["---"] * len(columns), *lines))
