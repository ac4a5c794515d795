"""Cleaning: what goes, with its reason, what stays, and what becomes of characters and line breaks."""

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text.clean import clean, level, unwrap

# A line that must go, and its reason.
BOILERPLATE = [
    ("READ ALSO: Harbour Town Votes On New Quay", "link"),
    ("Also read: Harbour town votes on new quay", "link"),
    ("Read more: Harbour town votes", "link"),
    ("Related: Harbour town votes", "link"),
    ("See also – Harbour town votes", "link"),
    ("Don’t miss: Harbour town votes", "link"),
    ("READ MORE Harbour town votes", "link"),
    ("RELATED ARTICLES", "link"),
    ("Recommended", "link"),
    ("- Continue reading »", "link"),
    ("WATCH: Ferry leaves the quay", "link"),
    ("Leave a Reply", "comments"),
    ("Leave a Reply Cancel reply", "comments"),
    ("Your email address will not be published. Required fields are marked *", "comments"),
    ("Save my name, email, and website in this browser for the next time I comment.", "comments"),
    ("3 Comments", "comments"),
    ("Share on Facebook", "share"),
    ("Tweet", "share"),
    ("Share this:", "share"),
    ("Facebook Twitter WhatsApp Email", "share"),
    ("FacebookTwitterEmail", "share"),
    ("Click to share on Twitter (Opens in new window)", "share"),
    ("Follow us on Twitter and Instagram @harbourpost", "share"),
    ("(Photo by Jane Roe/Getty Images)", "caption"),
    ("A ferry leaves the quay. (Photo by Jane Roe/Getty Images)", "caption"),
    ("FILE PHOTO: A ferry leaves the quay, June 5, 2020. REUTERS/Jane Roe", "caption"),
    ("FILE - A ferry leaves the quay, June 5, 2020. (AP Photo/Jane Roe, File)", "caption"),
    ("A ferry leaves the quay, June 5, 2020. REUTERS/Jane Roe/File Photo", "caption"),
    ("Image: A ferry at the quay", "caption"),
    ("Image source, Getty Images", "caption"),
    ("Caption: A ferry at the quay", "caption"),
    ("Photo credit: Jane Roe", "caption"),
    ("We use cookies to give you the best experience on our website.", "cookies"),
    ("By continuing to browse this site you agree to our terms.", "cookies"),
    ("Sign up for our newsletter", "newsletter"),
    ("Subscribe to the Harbour Post for less than a coffee", "newsletter"),
    ("Get the latest news delivered to your inbox", "newsletter"),
    ("Enter your email address", "newsletter"),
    ("To read the full story, please subscribe to the Harbour Post.", "subscription"),
    ("Advertisement", "advertisement"),
    ("ADVERTISEMENT - CONTINUE READING BELOW", "advertisement"),
    ("Story continues below advertisement", "advertisement"),
    ("© 2021 Harbour Post. All rights reserved.", "rights"),
    ("All rights reserved", "rights"),
    ("This material may not be published, broadcast, rewritten or redistributed.", "rights"),
    ("(Reporting by Jane Roe in Harbour Town; Editing by John Moe)", "credit"),
    ("Jane Roe contributed to this report.", "credit"),
    ("Home > World > Europe", "navigation"),
    ("Skip to main content", "navigation"),
    ("* * *", "separator"),
    ("___", "separator"),
    ("Tags: harbour, ferry, quay", "navigation"),
]

# A sentence, a headline or a crosshead that must stay, though it holds the words of a pattern.
ARTICLE = [
    "Read the treaty and you will find no such clause, the minister said.",
    "Read more books, the president told pupils.",
    "Related parties share the costs of the quay, the ministry said.",
    "They share on Facebook what the state broadcaster leaves out.",
    "Share prices of arms makers rose on Monday.",
    "Leave a reply to the ultimatum until Monday, he urged the cabinet.",
    "Tweets by the ambassador angered the hosts.",
    "Follow us on the road to peace, she told the crowd.",
    "The photo by a soldier showed the bridge before the strike.",
    "Images from the harbour showed smoke over the quay",
    "Photos by soldiers showed the bridge before the strike.",
    "The newspaper said it uses cookies and sold the data to the army.",
    "Subscribers to the paper rose after the war began.",
    "Signing up for the army has become easier, the general said.",
    "Like many in the capital, she reads newsletters about the war.",
    "An advertisement for recruits appeared in the paper.",
    "All rights reserved for citizens will be extended to refugees, he said.",
    "Copyright law was no part of the talks.",
    "This report was published by the ministry on Monday.",
    "The report must not be published, the minister said.",
    "Report by inspectors says the depot was empty.",
    "The country contributed troops to this mission.",
    "The document reached the agency on Monday, the envoy said. (AP/Reuters)",
    "Divisions over the harbour are evident",
    "Most viewed the deal with doubt",
    "Home Office rejects the plan",
    "Recommended cuts anger allies",
    "HARBOUR TOWN, Norway (AP) — The quay was closed on Monday.",
    "Comments by the envoy angered the hosts",
    "Updated missiles will be delivered in May.",
]


@pytest.mark.parametrize(("line", "reason"), BOILERPLATE)
def test_boilerplate_goes_and_its_reason_is_kept(line: str, reason: str) -> None:
    text, dropped = clean(f"The quay was closed on Monday.\n{line}\nIt will open in May.")
    assert text == "The quay was closed on Monday.\nIt will open in May."
    assert [(each.text, each.reason) for each in dropped] == [(line, reason)]


