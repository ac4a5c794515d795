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
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from communique.errors import BlockedAddress, FetchError, FetchTimeout, TooLarge, TooManyRedirects, UnsupportedFormat
from communique.sources.decode import decode, is_html, refuse_other_formats
from communique.sources.raw import RawArticle

MAX_BYTES = 10_000_000
"""Largest answer, in bytes after decompression."""

MAX_SECONDS = 20.0
"""Longest time for one article, redirects and all, in seconds."""

MAX_REDIRECTS = 5
"""Longest chain of redirects."""

_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; communique)",
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9",
    "Accept-Language": "en",
}
_REDIRECTS = (301, 302, 303, 307, 308)
_LOGIN = (401, 402, 403)
# Networks that carry an IPv4 address inside an IPv6 one: NAT64.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


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
    transport = _Transport(allow_private=allow_private, deadline=deadline)
    with httpx.Client(transport=transport, headers=_HEADERS, trust_env=False, timeout=seconds) as client:
        address = url
        for _ in range(MAX_REDIRECTS + 1):
            answer, following = _get(client, address, deadline)
            if following is None:
                return _article(answer, address)
            address = following
    raise TooManyRedirects(f"{url} redirects more than {MAX_REDIRECTS} times")


def _get(client: httpx.Client, url: str, deadline: float) -> tuple[httpx.Response, str | None]:
    """Return the answer of one address, its content read, and the address that it redirects to."""
    target = _parsed(url)
    try:
        with client.stream("GET", target) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return response, str(target.join(response.headers["location"]))
            _check(response, url)
            content = _content(response, url, deadline)
    except httpx.TimeoutException as error:
        raise FetchTimeout(f"{url} gave no complete answer in time") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise FetchError(f"{url} can't be fetched: {error}") from error
    # The stream is decompressed by now; the header that says it is compressed must not come along.
    headers = {"content-type": response.headers.get("content-type", "")}
    return httpx.Response(response.status_code, headers=headers, content=content), None


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"{url[:200]!r} is no web address: {error}", hint="Check its spelling.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise BlockedAddress(f"{url[:200]} is no http or https address")
    return parsed


def _check(response: httpx.Response, url: str) -> None:
    """Refuse an answer by its status, type or declared size, before its content is read."""
    if not response.is_success:
        message = f"{url} answers {response.status_code} {response.reason_phrase}"
        if response.status_code in _LOGIN:
            raise FetchError(message, hint="It wants a login: save the page from your browser and read that.")
        raise FetchError(message)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind not in _TYPES:
        raise UnsupportedFormat(f"{url} is of type {kind}, neither a page nor text")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BYTES:
        raise _too_large(url)


def _content(response: httpx.Response, url: str, deadline: float) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_BYTES:
            raise _too_large(url)
        if time.monotonic() > deadline:
            raise FetchTimeout(f"{url} gave no complete answer in time")
    return bytes(content)


def _too_large(url: str) -> TooLarge:
    return TooLarge(f"{url} has more than the {MAX_BYTES // 1_000_000} MB of one page")


def _article(response: httpx.Response, url: str) -> RawArticle:
    text = decode(response.content, url, response.charset_encoding)
    if is_html(text) or "html" in response.headers["content-type"]:
        return RawArticle(url=url, html=text)
    refuse_other_formats(text, url)
    return RawArticle(url=url, text=text)


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


class _Transport(httpx.HTTPTransport):
    """httpx's transport, with connections made by `_Backend`."""

    def __init__(self, *, allow_private: bool, deadline: float) -> None:
        super().__init__(trust_env=False)
        # httpx has no public way to give its pool a network backend; tests pin that this one is used.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
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
