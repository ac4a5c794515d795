"""Why the ledger says what it says of one record: its sentences, its type, its actors, what it was joined with and why.

In: the full id of a record. Out: an `Explanation`, in sections for people and as JSON.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from communique.errors import UnknownId
from communique.ledger.asking.original import in_words, reader_value
from communique.ledger.decided.decisions import TABLES
from communique.ledger.decided.grouping import link_called
from communique.ledger.full.details import NOT_DELIVERED
from communique.ledger.ids import link_id
from communique.ledger.quoted import Quoted, marks, quoted
from communique.ledger.told.contradictions import Contradiction, against, contradictions_of
from communique.ledger.told.days import told_days
from communique.ledger.told.givers import givers
from communique.ledger.told.lives import UNDELIVERED, lives, whole
from communique.ledger.told.size_words import told_items, told_sum
from communique.shown import numbered
from communique.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is explained, and the sentence for it, if it has one."""

    said: str
    quote: Quoted | None = None
    link: str | None = None
    """Of a link its id, by which `communique split` undoes it."""


@dataclass(frozen=True, slots=True)
class Section:
    """Points under a heading."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of a record: its id, family, one line about it, and sections."""

    id: str
    family: str
    headline: str
    sections: tuple[Section, ...]

    def to_json(self) -> dict[str, object]:
        """Return the explanation as JSON's object."""
        return asdict(self)


def explain(connection: sqlite3.Connection, its_id: str) -> Explanation:
    """Explain the record with an id.

    Raises:
        UnknownId: the ledger has no such record.
    """
    family = its_id.partition("-")[0]
    explainer = _EXPLAINERS.get(family, _article)
    found = explainer(connection, its_id)
    if found is None:
        raise UnknownId(f"the ledger has no record {its_id}")
    headline, sections = found
    return Explanation(
        its_id,
        family if family in _EXPLAINERS else "article",
        headline,
        tuple(Section(title, points) for title, each in sections if (points := tuple(each))),
    )


_Sections = Iterable[tuple[str, Iterable[Point]]]
_Found = tuple[str, _Sections] | None


def _event(connection: sqlite3.Connection, its_id: str) -> _Found:
    row = connection.execute("SELECT * FROM events_view WHERE id = ?", (its_id,)).fetchone()
    if row is None:
        return None
    reports = connection.execute(
        "SELECT reports.* FROM reports JOIN events ON events.number = reports.event WHERE events.id = ?"
        " ORDER BY reports.known, reports.number",
        (its_id,),
    ).fetchall()
    ids = [report["id"] for report in reports]
    return _headline(row), (
        ("Reports", (_report_point(connection, report) for report in reports)),
        ("Type and status", dict.fromkeys(Point(_why(report)) for report in reports)),
        ("Who", _who(connection, "report_actors", "report", [report["number"] for report in reports])),
        ("Contradictions", _both_sides(contradictions_of(connection, "event", its_id))),
        ("One event, because", _joined(connection, ids)),
        ("Decisions", _decisions(connection, [its_id, *ids])),
    )


def _report(connection: sqlite3.Connection, its_id: str) -> _Found:
    row = connection.execute("SELECT * FROM reports WHERE id = ?", (its_id,)).fetchone()
    if row is None:
        return None
    event = connection.execute(
        "SELECT * FROM events_view WHERE id = (SELECT id FROM events WHERE number = ?)", (row["event"],)
    ).fetchone()
    told = contradictions_of(connection, "event", event["id"])
    return f"report of {_headline(event)}", (
        ("Sentence", [_report_point(connection, row)]),
        ("Type and status", [Point(_why(row))]),
        ("Who", _who(connection, "report_actors", "report", [row["number"]])),
        ("Contradictions", _both_sides(each for each in told if its_id in {each.one.record, each.other.record})),
        ("Joined with", _joined(connection, [its_id])),
        ("Decisions", _decisions(connection, [its_id])),
    )


