"""XML that others wrote, read without doing anything that it asks for.

In: bytes. Out: elements, one after the other. No entity is expanded but the five of XML itself, no file or address in
it is opened, and broken XML is read as far as it can be; the commonest fault, a bare "&" in an address, does no harm.
"""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterator
from typing import Any

from communique.sources.decode import decode

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# What is within CDATA is taken as it is.
_BARE = re.compile(r"(<!\[CDATA\[.*?\]\]>)|&(?!(?:#\d+|#x[0-9A-Fa-f]+|amp|lt|gt|quot|apos);)|&#([^;]*);", re.DOTALL)
# Half a surrogate pair, written as a number: lxml would make bytes of it that are no UTF-8, and fail on them.
_SURROGATES = range(0xD800, 0xE000)


def elements(data: bytes, name: str, *names: str) -> Iterator[Any]:
    """Yield the elements of these names, of whatever namespace, each complete; it is emptied after its turn.

    Args:
        data: an XML document.
        name: what to call it in messages.
        names: names without namespace, in lower case; letters count in either case.

    Raises:
        UnsupportedFormat: the bytes are no text.
    """
    text = _BARE.sub(_mended, _DECLARATION.sub("", decode(data, name)))
    # By name, because lxml publishes no types.
    etree = importlib.import_module("lxml.etree")
    walk = etree.iterparse(
        io.BytesIO(text.encode("utf-8", "replace")),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in walk:
            if local_name(element).lower() in names:
                yield element
                element.clear()
                # What is done would stay in memory as an empty child.
                while element.getprevious() is not None and element.getparent() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        # So broken that nothing more comes.
        return


def _mended(match: re.Match[str]) -> str:
    """Return CDATA and characters by number as they are, else what a bare "&" has to be."""
    if match[1] or not match[2]:
        return match[1] or "&amp;"
    digits = match[2]
    try:
        number = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    except ValueError:
        # More digits than Python reads; no character has so many.
        return "\ufffd"
    return "\ufffd" if number in _SURROGATES else match[0]


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; comments and the like have none."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def told(element: Any, name: str) -> str | None:
    """Return the text of the first element of a name within another, of whatever namespace."""
    for each in element.iter():
        if local_name(each).lower() == name:
            return str(each.text or "").strip() or None
    return None
