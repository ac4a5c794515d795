"""`communique plot`: the page's pictures as files."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.errors import BadQuestion

if TYPE_CHECKING:
    from communique.ledger import Ledger

HELP = """Draw a picture of the ledger as SVG, PNG, HTML or a Vega-Lite specification; the file's name tells which.

\b
NAME is one of
  timeline   events over time, by type, status or dyad
  map        where events happened
  lives      commitments from promise to delivery, by donor
  ties       the strongest ties of one actor
  months     months with what is planned

A filter is NAME=VALUE, as `communique events` and `communique commitments` have them.

\b
Examples:
  communique plot timeline -o attacks.svg --where type=ASSAULT --by dyad
  communique plot months -o coming.svg --where since=2024-01-18
  communique plot lives -o promises.png --where recipient=UKR
  communique plot ties -o estonia.html --actor Estonia
  communique plot timeline -o attacks.json --where type=ASSAULT
"""
_NAMES = ("timeline", "map", "lives", "ties", "months")
_TAKEN: dict[str, set[str]] = {"months": {"since"}, "ties": set()}
_TAKES = {"months": "it draws all that is to come from --where since=DAY on", "ties": "it draws all ties of its actor"}


@click.command(help=HELP, short_help="Draw a picture of the ledger.")
@click.argument("name", type=click.Choice(_NAMES), metavar="NAME")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to write: .svg, .png, .html or .json.")
@click.option("--where", "asked", multiple=True, metavar="NAME=VALUE", help="A filter of the records.")
@click.option("--by", metavar="KIND", help="Of timeline: type (the default), status or dyad.")
@click.option("--actor", metavar="WHO", help="Of ties: whose, by name, id or code.")
@ledger_option
@debug_option
def plot(  # noqa: PLR0913  # what a picture consists of
    *, name: str, output: str, asked: tuple[str, ...], by: str | None, actor: str | None, path: Path
) -> None:
    """Draw a picture; the help text is `HELP`."""
    from communique.charts.files import as_file  # noqa: PLC0415  # only for this command

    with opened_ledger(path) as ledger:
        svg = _drawn(ledger, name, _filters(asked), by, actor)
        if svg is None:
            raise BadQuestion("the ledger has nothing to draw", hint="Take a filter away, or add articles.")
        save(ledger, as_file(svg, output, f"Communiqué: {name}"), Path(output))


def save(ledger: Ledger, data: bytes, path: Path) -> None:
    """Write a file whole or not at all.

    Raises:
        UnreadableFile: it can't be written.
    """
    from communique.export import Selection, write_export  # noqa: PLC0415  # as the picture

    write_export(lambda _, out: out.write(data), Selection(ledger.connection), path)


def _filters(asked: tuple[str, ...]) -> dict[str, list[str] | str]:
    found: dict[str, list[str]] = {}
    for each in asked:
        name, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(f"{each} is no filter; write it as NAME=VALUE, as actor=EST.")
        found.setdefault(name.strip().replace("-", "_"), []).append(value)
    if page := found.keys() & {"limit", "offset", "order"}:
        raise click.UsageError(f"a picture shows all records; it takes no {', '.join(sorted(page))}.")
    return {**found, "as_of": found["as_of"][-1]} if "as_of" in found else dict(found)


def _drawn(
    ledger: Ledger, name: str, filters: dict[str, list[str] | str], by: str | None, actor: str | None
) -> str | None:
    """Return a picture, None where there is nothing to draw.

    Raises:
        click.UsageError: the picture can't be asked so; drawn without it, it would tell something else.
    """
    from communique.charts import pictures  # noqa: PLC0415  # only for this command

    if by is not None and name != "timeline":
        raise click.UsageError(f"--by is for timeline; {name} has nothing to tell apart by.")
    if actor is not None and name != "ties":
        raise click.UsageError(f"--actor is for ties; choose the records of {name} with --where actor={actor}.")
    if other := set(filters) - _TAKEN.get(name, set(filters)):
        raise click.UsageError(f"{name} takes no filter {', '.join(sorted(other))}; {_TAKES[name]}.")
    if name == "ties":
        return pictures.ties_of(ledger, _actor(ledger, actor), links=False)
    if name == "months":
        given: str = [*filters.get("since", []), ledger.stats()["last_day"] or "2000-01-01"][0]
        try:
            since = datetime.date.fromisoformat(given)
        except ValueError as error:
            raise BadQuestion(f"{given} is no date", hint="Write it as 2024-01-18.") from error
        return pictures.months_of(ledger, since, links=False)
    _, draw = pictures.PICTURES[name]
    return draw(ledger, filters, by=by or "type")


def _actor(ledger: Ledger, said: str | None) -> str:
    if said is None:
        raise click.UsageError("ties are those of one actor; name it with --actor.")
    if said.startswith("actor-"):
        return ledger.explain(said).id
    found = sorted(ledger.actors(name=said, limit=50), key=lambda each: (-each.events, each.name))
    if not found:
        raise BadQuestion(f"the ledger has no actor {said}", hint="Look for it with communique search.")
    return found[0].id
