"""`communique explain`, `contradictions`, `drift`, `calendar`: what the ledger makes of articles together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.cli.inputs import check_period, debug_option, first_day, iso_date, last_day
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import write, write_json
from communique.cli.wording import line

if TYPE_CHECKING:
    from communique.ledger.asking.explain import Explanation
    from communique.ledger.quoted import Quoted
    from communique.ledger.told.calendar import Coming
    from communique.ledger.told.contradictions import Contradiction
    from communique.ledger.told.drift import Said

EXPLAIN = """Tell why the ledger says what it says of a record.

ID is the id of an event, report, statement, commitment, thread, actor, article or link; its beginning is enough where
only one record has it. Every link that made records one is listed with its id and reasons; `communique split` with that
id undoes it.

\b
Examples:
  communique explain event-3f6c04e99e0ecb76
  communique explain thread-25828a --format json
"""
CONTRADICTIONS = """List where sources contradict each other, with both sentences.

One event with two numbers of dead, one package with two sums, one delivery with two counts, a thing told as done and as
not done, arms told as delivered and as refused. A figure that rises from one day to the next is an update; --no-updates
leaves those out. Progress (promised, then delivered) and revisions that an article states are no contradictions. Copies
of one wire are one source.

\b
Examples:
  communique contradictions --ledger war.db
  communique contradictions --limit 20
  communique contradictions --no-updates --as-of 2024-03-31 --format jsonl
"""
DRIFT = """Show how one speaker's words changed: acts and certainty over time, with every sentence.

SPEAKER is a name, an actor's id, or the code of a country for all who speak for it.

\b
Examples:
  communique drift "Maarja Tamm"
  communique drift USA --about "air defense" --since 2024-01-01
  communique drift USA --last 500
"""
CALENDAR = """List what is to come: meetings and visits planned for a day, deliveries due.

What one sentence tells of the same days stands together, above that sentence; JSON has an object for each record.

\b
Examples:
  communique calendar --since 2024-01-18 --limit 20
  communique calendar --since 2024-01-18 --until 2024-03-31 --format json
  communique export ical -o coming.ics
