"""Who may see and change the ledger through the page, and what a browser may make of it.

In: requests. Out: the same, or a refusal. The rules: the host header names a host that the page was started for; where
a token is set, every request brings it (a cookie after the first); where a proxy is named that knows who asks, a
request comes through it and brings a name, whose the page's decisions are; every change brings the form token that the
page gave (no other site's form can); no body is longer than the limit; and every answer tells the browser to load and
run nothing but the page's own files.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.errors import BadQuestion

_LOG = logging.getLogger(__name__)
MOST_BYTES = 25_000_000
"""Longest body of a request: some articles at a time."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: the page's own files alone, nothing inline."""

_HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_LONGEST_NAME = 100
_TOKEN, _FORM = "communique-token", "communique-form"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that lets people in and tells who asks.

    Args:
        networks: from which the proxy asks; what others say in the header counts for nothing.
        header: in which it gives the name of who asks, in lower case. It has to take out what a client gives there.
    """

    networks: tuple[IPv4Network | IPv6Network, ...]
    header: str

    @classmethod
    def at(cls, addresses: Iterable[str], header: str = "X-Remote-User") -> Proxy:
        """Return the proxy at addresses, or in networks as 10.0.0.0/8.

        Raises:
            BadQuestion: one is no address, or means everybody, or the header's name is none.
        """
        networks = []
        for each in addresses:
            try:
                network = ip_network(each.strip())
            except ValueError as error:
                raise BadQuestion(
                    f"{each} is no address of a proxy", hint="Write it as 127.0.0.1 or 10.0.0.0/8."
                ) from error
            if not network.prefixlen:
                raise BadQuestion(
                    f"{each} is every address, so that anybody could name himself",
                    hint="Give the address from which the proxy asks, as 127.0.0.1, or its network, as 10.0.0.0/8.",
                )
            networks.append(network)
        if not _HEADER.fullmatch(header):
            raise BadQuestion(f"{header} is no name of a header", hint="Write it as X-Remote-User.")
        return cls(tuple(networks), header.lower())

    def asks(self, scope: Scope) -> bool:
        """Return whether a request comes from the proxy itself."""
        client = scope.get("client")
        try:
            address = ip_address(client[0]) if client else None
        except ValueError:
            return False
        return address is not None and any(address in network for network in self.networks)

    def user(self, headers: Headers) -> str | None:
        """Return the name that the proxy gives; None where it gives none, or two."""
        given = headers.getlist(self.header)
        if len(given) != 1:
            return None
        with contextlib.suppress(UnicodeError):
            given = [given[0].encode("latin-1").decode()]
        name = given[0].strip()
        return name if name and len(name) <= _LONGEST_NAME and name.isprintable() else None


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in.

    Args:
        hosts: names that the host header may give, without port.
        token: what a request has to bring where the page is open to other machines; None on this one alone.
        proxy: through which requests come that bring no token; it tells who asks.
        key: signs form tokens; by default new with every start.
    """

    hosts: frozenset[str] = frozenset(("127.0.0.1", "localhost", "[::1]"))
    token: str | None = None
    proxy: Proxy | None = None
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def form_token(self, session: str) -> str:
        """Return what the forms of a session bring with them."""
        return hmac.new(self.key, session.encode(), hashlib.sha256).hexdigest()


