"""`communique accept`, `reject`, `edit`, `merge`, `split`, `note`, `undo`, `decisions`: what people decide."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import write, write_json
from communique.cli.wording import line
from communique.errors import BadDecision, UnreadableFile
from communique.shown import numbered
from communique.streams import refuse_ledgers

if TYPE_CHECKING:
    from communique.ledger import Ledger
    from communique.ledger.decided.decisions import Decision
    from communique.ledger.stored.exchange import Conflict

ACCEPT = """Confirm records: somebody looked at their sentences, and they are right.

An ID is that of an event, report, statement, commitment or thread; its beginning is enough where only one record has
it. What is decided holds when a newer reader reads the articles again.

\b
Examples:
  communique accept event-3f6c04e9 --note "checked with the ministry"
  communique accept statement-09ab12 statement-77fe01 --by ada
"""
REJECT = """Refuse records: what they say isn't in their sentences. They are no longer listed, counted or exported.

\b
Examples:
  communique reject event-3f6c04e9 --note "a metaphor"
  communique events --verdict rejected
  communique undo decision-5b1e77
"""
EDIT = """Correct fields of a record. The reader's own value stays; `communique undo` brings it back.

Fields of an event are type, mode, status, contexts, actors, recipients, date, place, country, quantities; of a
statement act, certainty, quotation, speaker, addressee, content, date; of a commitment stage, stage_by, category,
instrument, donors, recipients, amount, value, currency, qualifiers, per, items, conditions, cumulative, date; of an
actor name, kind, country, sectors, title. Several actors or items are written one after the other with a semicolon.

\b
Examples:
  communique edit event-3f6c04e9 type=AID recipients="Ukraine; Moldova"
  communique edit commitment-51d0 amount="up to 85 million EUR" items="24 howitzers; 3-5 tanks"
  communique edit report-77aa date=2024-01-18..2024-01-20 place="Kharkiv, Ukraine" quantities="dead 7"
  communique edit actor-0f3d country=UKR --note "born there"
"""
MERGE = """Decide that events are one event, threads one commitment, or actors one actor.

They stay one, whatever the linker finds later. Of actors the first named is the one that the others are.

\b
Examples:
  communique merge event-3f6c04e9 event-81b2
  communique merge thread-25828a thread-9c01 --note "the same package"
  communique merge actor-0f3d actor-77ae
"""
SPLIT = """Decide that reports don't tell one event, or commitments aren't of one thread.

Reports that are named are taken out of their event together; an event that is named whole falls into its reports. What
was parted isn't joined again by the linker. `communique explain` lists the reports of an event, and the links that made
it one; the id of a link undoes just that link, and what hangs on it alone goes with it. So does an article that is no
copy of another after all.

\b
Examples:
  communique split report-77aa31
  communique split link-77aa31f20c9be1d4 --note "another convoy"
  communique split event-3f6c04e9 --note "two strikes on one day"
"""
NOTE = """Write a note on a record; `communique explain` shows it.

\b
Examples:
  communique note event-3f6c04e9 "ask the embassy for the date"
  communique note actor-0f3d "resigned in May" --by ada
"""
UNDO = """Take a decision back. Its records become what the reader and the other decisions make of them.

\b
Examples:
  communique undo decision-5b1e77
  communique undo decision-5b1e77 --by ada
"""
DECISIONS = """List what was decided, by whom and when; carry it from ledger to ledger.

ACTION is list, export or import. An export is JSON lines, whose import into another ledger of the same articles makes
the same decisions there, each once; so two people merge their work. Where they decided differently, both decisions are
shown side by side, and the later one holds, unless --prefer names somebody.

\b
Examples:
  communique decisions
  communique decisions list --conflicts
  communique decisions export ada.jsonl
  communique decisions import bob.jsonl --prefer ada
