"""An article costs the same whatever the ledger holds: whom it is compared with is found in as many steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger_readings import READINGS, reading, small_ledger

from communique import Ledger
from communique.ledger.stored import copies
from communique.ledger.told.pledges import near_pledges
from communique.linking.duplicates import bands, sketch

FEW, MANY = 200, 4_000
SLACK = 1.1
"""What a deeper tree may add."""


def steps(ledger: Ledger, act: Callable[[], Any]) -> int:
    """Return how many tens of SQLite's instructions something takes."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    ledger.connection.set_progress_handler(count, 10)
    try:
        act()
    finally:
        ledger.connection.set_progress_handler(None, 0)
    return taken


def copied(ledger: Ledger, commitment: int, count: int) -> None:
    """Put so many commitments of the same actors before one, each known a day before the last."""
    run = ledger.connection.execute
    run("PRAGMA foreign_keys = OFF")
    # Names of ours.
    for table, key in (("commitments", "number"), ("commitment_actors", "commitment")):
        told = {row["name"]: f'"{row["name"]}"' for row in run(f"SELECT name FROM pragma_table_info('{table}')")}  # noqa: S608
        told |= {key: f"{key} + 1000 + step", "day": "date(day, -step || ' days')"}
        if table == "commitments":
            told |= {"id": "id || '-' || step", "known": "date(known, -step || ' days')"}
        columns = ", ".join(f'"{name}"' for name in told)
        run(
            "WITH RECURSIVE steps (step) AS (SELECT 1 UNION ALL SELECT step + 1 FROM steps WHERE step < ?)"  # noqa: S608
            f" INSERT INTO {table} ({columns}) SELECT {', '.join(told.values())} FROM {table}, steps WHERE {key} = ?",
            (count, commitment),
        )


def of_a_giver(ledger: Ledger) -> int:
    query = "SELECT commitment FROM commitment_actors WHERE role = 'donor' AND country IS NOT NULL ORDER BY 1 LIMIT 1"
    return int(ledger.connection.execute(query).fetchone()[0])


def test_a_commitment_finds_those_of_its_giver_in_as_many_steps_however_many_there_are() -> None:
    taken = []
    for count in (FEW, MANY):
        with small_ledger() as ledger:
            one = of_a_giver(ledger)
            copied(ledger, one, count)
            taken.append(steps(ledger, lambda one=one, ledger=ledger: near_pledges(ledger.connection, one, 80)))  # type: ignore[misc]  # defaults hold the values
    assert taken[1] < taken[0] * SLACK


def test_a_commitment_is_compared_with_the_latest_of_its_giver() -> None:
    with small_ledger() as ledger:
        one = of_a_giver(ledger)
        run = ledger.connection.execute
        run("DELETE FROM commitment_actors WHERE commitment <> ?", (one,))
        copied(ledger, one, 30)
        parties = run("SELECT count(*) FROM commitment_actors WHERE commitment = ?", (one,)).fetchone()[0]
        assert parties == 2
        # The giver is one side of each; five of them are six days before at most.
        run("DELETE FROM commitment_actors WHERE commitment = ?", (one + 1000 + 3,))
        found = near_pledges(ledger.connection, one, 5)
        assert sorted(each.number - one - 1000 for each in found) == [1, 2, 4, 5, 6]
        # Of one day those that came last, also where only the actor is the same.
        run("UPDATE commitment_actors SET day = '2023-01-01', country = NULL WHERE commitment > ?", (one + 1000,))
        found = near_pledges(ledger.connection, one, 3)
        assert sorted(each.number - one - 1000 for each in found) == [28, 29, 30]


def test_an_article_finds_its_copies_in_as_many_steps_however_many_share_a_phrase() -> None:
    known = READINGS[0].article
    more = reading(
        f"{known.text} Nobody was hurt.",
        actors={"est": ("Estonia", "state", "EST", ["GOV"], None)},
        published=str(known.published),
    )
    # The keys of a notice that stands under every text of a publisher.
    shared = bands(sketch(more.article))[1:25]
    taken = []
    for count in (copies.LATEST, MANY):
        with small_ledger() as ledger:
            ledger.connection.execute("PRAGMA foreign_keys = OFF")
            ledger.connection.executemany(
                "INSERT INTO bands (band, article) VALUES (?, ?)",
                [(key, -at) for key in shared for at in range(1, count + 1)],
            )
            taken.append(steps(ledger, lambda ledger=ledger: ledger.put(more)))  # type: ignore[misc]  # as above
            (found,) = ledger.connection.execute("SELECT other FROM links WHERE family = 'article'").fetchall()
            assert found[0] == known.id
    assert taken[1] < taken[0] * SLACK
