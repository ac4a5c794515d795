"""Lists of feeds: OPML, as feed readers write it, or one address a line.

In: bytes, or what the user named. Out: the addresses of feeds, in order, each once.
"""

from __future__ import annotations

from pathlib import Path

from communique.errors import UnreadableFile, UnsupportedFormat
from communique.sources.decode import decode
from communique.sources.kinds import HEAD, kind_of
from communique.sources.markup import elements
from communique.sources.raw import is_url
from communique.streams import refuse_ledgers

_HINT = "Give an OPML file, as feed readers export it, or a text with one address a line."


def feeds_of(source: str) -> tuple[str, ...]:
    """Return the feeds that a source names: an OPML file, a text with one address a line, or an address itself.

    Raises:
        UnreadableFile: the file can't be read.
        UnsupportedFormat: it names no feed.
    """
    if is_url(source):
        return (source,)
    refuse_ledgers(Path(source))
    try:
        data = Path(source).read_bytes()
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"{source} can't be read: {problem}") from error
    if kind_of(data[:HEAD], source) == "opml":
        return parse_opml(data, source)
    lines = (line.strip() for line in decode(data, source).splitlines())
    wanted = [line for line in lines if line and not line.startswith("#")]
    wrong = [line for line in wanted if not is_url(line)]
    if wrong or not wanted:
        problem = f"holds {wrong[0][:80]!r}, which is no web address" if wrong else "names no feed"
        raise UnsupportedFormat(f"{source} {problem}", hint=_HINT)
    return tuple(dict.fromkeys(wanted))


def parse_opml(data: bytes, name: str) -> tuple[str, ...]:
    """Return the addresses of the feeds in an OPML document; `name` is what to call it in messages.

    Raises:
        UnsupportedFormat: it names none.
    """
    told = (
        str(value).strip()
        for outline in elements(data, name, "outline")
        for key, value in outline.attrib.items()
        if str(key).lower() == "xmlurl"
    )
    feeds = tuple(dict.fromkeys(address for address in told if is_url(address)))
    if not feeds:
        raise UnsupportedFormat(f"{name} names no feed", hint=_HINT)
    return feeds
