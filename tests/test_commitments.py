"""Commitments completed from coordination, lists and the words beside sums; marks are written by hand."""

import pytest
from gifts import sums
from hypothesis import given
from hypothesis import strategies as st
from marks import Writer, giving, named

from communique.model import Link
from communique.reading.commitments.aid_sums import category_told, instrument_told, is_aid, is_no_part, is_other
from communique.reading.values.amounts import money_in
from communique.records import Commitment
from communique.vocabulary import Category, Instrument, Stage


def designations(found: tuple[Commitment, ...]) -> list[str]:
    return [item.designation for each in found for item in each.items]


def pledge(text: str, first: str) -> Writer:
    """Norway's pledge to Latvia, with an anchor on the first sum only."""
    it = Writer(text)
    norway, latvia = it.mention("Norway", "state"), it.mention("Latvia", "state")
    it.value(first, "money")
    event = it.trigger("pledged", "AGREE", "planned", actors=[norway], recipients=[latvia])
    it.anchor(it.extent(first)[1] - 1, "pledged", donors=[norway], recipients=[latvia], event=event)
    return it


def test_a_coordinated_sum_is_a_commitment_of_its_own() -> None:
    it = pledge("Norway pledged Latvia $40 million for arms and $15 million for refugees.", "$40 million")
    reading = it.reading()
    first, second = reading.commitments
    assert sums(reading.commitments) == [40e6, 15e6]
    assert (second.donors, second.recipients, second.event) == (first.donors, first.recipients, first.event)
    assert (first.category, second.category) == (Category.MILITARY, Category.HUMANITARIAN)


def enumeration(text: str, verb: str, mixed: bool) -> list[list[str]]:  # noqa: FBT001  told by the case
    """Return who gives each of two sums, where the model's arcs of the second one point at both givers."""
    it = Writer(text)
    givers = [it.mention(name, "state") for name in ("Norway", "Denmark")]
    event = it.trigger(verb, "AID", actors=[givers[0]])
    for amount, donors in (("$40 million", givers if mixed else givers[:1]), ("$15 million", givers)):
        it.value(amount, "money")
        it.anchor(it.extent(amount)[1] - 1, "delivered", donors=donors, recipients=[], event=event)
    reading = it.reading()
    return [sorted(named(reading, each.donors)) for each in reading.commitments]


def test_in_an_enumeration_each_sum_has_its_own_giver() -> None:
    text = "Norway gave the fund $40 million and Denmark $15 million."
    assert enumeration(text, "gave", mixed=False) == [["Norway"], ["Denmark"]]
    assert enumeration(text, "gave", mixed=True) == [["Norway"], ["Denmark"]]


def test_who_gives_together_gives_each_sum() -> None:
    text = "Norway and Denmark gave the fund $40 million and its school $15 million."
    assert enumeration(text, "gave", mixed=True) == [["Denmark", "Norway"], ["Denmark", "Norway"]]


@pytest.mark.parametrize(
    "text",
    [
        "Norway pledged Latvia $40 million and was told of damage of $15 million.",
        "Norway pledged Latvia $40 million, a howitzer's price being $3 million each.",
        "Norway pledged Latvia $40 million in aid (34 million euros).",
        "Norway pledged Latvia $40 million in aid; trade between them reached $900 million.",
        "Norway pledged Latvia $40 million in aid, not including the $8 million for radio masts.",
    ],
)
def test_a_price_a_loss_a_conversion_and_what_is_left_out_are_none(text: str) -> None:
    assert sums(pledge(text, "$40 million").reading().commitments) == [40e6]


def test_the_same_sum_told_twice_is_one_commitment() -> None:
    it = pledge("Norway pledged Latvia $40 million. The $40 million in aid is a first step.", "$40 million")
    assert sums(it.reading().commitments) == [40e6]


def test_a_list_goes_on_from_the_item_that_the_model_marked() -> None:
    it = Writer("Norway sent Latvia 20 howitzers, 6,000 155 mm shells, two NASAMS batteries and night vision goggles.")
    norway, latvia = it.mention("Norway", "state"), it.mention("Latvia", "state")
    trucks = it.value("20 howitzers", "item")
    event = it.trigger("sent", "AID", actors=[norway], recipients=[latvia])
    it.anchor(it.last_word(trucks), "delivered", donors=[norway], recipients=[latvia], event=event)
    [commitment] = it.reading().commitments
    assert [(item.designation, item.count) for item in commitment.items] == [
        ("howitzers", 20),
        ("155 mm shells", 6000),
        ("NASAMS batteries", 2),
        ("night vision goggles", None),
    ]


