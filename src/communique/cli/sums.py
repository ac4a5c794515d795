"""`communique commitments --totals` and `--overdue`: sums that count nothing twice, and deliveries that didn't come.

In: the options of `communique commitments`. Out: text with every sentence, or rows for programs.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.cli.ledger_options import opened_ledger
from communique.cli.output import write, write_json, written
from communique.cli.wording import line

if TYPE_CHECKING:
    from communique.ledger.quoted import Quoted
    from communique.ledger.told.overdue import Late
    from communique.ledger.told.totals import Counted, NotAdded, Total, Totals

_UNNAMED = "not named"
_PAGE = frozenset(("shape", "width", "everything", "limit", "offset", "order", "path"))
_SUMS = ("currency", "value", "low", "high", "eur", "usd", "threads", "commitments")
_LATE = ("due", "days", "stage", "donors", "recipients", "what", "thread", "commitment", "quote", "url")


def tell_totals(by: Sequence[str], options: Mapping[str, Any]) -> None:
    """Print the totals by dimensions of the commitments that options ask for."""
    path, shape = Path(options["path"]), options["shape"]
    with opened_ledger(path) as ledger:
        found = ledger.totals(by, **_asked(options))
    if shape == "json":
        write_json(found.to_json(), indent=2)
    elif shape == "jsonl":
        for row in found.to_json()["rows"]:
            write_json(row)
    elif shape in {"csv", "tsv"}:
        _delimited(_rows(found), (*by, *_SUMS), shape)
    else:
        write("".join(map(_total, found.rows)) or "No sums.\n")
        if found.rows:
            write(f"EUR and USD by {found.rates}, each sum at the rate of the day on which it was told.\n")


def tell_overdue(options: Mapping[str, Any]) -> None:
    """Print the deliveries that are overdue today, or on the day of `as_of`."""
    path, shape, day = Path(options["path"]), options["shape"], options.get("as_of")
    on = datetime.date.fromisoformat(day) if day else datetime.datetime.now().astimezone().date()
    with opened_ledger(path) as ledger:
        found = ledger.overdue(on, **_asked(options))
    if shape == "json":
        write_json([each.to_json() for each in found], indent=2)
    elif shape == "jsonl":
        for each in found:
            write_json(each.to_json())
    elif shape in {"csv", "tsv"}:
        _delimited(map(_late_row, found), _LATE, shape)
    else:
        write("\n".join(map(_late, found)) or "Nothing overdue.\n")


def _asked(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name not in _PAGE and value not in ((), None)}


def _delimited(rows: Iterator[dict[str, Any]], columns: Sequence[str], shape: str) -> None:
    from communique.export.delimited import write_delimited  # noqa: PLC0415  # only for these shapes

    with written() as out:
        write_delimited(rows, columns, out, "," if shape == "csv" else "\t")


def _rows(found: Totals) -> Iterator[dict[str, Any]]:
    """Yield a row for each currency told; the converted sums of a row are those of its own currency's part."""
    for row in found.rows:
        for currency, value, low, high in row.sums:
            own = [each for each in row.counted if each.currency == currency]
            yield {
                **dict(row.key),
                "currency": currency,
                "value": value,
                "low": low,
                "high": high,
                "eur": _part(own, "EUR"),
                "usd": _part(own, "USD"),
                "threads": " ".join(dict.fromkeys(each.thread for each in own)),
                "commitments": " ".join(dict.fromkeys(each.commitment for each in own)),
            }


def _part(counted: Sequence[Counted], currency: str) -> float | None:
    values = [each.value for one in counted for each in one.converted if each.currency == currency]
    return None if None in values else sum(each for each in values if each is not None)


def _total(row: Total) -> str:
    key = ", ".join(_UNNAMED if value == "?" else line(value.replace("_", " ")) for _, value in row.key)
    told = " + ".join(f"{value:,.0f} {currency}" for currency, value, _, _ in row.sums) or "nothing is summed"
    turned = [f"{value:,.0f} {code}" for code, value in (("EUR", row.eur), ("USD", row.usd)) if value is not None]
    lines = [f"{key}: {told}" + (f"  ({', '.join(turned)})" if row.sums and turned else "")]
    lines += [f"  not converted: {line(each)}" for each in row.unconverted]
    for each in row.counted:
        donors = " and ".join(each.donors) or _UNNAMED
        rates = "; ".join(
            f"{one.currency} at {one.rate:.6g} of {one.rate_date}"
            for one in each.converted
            if one.rate is not None and one.currency != each.currency
        )
        note = f"  [{rates}]" if rates else ""
        lines.append(f"  + {each.value:,.0f} {each.currency} {each.stage}, {line(donors)}, {each.day}{note}")
        lines.append(f"    {each.thread} {each.commitment}")
        lines += _cited(each.quote, "    ")
        for other in each.at_odds:
            lines += [f"    at odds with {line(other.said)}  ({other.commitment}):", *_cited(other.quote, "      ")]
    for left in row.not_added:
        lines += _not_added(left)
    return "\n".join(lines) + "\n\n"


def _not_added(each: NotAdded) -> list[str]:
    found = [f"  - not added: {line(each.said)}  ({each.commitment})", *_cited(each.quote, "    ")]
    if each.other is not None and each.other_quote is not None:
        found += [f"    {each.other}:", *_cited(each.other_quote, "      ")]
    return found


def _late_row(each: Late) -> dict[str, Any]:
    own = {name: getattr(each, name) for name in _LATE if name not in {"donors", "recipients", "quote", "url"}}
    sides = {"donors": "; ".join(each.donors), "recipients": "; ".join(each.recipients)}
    return {**own, **sides, "quote": each.quote.quote, "url": each.quote.url}


def _late(each: Late) -> str:
    sides = " → ".join(" and ".join(map(line, side)) or _UNNAMED for side in (each.donors, each.recipients))
    head = f"{each.due}  {each.days} days overdue, {each.stage}: {sides}, {line(each.what)}  ({each.thread})"
    lines = [head, f"  {line(each.reason)}", *_cited(each.quote, "    ")]
    for part in each.delivered:
        lines += ["  a part was delivered:", *_cited(part, "    ")]
    return "\n".join([*lines, ""])


def _cited(quote: Quoted, indent: str) -> list[str]:
    where = ", ".join(each for each in (quote.publisher, quote.published, quote.url or quote.title) if each)
    return [f"{indent}“{line(quote.quote)}”", f"{indent}{line(where) or quote.article}"]
