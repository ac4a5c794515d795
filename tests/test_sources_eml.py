"""Mails and newsletters: which text is read, and what the headers tell."""

import gzip
import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import CommuniqueError, InputError, UnsupportedFormat
from communique.sources import RawArticle, open_items
from communique.sources.eml import read_message
from communique.text.build import build_article

PLAIN = "The envoy said “no” in Malmö.\n\n" * 20
HTML = (
    "<html><head><style>p {color: red}</style></head><body>"
    + "<p>The envoy said “no” in Malmö.</p>" * 20
    + "</body></html>"
)


def message(subject: str = "Quay closed", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Harbour Weekly <news@a.example>"
    mail["Date"] = "Wed, 17 Jan 2024 23:30:00 -0500"
    mail["Message-ID"] = "<1@a.example>"
    for name, value in headers.items():
        mail[name] = value
    return mail


def read(mail: EmailMessage) -> RawArticle:
    return read_message(mail.as_bytes(), "it.eml")


def test_a_plain_mail_is_read_with_its_headers(tmp_path: Path) -> None:
    mail = message("Köön kai suljettu: the quay is closed, and a long subject that has to be folded over lines")
    mail.set_content(PLAIN, cte="quoted-printable")
    path = tmp_path / "a"
    path.write_bytes(mail.as_bytes())
    (item,) = open_items(str(path))
    article = item.load()
    assert (item.key, article.ref) == ("<1@a.example>", str(path))
    assert article.title == mail["Subject"]
    assert (article.publisher, article.published) == ("Harbour Weekly", "2024-01-17")
    assert article.text is not None
    assert article.text.count("The envoy said “no” in Malmö.") == 20


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_a_mail_of_html_only_is_a_page(cte: str) -> None:
    mail = message()
    mail.set_content(HTML, subtype="html", cte=cte)
    assert (read(mail).html or "").count("“no” in Malmö") == 20


def test_a_page_saved_as_mht_has_its_address_and_not_the_day_of_saving() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "<Saved by Blink>", "Quay closed", "Wed, 17 Jan 2024 23:30:00 -0500"
    mail["Snapshot-Content-Location"] = "https://a.example/quay"
    mail.set_content(HTML, subtype="html")
    article = read(mail)
    assert (article.url, article.published, article.publisher) == ("https://a.example/quay", None, None)
    assert article.html is not None


def test_of_two_forms_the_plain_one_is_read_unless_it_is_a_stub() -> None:
    both, stub = message(), message()
    for mail, plain in ((both, PLAIN), (stub, "Open this mail in your browser.")):
        mail.set_content(plain)
        mail.add_alternative(HTML, subtype="html")
        mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
        mail.add_attachment("Terms and conditions", filename="terms.txt")
    assert "envoy" in (read(both).text or "")
    assert "Terms" not in (read(both).text or "")
    assert "envoy" in (read(stub).html or "")


def test_a_digest_of_several_articles_stays_one() -> None:
    digest = message()
    digest.make_mixed()
    for number in (1, 2, 3):
        part = EmailMessage()
        part.set_content(f"Article {number}. " + PLAIN)
        digest.attach(part)
    digest.attach(forwarded := EmailMessage())
    inner = message("Inner")
    inner.set_content("Forwarded text.")
    forwarded.set_content(inner)
    text = read(digest).text or ""
    assert [f"Article {number}." in text for number in (1, 2, 3)] == [True] * 3
    assert "Forwarded text." in text


def test_the_charset_that_a_part_names_is_used_and_an_unknown_one_does_no_harm() -> None:
    mail = message()
    mail.set_content(PLAIN.replace("“", '"').replace("”", '"'), charset="iso-8859-1", cte="8bit")
    data = mail.as_bytes()
    assert "Malmö" in (read_message(data, "it").text or "")
    assert "Malm" in (read_message(data.replace(b"iso-8859-1", b"x-unknown"), "it").text or "")


def test_a_mail_without_text_says_so() -> None:
    mail = message()
    mail.set_content(b"\x89PNG", maintype="image", subtype="png")
    with pytest.raises(UnsupportedFormat, match="without text"):
        read(mail)


@pytest.mark.parametrize("packed", [True, False])
def test_each_message_of_a_mailbox_is_an_article(tmp_path: Path, *, packed: bool) -> None:
    path = tmp_path / "news"
    box = mailbox.mbox(path)
    for number in (1, 2, 3):
        mail = message(f"Number {number}")
        mail.replace_header("Message-ID", f"<{number}@a.example>")
        mail.set_content("From here on the quay is closed.\n\nFrom there too.\n" if number == 2 else PLAIN)
        box.add(mail)
    box.close()
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    items = list(open_items(str(path)))
    assert [item.key for item in items] == [f"<{number}@a.example>" for number in (1, 2, 3)]
    assert [item.load().title for item in items] == ["Number 1", "Number 2", "Number 3"]
    assert items[1].load().text == "From here on the quay is closed.\n\nFrom there too.\n"


def test_a_text_that_opens_with_a_sender_and_a_date_is_no_mail(tmp_path: Path) -> None:
    path = tmp_path / "statement.txt"
    path.write_text("From: the press office\nDate: 17 January\n\nThe quay is closed.")
    (item,) = open_items(str(path))
    assert item.load().text == path.read_text()


STORY = "The envoy closed the quay in Malmö on Monday.\n\nShe said that it would open again."
HEADS = [
    (
        "---------- Forwarded message ---------\nFrom: Harbour *Post* <a@b.example>\nDate: Fri, Jan 5, 2024 at 9:14 AM"
        "\nSubject: Envoy closes quay\nTo: <c@d.example>\n\n\n"
    ),
    (
        "-----Original Message-----\nFrom: Harbour Post <a@b.example>\nSent: Friday, January 5, 2024 9:14 AM\n"
        "To: C\nSubject: Envoy closes quay\n\n"
    ),
    (
        "Begin forwarded message:\n\n> From: Harbour Post <a@b.example>\n> Subject: Envoy closes quay\n"
        "> Date: 5 January 2024 at 09:14:00 GMT\n> To: C\n>\n"
    ),
]


@pytest.mark.parametrize("head", HEADS)
def test_what_is_forwarded_is_read_as_what_it_was(head: str) -> None:
    mail = message("Fwd: Envoy closes quay")
    quoted = "\n".join(f"> {line}" for line in STORY.split("\n")) if "\n>" in head else STORY
    mail.set_content(f"For your files. Best, Bo\n\n{head}{quoted}\n")
    raw = read(mail)
    assert (raw.title, raw.publisher, raw.published) == ("Envoy closes quay", "Harbour Post", "2024-01-05")
    article = build_article(raw)
    assert article.text == STORY.replace("\n\n", "\n")
    assert ("For your files. Best, Bo", "forwarding") in [(each.text, each.reason) for each in article.dropped]


def test_what_a_reply_quotes_is_passed_over_and_a_mail_of_one_mark_stays() -> None:
    reply, list_ = message("Re: Quay"), message("Three links")
    reply.set_content(f"{STORY}\n\nOn Fri, Jan 5, 2024 at 9:14 AM Bo <b@c.example> wrote:\n> The quay is open.\n")
    list_.set_content(f"{STORY}\n\n> The quay is open.\n")
    assert [reason for _, reason in read(reply).dropped] == ["quoted", "quoted"]
    assert "open." not in build_article(read(reply)).text.split("again.")[1]
    assert (read(list_).dropped, "The quay is open." in (read(list_).text or "")) == ((), True)


def test_an_attached_page_or_pdf_is_told() -> None:
    mail = message()
    mail.set_content(STORY)
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="report.pdf")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="x.png")
    assert [(each.text, each.reason) for each in build_article(read(mail)).dropped] == [("report.pdf", "attachment")]


HEADERS = ["Subject", "From", "Date", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "X-Odd"]
VALUES = [
    "multipart/mixed; boundary=b",
    "multipart/alternative; boundary=b",
    "text/html; charset=\x00",
    "base64",
    "=?utf-8?q?=ff?=",
]


@given(
    st.lists(st.tuples(st.sampled_from(HEADERS), st.text(max_size=30) | st.sampled_from(VALUES))),
    st.binary(max_size=200),
)
def test_no_mail_gives_anything_but_an_article_or_an_error(headers: list[tuple[str, str]], body: bytes) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("utf-8", "replace")
    for content in (body, b"--b\r\n\r\n" + body + b"\r\n--b\r\nContent-Type: text/html\r\n\r\n" + body + b"\r\n--b--"):
        try:
            article = read_message(head + b"\r\n" + content, "it")
        except CommuniqueError as error:
            assert isinstance(error, InputError)  # noqa: PT017  # both ways are right
        else:
            (article.title or "").encode()
            (article.text or article.html or "").encode()
