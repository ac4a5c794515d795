"""How fast the reader is, and how much memory it takes: `python bench/speed.py`.

Articles of about 500 words are put together from passages of the corpus; `articles_a_second` is from text to reading,
in one process, after a warm-up; `cpu_ms_an_article` the work of all cores in it, which tells more than the rate on a
machine that does other things too; `first_article_seconds` is a whole `communique read` of one article, process start
included; `resident_mb` the peak.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from communique.reader import Reader  # noqa: E402 - the repository's modules are beside this file
from communique.sources import RawArticle  # noqa: E402
from training.paths import corpus  # noqa: E402

WORDS, ARTICLES = 500, 120


def articles() -> list[str]:
    """Return texts of about 500 words, paragraphs of one topic after another."""
    made: list[str] = []
    parts: list[str] = []
    source = cycle([passage.text for passage in corpus() if passage.meta["register"] != "seed"])
    while len(made) < ARTICLES:
        parts.append(next(source))
        if sum(len(part.split()) for part in parts) >= WORDS:
            made.append(" ".join("\n".join(parts).split(" ")[:WORDS]))
            parts = []
    return made


def main() -> None:
    """Measure and print one JSON line."""
    gc.set_threshold(50_000, 20, 20)  # as the command does
    texts = articles()
    reader = Reader()
    list(reader.read_many(RawArticle(text=text) for text in texts[:8]))
    started, worked = time.perf_counter(), time.process_time()
    count = sum(1 for _ in reader.read_many(RawArticle(text=text) for text in texts))
    rate = count / (time.perf_counter() - started)
    work = (time.process_time() - worked) / count
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(texts[0])
        file.flush()
        command = Path(sys.executable).parent / "communique"
        seconds = []
        for _ in range(5):
            started = time.perf_counter()
            subprocess.run([command, "read", file.name], capture_output=True, check=True)
            seconds.append(time.perf_counter() - started)
    words = sum(len(text.split()) for text in texts)
    print(
        json.dumps(
            {
                "articles": count,
                "words_an_article": round(words / count),
                "articles_a_second": round(rate, 1),
                "cpu_ms_an_article": round(work * 1000),
                "first_article_seconds": round(sorted(seconds)[2], 2),
                "resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    )


if __name__ == "__main__":
    main()
