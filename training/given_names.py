"""`python -m training.given_names FOLDER`: the table of given names and their gender, into `knowledge/given_names.csv`.

In: a folder into which the PyPI packages Faker (MIT licence; lists of given names of some 80 locales) and names (MIT;
the counts are those of the US census of 1990, in the public domain) were installed (`pip install --target FOLDER
--no-deps faker names`); they are read as data, the reader never imports them. Out: a row for each gender and first
letter, with the names in lower case and without marks. A name that both genders bear is left out, unless the census
counts one of them nineteen times in twenty. Cyrillic and Greek are written as newspapers write them in English.
"""

from __future__ import annotations

import ast
import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from training.paths import ROOT

OUT = ROOT / "src" / "communique" / "knowledge" / "given_names.csv"
CLEARLY = 0.95
"""Share of a name's bearers from which it tells their gender."""
COMMON = 0.001
"""Per cent of a census gender from which a name is taken; rarer ones are often family names."""
LISTS = {"first_names_male": "male", "first_names_female": "female"}
LATIN = dict(
    pair.split(":")
    for pair in [
        "а:a",
        "б:b",
        "в:v",
        "г:g",
        "ґ:g",
        "д:d",
        "е:e",
        "ё:yo",
        "є:ye",
        "ж:zh",
        "з:z",
        "и:i",
        "і:i",
        "ї:yi",
        "к:k",
        "л:l",
        "м:m",
        "н:n",
        "о:o",
        "п:p",
        "р:r",
        "с:s",
        "т:t",
        "у:u",
        "ф:f",
        "х:kh",
        "ц:ts",
        "ч:ch",
        "ш:sh",
        "щ:shch",
        "ъ:",
        "ы:y",
        "ь:",
        "э:e",
        "ю:yu",
        "я:ya",
        "ј:j",
        "љ:lj",
        "њ:nj",
        "ћ:c",
        "ђ:dj",
        "џ:dz",
        "ѓ:gj",
        "ќ:kj",
        "ѕ:dz",
        "α:a",
        "β:v",
        "γ:g",
        "δ:d",
        "ε:e",
        "ζ:z",
        "η:i",
        "θ:th",
        "ι:i",
        "κ:k",
        "λ:l",
        "μ:m",
        "ν:n",
        "ξ:x",
        "ο:o",
        "π:p",
        "ρ:r",
        "σ:s",
        "ς:s",
        "τ:t",
        "υ:y",
        "φ:f",
        "χ:ch",
        "ψ:ps",
        "ω:o",
        "ı:i",
        "ł:l",
        "ø:o",
        "đ:d",
        "ð:d",
        "þ:th",
        "ß:ss",
        "æ:ae",
        "œ:oe",
    ]
)


def written_plain(name: str, latin: Mapping[str, str]) -> str:
    """Return a name in lower case Latin letters without marks; other scripts stay as they are."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(each))
    return "".join(latin.get(each, each) for each in bare)


def spellings(name: str) -> set[str]:
    """Return the spellings of a name: Cyrillic "и" is "i" in Russian names, "y" in Ukrainian ones; "й" is either."""
    lower = unicodedata.normalize("NFC", name.lower())
    return {
        written_plain(lower.replace("й", short), LATIN | other)
        for short in "iy"
        for other in ({}, {"и": "y", "г": "h"})
    }


def of_locales(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and gender from the sources of Faker's locales."""
    for path in sorted(folder.glob("faker/providers/person/*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            gender = LISTS.get(target.id) if isinstance(target, ast.Name) else None
            if gender:
                yield from ((name, gender) for name in _strings(node.value))


def _strings(value: ast.expr) -> Iterator[str]:
    found: list[Any] = [each.value for each in ast.walk(value) if isinstance(each, ast.Constant)]
    return (each for each in found if isinstance(each, str))


def of_census(folder: Path) -> dict[str, dict[str, float]]:
    """Return name to its per cent of each gender."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for gender in ("male", "female"):
        for line in (folder / "names" / f"dist.{gender}.first").read_text(encoding="utf-8").splitlines():
            name, share, *_ = line.split()
            found[name.lower()][gender] = float(share)
    return found


def table(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Return (gender, first letter) to the names that tell the gender."""
    borne: dict[str, set[str]] = defaultdict(set)
    for name, gender in of_locales(folder):
        for spelling in spellings(name):
            borne[spelling].add(gender)
    for name, shares in of_census(folder).items():
        most = max(shares, key=lambda gender: shares[gender])
        if shares[most] >= COMMON and shares[most] >= CLEARLY * sum(shares.values()):
            borne[name] = {most}
        elif len(shares) > 1:
            borne[name] = {"male", "female"}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, genders in sorted(borne.items()):
        if len(genders) == 1 and len(name) > 1 and name.isascii() and name.replace("-", "").isalpha():
            found[next(iter(genders)), name[0]].append(name)
    return found


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
def main(folder: Path) -> None:
    """Write the table from the packages installed in FOLDER."""
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["gender", "names"])
        for (gender, _), names in sorted(table(folder).items()):
            writer.writerow([gender, "|".join(names)])


if __name__ == "__main__":
    main()
