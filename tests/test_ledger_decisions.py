from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_readings import APPROVAL, DELIVERY, DOUBT, PLEDGE, READINGS, reading, small_ledger

from communique import BadDecision, BadLine, Ledger


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


def lines(ledger: Ledger) -> list[str]:
    import json  # noqa: PLC0415  # this function alone

    return [json.dumps(each.to_json()) for each in ledger.decisions()]


def state(ledger: Ledger) -> list[tuple[object, ...]]:
    events = [
        (each.id, each.type, each.status, each.verdict, tuple(party.name for party in each.actors))
        for each in ledger.events(limit=None, verdict="any")
    ]
    given = [(each.id, each.thread, each.stage, each.value, each.verdict) for each in ledger.commitments(verdict="any")]
    return sorted(events) + sorted(given, key=str)


def test_a_rejected_event_is_no_longer_listed(ledger: Ledger) -> None:
    (refusal,) = ledger.events(type="REJECT")
    ledger.decide("reject", [refusal.id], "ada", note="hearsay")
    assert not ledger.events(type="REJECT")
    assert [each.id for each in ledger.events(type="REJECT", verdict="rejected")] == [refusal.id]
    assert any("hearsay" in point.said for section in ledger.explain(refusal.id).sections for point in section.points)


def test_an_undone_decision_leaves_the_record_as_the_reader_made_it(ledger: Ledger) -> None:
    before = state(ledger)
    (refusal,) = ledger.events(type="REJECT")
    made = ledger.decide("edit", [refusal.id], "ada", field="type", value="SANCTION")
    assert ledger.events(type="SANCTION")[0].id == refusal.id
    ledger.undo(made.id, "ada")
    assert state(ledger) == before
    with pytest.raises(BadDecision, match="undone before"):
        ledger.undo(made.id, "ada")


def test_decisions_are_never_changed_nor_taken_out(ledger: Ledger) -> None:
    import sqlite3  # noqa: PLC0415  # this test alone

    (refusal,) = ledger.events(type="REJECT")
    ledger.decide("accept", [refusal.id], "ada")
    for query in ("UPDATE decisions SET by = 'eve'", "DELETE FROM decisions"):
        with pytest.raises(sqlite3.IntegrityError, match="decision is never"):
            ledger.connection.execute(query)


def test_fields_are_edited_within_the_contract(ledger: Ledger) -> None:
    (pledge,) = ledger.commitments(stage="pledged")
    ledger.decide("edit", [pledge.id], "ada", field="value", value="85,000,000")
    ledger.decide("edit", [pledge.id], "ada", field="donors", value="Estonia; NATO")
    (edited,) = ledger.commitments(stage="pledged")
    assert (edited.value, [each.name for each in edited.donors]) == (85e6, ["Estonia", "NATO"])


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("type", "ASSUALT", "It is one of"),
        ("mode", "phone", "can have"),
        ("colour", "red", "can't be edited"),
        ("date", "yesterday", "2024-01-18"),
        ("country", "Kyiv", "three letters"),
    ],
)
def test_what_the_contract_does_not_allow_is_refused(ledger: Ledger, field: str, value: str, told: str) -> None:
    (strike,) = ledger.events(type="ASSAULT", place="Kharkiv")
    with pytest.raises(BadDecision) as caught:
        ledger.decide("edit", [strike.id], "ada", field=field, value=value)
    assert told in str(caught.value)
    assert ledger.decisions() == []


def test_merged_events_are_one_and_split_ones_are_two(ledger: Ledger) -> None:
    kharkiv, kupiansk = ledger.events(type="ASSAULT", place="Kharkiv")[0], ledger.events(place="Kupiansk")[0]
    ledger.decide("merge", [kharkiv.id, kupiansk.id], "ada")
    (one,) = ledger.events(type="ASSAULT")
    assert (one.reports, one.sources) == (2, 2)
    assert ledger.explain(kharkiv.id).id == ledger.explain(kupiansk.id).id == one.id
    report = ledger.connection.execute("SELECT id FROM reports WHERE place = 'Kupiansk'").fetchone()[0]
    ledger.decide("split", [report], "ada")
    assert len(ledger.events(type="ASSAULT")) == 2


