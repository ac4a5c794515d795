"""The reader's rate beside that of a spaCy small pipeline on the same texts: `python bench/beside_spacy.py`.

The pipeline has the parts of spaCy's small English one that take its time, parser and named entities on a convolutional
encoder (width 96, depth 4), made by spaCy itself. Its weights are at random: spaCy's own are on no package index, and
the rate doesn't depend on them, but the parse does a little, so the figure is an estimate. spaCy is looked for in the
Python that `--python` names (`pip install spacy`), because the package doesn't need it. Both take turns, in one
process each, on one thread and on all.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

ROUNDS = 3
PIPELINE = """
import gc, json, sys, time
import spacy
texts = json.load(open(sys.argv[1]))
nlp = spacy.blank("en")
encoder = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4,
           "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}
nlp.add_pipe("tok2vec", config={"model": encoder})
listen = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
for name, kind in (("parser", "parser"), ("ner", "ner")):
    model = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False,
             "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": listen}
    nlp.add_pipe(name, config={"model": model})
for label in ("nsubj", "dobj", "det", "amod", "prep", "pobj", "ROOT", "aux", "advmod", "compound", "conj", "cc", "ccomp"):
    nlp.get_pipe("parser").add_label(label)
for label in ("PERSON", "ORG", "GPE", "DATE", "MONEY", "CARDINAL", "NORP", "LOC"):
    nlp.get_pipe("ner").add_label(label)
nlp.initialize()
gc.set_threshold(50_000, 20, 20)
list(nlp.pipe(texts[:4]))
started = time.perf_counter()
list(nlp.pipe(texts))
print(len(texts) / (time.perf_counter() - started))
"""


def spacy_rate(python: str, texts: list[str]) -> float:
    """Return articles a second of the spaCy pipeline."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(texts, file)
        file.flush()
        command = [python, "-c", PIPELINE, file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - a fixed command
    return float(done.stdout.split()[-1])


def main() -> None:
    """Measure and print one JSON line."""
    from speed import articles  # noqa: PLC0415 - beside this file

    from communique.reader import Reader  # noqa: PLC0415
    from communique.sources import RawArticle  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="a Python that has spaCy")
    python = parser.parse_args().python
    gc.set_threshold(50_000, 20, 20)  # as the command does
    texts = articles()
    reader = Reader()
    list(reader.read_many([RawArticle(text=text) for text in texts[:8]]))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        list(reader.read_many([RawArticle(text=text) for text in texts]))
        ours.append(len(texts) / (time.perf_counter() - started))
        theirs.append(spacy_rate(python, texts))
    best = {"communique": round(max(ours), 1), "spacy_small": round(max(theirs), 1)}
    print(json.dumps(best | {"times": round(max(ours) / max(theirs), 2), "articles": len(texts), "rounds": ROUNDS}))


if __name__ == "__main__":
    main()
