"""A reading as a table for people: head, statements, events, commitments, actors, and the lines left out.

In goes a reading and a width in cells, out come lines no wider than that, made with rich. Each row shows who, whom,
what, in which state, told by whom, when, where, how many, and beneath it the sentence that says so, behind a bar and
never cut. From `WIDE` cells on the sentence stands beside its row, below `NARROW` all stands in one column. A line ends
between two facts where it can, and within a word only where no column has room for it. Without colour there are no
escape sequences at all; nothing is told by colour alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from communique.cli import wording
from communique.cli.wording import line
from communique.parts import Span
from communique.records import Actor, Commitment, Event, Reading, Statement
from communique.vocabulary import Act, Category, Certainty, Instrument, Stage, Status

NARROW = 76
WIDE = 140

# Colours by PLOVER's quad class; statements and stages are likened to it.
_QUADS = {1: "cyan", 2: "green", 3: "yellow", 4: "red"}
_ACTS = {
    **dict.fromkeys((Act.PROMISE, Act.PRAISE, Act.PROPOSE, Act.AGREE, Act.THANK, Act.APOLOGIZE), "cyan"),
    **dict.fromkeys((Act.DENY, Act.DOUBT, Act.WARN, Act.THREATEN, Act.CRITICIZE, Act.REFUSE), "yellow"),
}
_STAGES = {
    **dict.fromkeys((Stage.SPECULATED, Stage.REQUESTED, Stage.PROPOSED, Stage.DELAYED), "yellow"),
    **dict.fromkeys((Stage.PLEDGED, Stage.APPROVED, Stage.CONTRACTED), "cyan"),
    Stage.DELIVERED: "green",
    **dict.fromkeys((Stage.SUSPENDED, Stage.CANCELLED, Stage.REFUSED), "red"),
}
# What did not happen is marked before its id and in capitals, so that nobody counts it by mistake.
_UNREAL = {Status.NEGATED: "✗", Status.HYPOTHETICAL: "?", Stage.CANCELLED: "✗", Stage.REFUSED: "✗"}
_WORD = "bold underline"
# Evidence and content of a statement are shown as one where no more than so many code points lie between them.
_NEAR = 60
_DOT = " ·"
_LABEL = 12
"""Fewest cells of the column of kinds and words."""
_LARGEST_LABEL = 1 / 3
"""Most of the width that this column takes, for the sake of a long word."""


def render(reading: Reading, *, width: int, color: bool = False, dropped: bool = False) -> str:
    """Return the table of a reading, with its last line end.

    Args:
        reading: the reading.
        width: most cells of a line.
        color: whether to write escape sequences for colour and bold type.
        dropped: list the lines left out, instead of counting them.
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    sheet = _Sheet(reading, width)
    console.print(*sheet.parts(dropped=dropped), sep="\n")
    # The grid fills its columns with blanks; no line needs them at its end.
    return "".join(f"{each.rstrip()}\n" for each in out.getvalue().rstrip("\n").split("\n"))


@dataclass(frozen=True, slots=True)
class _Row:
    """One record, laid out later: `mark` stands before the id, then `kind` with `notes` beneath it, then `body`."""

    ident: str
    mark: str
    kind: Text
    notes: list[Text]
    body: list[RenderableType]
    quotes: list[_Quote]


class _Quote:
    """Words of the article behind a bar, wrapped and never cut."""

    def __init__(self, words: Text) -> None:
        self._words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        inner = options.update_width(max(1, options.max_width - 2))
        bar = Segment("│ ", console.get_style("dim"))
        for each in console.render_lines(self._words, inner, pad=False):
            yield bar
            yield from each
            yield Segment.line()


class _Facts:
    """Facts in a row with dots between them, each on one line unless it is longer than that."""

    def __init__(self, parts: Iterable[Text], style: str = "") -> None:
        *before, self._last = parts
        self._before = [(part, Text.assemble(part, (_DOT, style))) for part in before]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width, row = options.max_width, Text()
        for bare, part in [*self._before, (self._last, self._last)]:
            joined = Text(" ").join([row, part]) if row else part
            if joined.cell_len <= width:
                row = joined
                continue
            if row:
                yield row
            if part.cell_len <= width:
                row = part
                continue
            # One that is longer than a line leaves room for its dot, so that no line begins with it.
            *full, row = bare.wrap(console, max(1, width - cell_len(_DOT)), overflow="fold")
            yield from full
            row += part[len(bare) :]
        yield row