def test_decisions_hold_when_a_newer_reader_reads_again(ledger: Ledger) -> None:
    (refusal,) = ledger.events(type="REJECT")
    kharkiv, kupiansk = ledger.events(type="ASSAULT", place="Kharkiv")[0], ledger.events(place="Kupiansk")[0]
    (pledge,) = ledger.commitments(stage="pledged")
    ledger.decide("reject", [refusal.id], "ada")
    ledger.decide("merge", [kharkiv.id, kupiansk.id], "ada")
    ledger.decide("edit", [pledge.id], "ada", field="stage", value="contracted")
    before = state(ledger)
    for each in READINGS:
        raw = each.to_json()
        raw["reader"]["version"] = "2"
        assert ledger.put(type(each).from_json(raw)).state == "read again"
    assert state(ledger) == before
    assert {each.reader for each in ledger.articles()} == {"by-hand 2"}


def test_two_analysts_merge_their_work_in_any_order() -> None:
    with small_ledger() as ada, small_ledger() as bob:
        (refusal,) = ada.events(type="REJECT")
        ada.decide("reject", [refusal.id], "ada")
        bob.decide("accept", [refusal.id], "bob")
        (delivery,) = bob.events(type="AID")
        bob.decide("edit", [delivery.id], "bob", field="status", value="historical")
        ada_lines, bob_lines = lines(ada), lines(bob)
        assert ada.import_decisions(bob_lines) == (2, 0)
        assert ada.import_decisions(bob_lines) == (0, 2)
        assert bob.import_decisions(ada_lines) == (1, 0)
        assert state(ada) == state(bob)
        (conflict,) = ada.conflicts()
        assert (conflict.earlier.by, conflict.later.by, conflict.about) == ("ada", "bob", "verdict")


def test_a_changed_line_is_refused_and_nothing_is_taken_over(ledger: Ledger) -> None:
    (refusal,) = ledger.events(type="REJECT")
    ledger.decide("reject", [refusal.id], "ada")
    (line,) = lines(ledger)
    with small_ledger() as other:
        for bad in (line.replace('"ada"', '"eve"'), "{}", "no json"):
            with pytest.raises(BadLine, match="line 2"):
                other.import_decisions([line, bad])
        assert other.decisions() == []


def test_ids_and_events_are_the_same_in_whatever_order_articles_come(tmp_path: Path) -> None:
    with small_ledger() as forward, Ledger.open(tmp_path / "other.db") as backward:
        for each in reversed(READINGS):
            backward.put(each)
        assert state(forward) == state(backward)


def test_a_text_that_came_before_is_one_article_with_two_appearances(ledger: Ledger) -> None:
    raw = APPROVAL.to_json()
    raw["article"]["url"] = "https://elsewhere.example/approval"
    assert ledger.put(type(APPROVAL).from_json(raw)).state == "known text"
    assert len(ledger.articles()) == len(READINGS)
    assert ledger.connection.execute("SELECT count(*) FROM appearances").fetchone()[0] == len(READINGS) + 1


def test_a_reading_comes_out_as_it_went_in(ledger: Ledger) -> None:
    for each in (PLEDGE, APPROVAL, DELIVERY, DOUBT):
        assert ledger.reading(each.article.id) == each
    assert ledger.reading("0" * 16) is None


def test_an_event_told_twice_in_one_reading_has_two_ids() -> None:
    text = "They struck and struck the depot."
    made = reading(
        text,
        actors={"they": ("They", "group", None, [], None)},
        events=[
            {"type": "ASSAULT", "trigger": "struck", "actors": ["they"]},
            {"type": "ASSAULT", "trigger": "struck@2", "actors": ["they"]},
        ],
    )
    with Ledger.open(":memory:") as ledger:
        ledger.put(made)
        assert ledger.connection.execute("SELECT count(DISTINCT id) FROM reports").fetchone()[0] == 2
