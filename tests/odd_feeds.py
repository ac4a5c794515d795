"""A world of two hundred feeds of which every other one misbehaves, for `local_web` to serve."""

import gzip
import itertools
import threading
from collections import Counter
from collections.abc import Callable

from local_web import Reply, Request, article

FEEDS = 200
FAULTS = ("slow", "busy", "error", "broken", "endless", "bomb")
NEWEST = 20
"""Entries that a feed holds at most."""


def rss(*links: str) -> bytes:
    items = "".join(f"<item><title>Quay closed</title><link>{link}</link></item>" for link in links)
    return f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>".encode()


def plain_page(_: str, path: str) -> str:
    return article(f"Page {path}")


class World:
    """Two hundred hosts, each with a feed to which an entry is added at every fifth asking; every other one misbehaves.

    A misbehaving host is at fault at all but every third asking, each in its own way; its pages too fail now and then.
    `page` writes the page of a host and path.
    """

    def __init__(self, page: Callable[[str, str], str] = plain_page) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self.published: dict[str, int] = dict.fromkeys((self.host(n) for n in range(FEEDS)), 3)
        self.grow = True
        self.page = page
        self.bomb = gzip.compress(bytes(30_000_000), 9)
        self.lock = threading.Lock()

    @staticmethod
    def host(number: int) -> str:
        return f"127.0.1.{number + 1}"

    def __call__(self, request: Request) -> Reply:
        number = int(request.host.rpartition(".")[2]) - 1
        with self.lock:
            self.asked[request.host, request.path] += 1
            times = self.asked[request.host, request.path]
        fault = FAULTS[number // 2 % len(FAULTS)] if number % 2 else ""
        if request.path == "/robots.txt":
            return Reply(status=404)
        if request.path.startswith("/gone"):
            return Reply(status=410)
        if request.path != "/feed":
            failing = fault and times == 1
            return Reply(status=503) if failing else Reply(self.page(request.host, request.path).encode())
        if fault and times % 3:
            return self.fault(fault)
        if self.grow and times % 5 == 0:
            self.published[request.host] += 1
        newest = self.published[request.host]
        return Reply(rss(*(f"/{n}" for n in range(max(0, newest - NEWEST), newest)), "/gone"))

    def fault(self, fault: str) -> Reply:
        return {
            "slow": lambda: Reply(itertools.repeat(b"x", 40), wait=0.1),
            "busy": lambda: Reply(status=429, headers={"Retry-After": "30"}),
            "error": lambda: Reply(status=500),
            "broken": lambda: Reply(b"<rss><channel><item"),
            "endless": lambda: Reply(itertools.repeat(b"<rss>" * 20_000)),
            "bomb": lambda: Reply(self.bomb, headers={"Content-Encoding": "gzip"}),
        }[fault]()
