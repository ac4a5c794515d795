"""The text of PDF files: lines joined to paragraphs, without what stands on every page.

In: the bytes of a file. Out: a `RawArticle`. A PDF holds lines, not paragraphs: a paragraph ends where a line is short,
words cut at the end of a line are joined, and lines at the edge of pages that come again and again (page numbers, the
name of the report) go.
"""

from __future__ import annotations

import io
import logging
import math
import re
from collections import Counter
from typing import Any

from communique.errors import CommuniqueError, UnsupportedFormat
from communique.sources.item import package, writable
from communique.sources.raw import MAX_TEXT, RawArticle

# Lines so near to the edge of a page may be a header or footer.
_EDGE = 4
_OFTEN = 3
# Below so many characters a page, on average, the text is on pictures.
_FEWEST = 20
# A line of less than this share of the usual length ends its paragraph, if a sentence ends there …
_SHORT = 0.85
# … or, like a headline, in any case.
_VERY_SHORT = 0.6
_SENTENCE_END = re.compile(r"[.!?:…][”\"’')\]]*\Z")
_CUT = re.compile(r"(\w*[^\W\d_])-\Z")
_BULLETS = ("• ", "▪ ", "● ", "◦ ", "‣ ", "■ ")
_NUMBERS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TITLE_WORDS = 3
_SCANNED = "Turn it into text first, with a program for text recognition such as `ocrmypdf`."
_LOCKED = "Take the protection off, for example with `qpdf --decrypt`, or copy the text out of it."


def read_pdf(data: bytes, name: str, *, ref: str | None = None, url: str | None = None) -> RawArticle:
    """Return the text of a PDF file; `name` is what to call it in messages.

    Raises:
        UnsupportedFormat: it is encrypted, damaged, or holds pictures of text.
        MissingExtra: pypdf isn't installed.
        TooLarge, EmptyText: as `RawArticle`.
    """
    pypdf = package("pypdf", "Reading PDF files")
    # It tells what it mends in broken files, line by line, to whoever listens to warnings.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, told = _pages(pypdf, data, name)
    except CommuniqueError:
        raise
    except pypdf.errors.DependencyError as error:
        raise UnsupportedFormat(f"{name} is a PDF file with encryption that can't be read", hint=_LOCKED) from error
    except Exception as error:
        # Damaged files make pypdf fail in every way that Python knows.
        raise UnsupportedFormat(f"{name} is a damaged PDF file: {error}", hint="Open it and save it anew.") from error
    size = sum(len(line) for page in pages for line in page)
    if size < _FEWEST * max(len(pages), 1):
        raise UnsupportedFormat(f"{name} is a PDF file with pictures of text, or with none", hint=_SCANNED)
    title = _title(str(told), pages[0]) if told else None
    return RawArticle(ref=ref, url=url, title=title, text="\n\n".join(paragraphs(without_edges(pages))))


def _pages(pypdf: Any, data: bytes, name: str) -> tuple[list[list[str]], str | None]:
    """Return the lines of each page, and the title that the file tells."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnsupportedFormat(f"{name} is an encrypted PDF file", hint=_LOCKED)
    pages: list[list[str]] = []
    size = 0
    for page in reader.pages:
        text = writable(page.extract_text())
        size += len(text)
        pages.append([_BLANKS.sub(" ", line).strip() for line in text.splitlines()])
        if size > MAX_TEXT:
            # Too large already; the article will say so.
            break
    return pages, reader.metadata.title if reader.metadata else None


def without_edges(pages: list[list[str]]) -> list[list[str]]:
    """Return pages of lines without the headers and footers: lines at an edge that come again on others.

    Numbers may differ, as those of pages do. Half of the pages must have them, or, as chapters have headers of their
    own, `_OFTEN`.
    """
    full = [page for page in ([line for line in page if line] for page in pages) if page]
    counts = Counter(form for page in full for form in {_form(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    repeated = {form for form, count in counts.items() if count >= max(2, min(_OFTEN, math.ceil(len(full) / 2)))}
    kept: list[list[str]] = []
    for page in pages:
        top, bottom = 0, len(page)
        while top < bottom and (not page[top] or _form(page[top]) in repeated):
            top += 1
        while bottom > top and (not page[bottom - 1] or _form(page[bottom - 1]) in repeated):
            bottom -= 1
        kept.append(page[top:bottom])
    return kept


def paragraphs(pages: list[list[str]]) -> list[str]:
    """Return the paragraphs of pages of lines; one may go on over the end of a page."""
    lines = [line for page in pages for line in page]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    found: list[str] = []
    ended = True
    for line in lines:
        if not line:
            ended = True
            continue
        if ended or not found or line.startswith(_BULLETS):
            found.append(line)
        else:
            found[-1] = _joined(found[-1], line, words)
        share = len(line) / width
        ended = share < _VERY_SHORT or (share < _SHORT and _SENTENCE_END.search(line) is not None)
        # A line that is cut within a word never ends a paragraph.
        ended = ended and not line.endswith(("-", "\u00ad"))
    return found


def _joined(above: str, below: str, words: Counter[str]) -> str:
    """Return two lines as one, with the word that was cut between them made whole."""
    if above.endswith("\u00ad"):
        return above[:-1] + below
    cut = _CUT.search(above)
    if not cut:
        # A hyphen behind a digit, as in "F-" and "155-", is the word's own.
        return f"{above}{below}" if above.endswith("-") and not above.endswith(" -") else f"{above} {below}"
    rest = _WORD.match(below)
    if not rest or not below[0].islower():
        return f"{above}{below}"
    head = cut[1].lower()
    # Written with its hyphen elsewhere, and never without: the hyphen is the word's own.
    own = words[f"{head}-{rest[0].lower()}"] > 0 and words[f"{head}{rest[0].lower()}"] == 0
    return f"{above}{below}" if own else f"{above[:-1]}{below}"


def _form(line: str) -> str:
    return _NUMBERS.sub("#", line).casefold()


def _title(told: str, first: list[str]) -> str | None:
    """Return the title that the file tells, if its first page shows it; programs write much else there."""
    title = _BLANKS.sub(" ", writable(told)).strip()
    shown = " ".join(line for line in first if line).casefold()
    return title if len(title.split()) >= _TITLE_WORDS and title.casefold() in shown else None
