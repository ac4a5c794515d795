"""Fetching that other people's servers can live with.

In: web addresses, and what is remembered of the last answer. Out: answers. For each host one request at a time, with a
pause after it; robots.txt is obeyed for pages that no person named; a server that says it is busy (429, 503) is left
alone for as long as it asks, else for longer and longer. Addresses, redirects, sizes and times are the matter of `url`.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

import httpx

from communique.errors import BlockedAddress, FetchError, FetchTimeout, InputError
from communique.sources.item import package
from communique.sources.url import AGENT, MAX_BYTES, MAX_SECONDS, Answer, follow, get, parsed

DELAY = 1.0
"""Pause after each request to a host, in seconds, where its robots.txt doesn't ask for another."""

MAX_DELAY = 30.0
"""Longest pause that a robots.txt can ask for, in seconds; some ask for hours."""

PATIENCE = 30.0
"""How long one fetch waits for a server that says it is busy, in seconds."""

ROBOTS_SECONDS = 86_400.0
"""How long a robots.txt is remembered, as RFC 9309 has it (section 2.4)."""

_ROBOTS_FAILED_SECONDS = 600.0
# RFC 9309 asks for at least 500 KiB.
_ROBOTS_BYTES = 1_000_000
_ROBOTS_KEPT = 1_000
_HOSTS_KEPT = 4_000
_BUSY = (429, 503)
_TEMPORARY = (408, 425, 429, 500, 502, 503, 504)
_FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 3_600.0
_LONGEST_ASKED = 86_400.0
_ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Language": "en",
}


class Clock(Protocol):
    """What tells the time, and passes it."""

    def now(self) -> float:
        """Return the time, in seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> float:
        """Return the time, in seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with an answer, so that it can be asked for what is new since."""

    etag: str | None = None
    modified: str | None = None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Validators:
        """Return those of an answer."""
        return cls(headers.get("etag"), headers.get("last-modified"))

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for what is new."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return {name: value for name, value in pairs if value}


class Later(Exception):
    """No error of ours, but the cause of a `FetchError` that may be gone after so many seconds."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(f"may be gone in {seconds:.0f} s")
        self.seconds = seconds


def temporary(error: BaseException) -> bool:
    """Return whether a fetch that failed is worth another try: no connection, no answer in time, or a busy server."""
    if isinstance(error, FetchTimeout):
        return True
    return type(error) is FetchError and isinstance(error.__cause__, Later | OSError | httpx.TransportError)


def asked_pause(error: BaseException) -> float:
    """Return the seconds after which the server behind a failed fetch wants to be asked again, 0 if it doesn't say."""
    return error.__cause__.seconds if isinstance(error.__cause__, Later) else 0.0


