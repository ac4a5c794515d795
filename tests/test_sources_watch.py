"""Watching feeds: rounds, back-off, what is remembered, and two hundred feeds of which many misbehave."""

import gc
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from local_web import FastClock, Reply, Request, StillClock, article, fetcher, pages, serving
from odd_feeds import FEEDS, World, rss

from communique.errors import InputError
from communique.sources import Item
from communique.sources.polite import Fetcher
from communique.sources.watch import FeedState, Trouble, Watch


@dataclass
class Memory:
    """A store that remembers in memory, and what it was told of each item."""

    states: dict[str, FeedState] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def get(self, feed: str) -> FeedState:
        return self.states.get(feed, FeedState())

    def put(self, feed: str, state: FeedState) -> None:
        self.states[feed] = state

    def seen(self, key: str) -> bool:
        return key in self.read or key in self.failed

    def take(self, items: Iterator[Item]) -> list[str]:
        """Read items as the ledger does, a few at a time, and return the keys of those that were read."""
        with ThreadPoolExecutor(8) as pool:
            outcomes = [(each.key, pool.submit(loads, each)) for each in items]
            for key, outcome in outcomes:
                (self.read if outcome.result() else self.failed)[key] += 1
        return [key for key, outcome in outcomes if outcome.result()]


def loads(each: Item) -> bool:
    try:
        each.load()
    except InputError:
        return False
    return True


class Site:
    """A feed whose entries can be changed, with a page for each, and conditional requests."""

    def __init__(self, *entries: str) -> None:
        self.entries = list(entries)
        self.replies: dict[str, Reply] = {}
        self.full = 0

    def __call__(self, request: Request) -> Reply:
        if request.path in self.replies:
            return self.replies[request.path]
        if request.path == "/robots.txt":
            return Reply(status=404)
        if request.path != "/feed":
            return Reply(article("Quay closed").encode())
        etag = f'"{len(self.entries)}"'
        if request.headers.get("If-None-Match") == etag:
            return Reply(status=304)
        self.full += 1
        return Reply(rss(*self.entries), headers={"ETag": etag})


def test_each_round_gives_what_is_new_and_asks_only_for_that() -> None:
    site, store, clock = Site("/1", "/2"), Memory(), StillClock()
    with serving(site) as web:
        watch = Watch([web.url("/feed")], store, every=900, fetcher=fetcher(clock=clock), clock=clock)
        assert store.take(watch.round()) == [web.url("/1"), web.url("/2")]
        assert store.take(watch.round()) == []
        watch.wait()
        assert clock.slept == [pytest.approx(900, abs=1)]
        assert store.take(watch.round()) == []
        site.entries = ["/2", "/3", "/1"]
        watch.wait()
        assert store.take(watch.round()) == [web.url("/3")]
        assert (site.full, web.paths().count("/feed")) == (2, 3)


def test_a_restart_gives_nothing_twice_and_asks_only_for_what_is_new() -> None:
    site, store, clock = Site("/1"), Memory(), StillClock()
    with serving(site) as web:
        for _ in range(3):
            watch = Watch([web.url("/feed")], store, every=900, fetcher=fetcher(clock=clock), clock=clock)
            store.take(watch.round())
            watch.wait()
            store.take(watch.round())
            clock.time += 1_000
        assert store.read == {web.url("/1"): 1}
        assert site.full == 1


def test_what_was_given_but_not_recorded_when_the_program_was_killed_comes_again() -> None:
    site, store, clock = Site("/1", "/2"), Memory(), StillClock()
    with serving(site) as web:
        first = Watch([web.url("/feed")], store, every=900, fetcher=fetcher(clock=clock), clock=clock)
        given = list(first.round())
        assert len(given) == 2
        clock.time += 1_000
        # Still running, it gives nothing twice.
        assert list(first.round()) == []
        clock.time += 1_000
        again = Watch([web.url("/feed")], store, every=900, fetcher=fetcher(clock=clock), clock=clock)
        assert store.take(again.round()) == [web.url("/1"), web.url("/2")]


def test_an_article_in_two_feeds_is_given_once() -> None:
    store, clock = Memory(), StillClock()
    table: dict[str, Reply | str] = {
        "/one": Reply(rss("/1")),
        "/two": Reply(rss("/1?utm_source=two")),
        "/1": article("Quay closed"),
    }
    with serving(pages(table)) as web:
        feeds = [web.url("/one"), web.url("/two")]
        given = list(Watch(feeds, store, every=900, fetcher=fetcher(clock=clock), clock=clock).round())
    assert len(given) == 1


def test_a_feed_that_fails_is_told_of_once_and_asked_less_and_less_often() -> None:
    site, store, clock = Site("/1"), Memory(), StillClock()
    site.replies["/feed"] = Reply(status=500)
    troubles: list[Trouble] = []
    with serving(site) as web:
        watch = Watch(
            [web.url("/feed")], store, every=900, fetcher=fetcher(clock=clock), clock=clock, tell=troubles.append
        )
        start = clock.time
        store.take(watch.rounds(5))
        assert [round(clock.time - start, -2), len(troubles)] == [900 + 1800 + 3600 + 7200, 1]
        assert troubles[0].again - start == pytest.approx(900, abs=1)
        del site.replies["/feed"]
        watch.wait()
        assert store.take(watch.round()) == [web.url("/1")]
        site.replies["/feed"] = Reply(b"<html>Sorry</html>")
        watch.wait()
        store.take(watch.round())
        assert [trouble.error.code for trouble in troubles] == ["fetch", "unsupported-format"]


