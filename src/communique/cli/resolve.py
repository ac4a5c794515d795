"""`communique dates`, `places`, `amounts` and `actors`: what one stretch of text says, resolved.

Each takes texts from files, web addresses and pipes and prints a table, or takes JSON lines and answers each with a
line (docs/records.md, "Other commands that speak JSON lines").
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique.cli.actors_option import actors_option, known_actors
from communique.cli.errors import Misses
from communique.cli.inputs import Given, chosen, iso_date, opened, read_all, source_options
from communique.cli.output import write, write_json
from communique.cli.questions import answer, answer_options, filter_options
from communique.cli.wording import line

if TYPE_CHECKING:
    from communique.knowledge.user_actors import Knowledge
    from communique.sources import Phrase

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of thing: the key of the answers, what finds it, and the columns of the table for people."""

    key: str
    find: Callable[[str, datetime.date | None], Iterable[Any]]
    columns: tuple[str, ...]


def _dates(text: str, published: datetime.date | None) -> Iterable[Any]:
    from communique.reading.dates import dates_in  # noqa: PLC0415  # the tables are read on first use

    return dates_in(text, published)


def _places(text: str, published: datetime.date | None) -> Iterable[Any]:
    from communique.reader import Reader  # noqa: PLC0415  # takes half a second
    from communique.sources import RawArticle, Refused  # noqa: PLC0415

    day = published.isoformat() if published else None
    found = next(Reader().places([RawArticle(text=text, published=day, verbatim=True)]))
    if isinstance(found, Refused):
        raise found.error
    return found[1]


def _amounts(text: str, _: datetime.date | None) -> Iterable[Any]:
    from communique.reading.values.amounts import money_in  # noqa: PLC0415

    return money_in(text)


DATES = _Kind("dates", _dates, ("start", "end", "precision", "basis"))
PLACES = _Kind("places", _places, ("name", "admin1", "country", "latitude", "longitude", "precision"))
AMOUNTS = _Kind("amounts", _amounts, ("value", "low", "high", "currency", "qualifiers", "per"))


def _command(kind: _Kind, what: str, example: str) -> click.Command:
    """Return the command that finds one kind of thing."""
    text = f"""Find the {what} in texts.

A SOURCE is a file of text or HTML, a web address, or - for standard input; each row of the table has the words and what
they mean. With --jsonl a source is a file of JSON lines with "ref" and "text", and each is answered with a line.

\b
Examples:
  communique {kind.key} article.txt --published 2024-01-18
  {example}
  communique {kind.key} --jsonl < texts.jsonl > {kind.key}.jsonl
"""

    @click.command(name=kind.key, help=text, short_help=f"Find the {what} in texts.")
    @source_options
    @click.option("--published", metavar="DATE", callback=iso_date, help="Day of publication, as 2024-01-18.")
    @click.pass_context
    def command(
        ctx: click.Context, sources: tuple[str, ...], *, jsonl: bool, allow_private: bool, published: str | None
    ) -> None:
        given = Given(published)
        if jsonl:
            _answer_lines(kind, chosen(sources, jsonl=True), given)
            return
        from communique.reader import open_source  # noqa: PLC0415  # takes half a second
        from communique.text import build_article  # noqa: PLC0415

        misses = Misses(ctx)
        for source in chosen(sources, jsonl=False):
            try:
                article = build_article(given.fill(open_source(source, allow_private=allow_private)))
                found = [each.to_json() for each in kind.find(article.text, article.published)]
            except Exception as error:  # noqa: BLE001  # a bad text never ends the rest
                misses.tell(error)
            else:
                _show(found, kind.columns)
        misses.leave()

    return command


def _answer_lines(kind: _Kind, sources: tuple[str, ...], given: Given) -> None:
    from communique.reader import attempt  # noqa: PLC0415  # takes half a second
    from communique.sources import RawArticle, Refused  # noqa: PLC0415

    def answer(raw: RawArticle) -> _Row:
        if raw.text is None:
            from communique.text import build_article  # noqa: PLC0415

            text = build_article(raw).text
        else:
            text = raw.text
        day = datetime.date.fromisoformat(raw.published) if raw.published else None
        return {"ref": raw.ref, kind.key: [each.to_json() for each in kind.find(text, day)]}

    with ExitStack() as stack:
        for raw in read_all(sources, given, stack):
            found = raw if isinstance(raw, Refused) else attempt(raw.ref, partial(answer, raw))
            write_json(found.to_json() if isinstance(found, Refused) else found)


