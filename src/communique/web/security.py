"""Who may see and change the ledger through the page, and what a browser may make of it.

In: requests. Out: the same, or a refusal. The rules: the host header names a host that the page was started for; where
a token is set, every request brings it (a cookie after the first); every change brings the form token that the page
gave (no other site's form can); no body is longer than the limit; and every answer tells the browser to load and run
nothing but the page's own files.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_TOKEN, _FORM = "communique-token", "communique-form"


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in.

    Args:
        hosts: names that the host header may give, without port.
        token: what a request has to bring where the page is open to other machines; None on this one alone.
        key: signs form tokens; by default new with every start.
    """

    hosts: frozenset[str] = frozenset(("127.0.0.1", "localhost", "[::1]"))
    token: str | None = None
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


def form_token_is_right(scope: Scope, given: str | None) -> bool:
    """Return whether a change may be made: its form brought the token in its head or in a field."""
    return not scope.get("needs_form_token") or _same(given, scope["form_token"])
