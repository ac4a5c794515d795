"""A reader for the workers of bulk reading in tests, and inputs for it: the articles of `generated_readings`.

A text with the word KILLER ends the process, one with SLEEPER takes for ever, one with FALLS raises. As a program it
reads in bulk: `python tests/bulk_reader.py INPUT OUT`, to be killed.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import generated_readings

from communique.bulk import Bulk, Summary, run_bulk
from communique.bulk.worker import Options
from communique.reader import refusal
from communique.records import ReaderInfo, Reading
from communique.sources import RawArticle, Refused
from communique.text import build_article

NUMBER = re.compile(r"Report (\d+) of the desk")
OPTIONS = Options(reader="bulk_reader:make")
PAUSE = "BULK_READER_PAUSE"


class BulkReader:
    """Reads generated articles; of other texts it gives readings without records."""

    def read_many_with_states(
        self, articles: Iterable[RawArticle | Refused]
    ) -> Iterator[tuple[Reading, None] | Refused]:
        """Yield the readings of articles."""
        for each in articles:
            time.sleep(float(os.environ.get(PAUSE, "0")))
            yield each if isinstance(each, Refused) else self._read(each)

    def _read(self, raw: RawArticle) -> tuple[Reading, None] | Refused:
        text = raw.text or ""
        if "KILLER" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "SLEEPER" in text:
            time.sleep(600)
        if "FALLS" in text:
            return refusal(raw.ref, RuntimeError("it falls"))
        number, article = NUMBER.search(text), build_article(raw)
        if number is None:
            return Reading(ReaderInfo("made", "1", "PLOVER 2.0"), article, (), (), (), ()), None
        return replace(generated_readings.reading(int(number[1])), article=article), None


def make(_: str | None, __: int) -> BulkReader:
    return BulkReader()


def gate(text: str) -> bool:
    return "sport" not in text


def line(number: int) -> str:
    """Return a generated article as a line of JSON."""
    said = {"ref": str(number), "text": generated_readings.text(number), "language": "en", "verbatim": True}
    return json.dumps({**said, "url": f"https://desk.example/{number}", "published": f"2024-01-{1 + number % 28:02}"})


def other(ref: str, text: str) -> str:
    """Return some other article as a line of JSON."""
    return json.dumps({"ref": ref, "text": text, "language": "en"})


def read(path: Path, out: Path, *, link: bool = False, documents: int = 8, parts: int = 3) -> Summary:
    """Read a file in bulk with this reader, by one process."""
    asked = Bulk((str(path),), out, workers=1, parts=parts, link=link, documents=documents, options=OPTIONS)
    return run_bulk(asked)


if __name__ == "__main__":
    read(Path(sys.argv[1]), Path(sys.argv[2]))
