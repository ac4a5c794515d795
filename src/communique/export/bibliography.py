"""The articles as a bibliography: BibTeX and CSL-JSON (citationstyles.org), for footnotes and reference managers."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from communique.export.json_lists import write_list
from communique.export.selection import ArticleInFull, Selection

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def write_bibtex(chosen: Selection, out: BinaryIO) -> int:
    """Write articles as BibTeX in UTF-8; return how many."""
    count = 0
    for article in chosen.all_articles():
        out.write(bibtex(article).encode())
        count += 1
    return count


def write_csl(chosen: Selection, out: BinaryIO) -> int:
    """Write articles as CSL-JSON; return how many."""
    return write_list(map(csl, chosen.all_articles()), out)


def bibtex(article: ArticleInFull) -> str:
    """Return an article as an entry of BibTeX."""
    fields = {
        "title": f"{{{_tex(article.title)}}}" if article.title else None,
        "author": " and ".join(f"{{{_tex(name)}}}" for name in article.byline),
        "journal": _tex(article.publisher) if article.publisher else None,
        "date": article.published,
        "year": article.published[:4] if article.published else None,
        # A web address is kept as it is: packages for it read it raw.
        "url": article.url.replace("{", "%7B").replace("}", "%7D") if article.url else None,
        "urldate": article.added[:10],
        "note": f"Communiqué article {article.id}",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{{_key(article)},\n{body}\n}}\n\n"


def csl(article: ArticleInFull) -> dict[str, Any]:
    """Return an article as an item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": article.id,
        "type": "article-newspaper",
        "title": article.title,
        "author": [{"literal": name} for name in article.byline],
        "container-title": article.publisher,
        "issued": _date_parts(article.published),
        "accessed": _date_parts(article.added[:10]),
        "URL": article.url,
        "language": article.language,
    }
    return {name: value for name, value in item.items() if value}


def _date_parts(day: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def _key(article: ArticleInFull) -> str:
    """Return a key such as `tallinnmonitor2024-1f3a9c0d`, the same on every machine."""
    who = re.sub(r"[^a-z0-9]", "", (article.publisher or "article").lower()) or "article"
    return f"{who}{(article.published or '')[:4]}-{article.id[:8]}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(each, each) for each in " ".join(text.split()))
