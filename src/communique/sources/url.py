"""Articles from web addresses.

In: an http or https address. Out: a `RawArticle`. An address can be written by anybody (a feed, a web form), so a fetch
must never reach into the network it runs in: names are resolved here, every address they stand for is checked, and the
connection goes to an address that was checked, so that a name can't mean another machine a moment later. Each redirect
is a new fetch under the same checks. Proxies set in the environment are not used, because behind one there is nothing
to check.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import httpcore
import httpx

from communique.errors import BlockedAddress, FetchError, FetchTimeout, TooLarge, TooManyRedirects, UnsupportedFormat
from communique.sources.decode import decode, is_html, refuse_other_formats
from communique.sources.gzipped import BadGzip, inflate
from communique.sources.raw import RawArticle

MAX_BYTES = 10_000_000
"""Largest answer, in bytes after decompression."""

MAX_SECONDS = 20.0
"""Longest time for one article, redirects and all, in seconds."""

MAX_REDIRECTS = 5
"""Longest chain of redirects."""

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
"""The content types of pages and texts."""

AGENT = "communique"
"""The name that robots.txt may call us by."""

USER_AGENT = f"Mozilla/5.0 (compatible; {AGENT}/{version('communique')})"
"""Who we say we are: the name and the version of this package, in the form that servers expect."""

_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9",
    "Accept-Language": "en",
}
_REDIRECTS = (301, 302, 303, 307, 308)
_LOGIN = (401, 402, 403)
# Networks that carry an IPv4 address inside an IPv6 one: NAT64.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one address: the content decompressed, and read only where the answer is a success.

    `following` is the address that it redirects to.
    """

    url: str
    status: int
    reason: str
    headers: httpx.Headers
    content: bytes
    following: str | None

    @property
    def charset(self) -> str | None:
        """The encoding that the server names."""
        return httpx.Response(self.status, headers=self.headers).charset_encoding

    @property
    def is_page(self) -> bool:
        """Whether the server calls it a web page."""
        return "html" in self.headers.get("content-type", "").lower()

    def require_success(self) -> Answer:
        """Return the answer itself.

        Raises:
            FetchError: it is an error.
        """
        if httpx.codes.is_success(self.status):
            return self
        message = f"{self.url} answers {self.status} {self.reason}"
        if self.status in _LOGIN:
            raise FetchError(message, hint="It wants a login: save the page from your browser and read that.")
        raise FetchError(message)


def read_url(url: str, *, allow_private: bool = False, seconds: float = MAX_SECONDS) -> RawArticle:
    """Return the article at a web address, with the address where it was found.

    Args:
        url: an http or https address.
        allow_private: fetch from private and local addresses too.
        seconds: the time limit, redirects and all.

    Raises:
        BlockedAddress: the address, or one that it redirects to, isn't http or https, or isn't public.
        TooManyRedirects: more than `MAX_REDIRECTS`.
        FetchTimeout: no complete answer in time.
        FetchError: no such host, no connection, or an answer that is an error.
        UnsupportedFormat: the answer is neither a page nor text.
        TooLarge: the answer is larger than `MAX_BYTES`.
    """
    deadline = time.monotonic() + seconds

    def hop(address: str) -> Answer:
        return get(
            address, allow_private=allow_private, seconds=deadline - time.monotonic(), headers=_HEADERS, types=PAGES
        )

    return _article(follow(url, hop).require_success())


def follow(url: str, hop: Callable[[str], Answer]) -> Answer:
    """Return the answer at the end of a chain of redirects, each address of which is asked by `hop`.

    Raises:
        TooManyRedirects: more than `MAX_REDIRECTS`.
    """
    address = url
    for _ in range(MAX_REDIRECTS + 1):
        answer = hop(address)
        if answer.following is None:
            return answer
        address = answer.following
    raise TooManyRedirects(f"{url} redirects more than {MAX_REDIRECTS} times")


