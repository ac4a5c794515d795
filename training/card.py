"""The model card: what the weights were made from, under which licences, and what they reach.

`python -m training.card` writes that of the shipped weights anew, with `--history` after a line on their version.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from training import paths, versions, worth
from training.corpus.split import is_held_out

SOURCES = (
    (
        "the Communiqué corpus (`corpus/`), without its held-out part",
        "everything: mentions, titles, statements, events, roles, status, stages, amounts, items",
        "CC BY 4.0",
    ),
    (
        (
            "open texts annotated for this project (`corpus/standoff/`): news leads of ECB+, Wikinews and others of"
            " GUM, re3d, weblogs, newsgroups and others of the English Web Treebank, PLOVER's gold standard records"
        ),
        "the same",
        "annotations CC BY 4.0; texts CC BY 3.0 (ECB+), CC BY-SA 4.0 (EWT, PLOVER), those of GUM and re3d as below",
    ),
    (
        "English Web Treebank in Universal Dependencies with PropBank frames",
        "predicates and their arguments (auxiliary head, not shipped); of sentences as such, what a teacher says",
        "CC BY-SA 4.0",
    ),
    (
        "UDS-IH2 on the English Web Treebank",
        "factuality of event words (auxiliary head, not shipped)",
        "CC BY-SA 4.0",
    ),
    (
        "GUM: news, interview, bio, court",
        "names, pronouns, antecedents",
        "annotations CC BY 4.0; texts by genre (CC BY 2.5, CC BY-SA 3.0, CC BY 4.0)",
    ),
    (
        "re3d (Dstl; annotated by Aleph Insights and Committed Software): two documents of three",
        "names of persons, organisations, places in texts about the war in Syria and Iraq",
        "Wikipedia CC BY-SA 3.0; CENTCOM public domain; DFAT CC BY 3.0 AU; EU Delegation to Syria with acknowledgement",
    ),
    (
        "PLOVER gold standard records, development half (Open Event Data Alliance)",
        "the type of one event a sentence, in the last epoch",
        "CC BY-SA 4.0",
    ),
    (
        "World Factbook and State of the Union: stretches annotated for this project (`corpus/standoff/`)",
        "the same as the open texts",
        "annotations CC BY 4.0; texts in the public domain",
    ),
    (
        "Addresses on the State of the Union, 1790 to 2021, and prose of the World Factbook, both without annotation",
        "what a teacher says of them",
        "public domain",
    ),
    (
        "ECB+: news articles of its training topics, without annotation, but for those with a stretch that is held out",
        "what a teacher says of them",
        "CC BY 3.0",
    ),
    ("MiniLM-L6-H384 as all-MiniLM-L6-v2", "the encoder's initial weights and the vocabulary", "Apache-2.0"),
    (
        "MPNet as all-mpnet-base-v2, trained on the data above",
        "a teacher whose probabilities the reader learned from (distillation)",
        "Apache-2.0",
    ),
)
"""What the weights were made from: the data, what it teaches, its licence."""


def write(path: Path, content: dict[str, Any]) -> None:
    """Write the card from what `training.run.finish` measured."""
    passages = paths.corpus()
    held = [passage for passage in passages if is_held_out(passage)]
    real = paths.open_texts()
    aside = [passage for passage in real if is_held_out(passage)]
    stretches = len(real) - len(aside) + paths.public_stretches()
    int8, fp32 = content["held_out"]["int8"], content["held_out"]["fp32"]
    figures = "\n".join(f"| {name} | {int8[name]} | {fp32[name]} |" for name in int8)
    errors = "\n".join(
        f"| {name} | {fit['temperature']} | {fit['before']} | {fit['after']} |"
        for name, fit in content["calibration"].items()
    )
    sources = "\n".join(f"| {data} | {teaches} | {licence} |" for data, teaches, licence in SOURCES)
    thresholds = ", ".join(f"{name} {value}" for name, value in content["thresholds"].items())
    scales = ", ".join(f"{kind} {slope} and {shift}" for kind, (slope, shift) in content["scales"].items())
    path.write_text(
        f"""\
# Model card: the Communiqué reader

One encoder (six layers, 384 wide, feed-forward layers narrowed to 768) with word heads and a biaffine arc scorer, 8-bit
weights in one ONNX graph. It reads English news about war, arms and diplomacy into spans and arcs;
`communique.reading` makes records of them. Made by `make train`.

## Data
| data | what it teaches | licence |
|---|---|---|
{sources}

Trained on {len(passages) - len(held)} annotated passages and sentences, and {stretches}
stretches of open texts; {len(held)} and {len(aside)} are held out by topic and never trained on. Made anew, all stages
see all passages.
PLOVER 2.0, whose codes it uses, is by the Open Event Data Alliance (CC BY-SA 4.0). Sets marked "evaluate
only" in `bench/` were not trained on. The corpus is composed: its persons and facts are invented. Share-alike data took
part in training, as named above.

## Figures on the held-out corpus
Temperatures were fitted on the same passages, so these figures are a little kind.

| figure | int8 (shipped) | fp32 |
|---|---|---|
{figures}

Thresholds: {thresholds}.

## Calibration (expected calibration error)
A record is told with the log-odds of its head, times a slope and plus a shift that were fitted on the held-out
passages and stretches of open texts, which count alike: {scales}.

| head or arc | temperature | before | after |
|---|---|---|---|
{errors}

## Versions
F1 of the int8 graph when it was made, on what was held out then, which grew. Each goes on from the graph before it, and
is the mean of its own weights and those before where shares are told. `docs/learning_curve.md` measures them alike.

{versions.table(versions.read())}

{worth_of_data(worth.read())}## Limits
English only. Sentences longer than a window (160 wordpieces) are cut. It knows the world of its corpus: wire and
ministry prose of our days. Sarcasm, verse, transcripts of free speech and tables are read badly. An event that the
reader does not find is not evidence that nothing happened.
""",
        encoding="utf-8",
    )


def worth_of_data(rows: Sequence[worth.Row]) -> str:
    """Return the card's section on what parts of the data are worth; nothing where none was measured."""
    if not rows:
        return ""
    return f"""\
## What the data is worth
The reader trained anew from MiniLM, one epoch, on parts of the data (`python -m training.ablation`); F1 on a third of
the held-out passages and on the held-out open texts. The figures are there to be compared: nothing is narrowed,
averaged or taught, so all are below the shipped reader's.

{worth.table(rows)}

"""


@click.command()
@click.option("--history", callback=versions.one_line, help="A line on what is new in the shipped version, kept first.")
def main(history: str | None) -> None:
    """Write the card of the shipped weights from what was measured of them."""
    path = paths.WEIGHTS / "reader.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    version = content["version"]
    known = {each.version: each.new for each in versions.read()}
    if history is None and version not in known:
        raise click.UsageError(f"there is no line on version {version} yet; give one with --history")
    new = known[version] if history is None else history
    versions.keep(versions.Line.measured(version, new, content["held_out"]["int8"]))
    write(paths.WEIGHTS / "MODEL_CARD.md", content)


if __name__ == "__main__":
    main()
