"""What events, threads and actors say after decisions, and after decisions are undone: what they would say at once."""

from __future__ import annotations

import json

from ledger_readings import READINGS, ledger_of, reading, small_ledger
from test_ledger_decisions import contents, newer

from communique import Ledger, Reading
from communique.ledger.ids import actor_id

UKRAINE = ("Ukraine", "state", "UKR", ["GOV"], None)
NORWAY = actor_id("state:NOR")


def ids(ledger: Ledger, *names: str) -> list[str]:
    return [ledger.actors(name=name)[0].id for name in names]


def told(ledger: Ledger, words: str) -> list[str]:
    rows = ledger.connection.execute("SELECT id FROM reports_view WHERE instr(quote, ?) ORDER BY id", (words,))
    return [row[0] for row in rows]


def test_an_event_names_whom_half_its_sources_name_once_two_of_its_actors_are_one() -> None:
    with small_ledger() as ledger, small_ledger() as direct:
        (visit,) = (each.id for each in ledger.events(type="CONSULT") if "met" in each.quote.quote)
        events = [visit, ledger.events(type="AID")[0].id, ledger.events(type="ACCUSE")[0].id]
        decided = [ledger.decide("merge", events, "ada")]
        assert {party.name for party in ledger.events(type="AID")[0].actors} == {"Estonia"}
        decided.append(ledger.decide("merge", ids(ledger, "opposition", "Maarja Tamm"), "ada"))
        # One of four sources names the one, another the other: together they are half of them.
        assert {party.name for party in ledger.events(type="AID")[0].actors} == {"Estonia", "opposition"}
        direct.import_decisions([json.dumps(each.to_json()) for each in decided])
        for each in READINGS:
            direct.put(newer(each, "2"))
        for each in READINGS:
            direct.put(newer(each, "1"))
        assert contents(direct) == contents(ledger)


def test_a_thread_is_what_its_links_say_when_they_are_no_longer_undone() -> None:
    with small_ledger() as ledger:
        every = [each.id for each in ledger.commitments()]
        (part,) = (each.id for each in ledger.commitments() if "10 howitzers" in each.quote.quote)
        ledger.decide("edit", [part], "ada", field="donors", value="Norway")
        before = contents(ledger)
        ledger.decide("split", [part], "ada")
        assert contents(ledger) != before
        ledger.decide("merge", every, "ada")
        assert contents(ledger) == before


def test_a_thread_is_put_together_anew_when_its_givers_are_decided_to_be_one() -> None:
    promise = reading(
        "The Alpha Fund will give Ukraine 100 trucks, it said.",
        actors={"fund": ("Alpha Fund", "organization", "NGO", [], None), "ukr": UKRAINE},
        commitments=[
            {"donors": ["fund"], "recipients": ["ukr"], "stage": "pledged", "at": "100 trucks"}
            | {"items": [(100, "trucks", "vehicles", "100 trucks")]}
        ],
        published="2024-01-18",
    )
    part = reading(
        "The Alpha Foundation has delivered 30 of the 100 trucks to Ukraine.",
        actors={"fund": ("Alpha Foundation", "organization", "NGO", [], None), "ukr": UKRAINE},
        commitments=[
            {"donors": ["fund"], "recipients": ["ukr"], "stage": "delivered", "at": "30"}
            | {"items": [(30, "trucks", "vehicles", "30")]}
        ],
        published="2024-02-20",
    )
    with ledger_of([promise, part]) as ledger:
        ledger.decide("merge", [each.id for each in ledger.commitments()], "ada")
        assert {each.thread_stage for each in ledger.commitments()} == {"delivered"}
        before = contents(ledger)
        merged = ledger.decide("merge", ids(ledger, "Alpha Fund", "Alpha Foundation"), "ada")
        # Of one giver it is a first part of what was promised.
        assert {each.thread_stage for each in ledger.commitments()} == {"pledged"}
        ledger.undo(merged.id, "ada")
        assert contents(ledger) == before
        (foundation,) = ids(ledger, "Alpha Foundation")
        renamed = ledger.decide("edit", [foundation], "ada", field="name", value="Alpha Fund")
        assert {each.thread_stage for each in ledger.commitments()} == {"pledged"}
        ledger.undo(renamed.id, "ada")
        assert contents(ledger) == before


def test_whom_only_an_edit_names_is_himself_again_when_a_merge_is_undone() -> None:
    with small_ledger() as ledger:
        ledger.decide("edit", [ledger.commitments()[0].id], "ada", field="donors", value="Norway")
        before = contents(ledger)
        merged = ledger.decide("merge", [*ids(ledger, "NATO"), NORWAY], "ada")
        assert not ledger.actors(name="Norway")
        ledger.undo(merged.id, "ada")
        assert contents(ledger) == before


def test_whom_only_an_edit_names_is_called_as_it_calls_him_when_his_name_is_no_longer_edited() -> None:
    with small_ledger() as ledger:
        named = ledger.decide("edit", [ledger.commitments()[0].id], "ada", field="donors", value="Norway")
        before = contents(ledger)
        renamed = ledger.decide("edit", [NORWAY], "ada", field="name", value="Kingdom of Norway")
        after = contents(ledger)
        undone = ledger.undo(named.id, "ada")
        assert not ledger.actors(name="Kingdom of Norway")
        ledger.undo(undone.id, "ada")
        assert contents(ledger) == after
        ledger.undo(renamed.id, "ada")
        assert contents(ledger) == before


def test_what_was_linked_is_linked_again_when_people_merged_it_with_something_else() -> None:
    with small_ledger() as ledger:
        (delivery,), (visit,) = (told(ledger, words) for words in ("has delivered 12", "will visit Berlin"))
        assert [each.reports for each in ledger.events(type="AID")] == [2]
        ledger.decide("merge", [delivery, visit], "ada")
        before = contents(ledger)
        for version in ("2", "1"):
            for each in READINGS:
                ledger.put(newer(each, version))
        # The other paper's report of the delivery is nothing like a visit, and of one event with both all the same.
        assert {each.reports for each in ledger.events() if "Berlin" in each.quote.quote} == {3}
        assert contents(ledger) == before


def test_actors_of_an_event_keep_their_order_when_an_article_is_written_anew() -> None:
    people: dict[str, tuple[str, str, None, list[str], None]] = {
        name: (name, "organization", None, [], None) for name in ("Alpha", "Beta", "Gamma", "Delta")
    }

    def visit(day: int, *actors: str, recipient: bool = False) -> Reading:
        text = f"{', '.join(actors)} met on the day with the number {day}, and Ukraine took part."
        event = {"type": "CONSULT", "trigger": "met", "actors": actors, "recipients": ["ukr"] if recipient else []}
        cast = {name: people[name] for name in actors} | {"ukr": UKRAINE}
        return reading(text, actors=cast, events=[event], published=f"2024-03-1{day}", publisher=f"Paper {day}")

    with Ledger.open(":memory:") as ledger:
        for each in (
            visit(1, "Gamma", recipient=True),
            visit(2, "Alpha"),
            visit(3, "Delta", "Alpha", "Beta"),
            visit(4, "Beta"),
        ):
            ledger.put(each)
        ledger.decide("merge", [each.id for each in ledger.events()], "ada")
        (event,) = ledger.events()
        before = [party.name for party in event.actors]
        assert before == ["Gamma", "Alpha", "Beta"]
        edited = ledger.decide("edit", told(ledger, "Alpha met"), "ada", field="status", value="planned")
        ledger.undo(edited.id, "ada")
        assert [party.name for party in ledger.events()[0].actors] == before
