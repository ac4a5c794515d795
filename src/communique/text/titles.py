"""What an article is called where its source gives no title: by its headline, its file, or its first words.

In: an article's text, already clean, and the reference under which it was read. Out: a title, or None.
"""

from __future__ import annotations

import re
from itertools import islice

LONGEST, MOST_WORDS, FEWEST_WORDS = 160, 25, 3
"""Characters and words of a headline at most, and words at least: what is shorter is a rubric, as "WORLD"."""
FIRST_WORDS = 9
"""Words that stand for a title where there is nothing else."""
_ENDS = (".", ":", ";", ",", "…", ".”", '."', ".’")
"""With these a sentence ends, or a line that goes on; a headline has none of them, but may ask."""
_OTHER = re.compile(
    r"(?:by|published|updated|posted|photo|image|source)\b.*"
    r"|.{0,40}\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\.? \d{1,2}\b(?:, \d{4})?\W{0,3}"
    r"|.{0,40}\b\d{1,2} (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\.?(?: \d{4})?",
    re.IGNORECASE,
)
"""Lines that stand above texts and are no headlines: who wrote it, when, and where from."""
_FILE = re.compile(r"(?:^|[/\\])([^/\\]+\.(?:txt|text|md|html?|xhtml|pdf|eml))$", re.IGNORECASE)


def headline(text: str) -> str | None:
    """Return the first line of a text where it is one: short, no sentence, and with longer lines below it."""
    lines = [line.strip() for line in islice(text.split("\n"), 4) if line.strip()]
    if len(lines) < 2 or not _is_short(lines[0]):  # noqa: PLR2004  # a headline is above something
        return None
    below = lines[1:]
    # A line of a wrapped text goes on in the next one.
    if below[0][0].islower() or max(map(len, below)) <= len(lines[0]):
        return None
    return lines[0]


def _is_short(line: str) -> bool:
    words = len(line.split())
    if not FEWEST_WORDS <= words <= MOST_WORDS or len(line) > LONGEST:
        return False
    return not line.endswith(_ENDS) and not _OTHER.fullmatch(line)


def file_name(ref: str | None) -> str | None:
    """Return the name of the file that a reference is, without its folders; None where it is none."""
    found = _FILE.search(ref or "")
    return found[1] if found else None


def first_words(text: str) -> str:
    """Return the first words of a text in quotation marks, so that nobody takes them for its title."""
    line = text.strip().partition("\n")[0]
    words = line.split()
    return f"“{' '.join(words[:FIRST_WORDS])}{'…' if len(words) > FIRST_WORDS or line != text.strip() else ''}”"


def stand_in(text: str, ref: str | None) -> str:
    """Return what stands for the title of an article that has none: its headline, its file, or its first words."""
    return headline(text) or file_name(ref) or first_words(text)