class _Sheet:
    """The parts of one reading's table."""

    def __init__(self, reading: Reading, width: int) -> None:
        self._reading = reading
        self._width = width
        self._told = wording.Told(reading)
        self._events = {event.id: event for event in reading.events}
        self._statements = {statement.id: statement for statement in reading.statements}
        idents = [each.id for each in reading.actors]
        idents += [each.id for each in reading.statements]
        idents += [each.id for each in reading.events]
        idents += [each.id for each in reading.commitments]
        self._ident = max(map(len, idents), default=2)

    def parts(self, *, dropped: bool) -> Iterator[RenderableType]:
        yield from self._head()
        sections = {
            "Statements": [self._statement(each) for each in self._reading.statements],
            "Events": [self._event(each) for each in self._reading.events],
            "Commitments": [self._commitment(each) for each in self._reading.commitments],
        }
        told = (each for row in chain.from_iterable(sections.values()) for each in (row.kind, *row.notes))
        longest = max((cell_len(word) for each in told for word in each.plain.split()), default=0)
        label = min(max(longest, _LABEL), int(self._width * _LARGEST_LABEL))
        for name, rows in sections.items():
            yield from _title(name, len(rows))
            for row in rows:
                yield self._laid_out(row, label)
                yield Text()
            if not rows:
                yield Text()
        yield from _title("Actors", len(self._reading.actors))
        yield from (self._actor(each) for each in self._reading.actors)
        yield Text()
        yield from self._foot(dropped=dropped)

    def _head(self) -> Iterator[RenderableType]:
        article = self._reading.article
        title = article.title or article.url or article.ref or "Untitled"
        yield _text(line(title), "bold")
        published = (
            wording.day(article.published, weekday=True)
            if article.published
            else "no date of publication: “on Thursday” has none either; give one with --published"
        )
        byline = f"by {', '.join(map(line, article.byline))}" if article.byline else None
        publisher = line(article.publisher) if article.publisher else None
        yield from _facts(publisher, byline, published, f"{len(article.text.split())} words", style="dim")
        for source in (article.url, article.ref):
            if source and source != title:
                yield _text(line(source), "dim")
        yield _text("─" * self._width, "dim")
        yield Text()

    def _foot(self, *, dropped: bool) -> Iterator[RenderableType]:
        article, reader = self._reading.article, self._reading.reader
        if article.dropped and dropped:
            yield from _title("Left out", len(article.dropped))
            for each in article.dropped:
                yield _beside(Text(), 2, _text(line(each.reason), "dim"), _LABEL, _text(line(each.text)))
            yield Text()
        elif article.dropped:
            reasons = ", ".join(dict.fromkeys(line(each.reason) for each in article.dropped))
            lines = "1 line is" if len(article.dropped) == 1 else f"{len(article.dropped)} lines are"
            yield _text(f"{lines} left out as no part of the article ({reasons}); --dropped lists them.", "dim")
        name = f"{line(reader.name)} {line(reader.version)}"
        yield from _facts(f"Read by {name}, {line(reader.codebook)}", f"article {article.id}", style="dim")

    def _laid_out(self, row: _Row, label: int) -> RenderableType:
        gutter = Text.assemble((f"{row.mark or ' '} ", "bold"), (row.ident, "dim"))
        left = 2 + self._ident
        if self._width < NARROW:
            return _beside(gutter, left, Group(_Facts([row.kind, *row.notes]), *row.body, *row.quotes))
        kind = Group(row.kind, *row.notes)
        if self._width < WIDE:
            return _beside(gutter, left, kind, label, Group(*row.body, *row.quotes))
        rest = self._width - left - label - 2 * 2
        facts = rest * 2 // 5
        return _beside(gutter, left, kind, label, Group(*row.body), facts, Group(*row.quotes))

    def _statement(self, record: Statement) -> _Row:
        text = self._reading.article.text
        pieces = _joined([span for span in (record.evidence, record.content, record.cue) if span is not None])
        quotes = []
        for start, end in pieces:
            words = _cut(text, start, end, "dim")
            _set(words, start, record.content, "not dim")
            if record.cue is not None:
                _set(words, start, record.cue, _WORD)
            quotes.append(_Quote(words))
        addressee = f" → {self._told.actor(record.addressee)}" if record.addressee else ""
        certainty = None if record.certainty is Certainty.CERTAIN else wording.word(record.certainty)
        date = wording.date(record.date) if record.date else None
        cue = f"“{line(record.cue.quote)}”" if record.cue is not None else "no reporting word"
        facts = _facts(certainty, date, self._told.by(record.within, "reported by"))
        return _Row(
            ident=record.id,
            mark="",
            kind=_text(wording.word(record.act), f"bold {_ACTS.get(record.act, 'default')}"),
            notes=[_text(cue, "dim")],
            body=[_text(f"{self._told.actor(record.speaker)}{addressee}", "bold"), *facts],
            quotes=quotes,
        )

    def _event(self, record: Event) -> _Row:
        text = self._reading.article.text
        words = _cut(text, record.evidence.start, record.evidence.end)
        _set(words, record.evidence.start, record.trigger, _WORD)
        quotes = [_Quote(words)]
        if not (record.evidence.start <= record.trigger.start and record.trigger.end <= record.evidence.end):
            quotes.append(_Quote(_cut(text, record.trigger.start, record.trigger.end, _WORD)))
        kind = f"{record.type}:{record.mode}" if record.mode else str(record.type)
        recipients = f" → {self._told.actors(record.recipients)}" if record.recipients else ""
        facts = _facts(
            wording.date(record.date) if record.date else None,
            wording.place(record.place) if record.place else None,
            *(wording.quantity(each) for each in record.quantities),
            self._told.by(record.attributed_to),
            *(f"context {wording.word(each)}" for each in record.contexts),
        )
        who = _text(f"{self._told.actors(record.actors)}{recipients}", "bold")
        return _Row(
            ident=record.id,
            mark=_UNREAL.get(record.status, ""),
            kind=_text(kind, f"bold {_QUADS[record.quad]}"),
            notes=[_state(record.status), _text(f"“{line(record.trigger.quote)}”", "dim")],
            body=[who, *facts],
            quotes=quotes,
        )

    def _commitment(self, record: Commitment) -> _Row:
        text = self._reading.article.text
        words = _cut(text, record.evidence.start, record.evidence.end)
        spans = [each.span for each in (record.amount, *record.items) if each is not None]
        if record.event is not None:
            spans.append(self._events[record.event].trigger)
        for span in spans:
            _set(words, record.evidence.start, span, _WORD)
        what = _facts(
            wording.money(record.amount) if record.amount else None, *(wording.item(each) for each in record.items)
        )
        stage_by = f"{wording.word(record.stage)} by {self._told.actor(record.stage_by)}" if record.stage_by else None
        facts = _facts(
            stage_by,
            wording.date(record.date) if record.date else None,
            "a total, not to be added to others" if record.cumulative else None,
            f"on condition: “{line(record.conditions.quote)}”" if record.conditions else None,
            self._told.by(record.attributed_to),
            f"event {record.event}" if record.event else None,
        )
        form = _form(record.category, record.instrument)
        donors, recipients = self._told.actors(record.donors), self._told.actors(record.recipients)
        stage = wording.word(record.stage)
        return _Row(
            ident=record.id,
            mark=_UNREAL.get(record.stage, ""),
            kind=_text(stage.upper() if record.stage in _UNREAL else stage, f"bold {_STAGES[record.stage]}"),
            notes=[_text(form)] if form else [],
            body=[_text(f"{donors} → {recipients}", "bold"), *what, *facts],
            quotes=[_Quote(words)],
        )

    def _actor(self, record: Actor) -> RenderableType:
        mentions = "1 mention" if len(record.mentions) == 1 else f"{len(record.mentions)} mentions"
        facts = _facts(
            wording.named(record),
            wording.word(record.kind),
            " ".join(record.sectors) or None,
            line(record.title) if record.title else None,
            mentions,
            line(record.code) if record.code else None,
        )
        return _beside(_text(f"  {record.id}", "dim"), 2 + self._ident, Group(*facts))