def _show(found: list[_Row], columns: tuple[str, ...]) -> None:
    """Print the table: the words, then what they mean."""
    rows = [("words", *columns)]
    rows += [(line(each["span"]["quote"]), *(_cell(each[name]) for name in columns)) for each in found]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return f"{value:,.15g}" if isinstance(value, float) else str(value)


dates = _command(DATES, "dates", 'echo "on Thursday" | communique dates --published 2024-01-18')
places = _command(PLACES, "places", 'echo "shelling near Kharkiv" | communique places')
amounts = _command(AMOUNTS, "sums of money", 'echo "up to 1.2bn euros" | communique amounts')

ACTORS_HELP = """Tell whom phrases mean, or list the actors of the ledger.

A PHRASE is a name, a title or a common noun: "the Kremlin", "President Macron", "Houthi rebels". Offices change
hands, so --date tells the day on which it was written. With --jsonl, JSON lines with "ref", "text", "context" and
"date" are read from standard input or from the files named, and each is answered with a line.

Without a phrase, the actors of the ledger are listed, by name, with the articles, events and statements that tell of
each; --name, --country, --kind and --sector choose among them.

--actors takes a table of your own, and `communique actors import` makes one from what others have: see
`communique actors import --help`. (The phrase "import" itself is asked after "--".)

\b
Examples:
  communique actors "US defence secretary" --date 2019-03-01
  communique actors "the Kremlin" "Lloyd Austin"
  communique actors "Azure Front" --actors my-actors.csv
  communique actors --country UKR --kind person
  communique actors --jsonl < phrases.jsonl > actors.jsonl
"""


class _Actors(click.Command):
    """The command on phrases, with `import` beside it: the first word tells which of them is meant."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args[:1] == ["import"]:
            from communique.cli.actors_import import import_actors  # noqa: PLC0415  # of this command alone

            return import_actors.make_context(f"{info_name} import", args[1:], parent=parent, **extra)
        return super().make_context(info_name, args, parent=parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


@click.command(help=ACTORS_HELP, short_help="Tell whom phrases mean, or list actors.", cls=_Actors)
@click.option("--jsonl", is_flag=True, help="Take JSON lines, one phrase each, and answer each with a line.")
@click.option("--date", "day", metavar="DATE", callback=iso_date, help="The day of the phrases, as 2024-01-18.")
@actors_option
@click.argument("phrases", nargs=-1, metavar="[PHRASE]...")
@filter_options("actors")
@answer_options
def actors(phrases: tuple[str, ...], *, jsonl: bool, day: str | None, tables: tuple[Path, ...], **asked: Any) -> None:
    """Resolve phrases, or list the ledger's actors; the help text is `ACTORS_HELP`."""
    if jsonl:
        _answer_phrases(chosen(phrases, jsonl=True), day, known_actors(tables))
        return
    if not phrases:
        answer("actors", asked)
        return
    from communique.reading.actors.resolution import resolve  # noqa: PLC0415
    from communique.sources import Phrase  # noqa: PLC0415

    known = known_actors(tables)
    for phrase in [Phrase(None, each).text for each in phrases]:
        found = resolve(phrase, None, datetime.date.fromisoformat(day) if day else None, known)
        told = [found.name or "unknown", found.country or "-", " ".join(found.sectors) or "-", found.code or "-"]
        write(f"{line(phrase)}: {'  '.join(told)}\n")
        for each in found.candidates:
            write(f"  {each.name}, {each.country or '-'}, {' '.join(each.sectors) or '-'}: {each.why}\n")


def _answer_phrases(sources: tuple[str, ...], day: str | None, known: Knowledge) -> None:
    from communique.reader import attempt  # noqa: PLC0415  # takes half a second
    from communique.reading.actors.resolution import resolve  # noqa: PLC0415
    from communique.sources import Refused, read_phrases  # noqa: PLC0415

    def answer(given: Phrase) -> _Row:
        date = given.date or day
        found = resolve(given.text, given.context, datetime.date.fromisoformat(date) if date else None, known)
        return {"ref": given.ref, **found.to_json()}

    with ExitStack() as stack:
        for stream in [opened(source, stack) for source in sources]:
            for phrase in read_phrases(stream):
                found = phrase if isinstance(phrase, Refused) else attempt(phrase.ref, partial(answer, phrase))
                write_json(found.to_json() if isinstance(found, Refused) else found)