def _statement(connection: sqlite3.Connection, its_id: str) -> _Found:
    row = connection.execute("SELECT * FROM statements_view WHERE id = ?", (its_id,)).fetchone()
    if row is None:
        return None
    own = connection.execute("SELECT * FROM statements WHERE id = ?", (its_id,)).fetchone()
    cue = connection.execute(
        "SELECT substr(text, ?2 + 1, ?3 - ?2) FROM articles WHERE number = ?1",
        (own["article"], own["cue_start"], own["cue_end"]),
    ).fetchone()[0]
    addressee = f" to {row['addressee']}" if row["addressee"] else ""
    headline = f"{row['speaker']}{addressee}: {_plain(row['act'])}, {row['certainty']}"
    because = f"the reporting word is “{cue}”" if cue else "a quotation without a reporting word takes the last speaker"
    told = connection.execute("SELECT id, type, status FROM reports WHERE statement = ?", (own["number"],))
    return headline, (
        ("Sentence", [Point(f"content: {row['content']}", quoted(connection, own["quote"]))]),
        ("Act", [Point(f"{_plain(row['act'])}, {row['quotation']} quotation, because {because}")]),
        ("Who", _actor_points(connection, [own["speaker"], own["addressee"]], own["article"])),
        ("Told in it", (Point(f"{each['type']}, {each['status']} ({each['id']})") for each in told)),
        ("Within", [Point(f"reported in {row['within']}")] if row["within"] else []),
        ("Decisions", _decisions(connection, [its_id])),
    )


def _commitment(connection: sqlite3.Connection, its_id: str) -> _Found:
    row = connection.execute("SELECT * FROM commitments_view WHERE id = ?", (its_id,)).fetchone()
    if row is None:
        return None
    own = connection.execute("SELECT * FROM commitments WHERE id = ?", (its_id,)).fetchone()
    stage = NOT_DELIVERED if _undelivered(connection, [its_id]) else row["stage"]
    return _commitment_line(connection, row, stage), (
        ("Sentence", [Point(_plain(stage), quoted(connection, own["quote"]))]),
        ("Who", _who(connection, "commitment_actors", "commitment", [own["number"]])),
        ("Thread", [Point(row["thread"])]),
        ("Contradictions", _both_sides(against(connection, [its_id]).get(its_id, ()))),
        ("Joined with", _joined(connection, [its_id])),
        ("Decisions", _decisions(connection, [its_id])),
    )


def _thread(connection: sqlite3.Connection, its_id: str) -> _Found:
    rows = connection.execute(
        "SELECT commitments_view.*, commitments.quote AS number FROM commitments_view"
        " JOIN commitments ON commitments.id = commitments_view.id WHERE commitments_view.thread = ?"
        " ORDER BY commitments_view.known, commitments.number",
        (its_id,),
    ).fetchall()
    if not rows:
        return None
    ids = [row["id"] for row in rows]
    stages = dict.fromkeys(_undelivered(connection, ids), NOT_DELIVERED)
    lines = {row["id"]: _commitment_line(connection, row, stages.get(row["id"])) for row in rows}
    life = (
        Point(f"{row['known']} {lines[row['id']]} ({row['id']})", quoted(connection, row["number"])) for row in rows
    )
    return _whole_line(connection, its_id, rows), (
        ("Life", life),
        ("Contradictions", _both_sides(contradictions_of(connection, "thread", its_id))),
        ("One commitment, because", _joined(connection, ids)),
        ("Decisions", _decisions(connection, [its_id, *ids])),
    )


def _both_sides(found: Iterable[Contradiction]) -> Iterator[Point]:
    """Yield both sides of each contradiction."""
    for each in found:
        update = ", the later may be an update" if each.update else ""
        yield Point(f"{_plain(each.what)}: {each.one.said} ({each.one.record})", each.one.quote)
        yield Point(f"or {each.other.said} ({each.other.record}){update}", each.other.quote)


def _undelivered(connection: sqlite3.Connection, ids: Sequence[str]) -> set[str]:
    """Return those of the commitments with ids that tell of a delivery that didn't happen."""
    query = (
        "SELECT commitments.id FROM commitments JOIN reports ON reports.number = commitments.report"
        f" WHERE commitments.id IN (SELECT value FROM json_each(?)) AND {UNDELIVERED}"
    )
    return {row[0] for row in connection.execute(query, (json.dumps(ids),))}


