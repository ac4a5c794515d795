"""The script with which a browser draws pictures anew, so that they can be explored.

In: a request. Out: Vega as one script, out of the installed package vl-convert-python.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from starlette.requests import Request
from starlette.responses import Response

from communique.charts.bundle import vega_script

ADDRESS = "/vega.js"
_FOR_GOOD = "public, max-age=31536000, immutable"
"""A browser needn't ask again: the address changes with the version."""


def vega(request: Request) -> Response:
    """Return the script, compressed where the browser takes that.

    Raises:
        MissingExtra: vl-convert-python isn't installed.
    """
    headers = {"cache-control": _FOR_GOOD, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_compressed(), media_type="text/javascript", headers={**headers, "content-encoding": "gzip"})
    return Response(vega_script(), media_type="text/javascript", headers=headers)


@lru_cache(maxsize=1)
def _compressed() -> bytes:
    return gzip.compress(vega_script().encode(), mtime=0)


def vega_address() -> str:
    """Return the script's address; it changes with the version of what makes it."""
    try:
        made_by = version("vl-convert-python")
    except PackageNotFoundError:
        made_by = "none"
    return f"{ADDRESS}?{made_by}"
