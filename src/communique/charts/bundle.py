"""Vega, Vega-Lite and Vega-Embed as one script, for pictures that can be explored.

In: the package vl-convert-python (of the extra `web`), which holds the three. Out: JavaScript that sets
`window.vegaEmbed`; it asks nobody for anything. Making it takes some seconds, so it is kept in the user's cache, under
the edition: the version of what made it, and a hash of what we put round that.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from communique.errors import MissingExtra

_OUT = "window.vegaEmbed = vegaEmbed;"
_BEFORE, _AFTER = "(() => {", "})();"
"""A function of its own, so that the bundle's names meet none of a page's."""
_MAKING = threading.Lock()


def vega_script() -> str:
    """Return the script.

    Raises:
        MissingExtra: vl-convert-python isn't installed.
    """
    with _MAKING:  # whoever asks while it is made waits for it
        return _script()


def edition() -> str | None:
    """Return what is another whenever the script is; None where vl-convert-python isn't installed."""
    try:
        made_by = version("vl-convert-python")
    except PackageNotFoundError:
        return None
    ours = _OUT + _BEFORE + _AFTER
    return f"{made_by}-{hashlib.sha256(ours.encode()).hexdigest()[:10]}"


@lru_cache(maxsize=1)
def _script() -> str:
    try:
        import vl_convert  # noqa: PLC0415  # an extra, and heavy
    except ImportError as error:
        raise MissingExtra("Pictures to explore", "web") from error
    made_by = edition()
    if made_by is None:  # left over from a package that was taken out
        raise MissingExtra("Pictures to explore", "web")
    kept = _place(made_by)
    with contextlib.suppress(OSError):
        return kept.read_text("utf-8")
    made = f"{_BEFORE}{vl_convert.javascript_bundle(_OUT)}{_AFTER}"
    with contextlib.suppress(OSError):  # a cache that can't be written is none
        _keep(kept, made)
    return made


def _place(made_by: str) -> Path:
    import platformdirs  # noqa: PLC0415  # only where the script is asked for

    folder = Path(platformdirs.user_cache_dir("communique", appauthor=False))
    return folder / f"vega-{made_by}.js"


def _keep(place: Path, said: str) -> None:
    """Write a file whole or not at all, though others write it at the same time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(said)
    Path(name).replace(place)