def _whole_line(connection: sqlite3.Connection, its_id: str, rows: Sequence[sqlite3.Row]) -> str:
    """Return the line of a thread: who gives it, and the telling that says most of it, at the stage of the whole."""
    number, stage = connection.execute("SELECT number, stage FROM threads WHERE id = ?", (its_id,)).fetchone()
    life = next(lives(connection, [number]), None)
    if life is None:
        return _commitment_line(connection, rows[-1], stage)
    donors = "; ".join(each.name for each in givers(connection, [life])[its_id])
    most = whole(life).id
    told = next((row for row in rows if row["id"] == most), rows[-1])
    return _commitment_line(connection, told, stage, donors)


def _actor(connection: sqlite3.Connection, its_id: str) -> _Found:
    row = connection.execute("SELECT * FROM actors WHERE id = ?", (its_id,)).fetchone()
    if row is None:
        return None
    names = connection.execute(
        "SELECT name, title, count(*) AS times FROM mentions WHERE actor = ?"
        " GROUP BY name, title ORDER BY times DESC, name",
        (row["number"],),
    )
    known = _known(row).removeprefix("known as ")
    return f"{row['name']} ({row['country'] or 'no country'}), {row['kind']}", (
        (
            "Known as",
            [
                Point(known),
                *([Point(f"sectors {', '.join(json.loads(row['sectors']))}")] if row["sectors"] != "[]" else []),
            ],
        ),
        (
            "Named",
            (
                Point(f"{each['name']}{_title(each['title'])}, in {numbered(each['times'], 'articles')}")
                for each in names
            ),
        ),
        ("Decisions", _decisions(connection, [its_id])),
    )


def _article(connection: sqlite3.Connection, its_id: str) -> _Found:
    row = connection.execute("SELECT * FROM articles_view WHERE id = ?", (its_id,)).fetchone()
    if row is None:
        return None
    seen = connection.execute(
        "SELECT appearances.* FROM appearances JOIN articles ON articles.number = appearances.article WHERE id = ?"
        " ORDER BY appearances.added, appearances.url",
        (its_id,),
    )
    return f"{row['title'] or row['url'] or its_id}, {row['publisher'] or 'publisher unknown'}, {row['published']}", (
        (
            "Met at",
            (
                Point(", ".join(str(each[name]) for name in ("publisher", "published", "url", "ref") if each[name]))
                for each in seen
            ),
        ),
        (
            "Read",
            [
                Point(
                    f"by {row['reader']}: "
                    + ", ".join(numbered(row[each], each) for each in ("events", "statements", "commitments"))
                )
            ],
        ),
        ("A copy, because", _joined(connection, [its_id])),
        ("Decisions", _decisions(connection, [its_id])),
    )


def _link(connection: sqlite3.Connection, its_id: str) -> _Found:
    family, link = link_called(connection, its_id)
    ends = (link.one, link.other)
    return f"{_plain(link.kind)}: {link.one}, {link.other}", (
        ("Sentences", [Point(end, _sentence(connection, family, end)) for end in ends]),
        ("Linked, because", (each for each in _joined(connection, [link.one]) if each.link == link.id)),
        ("Decisions", (each for each in _decisions(connection, ends) if link.id in each.said)),
    )


def _sentence(connection: sqlite3.Connection, family: str, its_id: str) -> Quoted | None:
    """Return the sentence of a report or commitment; articles have none of their own."""
    if family == "article":
        return None
    row = connection.execute(f"SELECT quote FROM {TABLES[family]} WHERE id = ?", (its_id,)).fetchone()  # names of ours
    return quoted(connection, row[0]) if row else None


_EXPLAINERS = {
    "link": _link,
    "event": _event,
    "report": _report,
    "statement": _statement,
    "commitment": _commitment,
    "thread": _thread,
    "actor": _actor,
}


def _headline(row: sqlite3.Row) -> str:
    mode = f" {_plain(row['mode'])}" if row["mode"] else ""
    who = f"{row['actors'] or 'not named'} → {row['recipients']}" if row["recipients"] else row["actors"] or "not named"
    place = f" in {row['place']}" if row["place"] else ""
    days = told_days(row["date_start"], row["date_end"]) or f"{row['day']}?"
    return f"{row['type']}{mode}, {row['status']}: {who}{place}, {days}"


