"""A package of the Kiel tracker's sheet as a reading: its rows as text, who gives and takes, and one commitment.

In: a sheet whose columns are known. Out: `Made` for each package, `BadRow` for rows that tell none. Which rows are one
package, and what a cancellation takes off it, is decided as for `communique compare`. A sum that several cells make
together stands on the paragraph of the rows it is made of.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from communique.errors import BadLine, CommuniqueError
from communique.imports.cast import Cast
from communique.imports.coded import NAMES, BadRow, Made, article_of, info
from communique.imports.rowtext import RowText
from communique.knowledge.countries import countries
from communique.linking.commitment_pledges import Sum
from communique.parts import Date, Item, Money, Span
from communique.records import Commitment, Reading
from communique.trackers.cells import said
from communique.trackers.columns import Headed
from communique.trackers.dates import unit_of
from communique.trackers.kiel import sides_of
from communique.trackers.listed_items import items_of
from communique.trackers.rows import ALLOCATION, Register, SheetItem, SheetRow
from communique.trackers.sheet_cells import EUROS, OWN, SheetCells
from communique.vocabulary import Basis, Category, Instrument, ItemClass, Period, Qualifier, Stage

_UKRAINE: Final = "Ukraine"
_URL: Final = re.compile(r"https?://\S+")
_INSTRUMENTS: Final = {
    "loan": Instrument.LOAN,
    "grant": Instrument.GRANT,
    "guarantee": Instrument.GUARANTEE,
    "sale": Instrument.SALE,
    "training": Instrument.TRAINING,
    "kind": Instrument.IN_KIND,
    "weapons": Instrument.IN_KIND,
    "equipment": Instrument.IN_KIND,
}
"""Words of `aid_type_specific`, the first that is there."""


def kiel_rows(found: Headed, register: Register, file: str) -> Iterator[Made | BadRow]:
    """Yield the packages of a sheet that was read, and the rows that are left out."""
    cells = SheetCells(found)
    by_line = dict(found.rows())
    yield from (BadRow(line, reason) for line, reason in register.left_out)
    for package in register.rows:
        row = package.lines[0]
        try:
            yield _made(cells, package, by_line, file)
        except CommuniqueError as error:
            yield BadRow(row, error.problem)
        except (ValueError, LookupError) as error:
            yield BadRow(row, str(error))


def _made(cells: SheetCells, package: SheetRow, by_line: Mapping[int, tuple[Any, ...]], file: str) -> Made:
    found, text, first = cells.found, RowText(), package.lines[0]
    if package.days is None:
        cell = said(found.cell(by_line[first], "date"))
        raise BadLine(f"{cell!r} is no date" if cell else "it has neither date nor month")
    paragraphs = [text.paragraph(_cells(found, by_line[line]), line) for line in package.lines]
    last = paragraphs[-1] or paragraphs[0]
    if paragraphs[0] is None or last is None:
        raise BadLine("it is empty")
    rows = Span.of(text.text, paragraphs[0].start, last.end)
    cast = Cast()
    donors = _parties(found, by_line[first], "donor", first, text=text, cast=cast)
    if package.recipient and "recipient" in found.columns:
        recipients = _parties(found, by_line[first], "recipient", first, text=text, cast=cast)
    else:
        # The whole register is of aid to Ukraine; its name says so.
        told = text.plain(NAMES["kiel"])
        at = told.start + told.quote.index(_UKRAINE)
        span = Span.of(text.text, at, at + len(_UKRAINE))
        recipients = (cast.add(_UKRAINE, span, country="UKR", sectors=("GOV",)),)
    items = tuple(
        item
        for line in package.lines
        for known, meaning in items_of(cells, line, by_line[line])
        if (item := _item(known, _at(found, meaning, line, text))) is not None
    )
    stage = _stage(found, by_line[first], package)
    explained = _at(found, "explanation", first, text)
    commitment = Commitment(
        id="c1",
        event=None,
        donors=donors,
        recipients=recipients,
        category=Category(package.category) if package.category else Category.UNSPECIFIED,
        instrument=_instrument(said(found.cell(by_line[first], "specific"))),
        amount=_money(cells, package, by_line[first], text, rows),
        items=items,
        stage=stage,
        stage_by=None,
        conditions=None,
        cumulative=False,
        date=_date(found, package, text, first),
        attributed_to=None,
        evidence=explained or rows,
    )
    start, end = package.days
    url = next((said_ for each in by_line[first] if (said_ := said(each)) and _URL.fullmatch(said_)), "")
    article = article_of("kiel", text.text, first, file, published=start if start == end else None, url=url)
    reading = Reading(info("kiel"), article, cast.actors(), (), (), (commitment,))
    own = said(found.cell(by_line[first], "id"))
    return Made(first, f"kiel:{own}:{package.measure or ''}" if own else f"kiel:{article.id}", reading)


def _cells(found: Headed, row: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    for at, each in enumerate(row):
        value = each.date().isoformat() if isinstance(each, datetime.datetime) else said(each)
        yield found.headers[at] if at < len(found.headers) and found.headers[at] else f"column {at + 1}", value


def _at(found: Headed, meaning: str, line: int, text: RowText) -> Span | None:
    column = found.columns.get(meaning)
    return None if column is None else text.at(found.headers[column], line)


def _parties(  # noqa: PLR0913  # where names stand, and who collects them
    found: Headed, row: tuple[Any, ...], meaning: str, line: int, *, text: RowText, cast: Cast
) -> tuple[str, ...]:
    ids = []
    header = found.headers[found.columns[meaning]]
    for each in sides_of(found, row, meaning):
        span = text.part(header, each.start, len(each.name), line)
        if span is not None:
            sectors = ("GOV",) if each.code in countries() else ()
            ids.append(cast.add(each.name, span, country=each.code, sectors=sectors))
    return tuple(dict.fromkeys(ids))


def _item(known: SheetItem, span: Span | None) -> Item | None:
    if span is None:
        return None
    low, high = (known.count, known.count) if known.count is not None else (known.low, known.high)
    least, most = _whole(low), _whole(high)
    count = least if least is not None else most
    classes = sorted(known.classes)
    item_class = ItemClass(classes[0]) if classes else ItemClass.OTHER
    return Item(known.name, item_class, count, least, most, estimate=known.about, condition=None, span=span)


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and value >= 0 and value == int(value) else None


def _money(cells: SheetCells, package: SheetRow, row: tuple[Any, ...], text: RowText, rows: Span) -> Money | None:
    amount: Sum | None = next(iter(package.amounts), None)
    if amount is None or amount.value <= 0:
        return None
    span, line = rows, package.lines[0]
    for meaning in (*OWN, *EUROS):
        at = _at(cells.found, meaning, line, text)
        told = cells.amount(row, line, meaning) if at is not None else None
        if at is not None and told is not None and (told[0].value, told[1]) == (amount.value, amount.currency):
            span = at
            break
    bound = (Qualifier.UP_TO,) if amount.low is None else (Qualifier.AT_LEAST,) if amount.high is None else ()
    per = Period(amount.per) if amount.per else None
    return Money(amount.value, amount.low, amount.high, amount.currency, bound, per, span)


def _date(found: Headed, package: SheetRow, text: RowText, line: int) -> Date | None:
    if package.days is None:
        return None
    start, end = package.days
    span = _at(found, "date", line, text) or _at(found, "month", line, text)
    return Date(start, end, unit_of(package.days), Basis.STATED if span else Basis.ASSUMED, span)


def _stage(found: Headed, row: tuple[Any, ...], package: SheetRow) -> Stage:
    """Return the stage: our own column's where it is there, else what the measure or status says."""
    if "stage" in found.headers:
        at = found.headers.index("stage")
        given = said(row[at]) if at < len(row) else ""
        if given in {each.value for each in Stage}:
            return Stage(given)
    told = said(found.cell(row, "measure")).casefold()
    if told in {each.value for each in Stage}:
        return Stage(told)
    if package.measure != ALLOCATION:
        return Stage.PLEDGED
    counted = [each for each in package.items if each.count and each.delivered is not None]
    whole = bool(counted) and all((each.delivered or 0) >= (each.count or 0) for each in counted)
    return Stage.DELIVERED if whole and len(counted) == len(package.items) else Stage.APPROVED


def _instrument(specific: str) -> Instrument:
    words = re.findall(r"[a-z]+", specific.casefold())
    return next(
        (kind for word, kind in _INSTRUMENTS.items() if word in words or f"{word}s" in words), Instrument.UNSPECIFIED
    )
