"""The script with which a browser draws pictures anew, so that they can be explored.

In: a request. Out: Vega as one script, out of the installed package vl-convert-python.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from communique.charts.bundle import edition, vega_script

ADDRESS = "/vega.js"
FOR_GOOD = "public, max-age=31536000, immutable"
"""A browser needn't ask again: the address changes with what is there."""


def vega(request: Request) -> Response:
    """Return the script, compressed where the browser takes that.

    Raises:
        MissingExtra: vl-convert-python isn't installed.
    """
    headers = {"vary": "accept-encoding"}
    if request.url.query == edition():
        headers["cache-control"] = FOR_GOOD
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_compressed(), media_type="text/javascript", headers={**headers, "content-encoding": "gzip"})
    return Response(vega_script(), media_type="text/javascript", headers=headers)


@lru_cache(maxsize=1)
def _compressed() -> bytes:
    return gzip.compress(vega_script().encode(), mtime=0)


def vega_address() -> str | None:
    """Return the script's address, which changes with the script; None where nothing is there to make it."""
    made_by = edition()
    return f"{ADDRESS}?{made_by}" if made_by else None
