# ruff: noqa: INP001, S608  # the bench is no package; names in queries are ours
"""A ledger that is spoilt, in its bytes, in its tables' values, and by decisions of others, and what it is asked then.

In: chance, or bytes. Out: bytes of a ledger's file; or nothing, where a spoilt ledger gave only answers and errors of
ours.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from communique.errors import CommuniqueError, FetchError
from communique.ledger import Input, Ledger
from communique.ledger.file.database import connected
from communique.ledger.stored.deciding import undo
from communique.ledger.stored.exchange import _parsed
from communique.records import Reading
from communique.sources import RawArticle, Refused

sys.path.insert(0, str(Path(__file__).parent))
from fuzz_seeds import ODD, mutated  # beside this file
from fuzz_telling import folder, own, tell

ARTICLES = 5
"""Articles of the ledger that is spoilt."""
AT = datetime(2024, 5, 1, 9, tzinfo=UTC)
"""When all in it was done, so that a case comes again as it was."""


@cache
def some_readings() -> tuple[Reading, ...]:
    """Return the readings that the ledger holds, and one more."""
    from generated import readings  # noqa: PLC0415  # counts the corpus's words

    return tuple(readings(0, ARTICLES + 1))


def _fill(ledger: Ledger) -> None:
    for each in some_readings()[:ARTICLES]:
        ledger.put(each)
    again = some_readings()[0]
    raw = RawArticle(text=again.article.text, publisher="Another Post", verbatim=True)
    list(ledger.add([Input("bad", "fuzz", partial(_fail, raw))], reader=_NoReader()))  # type: ignore[arg-type]  # it reads as a Reader does
    events = [each.id for each in ledger.events(limit=4)]
    said = ledger.statements(limit=2)
    ledger.decide("reject", [events[0]], "anna", at=AT)
    ledger.decide("accept", [events[1]], "anna", at=AT)
    undone = ledger.decide("note", [events[1]], "ben", note="look again", at=AT)
    undo(ledger.connection, undone.id, "anna", AT)
    ledger.decide("edit", [said[0].id], "ben", field="act", value="warn", at=AT)
    ledger.decide("merge", events[2:4], "ben", at=AT)
    actors = [each.id for each in ledger.actors(limit=2)]
    ledger.decide("merge", actors, "anna", at=AT)


class _NoReader:
    """A reader that gets nothing to read."""

    def read_many(self, articles: Iterable[RawArticle | Refused]) -> Iterator[Reading | Refused]:
        yield from (each for each in articles if isinstance(each, Refused))


def _fail(_: RawArticle) -> RawArticle:
    raise FetchError("it can't be fetched")


@cache
def sound_file() -> bytes:
    """Return the bytes of a sound ledger."""
    path = folder() / "sound.db"
    with Ledger.open(path) as ledger:
        _fill(ledger)
        for table, column in (("articles", "added"), ("appearances", "added"), ("inputs", "at")):
            ledger.connection.execute(f"UPDATE {table} SET {column} = ?", (f"{AT:%Y-%m-%dT%H:%M:%SZ}",))
    return path.read_bytes()


@cache
def questions() -> tuple[Callable[[Ledger], object], ...]:
    """What a ledger is asked and told to do: each gives an answer, or an error of ours."""
    with Ledger.open(":memory:") as sound:
        _fill(sound)
        ids = [
            *(each.id for each in sound.events(limit=2)),
            sound.statements(limit=1)[0].id,
            *(each.id for each in sound.commitments(limit=2)),
            *(each.id for each in sound.actors(limit=1)),
            *(each.id for each in sound.articles(limit=1)),
        ]
        speaker = sound.statements(limit=1)[0].speaker.name
        decisions = [json.dumps(each.to_json()) for each in sound.decisions()]
    return (
        lambda ledger: ledger.events(limit=None).to_json(),
        lambda ledger: ledger.events(actor="USA", since="2021", order="sources").rows,
        lambda ledger: ledger.events(limit=5, as_of="2021-01-01").total,
        lambda ledger: ledger.statements(limit=None).to_json(),
        lambda ledger: ledger.commitments(limit=None).to_json(),
        lambda ledger: ledger.commitments(limit=None, as_of="2021-01-01").to_json(),
        lambda ledger: ledger.actors(limit=None).to_json(),
        lambda ledger: ledger.articles(limit=None).to_json(),
        lambda ledger: ledger.search("the government"),
        lambda ledger: ledger.stats(),
        lambda ledger: ledger.totals(("donor", "month")).to_json(),
        lambda ledger: ledger.totals("stage", as_of="2021-01-01"),
        lambda ledger: ledger.overdue(date(2025, 1, 1)),
        lambda ledger: ledger.failed(),
        lambda ledger: (ledger.decisions(), ledger.conflicts(), ledger.unanchored()),
        lambda ledger: ledger.calendar(since=date(2020, 1, 1)),
        lambda ledger: ledger.contradictions(),
        lambda ledger: ledger.drift(speaker),
        lambda ledger: list(ledger.examine()),
        lambda ledger: [ledger.reading(each.id) for each in ledger.articles(limit=None)],
        *(partial(_explain, its_id) for its_id in ids),
        lambda ledger: ledger.put(some_readings()[ARTICLES]),
        lambda ledger: ledger.put(some_readings()[0]),
        lambda ledger: ledger.decide("accept", [ids[0]], "carl"),
        lambda ledger: ledger.edit(ids[2], {"certainty": "possible"}, "carl"),
        lambda ledger: ledger.import_decisions(decisions),
        lambda ledger: list(ledger.examine(fix=True)),
    )


def _explain(its_id: str, ledger: Ledger) -> object:
    return ledger.explain(its_id)


def ask_ledger(data: bytes) -> None:
    """Ask a ledger some questions, chosen by its bytes."""
    path = folder() / "spoilt.db"
    for each in path.parent.glob("spoilt.db*"):
        each.unlink(missing_ok=True)  # a ledger that is let go of takes its log with it
    path.write_bytes(data)
    chance = random.Random(zlib.crc32(data))  # noqa: S311  # guards nothing
    with Ledger.open(path, create=False, write=chance.random() < 0.6) as ledger:  # noqa: PLR2004  # a share
        for ask in chance.sample(questions(), 6):
            try:
                ask(ledger)
            except CommuniqueError as error:
                own(error)
                tell(error)


def spoilt_bytes(chance: random.Random) -> bytes:
    """Return a ledger's file with bits, bytes or pages of it changed, or cut off."""
    data = bytearray(sound_file())
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        how = chance.random()
        # The first page tells what all others are.
        at = chance.randrange(4096) if chance.random() < 0.15 else chance.randrange(len(data))  # noqa: PLR2004
        if how < 0.5:  # noqa: PLR2004  # shares
            data[at] ^= 1 << chance.randrange(8)
        elif how < 0.8:  # noqa: PLR2004
            data[at] = chance.choice((0, 1, 127, 128, 255))
        elif how < 0.9:  # noqa: PLR2004
            size = chance.choice((2, 8, 100, 4096))
            data[at : at + size] = bytes(len(data[at : at + size]))
        elif how < 0.96:  # noqa: PLR2004
            other = chance.randrange(len(data) // 4096) * 4096
            here = at // 4096 * 4096
            data[here : here + 4096] = data[other : other + 4096]
        else:
            del data[max(at, 16) :]
            break
    return bytes(data)


def spoilt_values(chance: random.Random) -> bytes:
    """Return a ledger's file in whose tables some values are others, as a careless program may write them."""
    path = folder() / "values.db"
    for each in path.parent.glob("values.db*"):
        each.unlink(missing_ok=True)
    path.write_bytes(sound_file())
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA foreign_keys = OFF")
    if chance.random() < 0.5:  # noqa: PLR2004  # triggers would hide what they don't expect
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
    for _ in range(chance.choice((1, 1, 2, 6))):
        table, column = chance.choice(_columns())
        with suppress(sqlite3.Error, UnicodeEncodeError, OverflowError):
            if chance.random() < 0.1:  # noqa: PLR2004  # a share
                connection.execute(f'DELETE FROM "{table}" WHERE random() % 3 = 0')
            else:
                old = connection.execute(f'SELECT "{column}" FROM "{table}" LIMIT 40').fetchall()
                new = _spoilt(chance.choice(old)[0] if old else None, chance)
                query = f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE "{column}" IS ?'
                connection.execute(query, (new, chance.choice(old)[0] if old else None))
    connection.close()
    return path.read_bytes()


def _spoilt(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bytes):
        out = bytearray(value)
        if out and chance.random() < 0.7:  # noqa: PLR2004  # a share
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
            return bytes(out)
        if chance.random() < 0.5:  # noqa: PLR2004
            with suppress(zlib.error):
                plain = mutated("jsonl", [zlib.decompress(value)], chance)
                return zlib.compress(plain)
        return bytes(out[: len(out) // 2])
    if isinstance(value, str) and chance.random() < 0.5:  # noqa: PLR2004
        return mutated("reading", [value.encode()], chance).decode("utf-8", "replace")
    odd = chance.choice(ODD)
    return json.dumps(odd) if isinstance(odd, (list, dict)) else odd


@cache
def _columns() -> tuple[tuple[str, str], ...]:
    path = folder() / "columns.db"
    path.write_bytes(sound_file())
    connection = sqlite3.connect(path)
    query = (
        "SELECT m.name, p.name FROM pragma_table_list AS m JOIN pragma_table_info(m.name) AS p"
        " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
    )
    found = tuple(connection.execute(query).fetchall())
    connection.close()
    return found


@cache
def decision_seeds() -> tuple[bytes, ...]:
    """Return sound decisions as JSON lines."""
    with Ledger.open(":memory:") as ledger:
        _fill(ledger)
        return (b"\n".join(json.dumps(each.to_json()).encode() for each in ledger.decisions()),)


@cache
def _sound() -> sqlite3.Connection:
    """Return a ledger in memory, from which the others are copied."""
    ledger = Ledger.open(":memory:")
    for each in some_readings()[:3]:
        ledger.put(each)
    return ledger.connection


def import_decisions(data: bytes) -> None:
    """Import decisions; most with the ids that belong to what they say, and of some inputs only the lines that are any.

    One bad line lets all be refused, so few others come as far as the records that they are about.
    """
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    chance = zlib.crc32(data)
    if chance % 4:
        lines = [_signed(line) for line in lines]
    if chance // 4 % 4 == 0:
        lines = [line for line in lines if _is_decision(line)]
    with Ledger(connected(":memory:"), ":memory:") as ledger:
        # Copied as it is: to make the tables anew takes longer than to import decisions.
        _sound().backup(ledger.connection)
        before = list(ledger.connection.iterdump()) if len(data) % 20 == 0 else None
        try:
            ledger.import_decisions(lines, prefer="anna", by="carl")
        except CommuniqueError as error:
            own(error)
            if before is not None and list(ledger.connection.iterdump()) != before:
                raise AssertionError("decisions were refused, and yet something was changed") from error
            # The ledger is as it was: to look at it would tell nothing.
            return
        ledger.conflicts()
        ledger.events(limit=None).to_json()
        for finding in ledger.examine():
            if finding.wrong:
                raise AssertionError(f"the import left a ledger that isn't sound: {finding}")


def _is_decision(line: str) -> bool:
    try:
        _parsed(1, line)
    except CommuniqueError:
        return False
    return True


def _signed(line: str) -> str:
    """Return a decision with the id that its content has."""
    from communique.ledger.decided.decisions import made  # noqa: PLC0415

    try:
        raw = json.loads(line)
        its = {key: raw[key] for key in ("at", "by", "verb", "family", "targets", "field", "value", "note", "undoes")}
        return json.dumps({**raw, "id": made(**its).id})
    except (ValueError, KeyError, TypeError, RecursionError):
        return line
