"""Annotation against a reading: what differs, blind sheets, answers, and the edits that follow from them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from training.adjudication.differences import Difference, Differences
from training.adjudication.edits import carry_out, edited_block
from training.adjudication.sheets import KEY, items_of, read_answers, read_key, write_again, write_sheets
from training.corpus.format import parse
from training.corpus.readings import reading_of
from training.corpus.spans import find, write
from training.corpus.validate import problems_of
from training.evaluate import compare

TEXT = (
    "Peru arrested two Chadian sailors at Callao on Monday. Chad condemned the arrest, and its envoy, Ada Ode, said"
    " Lima would hear from her. Togo sent Peru 30 lorries and $5 million."
)
HEAD = f"== xx-001\nregister: wire | region: - | topic: sailors-callao | published: 2019-03-05\n{TEXT}\n--\n"
ACTORS = """\
actor per state PER GOV [Peru#1] [Lima] [Peru#2]
actor sai group TCD CVL [two Chadian sailors]
actor tcd state TCD GOV [Chad] [its]
actor ode person TCD GOV [Ada Ode] [her] title[envoy]
actor tgo state TGO GOV [Togo]
place [Callao]
date [on Monday]
"""
OURS = """\
statement s1 criticize certain speaker=tcd cue[condemned] content[arrest]
statement s2 say certain speaker=ode cue[said] content[Lima would … her]
event e1 COERCE:arrest actual actor=per recipient=sai trigger[arrested] date[on Monday] place[Callao]
event e2 ACCUSE:disapprove actual actor=tcd recipient=per trigger[condemned]
event e3 AID actual actor=tgo recipient=per trigger[sent]
commitment c1 delivered unspecified in_kind donor=tgo recipient=per item[30 lorries]:vehicles event=e3
commitment c2 delivered financial grant donor=tgo recipient=per amount[$5 million] event=e3
"""
THEIRS = """\
statement s1 threaten certain speaker=ode cue[said] content[Lima would … her]
event e1 COERCE:arrest historical actor=per recipient=sai,tcd trigger[arrested] date[on Monday]
event e2 ACCUSE:disapprove actual recipient=tcd,per trigger[condemned]
event e3 COOPERATE actual actor=tgo recipient=per trigger[sent]
event e4 THREATEN actual actor=ode recipient=per trigger[hear]
commitment c1 pledged unspecified in_kind donor=tgo recipient=per item[30 lorries]:vehicles event=e3
"""


def block(records: str) -> str:
    return HEAD + ACTORS + records


def differences(ours: str, theirs: str) -> list[Difference]:
    """Return what an annotation has otherwise than a reading, which another annotation stands for."""
    return list(Differences(parse(block(ours)), reading_of(parse(block(theirs)))).all())


def told(found: list[Difference]) -> set[tuple[str, str, str]]:
    return {(each.kind, each.annotated, each.read) for each in found}


def test_what_differs_is_told_in_words() -> None:
    found = told(differences(OURS, THEIRS))
    assert ("status", "COERCE actual", "COERCE historical") in found
    assert ("role", "Chad: not recipient of COERCE", "Chad: recipient of COERCE") in found
    assert ("role", "Chad: actor of ACCUSE", "Chad: recipient of ACCUSE") in found
    assert ("type", "AID", "COOPERATE") in found
    assert ("event", "no event of its own", "THREATEN actual, actor Ada Ode, recipient Peru") in found
    assert ("statement", "criticize by Chad, content “arrest”", "no statement of its own") in found
    assert ("act", "say", "threaten") in found
    assert ("stage", "delivered", "pledged") in found
    assert ("commitment", "delivered financial grant, donor Togo, recipient Peru", "no commitment of its own") in found
    assert len(found) == 9


def test_an_annotation_does_not_differ_from_its_own_reading() -> None:
    assert not differences(OURS, OURS)


def test_a_statement_that_is_no_record_is_not_asked_for() -> None:
    without = OURS.replace("speaker=tcd cue", "cue")
    assert not differences(without, without)


def test_a_statement_that_is_no_record_is_not_missed_either() -> None:
    without = parse(block(OURS.replace("speaker=tcd cue", "cue")))
    figures = compare([without], [reading_of(without)])
    assert (figures["statements_precision"], figures["statements_recall"]) == (1.0, 1.0)
    figures = compare([without], [reading_of(parse(block(OURS)))])
    assert (figures["statements_precision"], figures["statements_recall"]) == (0.5, 1.0)


@pytest.mark.parametrize(("ours", "theirs"), [(OURS, THEIRS), (THEIRS, OURS), (OURS, "none\n"), ("none\n", OURS)])
def test_all_edits_together_leave_no_difference(ours: str, theirs: str) -> None:
    found = differences(ours, theirs)
    edited, undone = edited_block(block(ours), [each.edits for each in found])
    assert not undone
    assert not problems_of(parse(edited))
    assert not list(Differences(parse(edited), reading_of(parse(block(theirs)))).all())


def test_an_edit_that_leaves_a_passage_invalid_is_not_made() -> None:
    lines = OURS.replace(" item[30 lorries]:vehicles", "")
    found = [each.edits for each in differences(lines, "none\n") if each.annotated.startswith("AID")]
    edited, undone = edited_block(block(lines), found)
    assert (edited, len(undone)) == (block(lines), 1)


def test_the_sides_of_a_sheet_change_and_the_key_tells_whose_they_are(tmp_path: Path) -> None:
    passage, reading = parse(block(OURS)), reading_of(parse(block(THEIRS)))
    assert write_sheets(tmp_path, [(passage, reading)]) == 9
    sheet = (tmp_path / "sheet-01.txt").read_text(encoding="utf-8")
    key = read_key(tmp_path)
    assert {each.side for each in key.values()} == {"A", "B"}
    for name, item in key.items():
        number = name.split("/")[1]
        asked = re.search(rf"^{number} .*\n   A (.*)\n   B (.*)$", sheet, re.MULTILINE)
        assert asked is not None
        sides = (item.difference.annotated, item.difference.read)
        assert asked.groups() == (sides if item.side == "A" else sides[::-1])
    assert TEXT in sheet
    assert read_key(tmp_path) == key  # the key is its own round trip


def test_agreed_events_are_controls_and_a_second_look_draws_the_sides_anew(tmp_path: Path) -> None:
    ours = parse(block(OURS))
    passages = [(ours, reading_of(parse(block(OURS.replace(" say ", " threaten ")))))] * 200
    draw = random.Random(1)  # noqa: S311  a lot, no secret
    items = [item for passage, reading in passages for item in items_of(passage, reading, draw)]
    controls = [each for each in items if each.control]
    assert 10 <= len(controls) <= 70
    assert not any(each.difference.edits for each in controls)
    wanted = {f"xx-001/{number}": item for number, item in enumerate(items[:40])}
    assert write_again(tmp_path / "again", {"xx-001": ours}, wanted, {"xx-001/0"}) == 40
    again = read_key(tmp_path / "again")
    assert sum(each.control for each in again.values()) == 1


def test_answers_are_read_with_and_without_blanks(tmp_path: Path) -> None:
    (tmp_path / "sheet-01.ans").write_text("xx-001: 1A 2 B 3=\n\nxx-002: 1!\nnot an answer\n", encoding="utf-8")
    assert read_answers(tmp_path) == {"xx-001/1": "A", "xx-001/2": "B", "xx-001/3": "=", "xx-002/1": "!"}


def test_edits_are_carried_out_in_the_files(tmp_path: Path) -> None:
    path = tmp_path / "xx-01.txt"
    other = block(OURS).replace("xx-001", "xx-002")
    path.write_text(f"{block(OURS)}\n{other}", encoding="utf-8")
    found = differences(OURS, THEIRS)
    made, left = carry_out(tmp_path, {"xx-001": [each.edits for each in found]})
    assert (made, left) == (9, [])
    first, second = path.read_text(encoding="utf-8").split("\n== ")
    assert "THREATEN actual actor=ode recipient=per trigger[hear]" in first
    assert f"== {second}" == other
    assert KEY not in {each.name for each in tmp_path.iterdir()}


@pytest.mark.parametrize(
    "words", ["Peru", "its envoy", "Chad condemned the arrest, and its envoy, Ada Ode, said Lima would"]
)
def test_a_span_is_written_so_that_it_is_found_again(words: str) -> None:
    at = TEXT.rindex(words)
    written = write(TEXT, (at, at + len(words)))
    assert written is not None
    assert find(TEXT, written) == [(at, at + len(words))]


def test_a_span_that_cannot_be_written_is_none() -> None:
    assert write("Peru [sic] met Chad", (0, 10)) is None
