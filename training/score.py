"""`python -m training.score`: the scorers on the gold data, figures into `bench/figures.json`.

The scorers live beside the gold data, in `../score` of the folder that `COMMUNIQUE_GOLD` names. What isn't there is
said and left out; its last figures stay. The held-out corpus is always measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from communique.model import Model
from training import paths, reliability
from training.corpus.joined import articles
from training.corpus.notes import Passage
from training.corpus.split import is_held_out, is_kept_aside
from training.evaluate import evaluate

FIGURES = paths.ROOT / "bench" / "figures.json"
ASIDE = paths.ROOT / "build" / "re3d-aside"
BIN = Path(sys.executable).parent / "communique"

SCORERS: dict[str, tuple[str, ...]] = {
    "events_gsr": ("events_gsr.py",),
    "events_plv": ("events_plv.py",),
    "statements_polnear": ("statements_polnear.py", "--split", "dev"),
    "factuality_uw": ("factuality_uw.py", "--split", "dev"),
    "factuality_uds": ("factuality_uw.py", "--data", "{gold}/factuality-uds", "--split", "dev"),
    "mentions_gum": ("mentions.py", "--split", "dev"),
    "mentions_re3d": ("mentions.py", "--data", "{gold}/re3d", "--split", "dev"),
    "mentions_re3d_aside": ("mentions.py", "--data", "{aside}", "--split", "dev"),
    "maintext": ("maintext.py",),
    "maintext_150": ("maintext.py", "--limit", "150"),
    "money_kiel": ("money.py",),
    "amounts": ("amounts.py",),
    "dates": ("dates.py",),
    "dates_recognizers": ("dates.py", "--data", "{gold}/recognizers-en", "--split", "dates"),
    "places_lgl": ("places.py",),
    "places_lgl_150": ("places.py", "--limit", "150"),
    "places_geowebnews": ("places.py", "--data", "{gold}/places-geowebnews"),
    "actors_ngec": ("actors_ngec.py",),
    "crossdoc_ecbplus": ("crossdoc.py",),
    "crossdoc_meantime": ("crossdoc.py", "--data", "{gold}/meantime"),
}
"""Name of a measure to its scorer and options. The gate looks at the first 150 cases where all would take minutes."""


ANNOTATED: dict[str, Callable[[Path], list[Passage]]] = {
    "corpus": lambda _: paths.corpus(),
    "articles": lambda _: articles(paths.corpus()),
    "open_texts": paths.open_texts,
}
"""Name of a measure to our own annotations, whose held-out part it is measured on."""
RELIABILITY = "reliability"
"""Measure of the probabilities, `training.reliability`."""


def aside(gold: Path) -> None:
    """Write the documents of re3d that are not trained on to `ASIDE`, as a set of their own, where re3d is there."""
    source = gold / "re3d" / "dev.jsonl"
    if not source.exists():
        return
    lines = source.read_text(encoding="utf-8").splitlines()
    ASIDE.mkdir(parents=True, exist_ok=True)
    kept = [line for line in lines if is_kept_aside(json.loads(line)["ref"])]
    (ASIDE / "dev.jsonl").write_text("\n".join(kept) + "\n", encoding="utf-8")


def run_scorer(name: str, gold: Path, rows: Path | None = None) -> dict[str, Any] | None:
    """Return the figures of one scorer, None where it or its data isn't there."""
    script, *options = SCORERS[name]
    folder = gold.parent / "score"
    if not (folder / script).exists():
        return None
    if "{aside}" in options:
        aside(gold)
    given = (option.format(gold=gold, aside=ASIDE) for option in options)
    command = [sys.executable, str(folder / script), *given]
    command += ["--reader", str(BIN)]
    if rows:
        command += ["--rows", str(rows / f"{name}.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)  # noqa: S603 - a fixed command
    if done.returncode:
        click.echo(f"{name}: {done.stderr.strip().splitlines()[-1:]}", err=True)
        return None
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


@click.command()
@click.argument("names", nargs=-1)
@click.option("--gold", type=click.Path(path_type=Path), default=paths.gold_folder, help="Folder of the gold data.")
@click.option(
    "--rows", type=click.Path(path_type=Path, file_okay=False), help="Write a line per case here, to read errors."
)
@click.option("--keep/--no-keep", default=True, help="Write bench/figures.json.")
def main(names: tuple[str, ...], gold: Path, rows: Path | None, *, keep: bool) -> None:
    """Measure the shipped weights, on the measures NAMES or all."""
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    gold = gold.resolve()
    if rows:
        rows.mkdir(parents=True, exist_ok=True)
        rows = rows.resolve()
    for name in names or (*SCORERS, *ANNOTATED, RELIABILITY):
        if name == RELIABILITY:
            found: dict[str, Any] | None = reliability.figures(gold, Model.load())
        elif name in ANNOTATED:
            held_out = [each for each in ANNOTATED[name](gold) if is_held_out(each)]
            found = evaluate(held_out, Model.load()) if held_out else None
        else:
            found = run_scorer(name, gold, rows)
        if found is None:
            click.echo(f"{name}: not measured, its scorer or data isn't there", err=True)
            continue
        figures[name] = found
        click.echo(f"{name}: {json.dumps(found)}")
    if keep:
        FIGURES.parent.mkdir(exist_ok=True)
        FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
