"""`communique events`, `statements`, `commitments`, `articles`, `search` and `stats`: questions to the ledger."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.cli.inputs import debug_option, iso_date
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import write, write_json, written
from communique.cli.wording import line
from communique.shown import numbered

if TYPE_CHECKING:
    from communique.ledger.told.contradictions import Contradiction

_Command = TypeVar("_Command", bound=Callable[..., Any])

_HELP = {
    "actor": "Who does it: a name, an id, an ISO 3166 or PLOVER code, a country.",
    "recipient": "To whom.",
    "country": "A country on either side.",
    "sector": "A PLOVER sector of anybody in it (of statements the speaker), as MIL.",
    "type": "A PLOVER type, as AGREE.",
    "mode": "A PLOVER mode, as visit.",
    "context": "A PLOVER context, as military.",
    "status": "actual, historical, planned, proposed, possible, hypothetical or negated.",
    "place": "Where: a place's name, its beginning with a star, or a country.",
    "precision": "How exactly its place is known: site, city, province, country or region.",
    "told_by": "Who tells it.",
    "min_sources": "At least so many independent sources.",
    "speaker": "Who says it.",
    "addressee": "To whom it is said.",
    "act": "say, deny, warn, promise …",
    "certainty": "certain, probable, possible or unlikely.",
    "donor": "Who gives.",
    "category": "military, financial, humanitarian, civil or unspecified.",
    "instrument": "grant, loan, guarantee, in_kind, sale, training or unspecified.",
    "stage": "speculated, requested, proposed, pledged, approved, contracted, delivered …",
    "item": "A class of items, as artillery, or part of a designation.",
    "min_amount": "At least this sum, in the currency told.",
    "max_amount": "At most this sum.",
    "currency": "An ISO 4217 code, as EUR.",
    "thread": "The id of a thread: one commitment through its life.",
    "name": "Part of a name.",
    "kind": "state, organization, person or group.",
    "since": "From this day, month or year on, as 2024-01.",
    "until": "Up to this day, month or year.",
    "published_since": "Known from this day on.",
    "published_until": "Known up to this day.",
    "source": "A publisher, or a site such as example.org.",
    "text": 'Words of the sentence; "a phrase", -without, OR, begin*.',
    "article": "The id of an article.",
    "verdict": "What reviewers said: accepted, rejected, none or any.  [default: all but rejected]",
}
_FILTERS = {
    "events": (
        *("actor", "recipient", "country", "sector", "type", "mode", "context", "status", "place"),
        *(
            "precision",
            "told_by",
            "since",
            "until",
            "published_since",
            "published_until",
            "source",
            "text",
            "article",
            "min_sources",
            "verdict",
        ),
    ),
    "statements": (
        *("speaker", "addressee", "country", "sector", "act", "certainty", "since", "until", "published_since"),
        *("published_until", "source", "text", "article", "verdict"),
    ),
    "commitments": (
        *("donor", "recipient", "country", "sector", "category", "instrument", "stage", "item", "min_amount"),
        *("max_amount", "currency", "thread", "told_by", "since", "until", "published_since", "published_until"),
        *("source", "text", "article", "verdict"),
    ),
    "actors": ("name", "country", "kind", "sector"),
    "articles": ("source", "text", "article", "since", "until"),
}
"""The filters of each family; a test compares them with those that the ledger knows."""
_NAMED = 8
"""Names that are told at most where a word stands for several."""
_MANY = "An option given several times means any of them; a value that begins with ! is excluded."
_ABOUT = {
    "events": "List events: who did, does or will do what to whom, with the sentence behind each.",
    "statements": "List statements: who said, denied, warned or promised what, how sure of it.",
    "commitments": "List commitments: money and materiel, from whom to whom, at which stage.",
    "articles": "List articles: what was read, from where, and what it holds.",
}
_EXAMPLES = {
    "events": (
        "communique events --actor RUS --type ASSAULT --since 2024-01",
        'communique events --country "South Korea" --status planned --format csv > planned.csv',
        "communique events --recipient Ukraine --as-of 2024-03-01",
    ),
    "statements": (
        'communique statements --speaker "Maarja Tamm" --act promise',
        'communique statements --text "air defense" --certainty possible',
    ),
    "commitments": (
        "communique commitments --donor EST --recipient UKR",
        "communique commitments --stage delivered --item artillery --format tsv",
        "communique commitments --recipient UKR --totals donor,stage",
        "communique commitments --overdue --donor EST",
    ),
    "articles": (
        "communique articles --text howitzers",
        'communique articles --source "Tallinn Monitor" --format json',
    ),
}


def filter_options(family: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds a family's filters as options."""

    def add(command: _Command) -> _Command:
        for name in reversed(_FILTERS[family]):
            flag = f"--{name.replace('_', '-')}"
            command = click.option(flag, name, multiple=True, metavar="VALUE", help=_HELP[name])(command)
        return command

    return add


