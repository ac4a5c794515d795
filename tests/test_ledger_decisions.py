from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_readings import APPROVAL, DELIVERY, DOUBT, PLEDGE, READINGS, reading, small_ledger

from communique import BadDecision, BadLine, Ledger, Reading
from communique.ledger.decided.decisions import made
from communique.ledger.stored.deciding import decide


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


def lines(ledger: Ledger) -> list[str]:
    return [json.dumps(each.to_json()) for each in ledger.decisions()]


def newer(each: Reading, version: str) -> Reading:
    raw = each.to_json()
    raw["reader"]["version"] = version
    return Reading.from_json(raw)


def its_id(ledger: Ledger, table: str, number: int) -> str:
    return str(ledger.connection.execute(f"SELECT id FROM {table} WHERE number = ?", (number,)).fetchone()[0])  # noqa: S608  # ours


def actor(ledger: Ledger, name: str) -> str:
    return str(ledger.connection.execute("SELECT id FROM actors WHERE name = ?", (name,)).fetchone()[0])


def contents(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Give all that the ledger says, without numbers of rows."""
    queries = {
        "reports": "SELECT * FROM reports_view",
        "coded": "SELECT id, quad, score, cameo, told FROM reports",
        "events": "SELECT * FROM events_view",
        "statements": "SELECT * FROM statements_view",
        "commitments": "SELECT * FROM commitments_view",
        "threads": 'SELECT id, category, stage, "value", low, high, currency, first_day, last_day, reports, sources'
        " FROM threads",
        "actors": "SELECT id, key, name, folded, kind, country, sectors, title, code FROM actors",
        "people": "SELECT reports.id, kind, quantities.value FROM quantities JOIN reports ON reports.number = report",
        "event roles": "SELECT events.id, role, event_actors.country, actors.id FROM event_actors"
        " JOIN events ON events.number = event JOIN actors ON actors.number = actor",
        "commitment roles": "SELECT commitments.id, role, commitment_actors.country, commitment_actors.day, actors.id"
        " FROM commitment_actors JOIN commitments ON commitments.number = commitment"
        " JOIN actors ON actors.number = actor",
    }
    return {name: sorted(map(tuple, ledger.connection.execute(query)), key=repr) for name, query in queries.items()}


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


def test_one_id_stands_by_itself(ledger: Ledger) -> None:
    """Each of its letters was taken for the beginning of an id."""
    event = ledger.events(limit=1)[0]
    assert ledger.decide("accept", event.id, "ada").targets == ledger.decide("accept", [event.id], "bob").targets


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


def test_what_is_split_is_not_joined_again_by_a_newer_reader(ledger: Ledger) -> None:
    kharkiv, kupiansk = (ledger.events(place=name)[0].id for name in ("Kharkiv", "Kupiansk"))
    ledger.decide("merge", [kharkiv, kupiansk], "ada")
    (both,) = ledger.events(type="ASSAULT")
    made = ledger.decide("split", [both.id], "ada")
    assert made.value == []
    for version in ("2", "3"):
        for each in READINGS:
            ledger.put(newer(each, version))
        assert len(ledger.events(type="ASSAULT")) == 2


def test_threads_are_merged_and_split_like_events(ledger: Ledger) -> None:
    before = state(ledger)
    threads = sorted({each.thread for each in ledger.commitments()})
    made = ledger.decide("merge", threads, "ada") if len(threads) > 1 else None
    assert len({each.thread for each in ledger.commitments()}) == 1
    (thread,) = {each.thread for each in ledger.commitments()}
    parted = ledger.decide("split", [thread], "ada")
    assert len({each.thread for each in ledger.commitments()}) == len(ledger.commitments())
    for each in READINGS:
        ledger.put(newer(each, "2"))
    assert len({each.thread for each in ledger.commitments()}) == len(ledger.commitments())
    ledger.undo(parted.id, "ada")
    assert len({each.thread for each in ledger.commitments()}) == 1
    if made:
        ledger.undo(made.id, "ada")
        assert state(ledger) == before


def test_two_actors_that_are_one_are_one_in_every_record_and_reading_to_come(ledger: Ledger) -> None:
    before = contents(ledger)
    ministry, estonia = actor(ledger, "Defence Ministry"), actor(ledger, "Estonia")
    made = ledger.decide("merge", [estonia, ministry], "ada")
    assert {each.name for each in ledger.actors(country="EST")} >= {"Estonia"}
    assert not ledger.actors(name="Defence Ministry")
    announced = ledger.statements(act="announce")[0]
    assert announced.speaker.id == estonia
    assert ledger.explain(ministry).id == estonia
    assert ledger.put(newer(DELIVERY, "2")).state == "read again"
    assert ledger.statements(act="announce")[0].speaker.id == estonia
    assert [each for each in ledger.examine() if each.wrong] == []
    ledger.put(newer(DELIVERY, "1"))
    ledger.undo(made.id, "ada")
    assert contents(ledger) == before


def test_an_actor_is_corrected_in_all_that_is_told_of_him(ledger: Ledger) -> None:
    before = contents(ledger)
    nato = actor(ledger, "NATO")
    made = [
        ledger.decide("edit", [nato], "ada", field="country", value="Belgium"),
        ledger.decide("edit", [nato], "ada", field="name", value="the Alliance"),
    ]
    (event,) = ledger.events(actor="BEL")
    assert [each.name for each in event.actors] == ["the Alliance"]
    ledger.put(newer(DOUBT, "2"))
    assert ledger.events(actor="BEL")[0].id == event.id
    ledger.put(newer(DOUBT, "1"))
    for each in made:
        ledger.undo(each.id, "ada")
    assert contents(ledger) == before


def test_an_actor_whom_no_article_names_can_take_a_role(ledger: Ledger) -> None:
    before = contents(ledger)
    (pledge,) = ledger.commitments(stage="pledged")
    made = ledger.decide("edit", [pledge.id], "ada", field="donors", value="Norway")
    assert ledger.commitments(donor="NOR")[0].id == pledge.id
    with small_ledger() as other:
        other.import_decisions(lines(ledger))
        assert other.commitments(donor="NOR")[0].id == pledge.id
    ledger.undo(made.id, "ada")
    assert contents(ledger) == before


@pytest.mark.parametrize(
    ("family", "field", "said", "column", "kept"),
    [
        ("reports", "type", "AID", "quad", 2),
        ("reports", "date", "2024-02", "date_end", "2024-02-29"),
        ("reports", "place", "Odesa, Ukraine", "geonames", 698740),
        ("reports", "place", "none", "latitude", None),
        ("reports", "contexts", "military; Legislative", "contexts", '["military","legislative"]'),
        ("statements", "certainty", "Possible", "certainty", "possible"),
        ("statements", "date", "2024-Q1", "date_precision", "quarter"),
        ("commitments", "amount", "up to $2 billion", "high", 2e9),
        ("commitments", "amount", "none", "value", None),
        ("commitments", "cumulative", "yes", "cumulative", 1),
        ("commitments", "conditions", "Ukraine", "conditions_end", None),
    ],
)
def test_values_are_taken_as_people_write_them(  # noqa: PLR0913, PLR0917  # one for each column
    ledger: Ledger, family: str, field: str, said: str, column: str, kept: object
) -> None:
    record = its_id(ledger, family, 1)
    made = ledger.decide("edit", [record], "ada", field=field, value=said)
    row = ledger.connection.execute(f"SELECT * FROM {family} WHERE id = ?", (record,)).fetchone()  # noqa: S608  # ours
    if field == "conditions":
        text = ledger.connection.execute("SELECT text FROM articles WHERE number = ?", (row["article"],)).fetchone()[0]
        assert text[row["conditions_start"] : row["conditions_end"]] == said
    else:
        assert row[column] == kept
    with small_ledger() as other:
        other.import_decisions(lines(ledger))
        assert contents(other) == contents(ledger)
    assert [each for each in ledger.examine() if each.wrong] == []
    ledger.undo(made.id, "ada")
    with small_ledger() as fresh:
        assert contents(ledger) == contents(fresh)


def test_what_the_reader_gave_stays_in_sight(ledger: Ledger) -> None:
    (pledge,) = ledger.commitments(stage="pledged")
    for field, value in (("amount", "85 million EUR"), ("donors", "Norway; Estonia"), ("items", "3-5 tanks")):
        ledger.decide("edit", [pledge.id], "ada", field=field, value=value)
    said = [point.said for section in ledger.explain(pledge.id).sections for point in section.points]
    for told in (
        "amount = 85,000,000 EUR (the reader: up to 80,000,000 EUR)",
        "donors = Norway; Estonia (the reader: Estonia)",
        "items = 3-5 tanks (the reader: 24 howitzers)",
    ):
        assert any(told in each for each in said), said


def test_words_that_the_article_does_not_say_are_refused(ledger: Ledger) -> None:
    (promise,) = ledger.statements(act="promise")
    with pytest.raises(BadDecision, match="the article doesn't say"):
        ledger.decide("edit", [promise.id], "ada", field="content", value="Estonia will send tanks")
    made = ledger.decide("edit", [promise.id], "ada", field="content", value="up to 80 million euros")
    text = PLEDGE.article.text
    assert text[made.value["start"] : made.value["end"]] == "up to 80 million euros"


def test_a_decision_comes_back_with_its_record(ledger: Ledger) -> None:
    (refusal,) = ledger.events(type="REJECT")
    made = ledger.decide("edit", [refusal.id], "ada", field="type", value="SANCTION")
    ledger.decide("accept", [refusal.id], "ada")
    with Ledger.open(":memory:") as other:
        other.import_decisions(lines(ledger))
        assert [each.id for each in other.unanchored()] == [each.id for each in ledger.decisions()]
        other.put(DOUBT)
        assert other.unanchored() == []
        (event,) = other.events(type="SANCTION")
        assert event.verdict == "accepted"
        raw = newer(DOUBT, "2").to_json()
        raw["events"] = [each for each in raw["events"] if each["type"] != "REJECT"]
        other.put(type(DOUBT).from_json(raw))
        assert made.id in {each.id for each in other.unanchored()}
        other.put(newer(DOUBT, "3"))
        assert other.events(type="SANCTION")[0].verdict == "accepted"


def test_the_later_decision_holds_even_where_clocks_differ(ledger: Ledger) -> None:
    import datetime  # noqa: PLC0415  # this test alone

    (refusal,) = ledger.events(type="REJECT")
    ahead = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)
    decide(ledger.connection, "reject", [refusal.id], "bob", at=ahead)
    ledger.decide("accept", [refusal.id], "ada")
    assert ledger.events(type="REJECT")[0].verdict == "accepted"
    assert [each.by for each in ledger.decisions()] == ["bob", "ada"]


def test_an_undo_can_be_undone(ledger: Ledger) -> None:
    (refusal,) = ledger.events(type="REJECT")
    made = ledger.decide("reject", [refusal.id], "ada")
    taken = ledger.undo(made.id, "bob")
    assert ledger.events(type="REJECT")
    ledger.undo(taken.id, "ada")
    assert not ledger.events(type="REJECT")
    with small_ledger() as other:
        other.import_decisions(reversed(lines(ledger)))
        assert contents(other) == contents(ledger)


def test_an_undo_without_what_it_undoes_is_refused(ledger: Ledger) -> None:
    (refusal,) = ledger.events(type="REJECT")
    ledger.undo(ledger.decide("reject", [refusal.id], "ada").id, "ada")
    with small_ledger() as other, pytest.raises(BadLine, match="neither here nor in the ledger"):
        other.import_decisions(lines(ledger)[1:])


def test_who_is_preferred_holds_although_another_decided_later(ledger: Ledger) -> None:
    (refusal,) = ledger.events(type="REJECT")
    ledger.decide("reject", [refusal.id], "ada")
    with small_ledger() as other:
        other.decide("accept", [refusal.id], "bob")
        bobs = lines(other)
    ledger.import_decisions(bobs)
    assert ledger.events(type="REJECT")
    ledger.import_decisions(bobs, prefer="ada", by="carol")
    assert not ledger.events(type="REJECT")
    last = ledger.decisions()[-1]
    assert (last.by, last.verb) == ("carol", "reject")
    with pytest.raises(BadDecision, match="nobody called eve"):
        ledger.import_decisions([], prefer="eve", by="carol")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_decided_in_whatever_order_comes_out_the_same(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # so that a failure can be run again
    with small_ledger() as ada, small_ledger() as bob, small_ledger() as third:
        for ledger, by in ((ada, "ada"), (bob, "bob")):
            for _ in range(5):
                something(ledger, chance, by)
            assert [each for each in ledger.examine() if each.wrong] == []
        ada_lines, bob_lines = lines(ada), lines(bob)
        ada.import_decisions(bob_lines)
        bob.import_decisions(ada_lines)
        third.import_decisions(chance.sample([*ada_lines, *bob_lines], len(ada_lines) + len(bob_lines)))
        assert contents(ada) == contents(bob) == contents(third)
        assert [each for each in third.examine() if each.wrong] == []


def something(ledger: Ledger, chance: random.Random, by: str) -> None:
    """Decide anything about anything."""
    ids = {
        table: [row[0] for row in ledger.connection.execute(f"SELECT id FROM {table} ORDER BY id")]  # noqa: S608  # ours
        for table in ("events", "reports", "statements", "commitments", "threads", "actors")
    }
    verb = chance.choice(("accept", "reject", "edit", "merge", "split", "note", "undo"))
    table = chance.choice(
        {"merge": ["events", "threads", "actors"], "split": ["events", "reports", "commitments"]}.get(
            verb, ["reports", "statements", "commitments"]
        )
    )
    edits = {
        "reports": [("type", "AID"), ("mode", "drone"), ("actors", "UKR; Poland"), ("date", "2024-02")],
        "statements": [("act", "deny"), ("speaker", "Ukraine"), ("addressee", "NATO")],
        "commitments": [("stage", "delayed"), ("amount", "7 million USD"), ("donors", "Norway")],
    }
    try:
        if verb == "undo":
            made = ledger.decisions()
            ledger.undo(chance.choice(made).id if made else "", by)
        elif verb == "merge":
            ledger.decide("merge", chance.sample(ids[table], min(2, len(ids[table]))), by)
        elif verb == "edit":
            field, value = chance.choice(edits[table])
            ledger.decide("edit", [chance.choice(ids[table])], by, field=field, value=value)
        else:
            ledger.decide(verb, [chance.choice(ids[table])], by, note="so")
    except BadDecision:
        pass  # not everything can be decided about everything


@settings(deadline=None, max_examples=50)
@given(st.text() | st.dictionaries(st.text(), st.integers() | st.text()).map(json.dumps))
def test_any_line_is_taken_over_or_told(line: str) -> None:
    with Ledger.open(":memory:") as ledger:
        if line.strip():
            with pytest.raises(BadLine, match="line 1"):
                ledger.import_decisions([line])
        else:
            assert ledger.import_decisions([line]) == (0, 0)
        assert ledger.decisions() == []


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "edit", "field": "type", "value": "ASSUALT"},
        {"verb": "edit", "field": "mood", "value": "calm"},
        {"verb": "undo"},
        {"verb": "undo", "undoes": ""},
        {"undoes": ""},
        {"verb": "merge", "value": [["report-0000000000000000"]]},
        {"verb": "split", "value": "report"},
        {"targets": ["statement-0000000000000000"]},
        {"targets": []},
        {"at": "yesterday"},
        {"at": "2024-05-00T09:00:00.000Z"},
        {"by": " "},
    ],
)
def test_a_decision_that_could_not_be_made_here_is_not_taken_over(ledger: Ledger, change: dict[str, object]) -> None:
    (refusal,) = ledger.events(type="REJECT")
    ledger.decide("reject", [refusal.id], "ada")
    raw = {**ledger.decisions()[0].to_json(), **change}
    forged = made(**{key: value for key, value in raw.items() if key != "id"})
    with small_ledger() as other:
        with pytest.raises(BadLine, match="line 1"):
            other.import_decisions([json.dumps(forged.to_json())])
        assert other.decisions() == []


@pytest.mark.parametrize("odd", [{"title": ["minister"]}, {"code": 7}, {"country": ["EST"]}, {"key": 1}])
def test_an_actor_of_other_types_is_not_taken_over(ledger: Ledger, odd: dict[str, object]) -> None:
    ledger.decide("merge", [each.id for each in ledger.actors(limit=2)], "ada")
    raw = ledger.decisions()[0].to_json()
    raw["value"][0] |= odd
    forged = made(**{key: value for key, value in raw.items() if key != "id"})
    with small_ledger() as other, pytest.raises(BadLine, match="line 1"):
        other.import_decisions([json.dumps(forged.to_json())])


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


def test_a_thread_is_not_merged_with_itself(ledger: Ledger) -> None:
    """Its tellings are one already: it was kept as a decision that did nothing."""
    thread = next(each.thread for each in ledger.commitments() if each.thread_reports > 1)
    for ids in ([thread], [thread, thread]):
        with pytest.raises(BadDecision, match=rf"{thread} can't be merged by itself\. Name two or more"):
            ledger.decide("merge", ids, "ada")
    assert not ledger.decisions()


def test_what_was_rejected_is_counted_nowhere(ledger: Ledger) -> None:
    """`stats` and the first page counted it, and led to lists that didn't have it."""
    strike = ledger.events(type="ASSAULT")[0]
    said, given = ledger.statements()[0], ledger.commitments()[0]
    before = ledger.stats()
    made = [ledger.decide("reject", [each.id], "ada") for each in (strike, said)]
    made.append(ledger.decide("reject", [each.id for each in ledger.commitments(thread=given.thread)], "ada"))
    stats = ledger.stats()
    for family in ("events", "statements", "commitments"):
        total = getattr(ledger, family)().total
        assert stats[family] == total < before[family]
    assert stats["events_by_type"].get("ASSAULT", 0) == ledger.events(type="ASSAULT").total
    assert sum(stats["events_by_status"].values()) == stats["events"]
    assert sum(stats["statements_by_act"].values()) == stats["statements"]
    assert sum(stats["commitments_by_stage"].values()) == stats["commitments"]
    assert stats["threads"] == before["threads"] - 1
    assert stats["reports"] == before["reports"] - strike.reports
    for each in made:
        ledger.undo(each.id, "ada")
    assert {**ledger.stats(), "decisions": 0, "bytes": 0} == {**before, "decisions": 0, "bytes": 0}


def test_lists_and_searches_count_what_they_lead_to(ledger: Ledger) -> None:
    """Actors, articles and sentences told of what was rejected, too."""
    strike, said, given = ledger.events(type="ASSAULT")[0], ledger.statements()[0], ledger.commitments()[0]
    for each in (strike, said, given):
        ledger.decide("reject", [each.id], "ada")
        assert each.id not in {its_id for found in ledger.search(each.quote.quote) for its_id in found.records}
    for row in ledger.articles():
        assert row.events == ledger.events(article=row.id).total
        assert row.statements == ledger.statements(article=row.id).total
        assert row.commitments == ledger.commitments(article=row.id).total
    for actor in ledger.actors(limit=None):
        sides = ledger.events(actor=actor.id, limit=None), ledger.events(recipient=actor.id, limit=None)
        events = {each.id for side in sides for each in side}
        assert actor.events == len(events)
        assert actor.statements == ledger.statements(speaker=actor.id).total