class Guard:
    """ASGI middleware that keeps the rules of an `Access`. `scope["form_token"]` is what the page's forms bring."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = _cookies(headers)
        session = cookies.get(_FORM, "")
        fresh = not _is_session(session)
        if fresh:
            session = secrets.token_urlsafe(24)
        scope["form_token"] = self._access.form_token(session)

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _harden(message, session if fresh else None)
            await send(message)

        refusal = self._refusal(scope, headers, cookies)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        limited = _limited(receive)
        if scope["method"] not in _SAFE and not _same(headers.get("x-form-token"), scope["form_token"]):
            # A form brings its token in a field, which is looked at where the form is parsed.
            scope["needs_form_token"] = True
        try:
            await self._app(scope, limited, guarded)
        except _TooLong:
            await PlainTextResponse(f"More than {MOST_BYTES:,} bytes. Send fewer articles at a time.", 413)(
                scope, receive, guarded
            )
        except Exception:
            # The last resort: what went wrong is in the log, and nothing of the inside goes out.
            _LOG.exception("%s %s failed", scope["method"], scope["path"])
            if started:
                raise
            await PlainTextResponse("Something went wrong here. What it was is in the log of communique serve.", 500)(
                scope, receive, guarded
            )

    def _refusal(self, scope: Scope, headers: Headers, cookies: Mapping[str, str]) -> Response | None:
        host = headers.get("host", "")
        name, colon, port = host.rpartition(":")
        name = name if colon and port.isdecimal() else host
        if name.lower() not in self._access.hosts:
            return PlainTextResponse("This page doesn't answer to that host name.", 421)
        if scope["method"] not in _SAFE and headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return PlainTextResponse("Changes come from this page's own forms only.", 403)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > MOST_BYTES:
            return PlainTextResponse(f"More than {MOST_BYTES:,} bytes. Send fewer articles at a time.", 413)
        proxy = self._access.proxy
        if proxy is not None and (proxy.asks(scope) or self._access.token is None):
            return _unnamed(scope, headers, proxy)
        return self._unknown(scope, headers, cookies)

    def _unknown(self, scope: Scope, headers: Headers, cookies: Mapping[str, str]) -> Response | None:
        token = self._access.token
        if token is None or _same(cookies.get(_TOKEN), token):
            return None
        if _same(headers.get("authorization", "").removeprefix("Bearer "), token):
            return None
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        if _same(next(iter(query.pop("token", [])), None), token):
            # The address with the token is left at once, so that it stays in no history and no log.
            rest = urlencode(query, doseq=True)
            path = "/" + scope["path"].lstrip("/\\")  # two slashes would lead to another host
            answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
            answer.set_cookie(_TOKEN, token, httponly=True, samesite="strict")
            return answer
        return PlainTextResponse("Open the address that `communique serve` printed; it holds the token.", 401)


def _unnamed(scope: Scope, headers: Headers, proxy: Proxy) -> Response | None:
    """Return a refusal of a request that no proxy names somebody for; `scope["reviewer"]` is who is named."""
    if not proxy.asks(scope):
        return PlainTextResponse("This page is reached through its proxy only.", 403)
    scope["reviewer"] = proxy.user(headers)
    if scope["reviewer"] is None:
        return PlainTextResponse(f"The proxy doesn't tell who asks: one header {proxy.header}, a name.", 401)
    return None


class _TooLong(Exception):
    """A body has more than `MOST_BYTES`."""


def _limited(receive: Receive) -> Receive:
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > MOST_BYTES:
            raise _TooLong
        return message

    return limited


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _is_session(session: str) -> bool:
    return len(session) == len(secrets.token_urlsafe(24)) and session.isascii()


def _same(given: str | None, wanted: str) -> bool:
    return given is not None and hmac.compare_digest(given.encode(), wanted.encode())


def _harden(message: MutableMapping[str, Any], session: str | None) -> None:
    headers = MutableHeaders(raw=message["headers"])
    for name, value in _HEADERS.items():
        headers[name] = value
    headers.setdefault("cache-control", "no-cache")
    if session is not None:
        headers.append("set-cookie", f"{_FORM}={session}; Path=/; HttpOnly; SameSite=Strict")
    message["headers"] = headers.raw


def reviewer_of(request: Request) -> str:
    """Return whose decisions a request's are: whom a proxy names, else who was named when the page was started."""
    return str(request.scope.get("reviewer") or request.app.state.reviewer)


def form_token_is_right(scope: Scope, given: str | None) -> bool:
    """Return whether a change may be made: its form brought the token in its head or in a field."""
    return not scope.get("needs_form_token") or _same(given, scope["form_token"])
