r"""From the raw main text to the text of the article: characters levelled, paragraphs made whole, boilerplate dropped.

In: plain text, from a file or from the extraction. Out: the text, one paragraph a line, and the lines taken out, each
with the reason. What is boilerplate is said by the patterns in `boilerplate.yaml`.

`TEXT_VERSION` names this normalisation. What it does to characters:

- line breaks of every kind become "\n"; tabs and every other blank (no-break, thin, ideographic) one space, runs too;
- control characters, soft hyphens, zero-width characters and marks of direction go;
- composed letters (NFC); the ligatures U+FB01 and U+FB02 become two letters; the hyphens U+2010 and U+2011 and the
  minus sign U+2212 become "-", the figure dash "–", the horizontal bar "—"; character references (`&amp;`) are read;
- quotation marks, apostrophes (also the wrong one in "Smith‘s") and dashes stay as written, so that a quote is found
  again in the source.

Lines broken at a fixed width, as in mails, are joined again where the text is evidently wrapped.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Any

from communique.records import Dropped
from communique.text.tables import table

TEXT_VERSION = "communique-text/1"

_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile(r"[^\S\n]+")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_HYPHEN = re.compile(r"\w-\Z")
_LIKENESSES = str.maketrans(
    {"\ufb01": "fi", "\ufb02": "fl", "\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2012": "–", "\u2015": "—"}
)

# A text is wrapped when at least this share of its line breaks stand where the next word would have passed the width …
_FULL_LINES = 0.6
# … and at least this share of the lines after such breaks go on in lower case, as running text does …
_RUNNING_ON = 0.4
# … and the width is one that mail programs and typewriters use, in code points.
_WIDTHS = range(40, 101)
# Fewer breaks than this are no evidence.
_FEWEST_BREAKS = 3

# A paragraph of this many words that comes a second time, word for word, is an artefact of the page.
_REPEATED_WORDS = 10
# Bylines and dates stand within the first lines.
_OPENING_LINES = 6
# A headline has at least and at most so many words.
_HEADLINE_WORDS = range(4, 26)
# A list of related headlines is not longer than this.
_LONGEST_LIST = 12
# Where fewer words stand above it, a line such as "3 comments" is a link at the top of the page.
_SHORTEST_ARTICLE = 50
# A mark of a reader's comment stands within so many lines below the head of the comments.
_COMMENT_LINES = 10
# What is glued to a sentence is not longer, in code points.
_LONGEST_TAIL = 240
_SENTENCE_END = re.compile(r"[.!?…][”\")]? ?(?=[A-Z\d])")
_PART = re.compile(r"<(\w+)>")
_BULLETS = " -–—•*▪●>»→|·"
# No boilerplate line is longer, in code points; keeps the patterns off long paragraphs.
_LONGEST_LINE = 800


def level(text: str) -> str:
    """Return the text with its characters normalised as the module says; lines stay as they are."""
    text = _REFERENCE.sub(lambda match: html.unescape(match[0]), text)
    text = _BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text.translate(_LIKENESSES))
    return _SPACES.sub(" ", text)


def unwrap(text: str) -> str:
    """Return a levelled text as paragraphs separated by one newline, lines broken at a fixed width joined again."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    width = _width(blocks)
    parts: list[str] = []
    for block in blocks:
        for number, line in enumerate(block):
            if number and width and _full(block[number - 1], line, width):
                # A word is cut only at a hyphen of its own.
                parts += ["" if _HYPHEN.search(block[number - 1]) else " ", line]
            else:
                parts += ["\n", line]
    return "".join(parts[1:])


def _width(blocks: list[list[str]]) -> int | None:
    """Return the width at which a text was wrapped, or None when it evidently was not."""
    pairs = [pair for block in blocks for pair in pairwise(block)]
    if len(pairs) < _FEWEST_BREAKS:
        return None
    lengths = sorted(len(line) for line, _ in pairs)
    # Not the longest: one address or headline may stick out.
    width = lengths[int(0.9 * (len(lengths) - 1))]
    if width not in _WIDTHS:
        return None
    full = [following for line, following in pairs if _full(line, following, width)]
    if len(full) < max(_FEWEST_BREAKS, _FULL_LINES * len(pairs)):
        return None
    running = sum(following[0].islower() for following in full)
    return width if running >= _RUNNING_ON * len(full) else None


