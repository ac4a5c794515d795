"""What was new in each version of the weights and what it reached when it was made: a line each, in `versions.csv`.

In: the line of a new version and what was measured of it. Out: the lines, and a table of them for the model card. The
figures are F1 of the int8 graph on what was held out then, with the code of then; `training.curve` measures all
versions on the same passages.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

PATH: Final = Path(__file__).with_suffix(".csv")
FIGURES: Final = {
    "statements": "statements_f1",
    "events": "events_f1",
    "roles": "roles_f1",
    "commitments": "commitments_f1",
}
"""Column to figure of `training.evaluate`."""
LONGEST: Final = 200
"""Most characters of what is told of a version."""
_SHOWN: Final = 3
"""Decimals of a figure."""


@dataclass(frozen=True, slots=True)
class Line:
    """A version: what was new, how many passages were held out then, and its figures by the names of `FIGURES`."""

    version: str
    new: str
    passages: int
    figures: Mapping[str, float]

    @classmethod
    def measured(cls, version: str, new: str, figures: Mapping[str, Any]) -> Line:
        """Return the line of a version of which `training.evaluate` gave these figures."""
        found = {name: round(figures[figure], _SHOWN) for name, figure in FIGURES.items()}
        return cls(version, new, figures["passages"], found)


def read() -> list[Line]:
    """Return the lines of all versions, the oldest first."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return [
            Line(row["version"], row["new"], int(row["passages"]), {name: float(row[name]) for name in FIGURES})
            for row in csv.DictReader(file)
        ]


def keep(line: Line) -> None:
    """Write a version's line behind the others, or in its own place if it is there."""
    kept = {each.version: each for each in read()} | {line.version: line}
    with PATH.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["version", "new", "passages", *FIGURES])
        rows.writerows([each.version, each.new, each.passages, *each.figures.values()] for each in kept.values())


def table(lines: Iterable[Line]) -> str:
    """Return versions as a table of Markdown."""
    columns = ["version", "what was new", "held out", *FIGURES]
    rows = [
        [each.version, each.new, str(each.passages), *(f"{each.figures[name]:.{_SHOWN}f}" for name in FIGURES)]
        for each in lines
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows))


def one_line(_: click.Context, __: click.Parameter, new: str | None) -> str | None:
    """Return what an option tells of a version, if it is one line that isn't too long for the card."""
    if new is not None and (len(new) > LONGEST or "\n" in new or "|" in new):
        raise click.BadParameter(f"give one line of at most {LONGEST} characters, without a bar")
    return new
