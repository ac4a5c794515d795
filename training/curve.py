"""`python -m training.curve`: how the reader grew with the corpus, in `docs/learning_curve.md`.

Every version of the weights that the repository's history holds reads what is held out today, with today's code: one
row each, with the number of passages that the corpus had then. So the figures differ by what was trained on (and, where
the row says so, by the network), not by what was measured or by the rules around it. Passages of batches that came
after a version share no topic with those that it was trained on, like all that is held out.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from communique.model import Model
from training import paths
from training.corpus.notes import Passage
from training.corpus.split import is_held_out
from training.evaluate import evaluate
from training.train import console
from training.versions import FIGURES

FOLDER = "src/communique/model/weights"
BEGIN, END = "<!-- training.curve --write -->", "<!-- /training.curve -->"
DOCUMENT = paths.ROOT / "docs" / "learning_curve.md"


@dataclass(frozen=True, slots=True)
class Version:
    """Weights of the past: their commit, version and the number of passages that the corpus had."""

    commit: str
    name: str
    passages: int


def _git(*words: str) -> bytes:
    return subprocess.run(["git", "-C", str(paths.ROOT), *words], check=True, capture_output=True).stdout  # noqa: S603, S607  # words of ours


def versions() -> Iterator[Version]:
    """Yield the versions of the weights in the history, the oldest first; of one version the last commit."""
    found: dict[str, Version] = {}
    for commit in _git("log", "--reverse", "--format=%h", "--", f"{FOLDER}/reader.onnx").decode().split():
        card = _git("show", f"{commit}:{FOLDER}/reader.json").decode()
        counted = re.search(
            r"^\| passages \| (\d+) \|", _git("show", f"{commit}:corpus/README.md").decode(), re.MULTILINE
        )
        named = re.search(r'"version": "([^"]+)"', card)
        if counted and named:
            found[named[1]] = Version(commit, named[1], int(counted[1]))
    yield from found.values()


def read_by(version: Version, passages: list[Passage]) -> dict[str, float]:
    """Return the figures of a version on passages."""
    with tempfile.TemporaryDirectory() as folder:
        for name in _git("ls-tree", "--name-only", f"{version.commit}:{FOLDER}").decode().split():
            (Path(folder) / name).write_bytes(_git("show", f"{version.commit}:{FOLDER}/{name}"))
        return evaluate(passages, Model.load(Path(folder)))


def table(every: int) -> list[str]:
    """Return the lines of the table; `every` takes each so-many-th passage that is held out."""
    corpus = [each for each in paths.corpus() if is_held_out(each)][::every]
    texts = [each for each in paths.open_texts() if is_held_out(each)]
    sets = {"corpus": corpus, "open texts": texts} if texts else {"corpus": corpus}
    titles = [f"{where}: {what}" for where in sets for what in FIGURES]
    lines = [f"| version | passages | {' | '.join(titles)} |", "| --- " * (len(titles) + 2) + "|"]
    for version in versions():
        try:
            read = [read_by(version, passages) for passages in sets.values()]
        except Exception as error:  # noqa: BLE001  # ONNX Runtime's own have no common class
            console.log(f"{version.name}: today's code doesn't take these weights: {error}")
            continue
        cells = [f"{figures[name]:.3f}" for figures in read for name in FIGURES.values()]
        lines.append(f"| {version.name} | {version.passages:,} | {' | '.join(cells)} |")
        console.log(lines[-1])
    return lines


@click.command()
@click.option("--every", default=1, show_default=True, help="Take each so-many-th passage that is held out.")
@click.option("--write", is_flag=True, help="Put the table into docs/learning_curve.md.")
def main(every: int, write: bool) -> None:  # noqa: FBT001  # a flag of click
    """Measure every version of the weights on what is held out today."""
    lines = "\n".join(table(every))
    if not write:
        click.echo(lines)
        return
    text = DOCUMENT.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    DOCUMENT.write_text(f"{text[:start]}\n{lines}\n{text[end:]}", encoding="utf-8")


if __name__ == "__main__":
    main()
