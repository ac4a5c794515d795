"""The command `communique`, and what all its commands share: help, version, errors on one line, quiet endings."""

from __future__ import annotations

import gc
import logging
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from communique import __version__
from communique.cli.add import add, failed
from communique.cli.bulk import bulk
from communique.cli.compare import compare
from communique.cli.decide import accept, decisions, edit, merge, note, reject, split, undo
from communique.cli.doctor import doctor, migrate
from communique.cli.errors import report, wants_debug
from communique.cli.export import export
from communique.cli.imports import import_
from communique.cli.inputs import debug_option
from communique.cli.insight import calendar, contradictions, drift, explain
from communique.cli.link import link
from communique.cli.output import discard
from communique.cli.plot import plot
from communique.cli.questions import articles, commitments, events, search, statements, stats
from communique.cli.rates import rates
from communique.cli.read import read
from communique.cli.remove import remove
from communique.cli.report import report as report_command
from communique.cli.resolve import actors, amounts, dates, places
from communique.cli.serve import serve
from communique.cli.text import text
from communique.cli.watch import watch

HELP = """Read the news about war, arms and diplomacy into a cited ledger: who said, met, promised, delivered, refused
or did what to whom, when and where, with the sentence behind every row.

\b
Examples:
  communique read article.txt --published 2024-01-18
  communique read https://example.org/news/talks-in-oslo
  communique read --jsonl < articles.jsonl > readings.jsonl
  communique add articles/ https://example.org/news/feed.xml
  communique events --actor RUS --type ASSAULT --since 2024-01
  communique commitments --donor Estonia --recipient UKR
  communique serve
"""


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Program(click.Group):
    """The group of commands; what goes wrong in any of them ends in one line and an exit code."""

    def main(  # type: ignore[override]  # click's overloads tell when it returns; this one passes all on
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name, standalone_mode=False, **extra)
        # The tables and the network are some million objects that all stay: looking for dead ones among them at
        # Python's usual pace takes a sixth of the time of a short run.
        gc.set_threshold(50_000, 20, 20)
        try:
            code = super().main(args, prog_name, standalone_mode=False, **extra)
        except Exception as error:  # noqa: BLE001  # the last resort: no traceback for anybody who didn't ask
            code = report(error)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        # Libraries log what they make of a page; unless somebody looks for a fault, that is noise.
        quiet = logging.NullHandler()
        if not wants_debug(ctx):
            logging.getLogger().addHandler(quiet)
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # `| head` has seen enough.
            discard()
            ctx.exit(0)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception:
            if wants_debug(ctx):
                traceback.print_exc()
            raise
        finally:
            logging.getLogger().removeHandler(quiet)


@click.group(cls=_Program, help=HELP, invoke_without_command=True, context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="communique", message="%(prog)s %(version)s")
@debug_option
@click.pass_context
def main(ctx: click.Context) -> None:
    """Show the help if no command is named; the help text is `HELP`."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for command in (
    *(
        read,
        add,
        import_,
        bulk,
        watch,
        failed,
        events,
        statements,
        commitments,
        articles,
        search,
        explain,
        contradictions,
        drift,
        calendar,
        compare,
    ),
    *(accept, reject, edit, merge, split, note, undo, decisions, remove, doctor, migrate),
    *(stats, export, serve, plot, report_command, rates),
    *(text, actors, dates, places, amounts, link),
):
    main.add_command(command)