"""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _format_option(command: _Command) -> _Command:
    kinds = click.Choice(["text", "json", "jsonl"])
    return click.option("--format", "shape", type=kinds, default="text", show_default=True, help="What to print.")(
        command
    )


def _page_options(command: _Command) -> _Command:
    for add in (
        click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Pass over so many."),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="So many at most.  [default: all]"),
    ):
        command = add(command)
    return command


def _as_of_option(command: _Command) -> _Command:
    return click.option(
        "--as-of", metavar="DATE", callback=iso_date, help="The ledger as it was known on a day, as 2024-03-31."
    )(command)


@click.command(help=EXPLAIN, short_help="Tell why a record says what it says.")
@click.argument("ident", metavar="ID")
@ledger_option
@_format_option
@debug_option
def explain(*, ident: str, path: Path, shape: str) -> None:
    """Explain a record; the help text is `EXPLAIN`."""
    with opened_ledger(path) as ledger:
        found = ledger.explain(ident)
    if shape == "text":
        write(_explained(found))
    else:
        write_json(found.to_json(), indent=2 if shape == "json" else None)


@click.command(help=CONTRADICTIONS, short_help="List where sources contradict each other.")
@ledger_option
@_as_of_option
@click.option("--updates/--no-updates", default=True, help="Show figures that rose later too.  [default: show them]")
@_page_options
@_format_option
@debug_option
def contradictions(  # noqa: PLR0913  # one argument for each option
    *, path: Path, as_of: str | None, updates: bool, limit: int | None, offset: int, shape: str
) -> None:
    """List contradictions; the help text is `CONTRADICTIONS`."""
    with opened_ledger(path) as ledger:
        found = ledger.contradictions(as_of=as_of, updates=updates, limit=limit, offset=offset)
        total = ledger.count_contradictions(as_of=as_of, updates=updates)
    _print(found, shape, _contradiction, "No more contradictions." if total else "No contradictions.")
    if shape == "text" and found and len(found) < total:
        write(f"{offset + 1} to {offset + len(found)} of {total:,} contradictions.\n")


@click.command(help=DRIFT, short_help="Show how a speaker's words changed.")
@click.argument("speaker", metavar="SPEAKER")
@click.option("--about", metavar="TEXT", help="Only sentences with these words.")
@click.option("--since", metavar="DATE", callback=first_day, help="From this day, month or year on.")
@click.option("--until", metavar="DATE", callback=last_day, help="Up to this day, month or year.")
@click.option(
    "--last", type=click.IntRange(min=1), metavar="N", help="Only the last so many statements.  [default: all]"
)
@ledger_option
@_format_option
@debug_option
def drift(  # noqa: PLR0913  # one argument for each option
    *, speaker: str, about: str | None, since: str | None, until: str | None, last: int | None, path: Path, shape: str
) -> None:
    """Show drift; the help text is `DRIFT`."""
    check_period(since, until)
    with opened_ledger(path) as ledger:
        found = ledger.drift(speaker, about=about, since=since, until=until, last=last)
    _print(found, shape, _said, "Nothing said.")


@click.command(help=CALENDAR, short_help="List what is to come.")
@click.option("--since", metavar="DATE", callback=first_day, help="From this day, month or year on.  [default: today]")
@click.option("--until", metavar="DATE", callback=last_day, help="Up to this day, month or year.")
@ledger_option
@_as_of_option
@_page_options
@_format_option
@debug_option
def calendar(  # noqa: PLR0913  # one argument for each option
    *,
    since: str | None,
    until: str | None,
    path: Path,
    as_of: str | None,
    limit: int | None,
    offset: int,
    shape: str,
) -> None:
    """List what is to come; the help text is `CALENDAR`."""
    given = since or as_of
    check_period(given, until)
    first = datetime.date.fromisoformat(given) if given else datetime.datetime.now().astimezone().date()
    end = datetime.date.fromisoformat(until) if until else None
    if end is not None and end < first:
        raise click.UsageError(f"The calendar begins today, and {end} is past. Say with --since from when on.")
    # One more than is shown tells whether there is more.
    most = None if limit is None else offset + limit + 1
    with opened_ledger(path) as ledger:
        found = ledger.calendar(since=first, until=end, as_of=as_of, limit=most)
    shown = found[offset:] if limit is None else found[offset : offset + limit]
    nothing = "Nothing more planned." if found else "Nothing planned."
    if shape == "text":
        _print(_together(shown), shape, _coming, nothing)
    else:
        _print(shown, shape, str, nothing)
    if shape == "text" and offset + len(shown) < len(found):
        write(f"{offset + 1} to {offset + len(shown)}; more is planned.\n")


def _print(found: Iterable[Any], shape: str, tell: Callable[[Any], str], nothing: str) -> None:
    rows = list(found)
    if shape == "json":
        write_json([each.to_json() for each in rows], indent=2)
    elif shape == "jsonl":
        for each in rows:
            write_json(each.to_json())
    else:
        write("\n".join(map(tell, rows)) or f"{nothing}\n")


def _explained(found: Explanation) -> str:
    lines = [f"{found.family} {found.id}", line(found.headline), ""]
    for section in found.sections:
        lines.append(section.title)
        for point in section.points:
            lines.append(f"  {line(point.said)}")
            if point.quote is not None:
                lines.extend(_cited(point.quote, "    "))
        lines.append("")
    return "\n".join(lines)


def _contradiction(found: Contradiction) -> str:
    kind = "updated" if found.update else "contradicted"
    lines = [f"{found.what} {kind}: {line(found.one.said)} / {line(found.other.said)}  ({found.about})"]
    for side in (found.one, found.other):
        lines += [f"  {side.known}  {line(side.said)}  {side.record}", *_cited(side.quote, "    ")]
    return "\n".join(lines) + "\n"


def _said(found: Said) -> str:
    change = f"  [{found.change}]" if found.change else ""
    return "\n".join(
        [f"{found.days}  {found.act}, {found.certainty}{change}  {found.statement}", *_cited(found.quote, "    "), ""]
    )


def _together(found: Iterable[Coming]) -> list[list[Coming]]:
    """Return what one sentence tells of the same days as one, in order: a promise, and the delivery that it is of."""
    told: dict[tuple[str, str, str, int], list[Coming]] = {}
    for each in found:
        told.setdefault((each.start, each.end, each.quote.article, each.quote.start), []).append(each)
    return list(told.values())


def _coming(found: list[Coming]) -> str:
    return "\n".join([*map(_planned, found), *_cited(found[0].quote, "    "), ""])


def _planned(found: Coming) -> str:
    days = found.start if found.start == found.end else f"{found.start} to {found.end}"
    sides = [", ".join(map(line, side)) for side in (found.actors, found.recipients) if side]
    place = f" in {line(found.place)}" if found.place else ""
    head = f"{days}  {found.what.replace('_', ' ')}, {found.status}: {' → '.join(sides) or 'not named'}{place}"
    sources = f"{found.sources} sources" if found.sources > 1 else "1 source"
    return f"{head}  ({found.record}, {sources})"


def _cited(quote: Quoted, indent: str) -> list[str]:
    where = ", ".join(each for each in (quote.publisher, quote.published, quote.url or quote.title) if each)
    return [f"{indent}“{line(quote.quote)}”", f"{indent}{line(where) or quote.article}"]