def _commitment_line(connection: sqlite3.Connection, row: sqlite3.Row, stage: str | None, donors: str = "") -> str:
    amount = told_sum(row["value"], row["low"], row["high"], row["currency"], row["per"])
    who = f"{donors or row['donors'] or 'not named'} → {row['recipients'] or 'not named'}"
    told = ", ".join(each for each in (who, amount, *told_items(connection, row["id"])) if each)
    return f"{_plain(stage or row['stage'])}: {told} ({row['category']})"


def _report_point(connection: sqlite3.Connection, report: sqlite3.Row) -> Point:
    speaker = connection.execute(
        "SELECT actors.name FROM statements JOIN actors ON actors.number = statements.speaker"
        " WHERE statements.number = ?",
        (report["statement"],),
    ).fetchone()
    told = f", told by {speaker[0]}" if speaker else ""
    return Point(f"{report['known']}{told} ({report['id']})", quoted(connection, report["quote"]))


def _why(report: sqlite3.Row) -> str:
    mode = f" {_plain(report['mode'])}" if report["mode"] else ""
    return f"{report['type']}{mode}, {report['status']}: {report['why']}"


def _who(connection: sqlite3.Connection, table: str, record: str, numbers: Sequence[int]) -> Iterator[Point]:
    query = (
        f"SELECT DISTINCT role, actors.number, actors.name, actors.country, actors.code, actors.kind FROM {table}"
        f" JOIN actors ON actors.number = {table}.actor WHERE {record} IN ({marks(numbers)}) ORDER BY role, name"
    )
    for row in connection.execute(query, numbers):
        known = _known(row)
        yield Point(f"{row['role']} {row['name']} ({row['country'] or 'no country'}), {known}")


def _known(actor: sqlite3.Row) -> str:
    """Return in words what an actor is told apart by."""
    if actor["code"]:
        return f"known as {actor['code']}"
    if actor["kind"] == ActorKind.STATE and actor["country"]:
        return f"known as the state {actor['country']} of the table of countries"
    return "in no table of actors, so told apart by name, kind and country"


def _actor_points(connection: sqlite3.Connection, numbers: Iterable[int | None], article: int) -> Iterator[Point]:
    for number in numbers:
        for row in connection.execute(
            "SELECT actors.country, actors.code, actors.kind, mentions.name AS here, mentions.title FROM mentions"
            " JOIN actors ON actors.number = mentions.actor WHERE mentions.article = ? AND mentions.actor = ?",
            (article, number),
        ):
            known = _known(row)
            yield Point(f"{row['here']}{_title(row['title'])} ({row['country'] or 'no country'}), {known}")


def _joined(connection: sqlite3.Connection, ids: Sequence[str]) -> Iterator[Point]:
    query = f"SELECT * FROM links WHERE one IN ({marks(ids)}) OR other IN ({marks(ids)}) ORDER BY number"
    for row in connection.execute(query, (*ids, *ids)):
        reasons = "; ".join(json.loads(row["reasons"]))
        undone = f", undone by {row['undone']}" if row["undone"] else ""
        kind = f"{_plain(row['kind'])} ({row['probability']:.2f}{undone})"
        link = link_id(row["one"], row["other"])
        yield Point(f"{link} {kind}: {row['one']}, {row['other']}: {reasons}", link=link)


def _decisions(connection: sqlite3.Connection, ids: Sequence[str]) -> Iterator[Point]:
    query = f"""
    SELECT DISTINCT decisions.* FROM decision_targets JOIN decisions ON decisions.number = decision_targets.decision
    WHERE decision_targets.target IN ({marks(ids)}) ORDER BY decisions.at, decisions.id
    """  # marks only
    for row in connection.execute(query, ids):
        change = _change(connection, row) if row["field"] else ""
        note = f": {row['note']}" if row["note"] else ""
        yield Point(f"{row['at']} {row['by']} {row['verb']}{change}{note} ({row['id']})")


def _change(connection: sqlite3.Connection, row: sqlite3.Row) -> str:
    """Return what an edit made of a field, and what the reader had given."""
    made = f" {row['field']} = {in_words(json.loads(row['value'] or 'null'))}"
    try:
        given = [in_words(reader_value(connection, each, row["field"])) for each in json.loads(row["targets"])]
    except LookupError:
        return made
    return f"{made} (the reader: {'; '.join(dict.fromkeys(given))})"


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _title(title: str | None) -> str:
    return f", {title}" if title else ""
