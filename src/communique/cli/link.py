"""`communique link`: every event of several articles, the tellings of one event together.

In: articles from files and web addresses, or JSON lines with "documents" (docs/records.md, "Other commands that speak
JSON lines"). Out: for people, the events that more than one article tells; for programs, clusters of event words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from communique.cli.errors import Misses
from communique.cli.inputs import Given, chosen, iso_date, opened, source_options
from communique.cli.output import write, write_json
from communique.cli.wording import line
from communique.errors import BadLine, EmptyText, InputError, TooLarge

if TYPE_CHECKING:
    from communique.linking.event_offers import Offer
    from communique.records import Article
    from communique.sources import RawArticle, Refused

HELP = """Find the events that several articles tell of, and link what each of them says of one event.

A SOURCE is a file of text or HTML, or a web address. The answer has each event that more than one source tells, with
the words that name it. With --jsonl a source is a file of JSON lines, each with "ref" and "documents" (a list of
objects with "ref", "text" and "published"), and each is answered with a line: "clusters" of all words that name an
event.

\b
Examples:
  communique link monday.txt tuesday.txt
  communique link --jsonl < topics.jsonl > clusters.jsonl
"""


@click.command(help=HELP, short_help="Link what several articles say of one event.")
@source_options
@click.option("--published", metavar="DATE", callback=iso_date, help="Day of publication, as 2024-01-18, if not told.")
@click.pass_context
def link(
    ctx: click.Context, sources: tuple[str, ...], *, jsonl: bool, allow_private: bool, published: str | None
) -> None:
    """Link events; the help text is `HELP`."""
    given = Given(published)
    if jsonl:
        _answer_lines(chosen(sources, jsonl=True), given)
        return
    from communique.reader import open_source  # noqa: PLC0415  # takes half a second
    from communique.text import build_article  # noqa: PLC0415

    misses = Misses(ctx)
    articles = {}
    for source in dict.fromkeys(chosen(sources, jsonl=False)):
        try:
            articles[source] = build_article(given.fill(open_source(source, allow_private=allow_private)))
        except Exception as error:  # noqa: BLE001  # a bad source never ends the rest
            misses.tell(error)
    _show(_clusters(list(articles.values())), list(articles))
    misses.leave()


def _clusters(articles: Sequence[Article]) -> list[list[Offer]]:
    """Return the offers of articles in clusters; `Offer.article` is the article's number."""
    from communique.linking.event_offers import linked, offered  # noqa: PLC0415  # loads the model
    from communique.model import shipped  # noqa: PLC0415
    from communique.reading import read_with_states  # noqa: PLC0415

    read = read_with_states(articles, shipped())
    return linked([offered(reading, states, str(number)) for number, (reading, states) in enumerate(read)])


def _show(clusters: list[list[Offer]], names: list[str]) -> None:
    """Print the events that more than one source tells."""
    shared = [group for group in clusters if len({each.article for each in group}) > 1]
    if not shared:
        write("No event is told by more than one source.\n")
    for group in shared:
        words = ", ".join(dict.fromkeys(line(each.told.word) for each in group))
        kinds = " ".join(sorted({each.told.type for each in group if each.told.type}))
        told_by = ", ".join(line(names[number]) for number in sorted({int(each.article) for each in group}))
        write(f"{words}{f'  {kinds}' if kinds else ''}  {told_by}\n")


def _answer_lines(sources: tuple[str, ...], given: Given) -> None:
    from communique.reader import refusal  # noqa: PLC0415  # takes half a second

    with ExitStack() as stack:
        for stream in [opened(source, stack) for source in sources]:
            for number, text in _lines(stream):
                ref: str | None = None
                try:
                    entry = _entry(text, number)
                    ref = _ref(entry)
                    answer = _answer(entry, given, number)
                except Exception as error:  # noqa: BLE001  # a bad line never ends the rest
                    answer = refusal(ref, error).to_json()
                write_json(answer)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and bytes of each line that isn't blank; None stands for a line that is too long."""
    from communique.sources.jsonl import MAX_LINE  # noqa: PLC0415

    number = 0
    while text := stream.readline(MAX_LINE + 1):
        number += 1
        if len(text) > MAX_LINE:
            while text and not text.endswith(b"\n"):
                text = stream.readline(MAX_LINE)
            yield number, None
        elif text.strip():
            yield number, text


def _entry(text: bytes | None, number: int) -> dict[str, Any]:
    if text is None:
        raise TooLarge(f"line {number} is too long", hint="Send fewer documents in a line.")
    try:
        entry = json.loads(text.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        raise BadLine("not UTF-8", line=number, hint=_HINT) from None
    except (ValueError, RecursionError) as error:
        raise BadLine(f"no JSON: {error}", line=number, hint=_HINT) from None
    if not isinstance(entry, dict):
        raise BadLine("no object", line=number, hint=_HINT)
    return entry


def _ref(entry: dict[str, Any]) -> str | None:
    """Return the caller's id of a line, None where it is no string."""
    ref = entry.get("ref")
    return ref if isinstance(ref, str) else None


_HINT = 'Write one JSON object per line, with "documents": a list of objects with "ref" and "text".'


def _answer(entry: dict[str, Any], given: Given, number: int) -> dict[str, Any]:
    """Return the clusters of the documents of a line."""
    documents = entry.get("documents")
    if not isinstance(documents, list):
        raise BadLine('no list of "documents"', line=number, hint=_HINT)
    given_raws = [_document(each, place, number) for place, each in enumerate(documents, 1)]
    raws = [raw for raw in given_raws if raw is not None]
    refs = [raw.ref for raw in raws]
    if len(set(refs)) < len(refs):
        twice = next(ref for ref in refs if refs.count(ref) > 1)
        raise BadLine(f'two documents have the "ref" {twice!r}', line=number, hint=_HINT)
    from communique.text import build_article  # noqa: PLC0415  # takes half a second

    articles = [build_article(given.fill(raw)) for raw in raws]
    clusters = [
        [{"ref": refs[int(each.article)], "trigger": {"start": each.start, "end": each.end}} for each in group]
        for group in _clusters(articles)
    ]
    return {"ref": _ref(entry), "clusters": clusters}


def _document(entry: object, place: int, number: int) -> RawArticle | None:
    """Return the article of a document, None where it is empty; its text is taken as it is, so that offsets hold."""
    from communique.sources import Refused, parse_line  # noqa: PLC0415  # takes a third of a second

    if not isinstance(entry, dict) or "text" not in entry:
        raise BadLine(f'document {place} is no object with "text"', line=number, hint=_HINT)
    fields = {key: entry.get(key) for key in ("ref", "text", "published")}
    made: RawArticle | Refused = parse_line(json.dumps({**fields, "language": "en", "verbatim": True}))
    if isinstance(made, Refused):
        error = made.error
        if isinstance(error, EmptyText):
            return None  # it tells of nothing
        raise InputError(f"line {number}: document {place}: {error.problem}", hint=error.hint)
    return made
