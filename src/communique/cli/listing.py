"""Records of the ledger as a list for people: what, who, where, and under it the sentence with its source.

In: records in full, and of commitments what contradicts them. Out: text for a terminal of some width, in colour if
wanted. Nothing is cut.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from communique.cli.wording import line
from communique.export.columns import figure
from communique.ledger.asking.questions import ActorRow, ArticleRow
from communique.ledger.full.details import NOT_DELIVERED, CommitmentInFull, StatementInFull
from communique.ledger.full.event_details import EventInFull
from communique.ledger.quoted import Quoted
from communique.ledger.told.contradictions import Contradiction
from communique.ledger.told.days import told_days
from communique.ledger.told.people import Party
from communique.ledger.told.size_words import item_in_words, told_sum
from communique.shown import numbered

_STYLES = {
    **dict.fromkeys(("actual", "delivered", "accepted"), "green"),
    **dict.fromkeys(("planned", "proposed", "pledged", "approved", "contracted"), "blue"),
    **dict.fromkeys(("possible", "hypothetical", "speculated", "requested", "delayed"), "yellow"),
    **dict.fromkeys(("negated", "refused", "cancelled", "suspended", "rejected", NOT_DELIVERED), "red"),
}


def listing(
    family: str,
    rows: Sequence[Any],
    *,
    width: int,
    color: bool,
    against: Mapping[str, Sequence[Contradiction]] | None = None,
) -> str:
    """Return records as text, under each what is told `against` it, by id."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, no_color=not color, highlight=False, markup=False)
    tell = _TELLERS[family]
    for row in rows:
        head, quote = tell(row)
        console.print(head, soft_wrap=False)
        if quote is not None:
            console.print(Padding(Text(f"“{line(quote.quote)}”"), (0, 0, 0, 2)))
            console.print(Padding(Text(_source(quote), style="dim"), (0, 0, 0, 2)))
            for said in (against or {}).get(row.id, ()):
                _tell_odds(console, row.id, said)
            console.print()
    return "\n".join(each.rstrip() for each in out.getvalue().split("\n"))


def _tell_odds(console: Console, its_id: str, said: Contradiction) -> None:
    """Print the other side of what a record contradicts, with its sentence."""
    far = said.other if said.one.record == its_id else said.one
    head = Text("at odds with", style="red")
    head.append(f" {line(far.said)}, told {far.known}{', maybe an update' if said.update else ''}", style="default")
    head.append(f"  {far.record}", style="dim")
    console.print(Padding(head, (0, 0, 0, 2)))
    console.print(Padding(Text(f"“{line(far.quote.quote)}”"), (0, 0, 0, 4)))
    console.print(Padding(Text(_source(far.quote), style="dim"), (0, 0, 0, 4)))


def _event(event: EventInFull) -> tuple[Text, Quoted | None]:
    sides = _sides(event.actors, event.recipients)
    place = f" in {line(event.place)}" if event.place else ""
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    told = f", told by {line(event.told_by)}" if event.told_by else ""
    numbers = "".join(f", {figure(each)}" for each in event.quantities)
    day = _when(event)
    return _head(day, kind, event.status, f"{sides}{place}{numbers}{told}", _many(event.sources), event.id), event.quote


def _statement(each: StatementInFull) -> tuple[Text, Quoted | None]:
    to = f" to {_names((each.addressee,))}" if each.addressee else ""
    who = f"{_names((each.speaker,))}{to}"
    # What is said on the day of its article, as most is, isn't marked.
    when = _when(each) if each.dated else each.day
    return _head(when, each.act, each.certainty, who, "", each.id), each.quote


def _commitment(each: CommitmentInFull) -> tuple[Text, Quoted | None]:
    amount = told_sum(each.value, each.low, each.high, each.currency, each.per)
    what = ", ".join(part for part in (amount, *map(item_in_words, each.items)) if part)
    total = ", a total" if each.cumulative else ""
    kind = f"{each.category} {each.instrument}".replace("_", " ")
    sides = _sides(each.donors, each.recipients)
    when = _when(each)
    told = ": ".join(part for part in (sides, f"{what}{total}") if part)
    return _head(when, kind, each.stage_told, told, each.thread, each.id), each.quote


def _actor(each: ActorRow) -> tuple[Text, None]:
    counts = ", ".join(numbered(getattr(each, name), name) for name in ("articles", "events", "statements"))
    known = ", ".join(part for part in (each.country, each.sectors, each.title, each.code) if part)
    return _head(line(each.name), each.kind, "", known, counts, each.id), None


def _article(each: ArticleRow) -> tuple[Text, None]:
    counts = ", ".join(numbered(getattr(each, name), name) for name in ("events", "statements", "commitments"))
    copy = f"a copy of {each.copy_of}" if each.copy_of else ""
    title = line(each.title or each.url or "Untitled")
    return _head(each.published or "no date", line(each.publisher or ""), copy, title, counts, each.id), None


_TELLERS: dict[str, Callable[[Any], tuple[Text, Quoted | None]]] = {
    "events": _event,
    "statements": _statement,
    "commitments": _commitment,
    "actors": _actor,
    "articles": _article,
}


def _head(first: str, kind: str, word: str, told: str, *notes: str) -> Text:
    head = Text(first)
    head.append(f"  {line(kind)}", style="bold")
    if word:
        head.append(f"  {word.replace('_', ' ')}", style=_STYLES.get(word, ""))
    head.append(f"  {line(told)}")
    for note in filter(None, notes):
        head.append(f"  {note}", style="dim")
    return head


def _when(record: EventInFull | StatementInFull | CommitmentInFull) -> str:
    """Return a day as exactly as it is told, as `communique edit` takes it: "2024-05" for "in May", or two days.

    Where the article tells none, it is the day on which it was known, with "?".
    """
    return told_days(record.date_start, record.date_end) or f"{record.day}?"


def _sides(left: tuple[Party, ...], right: tuple[Party, ...]) -> str:
    who = _names(left) or "not named"
    return f"{who} → {_names(right)}" if right else who


def _names(parties: tuple[Party, ...]) -> str:
    return ", ".join(f"{line(each.name)} ({each.country})" if each.country else line(each.name) for each in parties)


def _many(sources: int) -> str:
    return f"{sources} sources" if sources > 1 else ""


def _source(quote: Quoted) -> str:
    parts = (quote.publisher, quote.published, quote.url or quote.title)
    return ", ".join(line(each) for each in parts if each) or quote.article
