"""The text of PDF files: paragraphs, cut words, headers and footers, and files that hold no text."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from communique.errors import CommuniqueError, InputError, UnsupportedFormat
from communique.sources import open_items
from communique.sources.pdf import paragraphs, read_pdf, without_edges


def pdf(*pages: list[str], title: str | None = None) -> bytes:
    """Make a file whose pages have these lines, in a font of the standard."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 50 780 Td {shown}ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    info = b""
    if title is not None:
        objects.append(b"<< /Title (%s) >>" % title.encode("latin-1"))
        info = b" /Info %d 0 R" % len(objects)
    out = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, info, table)
    return bytes(out)


FIRST = [
    "Harbour Institute - Brief 7",
    "Shells for the coast guard",
    "The ministry said on Monday that the coast guard would receive forty ship-",
    "ments of shells before the end of the year. A long-term contract with the",
    "yard at Malmo was signed in the spring and covers the repairs of all boats.",
    "The second paragraph begins here and tells of the long-",
    "term plan, which the institute calls cautious.",
    "Nobody knows yet who will pay for the third part of the work, which would",
    "1",
]
SECOND = [
    "Harbour Institute - Brief 8",
    "begin in the winter. The minister did not say when a decision would be made.",
    "2",
]


WHOLE = [
    "Shells for the coast guard",
    (
        "The ministry said on Monday that the coast guard would receive forty shipments of shells before the end of "
        "the year. A long-term contract with the yard at Malmo was signed in the spring and covers the repairs of all "
        "boats. The second paragraph begins here and tells of the long-term plan, which the institute calls cautious."
    ),
    (
        "Nobody knows yet who will pay for the third part of the work, which would begin in the winter. The minister "
        "did not say when a decision would be made."
    ),
]


def test_lines_become_paragraphs_and_what_stands_on_every_page_goes() -> None:
    article = read_pdf(pdf(FIRST, SECOND), "brief.pdf", ref="brief.pdf")
    assert article.text is not None
    assert article.text.split("\n\n") == WHOLE


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("The air-", "defence unit", "The airdefence unit"),
        ("The ship-", "ment came", "The shipment came"),
        ("An F-", "16 came", "An F-16 came"),
        ("The Franco-", "German plan", "The Franco-German plan"),
        ("The ship\u00ad", "ment came", "The shipment came"),
        ("It was late -", "too late", "It was late - too late"),
        ("The air", "defence unit", "The air defence unit"),
    ],
)
def test_words_cut_at_the_end_of_a_line_are_whole_again(above: str, below: str, whole: str) -> None:
    assert paragraphs([[above, below]]) == [whole]


def test_each_bullet_begins_a_paragraph() -> None:
    lines = ["The plan of the coast guard has two parts:", "• boats, which the yard builds", "• shells, which it buys"]
    assert paragraphs([lines]) == lines


def test_headers_of_chapters_go_and_the_text_below_them_goes_on() -> None:
    pages = [
        [f"{number // 4}. Boats {number}", f"and {'abcdefgh'[number]} went on in the night"] for number in range(8)
    ]
    assert [page[0] for page in without_edges(pages)] == [page[1] for page in pages]


def test_a_hyphen_that_the_word_has_elsewhere_stays() -> None:
    assert paragraphs([["The air-defence unit came, and the air-", "defence unit went."]])[0].count("air-defence") == 2


def test_lines_of_the_text_that_come_again_by_chance_stay() -> None:
    pages = [
        ["Top", f"Only here {'abc'[n]}", "more", "again", f"and {'xyz'[n]}", "end", "more", "Top"] for n in range(3)
    ]
    assert [page[0] for page in without_edges(pages)] == ["Only here a", "Only here b", "Only here c"]
    assert without_edges([["One page", "has no repetition"]]) == [["One page", "has no repetition"]]


def test_a_title_is_taken_where_the_first_page_shows_it() -> None:
    assert read_pdf(pdf(FIRST, title="Shells for the Coast Guard"), "it").title == "Shells for the Coast Guard"
    assert read_pdf(pdf(FIRST, title="Microsoft Word - final2.doc"), "it").title is None


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(FIRST))))
    writer.encrypt(user_password=password, owner_password="o", algorithm="RC4-128")  # noqa: S106  # no secret
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_file_says_how_to_open_it_and_one_locked_against_changes_is_read() -> None:
    with pytest.raises(UnsupportedFormat, match=r"encrypted.*qpdf"):
        read_pdf(encrypted("secret"), "it.pdf")
    assert "shipments" in (read_pdf(encrypted(""), "it.pdf").text or "")


def test_a_file_of_pictures_says_what_to_do() -> None:
    with pytest.raises(UnsupportedFormat, match=r"pictures.*ocrmypdf"):
        read_pdf(pdf([], ["3"]), "scan.pdf")


def test_a_file_that_was_cut_off_is_told_or_mended(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(pdf(FIRST)[:200])
    (item,) = open_items(str(path))
    with pytest.raises(UnsupportedFormat, match="PDF"):
        item.load()


@given(st.data())
def test_no_damage_gives_anything_but_an_article_or_an_error(data: st.DataObject) -> None:
    whole = pdf(FIRST, SECOND)
    at, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 300))
    try:
        read_pdf(whole[:at] + data.draw(st.binary(max_size=40)) + whole[at + length :], "it")
    except CommuniqueError as error:
        assert isinstance(error, InputError)  # noqa: PT017  # both ways are right


@given(st.lists(st.lists(st.text(max_size=60))))
def test_paragraphs_lose_no_letter(pages: list[list[str]]) -> None:
    letters = [character for page in pages for line in page for character in line if character.isalnum()]
    assert [each for text in paragraphs(pages) for each in text if each.isalnum()] == letters