def get(  # noqa: PLR0913  # one for each limit
    url: str,
    *,
    allow_private: bool,
    seconds: float,
    headers: Mapping[str, str],
    types: tuple[str, ...] | None = None,
    most: int = MAX_BYTES,
) -> Answer:
    """Return the answer of one address; redirects aren't followed.

    Args:
        url: an http or https address.
        allow_private: fetch from private and local addresses too.
        seconds: the time limit.
        headers: those to send beside `User-Agent`.
        types: the content types that are taken; None takes all.
        most: the largest content, in bytes after decompression.

    Raises:
        BlockedAddress, FetchTimeout, FetchError, UnsupportedFormat, TooLarge: as `read_url`.
    """
    deadline = time.monotonic() + seconds
    target = parsed(url)
    transport = _Transport(allow_private=allow_private, deadline=deadline)
    # Only gzip is asked for: it is what can be decompressed piece by piece, with an eye on the size.
    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **headers}
    try:
        with (
            httpx.Client(transport=transport, headers=sent, trust_env=False, timeout=max(seconds, 0.001)) as client,
            client.stream("GET", target) as response,
        ):
            following, content = None, b""
            if response.status_code in _REDIRECTS and "location" in response.headers:
                following = str(target.join(response.headers["location"]))
            elif response.is_success:
                _check(response, url, types, most)
                content = _content(response, url, deadline, most)
    except httpx.TimeoutException as error:
        raise FetchTimeout(f"{url} gave no complete answer in time") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise FetchError(f"{url} can't be fetched: {error}") from error
    return Answer(url, response.status_code, response.reason_phrase, response.headers, content, following)


def parsed(url: str) -> httpx.URL:
    """Return an address in its parts.

    Raises:
        FetchError: it is none.
        BlockedAddress: it isn't http or https.
    """
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"{url[:200]!r} is no web address: {error}", hint="Check its spelling.") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise BlockedAddress(f"{url[:200]} is no http or https address")
    return address


def _check(response: httpx.Response, url: str, types: tuple[str, ...] | None, most: int) -> None:
    """Refuse an answer by its type or declared size, before its content is read."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and types is not None and kind not in types:
        raise UnsupportedFormat(f"{url} is of type {kind}, neither a page nor text")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise _too_large(url, most)


def _content(response: httpx.Response, url: str, deadline: float, most: int) -> bytes:
    """Return the content of an answer, decompressed no further than the limit."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    chunks: Iterable[bytes] = response.iter_raw()
    if coding in ("gzip", "x-gzip", "deflate"):
        chunks = inflate(chunks)
    elif coding not in ("", "identity"):
        raise FetchError(f"{url} is compressed as {coding[:40]}, though only gzip was asked for")
    # In pieces, because a growing buffer would leave holes in memory, and endless answers are common.
    content, size = [], 0
    try:
        for chunk in chunks:
            content.append(chunk)
            size += len(chunk)
            if size > most:
                raise _too_large(url, most)
            if time.monotonic() > deadline:
                raise FetchTimeout(f"{url} gave no complete answer in time")
    except BadGzip as error:
        raise FetchError(f"{url} can't be decompressed: {error}") from error
    return b"".join(content)


def _too_large(url: str, most: int) -> TooLarge:
    return TooLarge(f"{url} has more than the {most // 1_000_000} MB of one page")


def _article(answer: Answer) -> RawArticle:
    text = decode(answer.content, answer.url, answer.charset)
    if answer.is_page or is_html(text):
        return RawArticle(url=answer.url, html=text)
    refuse_other_formats(text, answer.url)
    return RawArticle(url=answer.url, text=text)


def is_public(address: _Address) -> bool:
    """Return whether an address is one of the public internet, also when it carries an IPv4 address inside."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inside is None and address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _resolved(host: str, port: int) -> list[_Address]:
    """Return the addresses of a host, in the system's order, each once."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host {host}", hint="Check the spelling, and the connection.") from error
    # A link-local IPv6 address comes with its interface: fe80::1%eth0.
    return list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


@cache
def _certificates() -> Any:
    # Loading them takes as long as reading an article.
    return httpx.create_ssl_context(trust_env=False)


class _Transport(httpx.HTTPTransport):
    """httpx's transport, with connections made by `_Backend`."""

    def __init__(self, *, allow_private: bool, deadline: float) -> None:
        super().__init__(verify=_certificates(), trust_env=False)
        # httpx has no public way to give its pool a network backend; tests pin that this one is used.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_certificates(),
            network_backend=_Backend(allow_private=allow_private, deadline=deadline),
        )


class _Backend(httpcore.SyncBackend):
    """Connects to checked addresses only, and keeps the deadline."""

    def __init__(self, *, allow_private: bool, deadline: float) -> None:
        self._allow_private = allow_private
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = _resolved(host, port)
        blocked = [address for address in addresses if not is_public(address)]
        if blocked and not self._allow_private:
            raise BlockedAddress(f"{host} is at {blocked[0]}, which is no public address")
        failure: Exception = httpcore.ConnectError(f"no connection to {host}")
        for address in addresses:
            try:
                stream = super().connect_tcp(
                    str(address), port, _left(self._deadline, timeout), local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _Stream(httpcore.NetworkStream):
    """A stream whose every step ends before the deadline, so that a server can't drip its answer for ever."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _Stream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    """Return the seconds that one step may take."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole fetch is over")
    return left if timeout is None else min(left, timeout)