@pytest.mark.parametrize("line", ARTICLE)
def test_lines_of_the_article_stay(line: str) -> None:
    text = f"The quay was closed on Monday.\n{line}\nIt will open in May."
    assert clean(text) == (text, ())


@pytest.mark.parametrize("glue", ["", " ", "\n"])
def test_a_tail_glued_to_the_last_sentence_goes(glue: str) -> None:
    text, dropped = clean(f"The quay was closed. It will open in May.{glue}Leave a Reply")
    assert text == "The quay was closed. It will open in May."
    assert [each.text for each in dropped] == ["Leave a Reply"]


def test_a_sentence_that_ends_like_a_tail_stays() -> None:
    text = "He said the envoy should leave a reply"
    assert clean(text) == (text, ())


def test_headlines_under_a_head_of_links_go_with_it() -> None:
    text, dropped = clean(
        "The quay was closed.\nRELATED ARTICLES\nTown votes on new quay\nFerry line may move north\n"
        "It will open in May.\nA new start for the harbour\nThe mayor was glad."
    )
    assert text == "The quay was closed.\nIt will open in May.\nA new start for the harbour\nThe mayor was glad."
    assert [each.reason for each in dropped] == ["link"] * 3


def test_readers_comments_go_with_their_head() -> None:
    article = "The quay was closed on Monday and will stay so, the mayor said. " * 6
    text, dropped = clean(f"{article}\n2 comments\nJohn says:\nI never liked that quay.\nReply")
    assert text == article.strip()
    assert [each.reason for each in dropped] == ["comments"] * 4


def test_a_link_to_comments_at_the_top_takes_nothing_with_it() -> None:
    text, _ = clean("2 comments\nThe quay was closed on Monday.\nReply\nIt will open in May.")
    assert text == "The quay was closed on Monday.\nIt will open in May."


def test_the_title_byline_and_date_above_the_text_go() -> None:
    text, dropped = clean(
        "Quay closed for repairs\nBy Jane Roe\nMay 5, 2021\nThe quay was closed.",
        "Quay Closed for Repairs | Harbour Post",
    )
    assert text == "The quay was closed."
    assert [each.reason for each in dropped] == ["title", "byline", "date"]


def test_a_first_line_that_is_another_headline_stays() -> None:
    assert clean("Quay\nThe quay was closed.", "Quay closed for repairs")[0] == "Quay\nThe quay was closed."


def test_a_paragraph_that_comes_twice_is_kept_once() -> None:
    paragraph = "The quay was closed on Monday, and it will open again in May."
    text, dropped = clean(f"{paragraph}\nOther news.\n{paragraph}\nOther news.")
    assert text == f"{paragraph}\nOther news.\nOther news."
    assert [each.reason for each in dropped] == ["repeated"]


@pytest.mark.parametrize(
    ("raw", "levelled"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("10\u00a0km\t\u2009away", "10 km away"),
        ("Ukrai\u00adne\u200b \ufeffnow\x00", "Ukraine now"),
        ("cafe\u0301 \ufb01lm", "café film"),
        ("F\u201116, \u22125", "F-16, -5"),
        ("Roe &amp; Moe &#8217;s &unknown; AT&T", "Roe & Moe ’s &unknown; AT&T"),
        ("“Smith‘s” – ‘so’ — it's", "“Smith‘s” – ‘so’ — it's"),
    ],
)
def test_characters_are_levelled_and_quotation_marks_stay(raw: str, levelled: str) -> None:
    assert level(raw) == levelled


FIRST = (
    "HARBOUR TOWN, May 5 - The ministry of the sea said on Monday that the quay will be closed until the end of the "
    "summer, because the piles that carry it have been eaten by worms and the repair of the Soviet-era crane takes "
    "longer than it had thought."
)
LAST = (
    "The mayor, who had asked for a shorter closure, said that the town was able to wait, but that the fishermen "
    "were not. He will meet them on the following Friday, and the minister wants to come too. Nobody will pay yet."
)
PARAGRAPHS = [FIRST, "A long wait", LAST]


@pytest.mark.parametrize("width", [60, 65, 72, 78, 80])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_evidently_wrapped_lines_are_joined_and_paragraphs_stay_apart(width: int, between: str) -> None:
    wrapped = between.join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    assert unwrap(wrapped).split("\n") == PARAGRAPHS


def test_headlines_and_short_lines_are_never_joined() -> None:
    text = "Town votes on quay\nFerry line may move north after all\nMayor is glad\nThe end\nof it is not in sight"
    assert unwrap(text) == text


@given(st.text())
def test_cleaning_gives_paragraphs_and_invents_nothing(text: str) -> None:
    cleaned, dropped = clean(text)
    assert all(line and line == line.strip() for line in cleaned.split("\n")) or not cleaned
    given_, held = level(text), cleaned + "".join(each.text for each in dropped)
    assert sorted("".join(held.split())) == sorted("".join(given_.split()))


@given(st.lists(st.sampled_from([*ARTICLE, *(line for line, _ in BOILERPLATE)]), max_size=12))
def test_cleaning_twice_changes_nothing(lines: list[str]) -> None:
    once, _ = clean("\n".join(lines))
    assert clean(once)[0] == once


@pytest.mark.parametrize(
    "piece", ["Al ", "AP ", "Reporting by A, ", "x ", "- ", "(", "Home > ", "Share ", "a. Read also: ", "A "]
)
def test_hostile_lines_take_no_longer_than_other_lines(piece: str) -> None:
    start = time.perf_counter()
    clean((piece * 800)[:790] + "\u2603\n" + piece * 50_000)
    assert time.perf_counter() - start < 5