def test_an_event_of_giving_without_an_anchor_gives_its_list() -> None:
    it = Writer("Norway sent Latvia 12 ambulances and field hospitals.")
    norway, latvia = it.mention("Norway", "state"), it.mention("Latvia", "state")
    it.trigger("sent", "AID", actors=[norway], recipients=[latvia])
    reading = it.reading()
    [commitment] = reading.commitments
    assert designations(reading.commitments) == ["ambulances", "field hospitals"]
    assert named(reading, commitment.donors) == ["Norway"]
    assert (commitment.stage, commitment.category) == (Stage.DELIVERED, Category.HUMANITARIAN)
    assert commitment.instrument is Instrument.IN_KIND


@pytest.mark.parametrize("kind", ["ASSAULT", "ACCUSE", "MOBILIZE"])
def test_materiel_of_fighting_is_given_by_nobody(kind: str) -> None:
    it = Writer("Norway sent drones and missiles over Latvia.")
    norway, latvia = it.mention("Norway", "state"), it.mention("Latvia", "state")
    it.trigger("sent", kind, actors=[norway], recipients=[latvia])
    assert it.reading().commitments == ()


def test_a_package_goes_on_in_the_next_sentence() -> None:
    it = pledge("Norway pledged Latvia $40 million. The package includes generators and 300 tents.", "$40 million")
    [commitment] = it.reading().commitments
    assert [item.designation for item in commitment.items] == ["generators", "tents"]


def test_what_a_package_does_not_include_is_no_item() -> None:
    it = pledge("Norway pledged Latvia $40 million. The package does not include tanks.", "$40 million")
    assert designations(it.reading().commitments) == []


def test_a_bare_list_is_of_the_articles_only_giver() -> None:
    it = Writer("Norway sent Latvia a letter.\nAmbulances, tents and sleeping bags.\nA grant worth $5 million.")
    norway, latvia = it.mention("Norway", "state"), it.mention("Latvia", "state")
    it.trigger("sent", "AID", actors=[norway], recipients=[latvia])
    reading = it.reading()
    assert designations(reading.commitments) == ["Ambulances", "tents", "sleeping bags"]
    assert sums(reading.commitments) == [5e6]
    assert {name for each in reading.commitments for name in named(reading, each.donors)} == {"Norway"}


@pytest.mark.parametrize(
    "text", ["The ferry to Riga sails at ten.", "New singer, new van.", "Fuel prices rose.", "Tanks rolled in at dawn."]
)
def test_an_idle_sentence_is_no_list(text: str) -> None:
    assert Writer(text).reading().commitments == ()


def test_a_giver_is_named_after_from() -> None:
    it = Writer("Aid from Norway to Latvia came to $5 million.")
    norway, latvia = it.mention("Norway", "state"), it.mention("Latvia", "state")
    value = it.value("$5 million", "money")
    it.anchor(it.last_word(value), "delivered", donors=[], recipients=[norway, latvia])
    assert giving(it.reading()) == (["Norway"], ["Latvia"])


def test_we_is_the_speaker() -> None:
    it = Writer("“We will send Latvia $5 million,” said Ola Brekke.")
    brekke, latvia = it.mention("Ola Brekke", "person"), it.mention("Latvia", "state")
    value = it.value("$5 million", "money")
    it.cue("said", "promise", brekke, "“We will send Latvia $5 million,”")
    it.anchor(it.last_word(value), "pledged", donors=[], recipients=[latvia])
    reading = it.reading()
    assert named(reading, reading.commitments[0].donors) == ["Ola Brekke"]


def test_a_ministry_without_a_country_has_its_state_beside_it() -> None:
    it = Writer("The defence ministry gave Latvia $5 million, and Norway was proud.")
    ministry, latvia = it.mention("The defence ministry", "organization"), it.mention("Latvia", "state")
    it.mention("Norway", "state")
    value = it.value("$5 million", "money")
    it.anchor(it.last_word(value), "delivered", donors=[ministry], recipients=[latvia])
    reading = it.reading()
    assert named(reading, reading.commitments[0].donors) == ["The defence ministry", "Norway"]


