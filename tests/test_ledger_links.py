"""One link of the linker is seen with its reasons and undone by itself, for good and not for good."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_readings import DELIVERY, READINGS, ledger_of, reading, small_ledger
from test_ledger_decisions import contents, lines, newer

from communique import BadDecision, BadLine, Ledger, Reading, UnknownId
from communique.ledger.decided.decisions import holding, made
from communique.ledger.file.database import transaction
from communique.ledger.stored.links import Linker
from communique.ledger.stored.rewriting import write_linked
from communique.linking.events import Told

NOW = datetime.datetime(2024, 4, 1, tzinfo=datetime.UTC)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


def links(ledger: Ledger, its_id: str) -> list[str]:
    found = ledger.explain(its_id)
    return [point.link for section in found.sections for point in section.points if point.link]


def copies() -> tuple[Reading, Reading, Reading]:
    """Give three articles, of which each is the one before with a sentence more."""
    text = (
        "Estonia has delivered 12 howitzers to Ukraine, the Defence Ministry said on March 12. The guns came by rail"
        " through Lublin and were taken over by the 44th brigade. Their crews had trained at Tapa since the autumn."
        " Spare barrels and two recovery vehicles were part of the load, which filled eleven wagons."
    )
    more = (text, f"{text} Nobody was hurt.", f"{text} Nobody was hurt. A film of it was shown in the evening.")
    actors = {
        "est": ("Estonia", "state", "EST", ["GOV"], None),
        "ukr": ("Ukraine", "state", "UKR", ["GOV"], None),
    }
    event = {"type": "AID", "trigger": "delivered", "actors": ["est"], "recipients": ["ukr"]}
    one, two, three = (
        reading(each, actors=actors, events=[event], published="2024-03-12", publisher=f"Paper {at}")
        for at, each in enumerate(more)
    )
    return one, two, three


def test_what_stood_at_one_address_is_one_source() -> None:
    actors = {"rsf": ("RSF", "group", "SDN", ["REB"], None)}
    event = {"type": "ASSAULT", "trigger": "Shelling", "actors": ["rsf"]}

    def version(dead: int, url: str) -> Reading:
        made = reading(
            f"Shelling by RSF killed {dead} people on Friday.", actors=actors, events=[event], published="2024-05-12"
        )
        return replace(made, article=replace(made.article, url=url))

    def other(url: str) -> Reading:
        made = reading(
            "The harbour gave the choir a hall, and thousands listened to it until midnight.",
            actors={"rsf": ("harbour", "organization", None, ["BUS"], None)},
            events=[{"type": "AID", "trigger": "gave", "actors": ["rsf"]}],
            published="2024-05-12",
        )
        return replace(made, article=replace(made.article, url=url))

    with ledger_of(version(dead, "https://w.example/news/1") for dead in (27, 37)) as corrected:
        (only,) = corrected.events()
        assert (only.reports, only.sources) == (2, 1)
    with ledger_of(version(dead, f"https://w.example/news/{dead}") for dead in (27, 37)) as others:
        assert {each.sources for each in others.events()} == {2}
    with ledger_of(version(dead, "https://w.example/") for dead in (27, 37)) as front:
        assert {each.sources for each in front.events()} == {2}
    with ledger_of([version(27, "https://w.example/a"), other("https://w.example/a")]) as apart:
        assert len({each.quote.source for each in apart.events()}) == 2
    with ledger_of(version(dead, "https://w.example/channel") for dead in range(27, 37)) as channel:
        assert max(each.sources for each in channel.events()) > 1


def test_explain_shows_each_link_with_its_id_and_reasons(ledger: Ledger) -> None:
    (delivery,) = ledger.events(type="AID")
    (link,) = links(ledger, delivery.id)
    found = ledger.explain(link)
    assert (found.family, found.headline.partition(":")[0]) == ("link", "same")
    quotes = [point.quote.quote for point in found.sections[0].points if point.quote]
    assert {each.split()[0] for each in quotes} == {"Estonia", "Ukraine"}
    assert any("both name EST and UKR" in point.said for point in found.sections[1].points)
    assert ledger.explain(link[:12]).id == link


def test_one_link_is_undone_and_that_is_undone_in_its_turn(ledger: Ledger) -> None:
    before = contents(ledger)
    (delivery,) = ledger.events(type="AID")
    (link,) = links(ledger, delivery.id)
    parted = ledger.decide("split", [link], "ada", note="two deliveries")
    assert [each.reports for each in ledger.events(type="AID")] == [1, 1]
    assert (parted.verb, parted.note) == ("split", f"{link}: two deliveries")
    assert any(parted.id in point.said for section in ledger.explain(link).sections for point in section.points)
    with pytest.raises(BadDecision, match="undone before"):
        ledger.decide("split", [link], "ada")
    ledger.undo(parted.id, "ada")
    assert contents(ledger) == before
    assert not any("undone by" in point.said for point in ledger.explain(link).sections[1].points)


def test_an_undone_link_stays_undone_for_a_newer_reader_and_in_another_ledger(ledger: Ledger) -> None:
    (delivery,) = ledger.events(type="AID")
    ledger.decide("split", links(ledger, delivery.id), "ada")
    parted = contents(ledger)
    for version in ("2", "1"):
        for each in READINGS:
            ledger.put(newer(each, version))
        assert len(ledger.events(type="AID")) == 2
    assert contents(ledger) == parted
    with small_ledger() as other:
        assert other.import_decisions(lines(ledger)) == (1, 0)
        assert contents(other) == parted


def test_what_hangs_on_a_link_goes_with_it(ledger: Ledger) -> None:
    (thread,) = {each.thread for each in ledger.commitments()}
    by_end = {link: ledger.explain(link).headline for link in links(ledger, thread)}
    approved = next(each.id for each in ledger.commitments(stage="approved"))
    (link,) = [link for link, said in by_end.items() if approved in said]
    ledger.decide("split", [link], "ada")
    threads = {each.id: each.thread for each in ledger.commitments()}
    assert len(set(threads.values())) == 2
    assert [each for each in threads if threads[each] == threads[approved]] == [approved]


def test_a_copy_is_its_own_source_when_its_link_is_undone() -> None:
    one, two, three = copies()
    with ledger_of([one, two, three]) as ledger:
        (event,) = ledger.events()
        assert (event.reports, event.sources) == (3, 1)
        before = contents(ledger)
        mine = [link for link in links(ledger, three.article.id) if three.article.id in ledger.explain(link).headline]
        made = [ledger.decide("split", [link], "ada") for link in mine if "undone" not in told(ledger, link)]
        (event,) = ledger.events()
        assert (event.reports, event.sources) == (3, 2)
        ledger.put(newer(three, "2"))
        assert ledger.events()[0].sources == 2
        with Ledger.open(":memory:") as other:
            for each in (three, two, one):
                other.put(each)
            other.import_decisions(lines(ledger))
            assert other.events()[0].sources == 2
        ledger.put(newer(three, "1"))
        for decision in reversed(made):
            ledger.undo(decision.id, "ada")
        assert contents(ledger) == before
        assert [each for each in ledger.examine() if each.wrong] == []


def told(ledger: Ledger, link: str) -> str:
    return " ".join(point.said for point in ledger.explain(link).sections[1].points)


def test_links_that_are_not_there_are_told(ledger: Ledger) -> None:
    (delivery,) = ledger.events(type="AID")
    (link,) = links(ledger, delivery.id)
    for wrong in ("link-0000000000000000", "link-"):
        with pytest.raises(UnknownId, match="no link"):
            ledger.decide("split", [wrong], "ada")
    with pytest.raises(BadDecision, match="one link at a time"):
        ledger.decide("split", [link, delivery.id], "ada")
    with pytest.raises(BadDecision, match="takes records of one family"):
        ledger.decide("accept", [DELIVERY.article.id], "ada")


def test_of_articles_only_links_are_undone(ledger: Ledger) -> None:
    forged = made(
        at="2024-01-18T09:30:00.000Z", by="eve", verb="reject", family="article", targets=[DELIVERY.article.id]
    )
    with pytest.raises(BadLine, match="only links are undone"):
        ledger.import_decisions([json.dumps(forged.to_json())])


def test_sketches_of_triggers_stay_when_a_reading_comes_without_them(ledger: Ledger) -> None:
    def sketch() -> bytes | None:
        row = ledger.connection.execute("SELECT told FROM reports WHERE type = 'REJECT'").fetchone()
        return Told.from_bytes(row[0]).vector

    doubt = READINGS[3]
    refusal = next(each for each in doubt.events if each.type == "REJECT")
    vector = bytes(range(65))
    with transaction(ledger.connection):
        write_linked(Linker(ledger.connection), newer(doubt, "2"), NOW, {refusal.trigger.start: vector})
    assert sketch() == vector
    ledger.put(newer(doubt, "3"))
    assert sketch() == vector


STEPS = ("merge events", "merge threads", "merge actors", "split", "split", "link", "undo", "undo", "edit", "reject")


def step(ledger: Ledger, said: str, chance: random.Random) -> None:
    """Decide something of one kind."""
    ids = {
        table: [row[0] for row in ledger.connection.execute(f"SELECT id FROM {table} ORDER BY id")]  # noqa: S608  # ours
        for table in ("events", "reports", "commitments", "threads", "actors")
    }
    edits = (
        ("reports", "type", "AID"), ("reports", "actors", "UKR; Poland"), ("commitments", "stage", "delayed"),
        ("commitments", "donors", "Norway"), ("actors", "country", "Belgium"), ("actors", "name", "Somebody"),
    )  # fmt: skip
    verb, _, table = said.partition(" ")
    try:
        if verb == "undo":
            decided = ledger.decisions()
            ledger.undo(chance.choice(decided).id if decided else "", "ada")
        elif verb == "merge":
            some = min(chance.choice((2, 2, 3)), len(ids[table]))
            ledger.decide("merge", chance.sample(ids[table], some), "ada")
        elif verb == "edit":
            table, field, value = chance.choice(edits)
            ledger.decide("edit", [chance.choice(ids[table])], "ada", field=field, value=value)
        elif verb == "link":
            rows = ledger.connection.execute("SELECT one FROM links ORDER BY one, other").fetchall()
            ledger.decide("split", [chance.choice(links(ledger, chance.choice(rows)[0]))], "ada")
        elif verb == "split":
            ledger.decide("split", [chance.choice([*ids["events"], *ids["reports"], *ids["commitments"]])], "ada")
        else:
            ledger.decide("reject", [chance.choice([*ids["reports"], *ids["commitments"]])], "ada")
    except BadDecision:
        pass  # not everything can be decided about everything


@settings(deadline=None, max_examples=6)
@given(st.lists(st.sampled_from(STEPS), min_size=4, max_size=10), st.randoms(use_true_random=False))
def test_what_was_decided_and_undone_leaves_what_the_rest_alone_would(steps: list[str], chance: random.Random) -> None:
    with small_ledger() as ledger, small_ledger() as direct:
        for said in steps:
            step(ledger, said, chance)
        for decision in holding(ledger.connection, ledger.decisions()):
            direct.import_decisions([json.dumps(decision.to_json())])
        assert contents(direct) == contents(ledger)
        for version in ("2", "1"):
            for each in READINGS:
                direct.put(newer(each, version))
        assert contents(direct) == contents(ledger)
        assert [each for each in direct.examine() if each.wrong] == []


def test_an_actor_merged_twice_is_the_first_one_again_when_the_second_merge_is_undone() -> None:
    with small_ledger() as ledger, small_ledger() as direct:
        opposition, ukraine, russia, savchuk = (
            ledger.actors(name=name)[0].id for name in ("opposition", "Ukraine", "Russia", "Andriy Savchuk")
        )
        first = ledger.decide("merge", [ukraine, opposition], "ada")
        before = contents(ledger)
        second = ledger.decide("merge", [russia, ukraine, savchuk], "ada")
        assert ledger.statements(act="criticize")[0].speaker.id == russia
        ledger.undo(second.id, "ada")
        assert ledger.statements(act="criticize")[0].speaker.id == ukraine
        assert contents(ledger) == before
        direct.import_decisions([json.dumps(first.to_json())])
        assert contents(direct) == before
        assert [each for each in ledger.examine() if each.wrong] == []


def asked(ledger: Ledger, made: Reading) -> list[str]:
    """Store a reading; give the statements of SQL that it took, in their order."""
    said: list[str] = []
    ledger.connection.set_trace_callback(said.append)
    ledger.put(made)
    ledger.connection.set_trace_callback(None)
    return [" ".join(each.split()) for each in said]


def shelling(day: str, towns: int) -> Reading:
    """Give an article in which guns shell so many towns, each told in a sentence of its own."""
    names = ["Verkhova", "Lissa", "Dorneck", "Palmin", "Orsk", "Tellin", "Varna", "Moreck", "Kessel", "Brunnow"][:towns]
    text = " ".join(
        f"Russian guns {verb} {town} in Ukraine on {day}." for verb, town in zip(VERBS, names, strict=False)
    )
    actors = {
        "rus": ("Russian", "state", "RUS", ["MIL"], None),
        "ukr": ("Ukraine", "state", "UKR", ["GOV"], None),
    }
    events = [{"type": "ASSAULT", "trigger": verb, "actors": ["rus"], "recipients": ["ukr"]} for verb in VERBS[:towns]]
    return reading(text, actors=actors, events=events, published=f"2024-03-{day.split()[1]}")


VERBS = ("shelled", "bombed", "raided", "stormed", "struck", "pounded", "mortared", "blasted", "burned", "razed")


def test_candidates_of_all_reports_of_an_article_are_asked_for_once() -> None:
    for towns in (2, 10):
        with Ledger.open(":memory:") as ledger:
            ledger.put(shelling("March 12", 10))
            said = asked(ledger, shelling("March 13", towns))
        for query in ("FROM blocks", "SELECT event, known, id, told FROM reports"):
            assert len([each for each in said if query in each]) == 1


def test_a_report_that_joins_an_event_has_none_of_its_own_to_take_out() -> None:
    first, second, _ = copies()
    with Ledger.open(":memory:") as ledger:
        ledger.put(first)
        said = asked(ledger, second)
        assert not [each for each in said if each.startswith(("DELETE FROM events", "UPDATE reports"))]
        (event,) = ledger.events()
        assert event.reports == 2
        ids = [row[0] for row in ledger.connection.execute("SELECT id FROM reports ORDER BY id")]
        # Its id is that of the first of its reports; by that of the other it is found as well.
        assert event.id == f"event-{ids[0].partition('-')[2]}"
        former = ledger.connection.execute("SELECT id, event FROM former_ids").fetchall()
        assert [tuple(row) for row in former] == [(f"event-{ids[1].partition('-')[2]}", event.number)]


def test_reports_of_one_article_are_linked_with_each_other() -> None:
    text = "Russian guns shelled Verkhova on March 12. The shelled town is in Ukraine, and Verkhova burned."
    actors = {
        "rus": ("Russian", "state", "RUS", ["MIL"], None),
        "ukr": ("Ukraine", "state", "UKR", ["GOV"], None),
    }
    event = {"type": "ASSAULT", "actors": ["rus"], "recipients": ["ukr"]}
    events = [{**event, "trigger": "shelled"}, {**event, "trigger": "shelled@2"}]
    made = reading(text, actors=actors, events=events, published="2024-03-12")
    with Ledger.open(":memory:") as ledger:
        ledger.put(made)
        (link,) = ledger.connection.execute("SELECT one, other, kind FROM links").fetchall()
        reports = [row[0] for row in ledger.connection.execute("SELECT id FROM reports ORDER BY number")]
        assert tuple(link) == (reports[1], reports[0], "same")
        assert [each.reports for each in ledger.events()] == [2]
