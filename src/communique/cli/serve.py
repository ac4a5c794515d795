"""`communique serve`: the ledger in a browser."""

from __future__ import annotations

import copy
import errno
import getpass
import os
import secrets
import socket
from pathlib import Path

import click

from communique.cli.actors_option import actors_option, known_actors
from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option
from communique.errors import BadQuestion, LedgerMissing, MissingExtra

HELP = """Open the ledger in a browser: look at it, check it, cite it.

The page answers to this machine alone. With --host it answers to others too, and then only to those who bring the token
that is printed (or set as COMMUNIQUE_TOKEN). With --proxy it is reached through that proxy alone, which tells who asks.

\b
Examples:
  communique serve
  communique serve --port 8080 --ledger war.db
  communique serve --host 0.0.0.0 --name ledger.institute.example
  communique serve --name ledger.institute.example --proxy 127.0.0.1
"""
_LOCAL = ("127.0.0.1", "localhost", "::1")


@click.command(help=HELP, short_help="Open the ledger in a browser.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to answer on.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A host name that the page answers to.")
@click.option("--by", metavar="NAME", envvar="COMMUNIQUE_REVIEWER", help="Whose decisions those of the page are.")
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="Where a proxy asks from that lets people in, as 127.0.0.1 or 10.0.0.0/8.",
)
@click.option(
    "--user-header",
    default="X-Remote-User",
    show_default=True,
    metavar="NAME",
    help="The header in which the proxy tells who asks.",
)
@actors_option
@ledger_option
@debug_option
def serve(  # noqa: PLR0913  # one argument for each option
    *,
    port: int,
    host: str,
    names: tuple[str, ...],
    by: str | None,
    proxies: tuple[str, ...],
    user_header: str,
    tables: tuple[Path, ...],
    path: Path,
) -> None:
    """Serve the page; the help text is `HELP`."""
    try:
        import uvicorn  # noqa: PLC0415  # an extra

        from communique.web.app import create_app  # noqa: PLC0415
        from communique.web.security import Access, Proxy  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtra("The web page", "web") from error
    if not path.exists():
        raise LedgerMissing(f"there is no ledger at {path}")
    try:
        proxy = Proxy.at(proxies, user_header) if proxies else None
    except BadQuestion as error:
        raise click.UsageError(str(error)) from error
    token = None
    if host not in _LOCAL and proxy is None:
        token = os.environ.get("COMMUNIQUE_TOKEN") or secrets.token_urlsafe(24)
    hosts = frozenset((*Access().hosts, host, *(name.lower() for name in names)))
    access = Access(hosts=hosts, token=token, proxy=proxy)
    app = create_app(path, access, reviewer=by or _user(), actors=known_actors(tables))
    port = _free(host, port)
    query = f"/?token={token}" if token else "/"
    click.echo(f"The ledger {path} is at http://{names[0] if names else host}:{port}{query} (Ctrl-C ends).", err=True)
    logged = copy.deepcopy(uvicorn.config.LOGGING_CONFIG)
    # What went wrong with a page is told where the server's own faults are.
    logged["loggers"]["communique"] = {"handlers": ["default"], "level": "WARNING", "propagate": False}
    uvicorn.run(
        app, host=host, port=port, log_level="warning", log_config=logged, server_header=False, proxy_headers=False
    )


def _free(host: str, port: int) -> int:
    """Return a port that can be had, before the address is told: what answers there already has another ledger.

    Raises:
        click.UsageError: it can't be had.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                hint = "Another `communique serve` may run there: end it, or choose another port with --port."
                raise click.UsageError(f"Port {port} is in use. {hint}") from error
            raise click.UsageError(f"The page can't be at {host}:{port}: {error.strerror or error}.") from error
        return int(probe.getsockname()[1])


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"
