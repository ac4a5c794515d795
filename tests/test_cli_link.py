"""`communique link`: clusters of event words over several articles."""

import json

import pytest
from cli import run

from communique.model import shipped

MONDAY = "Russian missiles struck a bridge near Kharkiv on Monday, killing four workers.\nNobody claimed the attack."
TUESDAY = "Four workers died when missiles struck the bridge near Kharkiv. France sent condolences to Ukraine."
LINE = {
    "ref": "t",
    "documents": [
        {"ref": "a", "text": MONDAY, "published": "2024-03-05"},
        {"ref": "b", "text": TUESDAY, "published": "2024-03-06"},
    ],
}


def answers(*lines: object) -> list[dict[str, object]]:
    feed = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    found = run("link", "--jsonl", feed=feed)
    assert found.exit_code == 0
    return [json.loads(each) for each in found.stdout.splitlines()]


def words(answer: dict[str, object]) -> list[list[str]]:
    texts = {"a": MONDAY, "b": TUESDAY}
    clusters = answer["clusters"]
    assert isinstance(clusters, list)
    return [
        [texts[each["ref"]][each["trigger"]["start"] : each["trigger"]["end"]] for each in group] for group in clusters
    ]


def test_words_of_one_event_come_together_each_once() -> None:
    [answer] = answers(LINE)
    assert answer["ref"] == "t"
    found = words(answer)
    assert [each for group in found for each in group if each == "struck"] == ["struck", "struck"]
    assert any(group.count("struck") == 2 for group in found)
    clusters = answer["clusters"]
    assert isinstance(clusters, list)
    places = [(each["ref"], each["trigger"]["start"]) for group in clusters for each in group]
    assert len(places) == len(set(places))


@pytest.mark.skipif(not shipped().has_states, reason="the weights give no states: only events of records are offered")
def test_events_of_any_kind_are_offered() -> None:
    flood = "A flood destroyed the museum in Lima, and thousands of visitors fled."
    [answer] = answers({"ref": "x", "documents": [{"ref": "a", "text": flood}]})
    clusters = answer["clusters"]
    assert isinstance(clusters, list)
    found = {flood[each["trigger"]["start"] : each["trigger"]["end"]] for group in clusters for each in group}
    assert {"destroyed", "fled"} <= found


def test_a_bad_line_never_ends_a_batch() -> None:
    twice = {"ref": "d", "documents": [{"ref": "a", "text": "x"}, {"ref": "a", "text": "y"}]}
    dated = {"ref": "e", "documents": [{"ref": "a", "text": "x", "published": "soon"}]}
    found = answers("nonsense", {"ref": "b"}, {"ref": "c", "documents": ["x"]}, twice, dated, "[]", LINE)
    assert [each["ref"] for each in found] == [None, "b", "c", "d", "e", None, "t"]
    assert all("error" in each for each in found[:-1])
    assert "document 1" in json.dumps(found[4])
    assert "clusters" in found[-1]


def test_no_documents_hold_no_events() -> None:
    assert answers({"ref": "u", "documents": []}) == [{"ref": "u", "clusters": []}]


def test_an_empty_document_tells_of_nothing_and_the_others_are_linked() -> None:
    documents = [*LINE["documents"], {"ref": "c", "text": " "}]
    assert answers({"ref": "t", "documents": documents}) == answers(LINE)


def test_events_that_two_sources_tell_for_people(tmp_path: object) -> None:
    from pathlib import Path  # noqa: PLC0415

    folder = Path(str(tmp_path))
    for name, text in (("monday.txt", MONDAY), ("tuesday.txt", TUESDAY)):
        (folder / name).write_text(text, encoding="utf-8")
    names = [str(folder / name) for name in ("monday.txt", "tuesday.txt")]
    found = run("link", *names, "--published", "2024-03-05")
    assert found.exit_code == 0
    assert any("struck" in line and names[0] in line and names[1] in line for line in found.stdout.splitlines())
    alone = run("link", names[0])
    assert alone.stdout == "No event is told by more than one source.\n"


def test_a_missing_source_is_told_and_the_rest_is_linked(tmp_path: object) -> None:
    from pathlib import Path  # noqa: PLC0415

    path = Path(str(tmp_path)) / "a.txt"
    path.write_text(MONDAY, encoding="utf-8")
    found = run("link", str(path), "missing.txt")
    assert found.exit_code == 2
    assert "missing.txt" in found.stderr
