"""Feeds watched: every so often, what is new in them.

In: the addresses of feeds, and a store that remembers their states and what was given. Out: items, in rounds: a round
asks the feeds that are due, a few hosts at a time, and gives what hasn't been given before. Between rounds one waits.

::

    watch = Watch(feeds_of("feeds.opml"), store, every=900)
    while True:
        for item in watch.round():
            ...
        watch.wait()

A feed that fails is told of once, and asked less and less often until it answers; the others don't wait for it. What a
server gave for conditional requests is only stored when all that came with it is stored too, so that nothing is lost
when the program is killed. In memory is only what the feeds hold at present.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Protocol

import httpx

from communique.errors import BlockedAddress, CommuniqueError, InputError, UnreadableFile
from communique.sources.feed import MAX_FEED, Feed, feed_items, parse_feed
from communique.sources.item import Item
from communique.sources.polite import Clock, Fetcher, SystemClock, Validators, asked_pause, temporary
from communique.sources.raw import RawArticle
from communique.sources.url import parsed

WORKERS = 8
"""Hosts that are asked at a time."""

LONGEST_BACK_OFF = 86_400.0
"""A feed that fails is asked at least so often, in seconds."""

TRIES = 5
"""How often an article is tried whose server is busy or can't be reached."""

_FIRST_RETRY = 60.0
_RETRIES_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed.

    `etag` and `modified` are the server's, for conditional requests; `due` is when to ask again, in seconds since 1970;
    `failures` counts those in a row; `trouble` is the code of the last one, None while all is well.
    """

    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    trouble: str | None = None


class Store(Protocol):
    """What remembers, over the end of the program too. It is only called from the thread that takes the items."""

    def get(self, feed: str) -> FeedState:
        """Return the state of a feed; of one that isn't known, an empty one."""

    def put(self, feed: str, state: FeedState) -> None:
        """Keep the state of a feed."""

    def seen(self, key: str) -> bool:
        """Return whether the item of a key is on record, be it as read or as failed."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A feed that couldn't be read: the error, and when the feed is asked again, in seconds since 1970."""

    feed: str
    error: CommuniqueError
    again: float


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What came of asking a feed: None for the feed where nothing is new."""

    feed: Feed | None
    validators: Validators


@dataclass(frozen=True, slots=True)
class _Unrecorded:
    """Validators that wait until the items that came with them are on record."""

    validators: Validators
    keys: frozenset[str]


@dataclass(order=True, slots=True)
class _Retry:
    """An item to be given again."""

    due: float
    number: int
    item: Item = field(compare=False)
    tries: int = field(compare=False)


class Watch:
    """Watches feeds.

    Args:
        feeds: their addresses.
        store: remembers.
        every: how often a feed is asked, in seconds.
        fetcher: fetches feeds and articles; its pauses should go by the same clock.
        clock: tells the time.
        tell: is called once for each streak of failures of a feed.
        workers: how many hosts are asked at a time.
    """

    def __init__(  # noqa: PLR0913  # what one can choose
        self,
        feeds: Iterable[str],
        store: Store,
        *,
        every: float,
        fetcher: Fetcher | None = None,
        clock: Clock | None = None,
        tell: Callable[[Trouble], None] | None = None,
        workers: int = WORKERS,
    ) -> None:
        self._feeds = tuple(dict.fromkeys(feeds))
        self._store = store
        self._every = every
        self._clock: Clock = clock or SystemClock()
        self._fetcher = fetcher or Fetcher(clock=self._clock)
        self._tell = tell or (lambda _: None)
        self._workers = workers
        self._states = {feed: _known(store.get(feed)) for feed in self._feeds}
        self._validators: dict[str, Validators] = {}
        self._unrecorded: dict[str, _Unrecorded] = {}
        self._given: set[str] = set()
        self._lock = threading.Lock()
        self._retries: list[_Retry] = []
        self._numbers = itertools.count()

    def rounds(self, most: int | None = None) -> Iterator[Item]:
        """Yield items for ever, or for so many rounds, waiting between them."""
        for number in itertools.count() if most is None else range(most):
            if number:
                self.wait()
            yield from self.round()

    def wait(self) -> None:
        """Sleep until something is due."""
        left = self.due() - self._clock.now()
        if left > 0:
            self._clock.sleep(left)

    def due(self) -> float:
        """Return when something is due, in seconds since 1970."""
        with self._lock:
            retries = [self._retries[0].due] if self._retries else []
        return min([*(state.due for state in self._states.values()), *retries], default=self._clock.now() + self._every)

    def put_off(self) -> dict[str, FeedState]:
        """Return the feeds that aren't due now, with their states."""
        now = self._clock.now()
        return {feed: state for feed, state in self._states.items() if state.due > now}

    def round(self) -> Iterator[Item]:
        """Yield what is due now: articles to be tried again, and what is new in the feeds.

        Raises:
            MissingExtra: feedparser isn't installed.
        """
        self._settle_records()
        yield from self._due_retries()
        hosts: defaultdict[str, deque[str]] = defaultdict(deque)
        now = self._clock.now()
        for feed in self._feeds:
            if self._states[feed].due <= now:
                hosts[_host(feed)].append(feed)
        waiting = deque(hosts)
        running: dict[Future[_Fetched], tuple[str, str]] = {}
        with ThreadPoolExecutor(self._workers, thread_name_prefix="communique-watch") as pool:
            while waiting or running:
                while waiting and len(running) < self._workers:
                    host = waiting.popleft()
                    feed = hosts[host].popleft()
                    running[pool.submit(self._ask, feed)] = host, feed
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    host, feed = running.pop(future)
                    if hosts[host]:
                        waiting.append(host)
                    yield from self._new(feed, future)

    def _ask(self, feed: str) -> _Fetched:
        """Fetch a feed; runs in a thread of its own and touches nothing but the fetcher."""
        validators = self._validators.get(feed) or Validators(self._states[feed].etag, self._states[feed].modified)
        # A person named the feed; what robots.txt says is for the pages that it leads to.
        answer = self._fetcher.fetch(feed, validators, robots=False, most=MAX_FEED, patience=0.0)
        if answer.status == httpx.codes.NOT_MODIFIED:
            return _Fetched(None, validators)
        held = parse_feed(answer.content, answer.url, charset=answer.charset)
        return _Fetched(held, Validators.of(answer.headers))

    def _new(self, feed: str, future: Future[_Fetched]) -> Iterator[Item]:
        """Yield the items of a feed that weren't given before, and keep its state."""
        try:
            fetched = future.result()
        except InputError as error:
            self._failed(feed, error)
            return
        except CommuniqueError:
            raise
        except Exception as error:  # noqa: BLE001  # one feed never ends the others
            self._failed(feed, UnreadableFile(f"{feed} can't be read: {type(error).__name__}: {error}"))
            return
        due = self._clock.now() + self._every
        self._put(feed, replace(self._states[feed], due=due, failures=0, trouble=None))
        if fetched.feed is None:
            return
        items = [item for item in feed_items(fetched.feed, feed, feed, self._fetcher) if not self._store.seen(item.key)]
        self._unrecorded[feed] = _Unrecorded(fetched.validators, frozenset(item.key for item in items))
        for item in items:
            if item.key not in self._given:
                self._given.add(item.key)
                yield self._watched(item, 1)
        # Not before: if nobody took the rest, all of it is asked for again.
        self._validators[feed] = fetched.validators
        self._settle_record(feed)

    def _failed(self, feed: str, error: InputError) -> None:
        """Keep that a feed failed, tell it if it is news, and put it off."""
        state = self._states[feed]
        pause = min(self._every * 2 ** min(state.failures, 20), max(self._every, LONGEST_BACK_OFF))
        again = self._clock.now() + max(pause, asked_pause(error))
        self._put(feed, replace(state, due=again, failures=state.failures + 1, trouble=error.code))
        if not state.failures:
            self._tell(Trouble(feed, error, again))

    def _put(self, feed: str, state: FeedState) -> None:
        self._states[feed] = state
        self._store.put(feed, state)

    def _settle_records(self) -> None:
        """Store the validators whose items are all on record, and forget what needn't be known any more."""
        for feed in tuple(self._unrecorded):
            self._settle_record(feed)
        open_keys = {key for each in self._unrecorded.values() for key in each.keys}
        self._given &= open_keys

    def _settle_record(self, feed: str) -> None:
        waiting = self._unrecorded[feed]
        left = frozenset(key for key in waiting.keys if not self._store.seen(key))
        if left:
            self._unrecorded[feed] = replace(waiting, keys=left)
            return
        del self._unrecorded[feed]
        validators = waiting.validators
        self._put(feed, replace(self._states[feed], etag=validators.etag, modified=validators.modified))

    def _watched(self, item: Item, tries: int) -> Item:
        """Return an item that is given again later when its server is busy or can't be reached."""

        def read() -> RawArticle:
            try:
                return item.load()
            except InputError as error:
                if temporary(error) and tries < TRIES:
                    self._retry(item, tries, max(asked_pause(error), _FIRST_RETRY * 2 ** (tries - 1)))
                raise

        return Item(item.key, item.origin, read)

    def _retry(self, item: Item, tries: int, pause: float) -> None:
        with self._lock:
            if len(self._retries) < _RETRIES_KEPT:
                retry = _Retry(self._clock.now() + pause, next(self._numbers), item, tries + 1)
                heapq.heappush(self._retries, retry)

    def _due_retries(self) -> Iterator[Item]:
        now = self._clock.now()
        while True:
            with self._lock:
                if not self._retries or self._retries[0].due > now:
                    return
                retry = heapq.heappop(self._retries)
            yield self._watched(retry.item, retry.tries)


def _known(state: FeedState) -> FeedState:
    """Return a state to begin with: what only this program refused is asked at once, since it may be allowed now."""
    return FeedState(state.etag, state.modified) if state.trouble == BlockedAddress.code else state


def _host(feed: str) -> str:
    try:
        return parsed(feed).host
    except InputError:
        # It will say so when it is fetched.
        return feed
