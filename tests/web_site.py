"""The web page on a small ledger, for tests: a client of it, its pages, and what a browser would see in an answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from ledger_readings import small_ledger
from lxml import html
from starlette.testclient import TestClient

from communique import Ledger
from communique.web.app import create_app
from communique.web.security import Access

LISTS = ("events", "statements", "commitments", "actors", "articles")
OTHERS = ("/calendar", "/map", "/network", "/search", "/review", "/add", "/api")
PAGES = ("/", *(f"/{family}" for family in LISTS), *OTHERS)
FORM = {"sec-fetch-site": "same-origin"}


@contextmanager
def client_of(path: Path, access: Access | None = None) -> Iterator[TestClient]:
    """Give a client of the page on the ledger in a file; what fails inside is an answer, as in a browser."""
    app = create_app(path, access, reviewer="ada")
    with TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False) as client:
        yield client


def small_file(folder: Path) -> Path:
    """Return the file of a ledger with the small readings."""
    path = folder / "small.db"
    small_ledger(str(path)).close()
    return path


def empty_file(folder: Path) -> Path:
    """Return the file of a ledger without articles."""
    path = folder / "empty.db"
    Ledger.open(path).close()
    return path


def every_page(path: Path) -> list[str]:
    """Return the addresses of all pages, with those of each record in a ledger."""
    with Ledger.open(path) as ledger:
        ids = [
            row[0]
            for table in ("events", "statements", "commitments", "threads", "reports")
            for row in ledger.connection.execute(f"SELECT id FROM {table}")  # noqa: S608  # names of ours
        ]
        actors = [row[0] for row in ledger.connection.execute("SELECT id FROM actors")]
        articles = [row[0] for row in ledger.connection.execute("SELECT id FROM articles")]
    return [
        *PAGES,
        "/search?text=howitzers",
        *(f"/record/{each}" for each in ids),
        *(f"/{page}/{each}" for each in actors for page in ("actor", "merge")),
        *(f"/article/{each}" for each in articles),
    ]


def form_token(client: TestClient) -> str:
    """Return the token that the page gives to its forms."""
    page = html.fromstring(client.get("/add").text)
    return str(page.xpath("string(//input[@name='form_token']/@value)"))


def seen(text: str) -> str:
    """Return what a page says, each run of blanks as one."""
    return " ".join(html.fromstring(text).text_content().split())


@contextmanager
def served(path: Path) -> Iterator[str]:
    """Serve a ledger on a free port of this machine, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(path, reviewer="ada"), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
