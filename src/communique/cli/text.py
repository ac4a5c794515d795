"""`communique text`: the text of articles, clean, as the reader takes it."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from communique.cli.errors import Misses
from communique.cli.inputs import Given, chosen, read_all, source_options
from communique.cli.output import write, write_json

if TYPE_CHECKING:
    from communique.records import Article

HELP = """Print the text of articles as the reader takes it: no menus, links to other articles, captions, comment forms.

A SOURCE is a file of text, HTML or PDF, a mail, a web address, or - for standard input; the texts of several are
separated by a blank line. With --jsonl a source is a file of JSON lines, and each is answered with a line that has the
title, the date, the authors and the lines left out too.

\b
Examples:
  communique text article.html
  communique text https://example.org/news/talks-in-oslo > talks.txt
  communique text --jsonl < pages.jsonl > texts.jsonl
"""


@click.command(help=HELP, short_help="Print the clean text of articles.")
@source_options
@click.pass_context
def text(ctx: click.Context, sources: tuple[str, ...], *, jsonl: bool, allow_private: bool) -> None:
    """Print the text; the help text is `HELP`."""
    sources = chosen(sources, jsonl=jsonl)
    if jsonl:
        _answer_lines(sources)
        return
    from communique.reader import open_source  # noqa: PLC0415  # takes half a second
    from communique.text import build_article  # noqa: PLC0415

    misses = Misses(ctx)
    between = ""
    for source in sources:
        try:
            article = build_article(open_source(source, allow_private=allow_private))
        except Exception as error:  # noqa: BLE001  # a bad article never ends the rest
            misses.tell(error)
        else:
            write(f"{between}{article.text}\n")
            between = "\n"
    misses.leave()


def _answer_lines(sources: tuple[str, ...]) -> None:
    from communique.reader import attempt  # noqa: PLC0415  # takes half a second
    from communique.sources import Refused  # noqa: PLC0415
    from communique.text import build_article  # noqa: PLC0415

    with ExitStack() as stack:
        for raw in read_all(sources, Given(), stack):
            found = raw if isinstance(raw, Refused) else attempt(raw.ref, partial(build_article, raw))
            write_json(found.to_json() if isinstance(found, Refused) else _answer(found))


def _answer(article: Article) -> dict[str, Any]:
    """Return the answer to one line: the article's text and what it tells of itself."""
    whole = article.to_json()
    return {key: whole[key] for key in ("ref", "text", "title", "published", "byline", "publisher", "dropped")}