"""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _by_option(command: _Command) -> _Command:
    return click.option(
        "--by",
        metavar="NAME",
        envvar="COMMUNIQUE_REVIEWER",
        help="Who decides. Also set by COMMUNIQUE_REVIEWER.  [default: your user name]",
    )(command)


def _note_option(command: _Command) -> _Command:
    return click.option("--note", metavar="TEXT", help="Why; it is kept with the decision.")(command)


def _person(by: str | None) -> str:
    """Return who decides.

    Raises:
        BadDecision: the system has no name for the user.
    """
    if by:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise BadDecision("nobody is named who decides", hint="Say who, with --by or COMMUNIQUE_REVIEWER.") from error


def _verb(verb: str, text: str, short: str) -> click.Command:
    """Return the command of a verb that takes nothing but ids."""

    @click.command(verb, help=text, short_help=short)
    @click.argument("ids", nargs=-1, metavar="ID...", required=True)
    @ledger_option
    @_by_option
    @_note_option
    @debug_option
    def command(*, ids: tuple[str, ...], path: Path, by: str | None, note: str | None) -> None:
        with opened_ledger(path, write=True) as ledger:
            _tell([ledger.decide(verb, ids, _person(by), note=note)])

    return command


accept = _verb("accept", ACCEPT, "Confirm records.")
reject = _verb("reject", REJECT, "Refuse records.")
merge = _verb("merge", MERGE, "Make events, threads or actors one.")
split = _verb("split", SPLIT, "Take reports or commitments apart, undo a link.")


@click.command(help=EDIT, short_help="Correct fields of a record.")
@click.argument("its_id", metavar="ID")
@click.argument("changes", nargs=-1, metavar="FIELD=VALUE...", required=True)
@ledger_option
@_by_option
@_note_option
@debug_option
def edit(*, its_id: str, changes: tuple[str, ...], path: Path, by: str | None, note: str | None) -> None:
    """Correct fields; the help text is `EDIT`."""
    pairs = [_pair(each) for each in changes]
    with opened_ledger(path, write=True) as ledger:
        _tell(ledger.edit(its_id, dict(pairs), _person(by), note=note))


def _pair(said: str) -> tuple[str, str]:
    field, sign, value = said.partition("=")
    if not sign:
        raise BadDecision(f"{said} is no change of a field", hint="Write field=value, as type=AID; see --help.")
    return field.strip(), value.strip()


@click.command(help=NOTE, short_help="Write a note on a record.")
@click.argument("its_id", metavar="ID")
@click.argument("text", metavar="TEXT")
@ledger_option
@_by_option
@debug_option
def note(*, its_id: str, text: str, path: Path, by: str | None) -> None:
    """Write a note; the help text is `NOTE`."""
    with opened_ledger(path, write=True) as ledger:
        _tell([ledger.decide("note", [its_id], _person(by), note=text)])


@click.command(help=UNDO, short_help="Take a decision back.")
@click.argument("decision", metavar="DECISION")
@ledger_option
@_by_option
@debug_option
def undo(*, decision: str, path: Path, by: str | None) -> None:
    """Take a decision back; the help text is `UNDO`."""
    with opened_ledger(path, write=True) as ledger:
        _tell([ledger.undo(decision, _person(by))])


@click.command(help=DECISIONS, short_help="List, export and import decisions.")
@click.argument("action", metavar="[ACTION]", type=click.Choice(["list", "export", "import"]), default="list")
@click.argument("file", metavar="[FILE]", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option("--conflicts", "which", flag_value="conflicts", help="List only where people decided differently.")
@click.option("--unanchored", "which", flag_value="unanchored", help="List only those whose records are gone.")
@click.option("--prefer", metavar="NAME", help="Whose imported decisions hold where another's are later.")
@click.option("--jsonl", is_flag=True, help="Print lines of JSON.")
@_by_option
@ledger_option
@debug_option
def decisions(  # noqa: PLR0913  # one argument for each option
    *, action: str, file: Path, which: str | None, prefer: str | None, jsonl: bool, by: str | None, path: Path
) -> None:
    """List, export or import decisions; the help text is `DECISIONS`."""
    if prefer and action != "import":
        raise click.UsageError("--prefer is for an import")
    if which and action != "list":
        raise click.UsageError(f"--{which} is for the list")
    if action == "import":
        _import(file, path, prefer, by)
        return
    with opened_ledger(path) as ledger:
        if which == "conflicts":
            _print(ledger.conflicts(), _conflict, "No conflicts.", jsonl=jsonl)
        elif action == "export":
            _export(ledger, file)
        else:
            found = ledger.unanchored() if which == "unanchored" else ledger.decisions()
            _print(found, _decision, "No decisions.", jsonl=jsonl)


def _export(ledger: Ledger, file: Path) -> None:
    found = ledger.decisions()
    if str(file) == "-":
        for each in found:
            write_json(each.to_json())
        return
    from communique.export import Selection, write_export  # noqa: PLC0415  # only for files

    text = "".join(f"{json.dumps(each.to_json(), ensure_ascii=False)}\n" for each in found)
    write_export(lambda _, out: out.write(text.encode()), Selection(ledger.connection), file)
    write(f"{numbered(len(found), 'decisions')} in {line(str(file))}.\n")


def _import(file: Path, path: Path, prefer: str | None, by: str | None) -> None:
    with opened_ledger(path, write=True) as ledger:
        before = {json.dumps(each.to_json()) for each in ledger.conflicts()}
        log = len(ledger.decisions())
        fresh, known = ledger.import_decisions(_lines(file), prefer=prefer, by=_person(by))
        _print(
            [each for each in ledger.conflicts() if json.dumps(each.to_json()) not in before],
            _conflict,
            "",
            jsonl=False,
        )
        gone = len(ledger.unanchored())
        again = len(ledger.decisions()) - log - fresh
    write(f"{fresh:,} new, {known:,} known already.\n")
    if again:
        write(
            f"{numbered(again, 'decisions')} of {line(str(prefer))} made once more by {line(_person(by))}, to hold.\n"
        )
    if gone:
        write(f"{gone:,} are about records that this ledger hasn't: `communique decisions --unanchored` lists them.\n")


def _lines(file: Path) -> Iterator[str]:
    refuse_ledgers(file)
    try:
        with click.open_file(str(file), encoding="utf-8-sig") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it isn't UTF-8"
        raise UnreadableFile(f"{file} can't be read: {said}") from error


def _tell(made: Iterable[Decision]) -> None:
    for each in made:
        write(f"{_decision(each)}\n")


def _print(found: Sequence[Any], tell: Callable[[Any], str], nothing: str, *, jsonl: bool) -> None:
    if jsonl:
        for each in found:
            write_json(each.to_json())
    elif found or nothing:
        write("".join(f"{tell(each)}\n" for each in found) or f"{nothing}\n")


def _decision(each: Decision) -> str:
    from communique.ledger.asking.original import in_words  # noqa: PLC0415  # what only asks for help needs no ledger

    what = f" {each.undoes}" if each.undoes else f" {each.field} = {line(in_words(each.value))}" if each.field else ""
    note_ = f"  ({line(each.note)})" if each.note else ""
    targets = ", ".join(each.targets[:3]) + (f" and {len(each.targets) - 3} more" if len(each.targets) > 3 else "")  # noqa: PLR2004  # as many as a line holds
    return f"{each.id}  {each.at}  {line(each.by)}: {each.verb}{what}  {targets}{note_}"


def _conflict(each: Conflict) -> str:
    from communique.ledger.asking.original import in_words  # noqa: PLC0415  # as above

    lines = [f"{each.target}, {each.about}:"]
    for sign, side in (("  ", each.earlier), ("→ ", each.later)):
        said = line(in_words(side.value)) if side.verb == "edit" else side.verb
        note_ = f"  ({line(side.note)})" if side.note else ""
        lines.append(f"  {sign}{line(side.by)}, {side.at}: {said}{note_}  {side.id}")
    return "\n".join(lines)