def test_a_busy_feed_is_left_alone_as_long_as_it_asks() -> None:
    site, store, clock = Site("/1"), Memory(), StillClock()
    site.replies["/feed"] = Reply(status=429, headers={"Retry-After": "5000"})
    with serving(site) as web:
        watch = Watch([web.url("/feed")], store, every=900, fetcher=fetcher(clock=clock), clock=clock)
        store.take(watch.round())
        assert watch.due() - clock.time == pytest.approx(5_000, abs=1)


def test_an_article_whose_server_fails_is_tried_again_and_one_that_is_gone_is_not() -> None:
    site, store, clock = Site("/busy", "/gone"), Memory(), StillClock()
    site.replies = {"/busy": Reply(status=502), "/gone": Reply(status=404)}
    with serving(site) as web:
        watch = Watch([web.url("/feed")], store, every=900, fetcher=fetcher(clock=clock), clock=clock)
        store.take(watch.round())
        assert watch.due() - clock.time == pytest.approx(60, abs=1)
        watch.wait()
        del site.replies["/busy"]
        assert store.take(watch.round()) == [web.url("/busy")]
        store.take(watch.rounds(3))
        assert store.failed == {web.url("/busy"): 1, web.url("/gone"): 1}


def test_an_article_that_never_comes_is_given_up() -> None:
    site, store, clock = Site("/busy"), Memory(), StillClock()
    site.replies["/busy"] = Reply(status=502)
    with serving(site) as web:
        watch = Watch([web.url("/feed")], store, every=900, fetcher=fetcher(clock=clock), clock=clock)
        store.take(watch.rounds(20))
        assert store.failed == {web.url("/busy"): 5}


def test_a_slow_host_does_not_hold_up_the_others() -> None:
    gate = threading.Event()

    def answer(request: Request) -> Reply:
        if request.host == "127.0.0.2":
            gate.wait(5)
        return Reply(rss("/1"))

    with serving(answer) as web:
        feeds = [web.url("/feed", f"127.0.0.{n}") for n in (2, 3, 4, 5)]
        items = Watch(feeds, Memory(), every=900, fetcher=fetcher()).round()
        others = {next(items).origin for _ in range(3)}
        assert others == set(feeds[1:])
        gate.set()
        assert next(items).origin == feeds[0]
        assert list(items) == []


def test_no_feeds_and_odd_addresses_do_no_harm() -> None:
    troubles: list[Trouble] = []
    clock = StillClock()
    list(Watch([], Memory(), every=900, clock=clock).rounds(2))
    odd = ["http://[", "file:///etc/hostname", "http://127.0.0.1/feed"]
    watch = Watch(odd, Memory(), every=900, fetcher=fetcher(allow_private=False, clock=clock), tell=troubles.append)
    assert list(watch.round()) == []
    assert sorted(trouble.feed for trouble in troubles) == sorted(odd)


def watching(rate: float) -> tuple[FastClock, Fetcher]:
    clock = FastClock(rate)
    return clock, Fetcher(allow_private=True, delay=0.5, seconds=1.0, clock=clock)


def test_two_hundred_feeds_of_which_half_misbehave_give_every_article_once() -> None:
    world, store = World(), Memory()
    world.grow = False
    troubles: Counter[str] = Counter()
    with serving(world) as web:
        clock, polite = watching(2_000)
        feeds = [web.url("/feed", world.host(number)) for number in range(FEEDS)]
        watch = Watch(
            feeds,
            store,
            every=900,
            fetcher=polite,
            clock=clock,
            tell=lambda trouble: troubles.update([trouble.feed]),
            workers=16,
        )
        expected = {web.url(f"/{n}", world.host(number)) for number in range(FEEDS) for n in range(3)}
        deadline = time.monotonic() + 90
        while not expected <= store.read.keys() and time.monotonic() < deadline:
            store.take(watch.round())
            watch.wait()
    assert store.read.keys() == expected
    assert set(store.read.values()) == {1}
    # Of three askings two fail and one goes well: a streak of failures is two long, and told once.
    misbehaving = [world.host(number) for number in range(1, FEEDS, 2)]
    assert all(1 <= troubles[web.url("/feed", host)] <= world.asked[host, "/feed"] // 3 + 1 for host in misbehaving)


def test_memory_stays_flat_while_feeds_come_and_go() -> None:
    world, store = World(), Memory()
    with serving(world) as web:
        clock, polite = watching(10_000)
        feeds = [web.url("/feed", world.host(number)) for number in range(8)]
        watch = Watch(feeds, store, every=900, fetcher=polite, clock=clock, workers=8)
        sizes = []
        tracemalloc.start()
        try:
            for _ in range(4):
                for _ in range(4):
                    store.take(watch.round())
                    watch.wait()
                # What the test itself keeps is no matter here.
                web.requests.clear()
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    assert len(store.read) > len(feeds) * 3
    # An article kept by each round would be more.
    assert sizes[-1] - sizes[1] < 200_000, sizes
