"""Readings, records, answers, totals and pictures as a notebook shows them: tables with the sentences they stand on.

In: an object of ours. Out: a piece of HTML without script and without style sheets; whatever comes from an article is
escaped, links are those of the web alone. Colours are the notebook's own, so it can be read in light and in dark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from html import escape
from typing import Any

from communique.charts.drawing import sized
from communique.ledger.asking.questions import ActorRow, Answer, ArticleRow
from communique.ledger.full.details import CommitmentInFull, StatementInFull
from communique.ledger.full.event_details import EventInFull
from communique.ledger.quoted import Quoted
from communique.ledger.told.size_words import item_in_words
from communique.ledger.told.totals import Totals
from communique.parts import Date, Item, Money, Place, Quantity, Span
from communique.records import Event, Reading

MOST_ROWS = 50
"""Rows of one table; what is beyond them is counted."""
_MOST_OF_READING = 20
_LONGEST = 400
"""Code points of a cell; a sentence is seldom longer."""
_LEFT = "text-align:left"
_HEAD = f"{_LEFT};padding-right:1em"
_CELL = f"{_LEFT};vertical-align:top;max-width:32em"

Column = tuple[str, Callable[[Any], object]]


def html_of(value: Any) -> str:
    """Return an object of ours as HTML: a reading, a record, an answer, a list of records, totals.

    Raises:
        TypeError: there is no such object here.
    """
    if isinstance(value, Reading):
        return _reading(value)
    if isinstance(value, Totals):
        return _totals(value)
    if isinstance(value, Answer):
        beyond = value.total
        said = f"{len(value):,} of {beyond:,} records" if beyond > len(value) else _counted(len(value), "record")
        return _table(value.rows[:MOST_ROWS], said, more=len(value) - MOST_ROWS)
    if isinstance(value, list):
        return _table(value[:MOST_ROWS], _counted(len(value), "record"), more=len(value) - MOST_ROWS)
    if is_dataclass(value) and not isinstance(value, type):
        return _one(value)
    raise TypeError(f"a notebook shows no {type(value).__name__}")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _table(rows: Sequence[Any], said: str, *, more: int = 0) -> str:
    """Return rows of one kind as a table, below a line that says what they are."""
    if not rows:
        return f"<p>{escape(said)}</p>"
    columns = _columns(rows[0])
    # A column in which nothing is told says nothing.
    kept = [(name, cells) for name, take in columns if any(cells := [_cell(take(row)) for row in rows])]
    return _tabled([name for name, _ in kept], zip(*(cells for _, cells in kept), strict=True), said, more)


def _tabled(names: Iterable[str], rows: Iterable[Iterable[str]], said: str, more: int = 0) -> str:
    """Return a table of cells that are HTML."""
    head = "".join(f'<th scope="col" style="{_HEAD}">{escape(name)}</th>' for name in names)
    lines = ("".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    rest = f"<p>… and {more:,} more</p>" if more > 0 else ""
    caption = f'<caption style="{_LEFT}">{escape(said)}</caption>' if said else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _one(record: Any) -> str:
    """Return one record as a table, a line for each field that tells something."""
    pairs = [(name.replace("_", " "), _cell(value)) for name, value in _fields(record)]
    lines = "".join(
        f'<tr><th scope="row" style="{_HEAD}">{escape(name)}</th><td style="{_CELL}">{cell}</td></tr>'
        for name, cell in pairs
        if cell
    )
    return f"<table><tbody>{lines}</tbody></table>"


def _fields(record: Any) -> list[tuple[str, object]]:
    return [(each.name, getattr(record, each.name)) for each in fields(record) if each.name != "number"]


def _cell(value: object) -> str:  # noqa: PLR0911  # one for each kind of value
    """Return a value as HTML, empty where it tells nothing."""
    if value is None or value in ((), ""):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Quoted):
        return _quoted(value)
    if isinstance(value, Span):
        return _quote(value.quote)
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(_cell, value)))
    if isinstance(value, float):
        return escape(sized(value))
    if isinstance(value, Mapping):
        return "; ".join(f"{escape(str(key))}: {_cell(each)}" for key, each in value.items())
    return escape(_shortened(_words(value)))


def _words(value: object) -> str:  # noqa: PLR0911  # one for each kind of part
    """Return a part of a record in words."""
    if isinstance(value, Date):
        return f"{value.start}" if value.start == value.end else f"{value.start} to {value.end}"
    if isinstance(value, Money):
        return _sum(value.value, value.currency, value.per, value.qualifiers)
    if isinstance(value, Item):
        return item_in_words(value)
    if isinstance(value, Quantity):
        number = next((each for each in (value.value, value.low, value.high) if each is not None), None)
        return f"{number:,} {value.kind}" if number is not None else str(value.kind)
    if isinstance(value, Place):
        return ", ".join(filter(None, (value.name, value.country)))
    if is_dataclass(value):
        named = getattr(value, "name", None) or getattr(value, "designation", None)
        told = [each for _, each in _fields(value) if isinstance(each, (str, int, float)) and each != ""]
        return str(named) if named else " ".join(map(str, told))
    return str(value)


def _sum(value: float | None, currency: str | None, per: str | None, qualifiers: Iterable[str]) -> str:
    if value is None:
        return ""
    words = (*(each.replace("_", " ") for each in qualifiers), sized(value), currency or "", f"a {per}" if per else "")
    return " ".join(filter(None, words))


def _shortened(said: str) -> str:
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1].rstrip()}…"


def _quote(said: str) -> str:
    return f"“{escape(_shortened(' '.join(said.split())))}”" if said.strip() else ""


def _quoted(quote: Quoted) -> str:
    """Return a sentence with who published it and when, and a link where there is one."""
    where = ", ".join(filter(None, (quote.publisher, quote.published)))
    told = escape(where)
    if quote.url and quote.url.lower().startswith(("http://", "https://")):
        told = f'<a href="{escape(quote.url)}" rel="noopener noreferrer">{told or "source"}</a>'
    return f"{_quote(quote.quote)}{f'<br><small>{told}</small>' if told else ''}"


def _names(parties: Iterable[Any]) -> str:
    return ", ".join(each.name for each in parties)


def _columns(row: Any) -> Sequence[Column]:
    found = _COLUMNS.get(type(row))
    if found is not None:
        return found
    names = [name for name, _ in _fields(row)]
    return [(name.replace("_", " "), lambda each, name=name: getattr(each, name)) for name in names]  # type: ignore[misc]  # a default holds the name


_COLUMNS: Mapping[type, Sequence[Column]] = {
    EventInFull: (
        ("day", lambda each: each.day),
        ("event", lambda each: f"{each.type}:{each.mode}" if each.mode else each.type),
        ("status", lambda each: each.status),
        ("actors", lambda each: _names(each.actors)),
        ("recipients", lambda each: _names(each.recipients)),
        ("place", lambda each: each.place),
        ("told by", lambda each: each.told_by),
        ("sources", lambda each: each.sources),
        ("sentence", lambda each: each.quote),
        ("id", lambda each: each.id),
    ),
    StatementInFull: (
        ("day", lambda each: each.day),
        ("speaker", lambda each: each.speaker.name),
        ("act", lambda each: each.act),
        ("certainty", lambda each: each.certainty),
        ("addressee", lambda each: each.addressee.name if each.addressee else None),
        ("sentence", lambda each: each.quote),
        ("id", lambda each: each.id),
    ),
    CommitmentInFull: (
        ("day", lambda each: each.day),
        ("donors", lambda each: _names(each.donors)),
        ("recipients", lambda each: _names(each.recipients)),
        ("stage", lambda each: each.stage_told),
        ("amount", lambda each: _sum(each.value, each.currency, each.per, each.qualifiers)),
        ("items", lambda each: [item_in_words(item) for item in each.items]),
        ("category", lambda each: each.category),
        ("sentence", lambda each: each.quote),
        ("id", lambda each: each.id),
    ),
    ActorRow: (
        ("name", lambda each: each.name),
        ("kind", lambda each: each.kind),
        ("country", lambda each: each.country),
        ("sectors", lambda each: each.sectors),
        ("title", lambda each: each.title),
        ("articles", lambda each: each.articles),
        ("statements", lambda each: each.statements),
        ("events", lambda each: each.events),
        ("id", lambda each: each.id),
    ),
    ArticleRow: (
        ("published", lambda each: each.published),
        ("publisher", lambda each: each.publisher),
        ("title", lambda each: each.title),
        ("events", lambda each: each.events),
        ("statements", lambda each: each.statements),
        ("commitments", lambda each: each.commitments),
        ("id", lambda each: each.id),
    ),
}
"""What is shown of each kind of row; of others every field."""


def _reading(reading: Reading) -> str:
    """Return a reading: the article, and a table for each family, with actors by their names."""
    names = {each.id: each.name for each in reading.actors}
    speakers = {each.id: names[each.speaker] for each in reading.statements}

    def named(ids: Iterable[str]) -> str:
        return ", ".join(names[each] for each in ids)

    article = reading.article
    about = ", ".join(filter(None, (article.publisher, str(article.published or ""), article.ref)))
    families: tuple[tuple[str, Sequence[Any], Sequence[Column]], ...] = (
        ("event", reading.events, _events(named, speakers)),
        ("statement", reading.statements, _statements(names)),
        ("commitment", reading.commitments, _commitments(named)),
        ("actor", reading.actors, _ACTORS),
    )
    head = f"<p><strong>{escape(article.title or 'Reading')}</strong>{f'<br>{escape(about)}' if about else ''}</p>"
    return head + "".join(_family(what, rows, columns) for what, rows, columns in families)


def _family(what: str, rows: Sequence[Any], columns: Sequence[Column]) -> str:
    if not rows:
        return ""
    some = rows[:_MOST_OF_READING]
    kept = [(name, cells) for name, take in columns if any(cells := [_cell(take(row)) for row in some])]
    lines = zip(*(cells for _, cells in kept), strict=True)
    return _tabled([name for name, _ in kept], lines, _counted(len(rows), what), len(rows) - len(some))


def _events(named: Callable[[Iterable[str]], str], speakers: Mapping[str, str]) -> Sequence[Column]:
    def kind(each: Event) -> str:
        return f"{each.type}:{each.mode}" if each.mode else str(each.type)

    return (
        ("id", lambda each: each.id),
        ("event", kind),
        ("status", lambda each: each.status),
        ("actors", lambda each: named(each.actors)),
        ("recipients", lambda each: named(each.recipients)),
        ("date", lambda each: each.date),
        ("place", lambda each: each.place),
        ("told by", lambda each: speakers.get(each.attributed_to or "")),
        ("sentence", lambda each: each.evidence),
    )


def _statements(names: Mapping[str, str]) -> Sequence[Column]:
    return (
        ("id", lambda each: each.id),
        ("speaker", lambda each: names[each.speaker]),
        ("act", lambda each: each.act),
        ("certainty", lambda each: each.certainty),
        ("addressee", lambda each: names.get(each.addressee or "")),
        ("content", lambda each: each.content),
    )


def _commitments(named: Callable[[Iterable[str]], str]) -> Sequence[Column]:
    return (
        ("id", lambda each: each.id),
        ("donors", lambda each: named(each.donors)),
        ("recipients", lambda each: named(each.recipients)),
        ("stage", lambda each: each.stage),
        ("amount", lambda each: each.amount),
        ("items", lambda each: each.items),
        ("category", lambda each: each.category),
        ("sentence", lambda each: each.evidence),
    )


_ACTORS: Sequence[Column] = (
    ("id", lambda each: each.id),
    ("name", lambda each: each.name),
    ("kind", lambda each: each.kind),
    ("country", lambda each: each.country),
    ("sectors", lambda each: " ".join(each.sectors)),
    ("title", lambda each: each.title),
    ("mentions", lambda each: len(each.mentions)),
)


def _totals(totals: Totals) -> str:
    """Return sums, a row each, and below what adds nothing, with both sentences."""
    rows = [
        [
            *(_cell(value) for _, value in row.key),
            "; ".join(escape(_range(*each)) for each in row.sums),
            *(escape(sized(each)) if each is not None else "" for each in (row.eur, row.usd)),
            "<br>".join(_quoted(each.quote) for each in row.counted[:3]),
        ]
        for row in totals.rows[:MOST_ROWS]
    ]
    names = (*totals.by, "sums as told", "EUR", "USD", "sentences")
    more = len(totals.rows) - MOST_ROWS
    left = [each for row in totals.rows for each in row.not_added]
    told = _tabled(names, rows, f"Sums by {', '.join(totals.by)}; {totals.rates}" if totals.rates else "", more)
    if not left:
        return told
    beside = _tabled(
        ("why", "sentence", "counts as"),
        (
            (escape(each.said), _quoted(each.quote), _quoted(each.other_quote) if each.other_quote else "")
            for each in left[:MOST_ROWS]
        ),
        "",
        len(left) - MOST_ROWS,
    )
    return f"{told}<details><summary>{_counted(len(left), 'telling')} that add nothing</summary>{beside}</details>"


def _range(currency: str, value: float, low: float, high: float | None) -> str:
    told = f"{currency} {sized(value)}"
    return told if low == value == high else f"{told} ({sized(low)} to {sized(high) if high is not None else 'open'})"
