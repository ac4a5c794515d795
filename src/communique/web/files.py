"""What a page shows as a file: CSV whose cells no spreadsheet runs.

In: rows. Out: an answer that a browser saves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from communique.export.tables import defused
from communique.ledger.quoted import Quoted

Row = Mapping[str, Any]


def csv_file(name: str, rows: Iterable[Row]) -> Response:
    """Return rows, which have the same columns all, as CSV; without rows the file is empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for at, row in enumerate(rows):
        if not at:
            writer.writerow(row)
        writer.writerow([defused(value) for value in row.values()])
    head = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=head)


def citation(quote: Quoted | None) -> dict[str, Any]:
    """Return the columns that say where something is told."""
    names = ("quote", "article", "start", "end", "publisher", "published", "title", "url")
    return {name: getattr(quote, name) if quote else None for name in names}
