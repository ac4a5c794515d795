"""Vega, Vega-Lite and Vega-Embed as one script, for pictures that can be explored.

In: the package vl-convert-python (of the extra `web`), which holds the three. Out: JavaScript that sets
`window.vegaEmbed`; it asks nobody for anything. Making it takes some seconds, so it is kept in the user's cache, under
the version of what made it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from communique.errors import MissingExtra

_OUT = "window.vegaEmbed = vegaEmbed;"
_MAKING = threading.Lock()


def vega_script() -> str:
    """Return the script.

    Raises:
        MissingExtra: vl-convert-python isn't installed.
    """
    with _MAKING:  # whoever asks while it is made waits for it
        return _script()


@lru_cache(maxsize=1)
def _script() -> str:
    try:
        import vl_convert  # noqa: PLC0415  # an extra, and heavy
    except ModuleNotFoundError as error:
        raise MissingExtra("Pictures to explore", "web") from error
    kept = _place()
    with contextlib.suppress(OSError):
        return kept.read_text("utf-8")
    # In a function of its own, so that its names meet none of a page's.
    made = f"(() => {{{vl_convert.javascript_bundle(_OUT)}}})();"
    with contextlib.suppress(OSError):  # a cache that can't be written is none
        _keep(kept, made)
    return made


def _place() -> Path:
    import platformdirs  # noqa: PLC0415  # only where the script is asked for

    folder = Path(platformdirs.user_cache_dir("communique", appauthor=False))
    return folder / f"vega-{version('vl-convert-python')}.js"


def _keep(place: Path, said: str) -> None:
    """Write a file whole or not at all, though others write it at the same time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(said)
    Path(name).replace(place)