def answer_options(command: _Command) -> _Command:
    """Add how many records are wanted, and in which shape."""
    for add in (
        debug_option,
        ledger_option,
        click.option("--width", type=click.IntRange(min=40), metavar="N", help="Cells of a line of the table."),
        click.option(
            "--format",
            "shape",
            type=click.Choice(["table", "csv", "tsv", "json", "jsonl"]),
            default="table",
            show_default=True,
            help="What to print.",
        ),
        click.option("--order", metavar="ORDER", help="newest, oldest; events: sources; commitments: amount."),
        click.option("--all", "everything", is_flag=True, help="All records, not only the first ones."),
        click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Pass over so many."),
        click.option(
            "--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="So many at most."
        ),
    ):
        command = add(command)
    return command


def _own_options(family: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds what only one family can be asked for."""

    def add(command: _Command) -> _Command:
        if family != "commitments":
            return command
        command = click.option(
            "--overdue",
            is_flag=True,
            help="Deliveries whose stated day has passed without a report of them, by today or --as-of.",
        )(command)
        return click.option(
            "--totals",
            is_flag=False,
            flag_value="donor",
            metavar="[DIMENSIONS]",
            help="Sums that count nothing twice, by donor, recipient, category, stage, month, or several with commas."
            "  [without DIMENSIONS: donor]",
        )(command)

    return add


def _command(family: str) -> click.Command:
    about, examples = _ABOUT[family], "\n  ".join(_EXAMPLES[family])
    text = f"{about}\n\n{_MANY}\n\n\b\nExamples:\n  {examples}\n"

    @click.command(family, help=text, short_help=about.partition(":")[0].rstrip(".") + ".")
    @_own_options(family)
    @filter_options(family)
    @click.option("--as-of", metavar="DATE", callback=iso_date, help="The ledger as it was known on a day.")
    @answer_options
    def asked(**options: Any) -> None:
        answer(family, options)

    return asked


def answer(family: str, options: dict[str, Any]) -> None:
    """Print the records of a family that options ask for."""
    by, late = options.pop("totals", None), options.pop("overdue", False)
    if by or late:
        from communique.cli.sums import tell_overdue, tell_totals  # noqa: PLC0415  # these questions alone

        if by and late:
            raise click.UsageError("--totals and --overdue are two questions. Ask one after the other.")
        tell_overdue(options) if late else tell_totals([each.strip() for each in by.split(",")], options)
        return
    path, shape, width = options.pop("path"), options.pop("shape"), options.pop("width")
    limit = None if options.pop("everything") else options.pop("limit", 50)
    options.pop("limit", None)
    with opened_ledger(path) as ledger:
        asked = {name: value for name, value in options.items() if value not in ((), None)}
        found = getattr(ledger, family)(limit=limit, **asked)
        if shape == "table":
            from communique.ledger.told.contradictions import against  # noqa: PLC0415  # only for people

            # Of events the two sides are in one row; a commitment and what contradicts it are two.
            ids = [each.id for each in found] if family == "commitments" else []
            odds = against(ledger.connection, ids, options.get("as_of"))
            _list(family, found, odds, width or _width(), int(options.get("offset") or 0))
        else:
            _print(family, found, shape)
        _tell_meant(found)


def _tell_meant(found: Any) -> None:
    """Tell on standard error for whom names were taken that several have, or nobody in just these words."""
    for each in found.meant:
        if len(each.names) != 1 or each.names[0].partition(" (")[0].casefold() != each.said.strip().casefold():
            if not each.actors:
                continue
            shown = ", ".join(map(line, each.names[:_NAMED]))
            more = f" and {len(each.names) - _NAMED:,} more" if len(each.names) > _NAMED else ""
            click.echo(f"communique: {line(each.said)} was taken for {shown}{more}.", err=True)


def _print(family: str, found: Any, shape: str) -> None:
    if shape == "json":
        write_json(found.to_json(), indent=2)
    elif shape == "jsonl":
        for row in found:
            write_json(asdict(row))
    else:
        _print_delimited(family, found, "," if shape == "csv" else "\t")


def _list(family: str, found: Any, against: Mapping[str, Sequence[Contradiction]], width: int, offset: int) -> None:
    from communique.cli.listing import listing  # noqa: PLC0415  # rich is only for people

    write(listing(family, list(found), width=width, color=_colored(), against=against))
    shown = len(found)
    if offset and not shown:
        there = "There is" if found.total == 1 else "There are"
        write(f"None from {offset + 1:,} on. {there} {numbered(found.total, family)}.\n")
    elif shown < found.total or offset:
        more = " --all shows all." if shown < found.total else ""
        write(f"{offset + 1} to {offset + shown} of {found.total:,} {family}.{more}\n")
    else:
        write(f"{numbered(found.total, family)}.\n")


def _print_delimited(family: str, found: Iterable[Any], delimiter: str) -> None:
    from communique.export.columns import ROWS  # noqa: PLC0415  # only for these shapes
    from communique.export.delimited import write_delimited  # noqa: PLC0415
    from communique.export.tables import COLUMNS  # noqa: PLC0415

    make = ROWS.get(family)
    rows = (make(row) if make else asdict(row) for row in found)
    columns = COLUMNS[family] if make else _LISTED[family]
    with written() as out:
        write_delimited(rows, columns, out, delimiter)


_LISTED = {
    "actors": ("id", "name", "kind", "country", "sectors", "title", "code", "articles", "statements", "events"),
    "articles": (
        *("id", "published", "publisher", "title", "url", "added", "reader", "copy_of", "events", "statements"),
        "commitments",
    ),
}


def _width() -> int:
    return min(max(shutil.get_terminal_size((100, 24)).columns, 40), 160)


def _colored() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


events, statements, commitments, articles = map(_command, ("events", "statements", "commitments", "articles"))

SEARCH = """Search the sentences of all articles; each comes with the records that stand on it.

Words have to be there all; "a phrase" as it is; -word must not be there; OR between two means either; begin* means any
ending.

\b
Examples:
  communique search howitzers Estonia
  communique search '"power plant" OR substation -nuclear' --newest
"""


@click.command(help=SEARCH, short_help="Search all sentences.")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--newest", is_flag=True, help="The latest first, not the best.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="So many at most."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Pass over so many.")
@click.option("--as-of", metavar="DATE", callback=iso_date, help="The ledger as it was known on a day.")
@click.option("--format", "shape", type=click.Choice(["text", "json", "jsonl"]), default="text", help="What to print.")
@ledger_option
@debug_option
def search(  # noqa: PLR0913  # one argument for each option
    *, words: Sequence[str], newest: bool, limit: int, offset: int, as_of: str | None, shape: str, path: Path
) -> None:
    """Search; the help text is `SEARCH`."""
    with opened_ledger(path) as ledger:
        found = ledger.search(" ".join(words), newest=newest, limit=limit, offset=offset, as_of=as_of)
    if shape == "json":
        write_json([asdict(each) for each in found], indent=2)
    elif shape == "jsonl":
        for each in found:
            write_json(asdict(each))
    else:
        for each in found:
            where = ", ".join(part for part in (each.quote.publisher, each.quote.published, each.quote.url) if part)
            write(f"{line(each.snippet)}\n  {line(where) or each.quote.article}\n  {' '.join(each.records)}\n\n")
        write(f"{numbered(len(found), 'sentences')}.\n" if found else "Nothing found.\n")


STATS = """Count what the ledger holds: articles, sources, records by type, status, act, stage, publisher and month.

\b
Examples:
  communique stats --ledger war.db
  communique stats --format json
"""


@click.command(help=STATS, short_help="Count what the ledger holds.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="What to print.")
@ledger_option
@debug_option
def stats(*, shape: str, path: Path) -> None:
    """Print counts; the help text is `STATS`."""
    with opened_ledger(path) as ledger:
        counts = ledger.stats()
    if shape == "json":
        write_json(counts, indent=2)
        return
    for name, value in counts.items():
        title = name.replace("_", " ")
        if value in ({}, None):
            continue
        if isinstance(value, dict):
            write(f"{title}\n" + "".join(f"  {line(str(each)):<32}{count:>12,}\n" for each, count in value.items()))
        else:
            write(f"{title:<34}{value if isinstance(value, str) else f'{value:,}':>12}\n")