def test_items_of_an_anchor_stay_as_the_model_gave_them() -> None:
    it = Writer("Norway sent Latvia 40 trucks and told nobody about spare drones.")
    norway, latvia = it.mention("Norway", "state"), it.mention("Latvia", "state")
    trucks = it.value("40 trucks", "item")
    it.anchor(it.last_word(trucks), "delivered", donors=[norway], recipients=[latvia])
    it.marks.anchors[0].items = [Link(trucks, 0.9)]
    assert designations(it.reading().commitments) == ["trucks"]


def only(text: str) -> tuple[int, int]:
    [money] = money_in(text)
    return money.span.start, money.span.end


@pytest.mark.parametrize(
    "text",
    [
        "Oslo gave a $5 million grant.",
        "A grant worth $5 million was given.",
        "Humanitarian aid amounting to $5 million reached Riga.",
        "Oslo will send $5 million.",
        "$5 million in ammunition, approved in June",
        "Helmets and howitzers worth $5 million left Oslo.",
        "$5 million was donated.",
    ],
)
def test_sums_that_their_words_call_aid(text: str) -> None:
    assert is_aid(text, *only(text), (0, len(text)), listed=False)


@pytest.mark.parametrize(
    "text",
    [
        "He paid a fine of $5 million.",
        "Each of the tanks costs $5 million.",
        "The storm did damage of $5 million.",
        "Trade grew to $5 million.",
        "They got $5 million each.",
        "Parliament set a ceiling of $5 million.",
        "The aid excludes the $5 million loan.",
    ],
)
def test_sums_that_nobody_gives(text: str) -> None:
    assert not is_aid(text, *only(text), (0, len(text)), listed=False)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("$5 million in military aid", Category.MILITARY),
        ("humanitarian aid of $5 million", Category.HUMANITARIAN),
        ("$5 million in budget support", Category.FINANCIAL),
        ("$5 million for the reconstruction of bridges", Category.CIVIL),
        ("military aid, and $5 million for refugees", Category.HUMANITARIAN),
        ("a sum of $5 million", None),
    ],
)
def test_category_told(text: str, category: Category | None) -> None:
    assert category_told(text, *only(text), (0, len(text))) is category


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("a loan of $5 million", Instrument.LOAN),
        ("a loan guarantee of $5 million", Instrument.GUARANTEE),
        ("a $5 million donation", Instrument.GRANT),
        ("a sum of $5 million", None),
    ],
)
def test_instrument_told(text: str, instrument: Instrument | None) -> None:
    assert instrument_told(text, *only(text), (0, len(text))) is instrument


PIECES = [
    "aid", "of", "$5 million", "sent", "each", "not", "including", "1,1,1", "tanks", ".", "and", "(", "We",
    "The package", "includes", "worth", "Norway", "\n", "loan", "“",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join)


@given(TEXTS | st.text(min_size=1, max_size=60))
def test_any_text_gives_grounded_commitments(text: str) -> None:
    if not text.strip():
        return
    try:
        writer = Writer(text)
    except Exception:  # noqa: BLE001  what is no article is refused before a reading
        return
    for each in writer.reading().commitments:
        assert each.evidence.grounded_in(writer.article.text)
        assert all(item.span.grounded_in(writer.article.text) for item in each.items)


@given(TEXTS, st.integers(0, 200), st.integers(0, 20))
def test_words_beside_any_extent_raise_nothing(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    whole = (0, len(text))
    assert is_other(text, start, end) in {True, False}
    assert is_no_part(text, whole, start) in {True, False}
    assert is_aid(text, start, end, whole, listed=True) in {True, False}


def test_what_was_given_since_a_day_is_a_total_without_an_end() -> None:
    it = Writer("Norway has given Latvia $40 million since early 2022.")
    norway, latvia = it.mention("Norway", "state"), it.mention("Latvia", "state")
    it.value("$40 million", "money")
    date = it.value("early 2022", "date")
    event = it.trigger("given", "AID", "actual", actors=[norway], recipients=[latvia])
    it.anchor(
        it.extent("$40 million")[1] - 1, "delivered", donors=[norway], recipients=[latvia], event=event, dates=[date]
    )
    (found,) = it.reading().commitments
    assert found.cumulative
    assert found.date is not None
    assert (str(found.date.start), found.date.end) == ("2022-01-01", None)