def _text(words: str, style: str = "") -> Text:
    # As a span, not as the style of the whole, so that the blanks of the grid around it have none.
    return Text(overflow="fold").append(words, style)


def _title(name: str, count: int) -> Iterator[RenderableType]:
    yield Text.assemble((name, "bold"), (f"  {count or 'none'}", "dim"))


def _facts(*parts: str | None, style: str = "") -> list[RenderableType]:
    """Return what is known of some facts as a row of them, nothing where none is."""
    known = [_text(part, style) for part in parts if part]
    return [_Facts(known, style)] if known else []


def _state(status: Status) -> Text:
    said = wording.word(status)
    return _text(said.upper(), "bold reverse") if status in _UNREAL else _text(said)


def _form(category: Category, instrument: Instrument) -> str | None:
    known = [wording.word(each) for each in (category, instrument) if each.value != "unspecified"]
    return " ".join(known) or None


def _beside(*cells: RenderableType | int) -> Table:
    """Return cells side by side: each but the last is followed by its width."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    renderables: list[RenderableType] = []
    for cell in cells:
        if isinstance(cell, int):
            grid.add_column(width=cell, overflow="fold")
        else:
            renderables.append(cell)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*renderables)
    return grid


def _joined(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the stretches of the text that spans cover, those near each other as one."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if stretches and start - stretches[-1][1] <= _NEAR:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches


def _cut(text: str, start: int, end: int, style: str = "") -> Text:
    return _text(wording.shown(text[start:end]), style)


def _set(words: Text, start: int, span: Span, style: str) -> None:
    """Set the part of words, which begin at `start` in the article, that lies in a span."""
    first, last = max(0, span.start - start), span.end - start
    if last > first:
        words.stylize(style, first, last)
