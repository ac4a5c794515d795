"""`communique doctor` and `communique migrate`: is the ledger's file whole, and of this version?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import write, write_json
from communique.cli.wording import line
from communique.errors import LedgerReadOnly

if TYPE_CHECKING:
    from communique.ledger import Ledger
    from communique.ledger.checks.doctor import Finding

DOCTOR = """Check a ledger: the file, that every record stands on something, and every quote against its article.

The exit code is 0 where nothing is wrong, 1 where something is; each line says what to do. --fix makes anew what can be
made from the readings and decisions that are stored; it takes nothing out that only the file knows.

A ledger of an earlier state of this version lacks tables or indexes; --fix adds what can be made from the rest.

\b
Examples:
  communique doctor
  communique doctor --ledger war.db --fix
  communique doctor --json
"""
MIGRATE = """Bring a ledger of an earlier version up to this one.

Commands that write do this by themselves; those that only read ask for it. Either all steps are taken or none.

\b
Examples:
  communique migrate --dry-run
  communique migrate --ledger war.db
"""


@click.command(help=DOCTOR, short_help="Check that a ledger is whole.")
@ledger_option
@click.option("--fix", is_flag=True, help="Mend what can be mended.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@debug_option
@click.pass_context
def doctor(ctx: click.Context, *, path: Path, fix: bool, as_json: bool) -> None:
    """Check a ledger; the help text is `DOCTOR`."""
    with _opened(path, fix=fix) as ledger:
        found = _examined(ledger, quiet=as_json, fix=fix)
        if any(each.fixed for each in found):
            # Whether it is mended is seen by looking again.
            found = _examined(ledger, quiet=as_json, fix=False)
    wrong = [each for each in found if each.wrong]
    if as_json:
        write_json({"ledger": str(path), "clean": not wrong, "findings": [each.to_json() for each in found]}, indent=2)
    else:
        write(f"{line(str(path))}: {f'{len(wrong)} checks found something wrong' if wrong else 'all is well'}.\n")
    ctx.exit(1 if wrong else 0)


def _opened(path: Path, *, fix: bool) -> Ledger:
    """Return a ledger, open for writing where that is allowed: only so the indexes can be compared with their texts."""
    # An older ledger is told of here; opening it for writing would bring it up to date.
    opened_ledger(path).close()
    try:
        return opened_ledger(path, write=True)
    except LedgerReadOnly:
        if fix:
            raise
        return opened_ledger(path)


def _examined(ledger: Ledger, *, quiet: bool, fix: bool) -> list[Finding]:
    found = []
    for each in ledger.examine(fix=fix):
        found.append(each)
        if not quiet:
            write(_told(each))
    return found


def _told(each: Finding) -> str:
    sign = "!" if each.wrong else "+" if each.fixed else "·" if each.note and (each.count or each.advice) else "✓"
    count = f"{each.count:,}" if each.count else "none"
    lines = [f"{sign} {each.check}: {count if each.count or sign == '✓' else 'not checked'}"]
    if each.count:
        lines += [f"    {line(example)}" for example in each.examples]
        if each.count > len(each.examples):
            lines.append(f"    and {each.count - len(each.examples):,} more")
    if sign != "✓" and each.advice:
        lines.append(f"    {each.advice}")
    return "\n".join(lines) + "\n"


@click.command(help=MIGRATE, short_help="Bring a ledger up to this version.")
@ledger_option
@click.option("--dry-run", is_flag=True, help="Take the steps and undo them; tell which they are.")
@debug_option
def migrate(*, path: Path, dry_run: bool) -> None:
    """Bring a ledger up to this version; the help text is `MIGRATE`."""
    from communique.ledger.file.database import migrate_file  # noqa: PLC0415  # what only asks for help needs no ledger

    steps = migrate_file(path, dry_run=dry_run)
    name = line(str(path))
    if not steps:
        write(f"{name} is of this version.\n")
    else:
        done = "would be taken" if dry_run else "taken"
        write(f"{name}: {len(steps)} steps {done}: {', '.join(steps)}.\n")