@dataclass(slots=True)
class _Host:
    """What is known of a host: when it may be asked again (by our pace, and by its own word)."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    next: float = 0.0
    busy_until: float = 0.0
    refusals: int = 0


class Fetcher:
    """Fetches politely; one for a whole run, safe to be used from many threads.

    Args:
        allow_private: fetch from private and local addresses too.
        delay: the pause after each request to a host, in seconds.
        seconds: the time limit of one fetch, redirects and all, without the pauses.
        clock: tells the time for pauses.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        delay: float = DELAY,
        seconds: float = MAX_SECONDS,
        clock: Clock | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._delay = delay
        self._seconds = seconds
        self._clock: Clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._robots: OrderedDict[str, tuple[Any, float]] = OrderedDict()

    def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        robots: bool = True,
        most: int = MAX_BYTES,
        patience: float = PATIENCE,
    ) -> Answer:
        """Return the answer at the end of an address's redirects; its status is 304 where nothing is new.

        Args:
            url: an http or https address.
            validators: those of the last answer.
            robots: obey robots.txt.
            most: the largest content, in bytes after decompression.
            patience: how long to wait for a busy server, in seconds.

        Raises:
            BlockedAddress: the address isn't public, or robots.txt doesn't allow it.
            FetchError: any other failure, see `temporary`.
            TooLarge: the content is larger than `most`.
        """
        headers = {**_ACCEPT, **(validators or Validators()).headers()}
        left = self._seconds

        def hop(address: str) -> Answer:
            nonlocal left
            host = self._host(parsed(address).host)
            with host.lock:
                self._pace(host, address, patience)
                if robots:
                    self._permit(host, address)
                start = time.monotonic()
                answer = self._ask(host, address, headers, most=most, patience=patience, seconds=left)
                left -= time.monotonic() - start
                return answer

        answer = follow(url, hop)
        if answer.status in _TEMPORARY:
            raise FetchError(f"{answer.url} answers {answer.status} {answer.reason}") from Later()
        return answer if answer.status == httpx.codes.NOT_MODIFIED else answer.require_success()

    def _host(self, name: str) -> _Host:
        with self._lock:
            if len(self._hosts) >= _HOSTS_KEPT:
                now = self._clock.now()
                self._hosts = {
                    each: host
                    for each, host in self._hosts.items()
                    if host.lock.locked() or max(host.next, host.busy_until) > now
                }
            return self._hosts.setdefault(name, _Host())

    def _pace(self, host: _Host, url: str, patience: float) -> None:
        """Wait for a host's turn, and, within the patience, for one that is busy."""
        busy = host.busy_until - self._clock.now()
        if busy > patience:
            raise FetchError(
                f"{url} wasn't fetched, because its server asked to be left alone for {busy:.0f} s more",
                hint="Try again then.",
            ) from Later(busy)
        wait = max(busy, host.next - self._clock.now())
        if wait > 0:
            self._clock.sleep(wait)

    def _ask(  # noqa: PLR0913  # one for each limit
        self, host: _Host, url: str, headers: Mapping[str, str], *, most: int, patience: float, seconds: float
    ) -> Answer:
        """Return an answer that isn't "busy", for which one waits within the patience."""
        end = self._clock.now() + patience
        while True:
            try:
                answer = get(url, allow_private=self._allow_private, seconds=seconds, headers=headers, most=most)
            finally:
                host.next = max(host.next, self._clock.now() + self._delay)
            if answer.status not in _BUSY:
                host.refusals = 0
                return answer
            host.refusals += 1
            host.busy_until = self._clock.now() + _pause(answer, host.refusals, self._clock.now())
            self._pace(host, url, end - self._clock.now())

    def _permit(self, host: _Host, url: str) -> None:
        """Refuse an address that robots.txt doesn't allow."""
        address = parsed(url)
        origin = str(address.copy_with(raw_path=b"/", fragment=None, userinfo=b""))
        with self._lock:
            rules, until = self._robots.get(origin, (None, 0.0))
        if until <= self._clock.now():
            rules, until = self._rules(host, origin)
            with self._lock:
                self._robots[origin] = rules, until
                self._robots.move_to_end(origin)
                while len(self._robots) > _ROBOTS_KEPT:
                    self._robots.popitem(last=False)
            self._clock.sleep(max(0.0, host.next - self._clock.now()))
        if isinstance(rules, str):
            raise FetchError(f"{url} wasn't fetched, because {rules}") from Later(until - self._clock.now())
        if rules is None:
            return
        if not rules.can_fetch(url, AGENT):
            raise BlockedAddress(
                f"{url} is closed to programs by robots.txt", hint="Save the page from your browser and read that."
            )
        host.next = max(host.next, self._clock.now() + min(rules.crawl_delay(AGENT) or 0.0, MAX_DELAY))

    def _rules(self, host: _Host, origin: str) -> tuple[Any, float]:
        """Return the rules of an origin and until when they hold: None allows all, a text says why none are known.

        Where there is no file (4xx) all is allowed; where the server fails, nothing is, as RFC 9309 has it.
        """
        protego = package("protego", "Obeying robots.txt")
        now = self._clock.now()

        def hop(address: str) -> Answer:
            return get(
                address, allow_private=self._allow_private, seconds=self._seconds, headers=_ACCEPT, most=_ROBOTS_BYTES
            )

        try:
            answer = follow(f"{origin}robots.txt", hop)
        except FetchError as error:
            if temporary(error):
                return f"{origin}robots.txt can't be fetched ({error.problem})", now + _ROBOTS_FAILED_SECONDS
            return None, now + ROBOTS_SECONDS
        except InputError:
            # So large that it is no robots.txt.
            return None, now + ROBOTS_SECONDS
        finally:
            host.next = max(host.next, self._clock.now() + self._delay)
        if answer.status in _TEMPORARY:
            pause = _pause(answer, 1, now) if answer.status in _BUSY else _ROBOTS_FAILED_SECONDS
            return f"{origin}robots.txt answers {answer.status}", now + pause
        if not httpx.codes.is_success(answer.status):
            return None, now + ROBOTS_SECONDS
        return protego.Protego.parse(answer.content.decode("utf-8", "replace")), now + ROBOTS_SECONDS


def _pause(answer: Answer, refusals: int, now: float) -> float:
    """Return how long a busy server is left alone, in seconds: as it asks, else twice as long each time."""
    asked = answer.headers.get("retry-after", "").strip()
    # Past 2 ** 10 the cap holds anyway.
    own = min(_FIRST_PAUSE * float(2 ** min(refusals - 1, 10)), _LONGEST_PAUSE)
    if asked.isascii() and asked.isdecimal():
        # "0" again and again is no reason to ask again and again.
        return min(float(asked[:9]), _LONGEST_ASKED) if refusals == 1 else max(float(asked[:9]), own)
    try:
        moment = parsedate_to_datetime(asked)
    except (ValueError, TypeError, IndexError, OverflowError):
        return own
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.fromtimestamp(now, UTC)).total_seconds(), 0.0), _LONGEST_ASKED) or own