def _full(line: str, following: str, width: int) -> bool:
    """Return whether the first word of the following line had no room at the end of this one."""
    blank = 0 if _HYPHEN.search(line) else 1
    return len(line) + blank + len(following.split(maxsplit=1)[0]) > width


def clean(text: str, title: str | None = None) -> tuple[str, tuple[Dropped, ...]]:
    """Return the article's text, and the lines dropped from it in their order.

    Args:
        text: plain text, of any line breaks.
        title: the headline, when given apart; the line that repeats it is dropped.
    """
    kept: list[str] = []
    dropped: list[Dropped] = []
    seen: set[str] = set()
    lines = _without_tails(unwrap(level(text)).split("\n"))
    last = _comments_start(lines)
    headlines = 0
    for number, line in enumerate(lines):
        reason: str | None
        if number > last:
            reason = "comments"
        elif headlines and _headline(line):
            headlines -= 1
            reason = "link"
        else:
            headlines = _announced(line)
            reason = _reason(line)
            if reason is None and len(kept) < _OPENING_LINES:
                reason = _opening(line, title)
            if reason is None and len(line.split()) >= _REPEATED_WORDS and line in seen:
                reason = "repeated"
        if not line:
            continue
        if reason is None:
            kept.append(line)
            seen.add(line)
        else:
            dropped.append(Dropped(text=line, reason=reason))
    return "\n".join(kept), tuple(dropped)


@cache
def _patterns(*path: str) -> re.Pattern[str]:
    """Return the patterns at a path of `boilerplate.yaml` as one."""
    content = table("boilerplate.yaml")
    entries: Any = content
    for key in path:
        entries = entries[key]
    whole = "|".join(f"(?:{pattern})" for pattern in entries)
    while _PART.search(whole):
        # Parts may hold parts.
        whole = _PART.sub(lambda match: f"(?:{content['parts'][match[1]]})", whole)
    return re.compile(whole, re.IGNORECASE)


def _matches(line: str, *path: str) -> bool:
    """Return whether a line, without its bullet, is wholly what the patterns at a path say."""
    return len(line) <= _LONGEST_LINE and _patterns(*path).fullmatch(line.lstrip(_BULLETS)) is not None


def _reason(line: str) -> str | None:
    """Return why a line is no part of any article, or None."""
    return next((reason for reason in table("boilerplate.yaml")["lines"] if _matches(line, "lines", reason)), None)


def _opening(line: str, title: str | None) -> str | None:
    """Return why a line above the article's text is no part of it, or None."""
    words, headline = _letters(line), _letters(title or "")
    # The headline of a page often has the publisher's name behind it.
    if words and (words == headline or (headline.startswith(f"{words} ") and 2 * len(words) > len(headline))):
        return "title"
    return next((reason for reason in table("boilerplate.yaml")["opening"] if _matches(line, "opening", reason)), None)


def _letters(line: str) -> str:
    """Return the words of a line alone, to compare headlines."""
    return " ".join(re.findall(r"\w+", line.casefold()))


def _announced(line: str) -> int:
    """Return how many headlines of other articles may follow this line."""
    if _matches(line, "heads", "many"):
        return _LONGEST_LIST
    return 1 if _matches(line, "heads", "one") else 0


def _headline(line: str) -> bool:
    """Return whether a line has the form of a headline."""
    return len(line.split()) in _HEADLINE_WORDS and line[-1] not in '.!:;,”"'


def _comments_start(lines: list[str]) -> int:
    """Return the number of the line that heads readers' comments, or the number of lines when none does."""
    before = 0
    for number, line in enumerate(lines):
        if before >= _SHORTEST_ARTICLE and _matches(line, "comments", "heads"):
            following = lines[number + 1 : number + 1 + _COMMENT_LINES]
            if any(_matches(later, "comments", "marks") for later in following):
                return number
        before += len(line.split())
    return len(lines)


def _without_tails(lines: list[str]) -> list[str]:
    """Return the lines, boilerplate glued to the end of a sentence made a line of its own."""
    separate: list[str] = []
    for line in lines:
        end = line[-_LONGEST_TAIL:]
        stops = (match.end() for match in _SENTENCE_END.finditer(end))
        found = next((stop for stop in stops if _patterns("tails").fullmatch(end, stop)), None)
        if found:
            cut = len(line) - len(end) + found
            separate += [line[:cut].rstrip(), line[cut:]]
        else:
            separate.append(line)
    return separate
