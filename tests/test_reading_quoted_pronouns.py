"""Pronouns and quotations: who is meant inside of quotation marks, and by "she said" outside of them."""

import pytest
from marks import Writer

from communique.model import Link


def cluster_of(it: Writer, phrase: str, nth: int = 1) -> list[str]:
    """Return the words of the actor that has a mention at a phrase."""
    first, _ = it.extent(phrase, nth)
    start = it.prepared.words[first][0]
    for actor in it.reading().actors:
        if any(span.start == start for span in actor.mentions):
            return [span.quote for span in actor.mentions]
    return []


@pytest.mark.parametrize(("quote", "joined"), [("“He is late,”", False), ("He is late,", True)])
def test_who_speaks_is_not_the_he_inside_of_the_quotation_marks(quote: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(f"Peter Lund came alone. Lund left. {quote} Lund said.")
    it.mention("Peter Lund", "person")
    it.mention("Lund", "person", 2)
    he = it.mention("He", "pronoun", antecedent=1)
    lund = it.mention("Lund", "person", 3)
    it.cue("said", "say", lund, quote)
    it.trigger("late", "REJECT", actors=[he])
    assert ("Peter Lund" in cluster_of(it, "He")) is joined


def test_she_who_speaks_is_nobody_that_only_her_words_name() -> None:
    it = Writer("A teacher called. “Maria Lund lied to us,” she said.")
    teacher = it.mention("teacher", "person")
    maria = it.mention("Maria Lund", "person")
    she = it.mention("she", "pronoun")
    it.marks.antecedents[she] = Link(maria, 0.9)
    it.cue("said", "say", she, "“Maria Lund lied to us,”")
    it.trigger("called", "REQUEST", actors=[teacher])
    assert "Maria Lund" not in cluster_of(it, "she")


def test_i_is_not_who_speaks_inside_of_the_quotation() -> None:
    it = Writer("“The guards said I had to leave,” Ola Brekke said.")
    guards = it.mention("guards", "group")
    it.mention("I", "pronoun")
    ola = it.mention("Ola Brekke", "person")
    it.cue("said", "say", guards, "I had to leave")
    it.cue("said", "say", ola, "“The guards said I had to leave,”", nth=2)
    it.marks.cues[1].content = None  # the model found no end of it
    assert cluster_of(it, "I") != ["guards", "I"]


def test_i_of_a_nested_quotation_is_whom_the_outer_one_tells_of() -> None:
    it = Writer("“The guards said, ‘I had to leave,’” Ola Brekke said.")
    guards = it.mention("guards", "group")
    it.mention("I", "pronoun")
    ola = it.mention("Ola Brekke", "person")
    it.cue("said", "say", guards, "‘I had to leave,’")
    it.cue("said", "say", ola, "“The guards said, ‘I had to leave,’”", nth=2)
    assert cluster_of(it, "I") == ["guards", "I"]


def test_a_quotation_without_a_cue_is_of_the_last_who_spoke_in_whatever_way() -> None:
    it = Writer("“We are lost,” Liv Moe said. Ola Brekke denied that it was late. “I saw the boats.”")
    it.mention("We", "pronoun")
    liv, ola = it.mention("Liv Moe", "person"), it.mention("Ola Brekke", "person")
    it.mention("I", "pronoun")
    it.cue("said", "say", liv, "“We are lost,”")
    it.cue("denied", "deny", ola, "it was late")
    assert cluster_of(it, "I") == ["Ola Brekke", "I"]


@pytest.mark.parametrize("joint", [": ", ", and rose. "])
def test_a_quotation_behind_a_colon_is_of_the_speaker_before_the_colon(joint: str) -> None:
    it = Writer(f"“We are lost,” Liv Moe said. Ola Brekke warned that it was late{joint}“I saw the boats leave.”")
    it.mention("We", "pronoun")
    liv, ola = it.mention("Liv Moe", "person"), it.mention("Ola Brekke", "person")
    it.mention("I", "pronoun")
    it.cue("said", "say", liv, "“We are lost,”")
    it.cue("warned", "warn", ola, "it was late")
    assert cluster_of(it, "I") == ["Ola Brekke", "I"]


def test_a_later_cue_tells_only_the_quotation_that_its_sentence_ends() -> None:
    it = Writer("“I saw the boats.” Nobody moved. “It is late,” Liv Moe said.")
    it.mention("I", "pronoun")
    liv = it.mention("Liv Moe", "person")
    it.cue("said", "say", liv, "“It is late,”")
    assert cluster_of(it, "I") != ["I", "Liv Moe"]


@pytest.mark.parametrize(
    ("quote", "title", "joined"),
    [
        ("We fired when Chad struck us.", "general", False),
        ("We fired when Chad told us to.", "Chad's top general", True),
    ],
)
def test_we_is_no_name_of_the_same_quotation_but_what_its_speaker_speaks_for(
    quote: str,
    title: str,
    joined: bool,  # noqa: FBT001
) -> None:
    it = Writer(f"“{quote}” said {title} Ola Brekke.")
    it.mention("We", "pronoun")
    chad = it.mention("Chad", "state")
    us = it.mention("us", "pronoun", antecedent=chad)
    ola = it.mention("Ola Brekke", "person")
    it.title(title, ola)
    it.cue("said", "say", ola, f"“{quote}”")
    it.trigger("fired", "ASSAULT", recipients=[us])
    assert ("Chad" in cluster_of(it, "us")) is joined


def test_we_is_not_they_of_the_same_quotation() -> None:
    it = Writer("The herders came. “They fired at us,” said Ola Brekke.")
    herders = it.mention("herders", "group")
    they = it.mention("They", "pronoun", antecedent=herders)
    us = it.mention("us", "pronoun", antecedent=they)
    ola = it.mention("Ola Brekke", "person")
    it.cue("said", "say", ola, "“They fired at us,”")
    it.trigger("fired", "ASSAULT", actors=[they], recipients=[us])
    assert cluster_of(it, "us") == ["us"]


def test_we_of_two_speakers_are_two() -> None:
    it = Writer("“We will pay,” said Ola Brekke. “We will not,” said Liv Moe.")
    we = it.mention("We", "pronoun")
    ola = it.mention("Ola Brekke", "person")
    other = it.mention("We", "pronoun", 2, antecedent=we)
    liv = it.mention("Liv Moe", "person")
    it.cue("said", "say", ola, "“We will pay,”")
    it.cue("said", "say", liv, "“We will not,”", nth=2)
    it.trigger("pay", "AID", actors=[we])
    it.trigger("not", "REJECT", actors=[other])
    assert cluster_of(it, "We") == ["We"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [("I met a clerk.", False), ("I am new.\nClerk: Me too.", True), ("I'm Clerk.", True), ("I liked Clerk.", False)],
)
def test_who_writes_i_is_nobody_whom_the_text_names_after_it(text: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(f"It rained. {text}")
    writer = it.mention("I", "pronoun", 2)
    word = "Clerk" if "Clerk" in text else "clerk"
    clerk = it.mention(word, "person", antecedent=writer)
    it.trigger("rained", "CONSULT", actors=[writer, clerk])
    assert ("I" in cluster_of(it, word)) is joined


def we_who(speaker: str) -> tuple[str, str | None, list[str]]:
    """Return name, country and sectors of the "we" whose boats left, as a person with a title said."""
    it = Writer(f"“We lost our boats,” said {speaker} in Bor.")
    it.mention("We", "pronoun")
    ola = it.mention("Ola Brekke", "person")
    if "Herders Union" in speaker:
        it.mention("Herders Union", "organization")
    if title := speaker.partition(" Ola Brekke")[0] if not speaker.startswith("Ola") else "":
        it.title(title, ola)
    it.cue("said", "say", ola, "“We lost our boats,”")
    it.trigger("lost", "ASSAULT", recipients=[0])
    reading = it.reading()
    [who] = [actor for actor in reading.actors if actor.id in reading.events[0].recipients]
    return who.name, who.country, list(who.sectors)


@pytest.mark.parametrize("speaker", ["Ola Brekke of the Herders Union", "Ola Brekke, from the Herders Union,"])
def test_we_is_the_body_to_which_the_speaker_belongs(speaker: str) -> None:
    assert we_who(speaker)[0] == "Herders Union"


def test_we_whom_nothing_names_is_of_the_country_and_kind_of_who_speaks() -> None:
    assert we_who("Peru's top general Ola Brekke") == ("We", "PER", ["MIL"])


def test_we_of_a_minister_is_the_government_that_nothing_names() -> None:
    assert we_who("Chad's foreign minister Ola Brekke") == ("Chad", "TCD", ["GOV"])
    it = Writer("“We lost,” said Chad's president Ola Brekke. “We won,” said Chad's foreign minister Liv Moe.")
    for name, title in (("Ola Brekke", "Chad's president"), ("Liv Moe", "Chad's foreign minister")):
        who = it.mention(name, "person")
        it.title(title, who)
        it.mention("We", "pronoun", who // 2 + 1)
    it.cue("said", "say", 0, "“We lost,”")
    it.cue("said", "say", 2, "“We won,”", nth=2)
    it.trigger("lost", "ASSAULT", recipients=[1])
    it.trigger("won", "ASSAULT", actors=[3])
    [chad] = [each for each in it.reading().actors if each.kind == "state"]
    assert (chad.name, [span.quote for span in chad.mentions]) == ("Chad", ["We", "We"])


def test_we_of_nobody_known_is_of_no_country() -> None:
    assert we_who("Ola Brekke") == ("We", None, [])


@pytest.mark.parametrize(("pronoun", "name"), [("he", "Chad"), ("it", "We")])
def test_we_of_a_speaker_who_is_a_pronoun_is_of_whom_that_stands_for(pronoun: str, name: str) -> None:
    it = Writer(f"Chad's president Ola Brekke came to Chad. “We will pay,” {pronoun} said.")
    ola = it.mention("Ola Brekke", "person")
    it.title("Chad's president", ola)
    it.mention("Chad", "state", 2)
    we = it.mention("We", "pronoun")
    said = it.mention(pronoun, "pronoun", antecedent=ola)
    it.cue("said", "say", said, "“We will pay,”")
    it.trigger("pay", "AID", actors=[we])
    reading = it.reading()
    [who] = [actor for actor in reading.actors if actor.id in reading.events[0].actors]
    assert who.name == name


def test_we_is_nobody_with_whom_we_meet() -> None:
    it = Writer("“We will meet Chad,” said Chad's president Ola Brekke.")
    we, chad, ola = it.mention("We", "pronoun"), it.mention("Chad", "state"), it.mention("Ola Brekke", "person")
    it.title("Chad's president", ola)
    it.cue("said", "say", ola, "“We will meet Chad,”")
    it.trigger("meet", "AGREE", actors=[we], recipients=[chad])
    assert cluster_of(it, "We") == ["We"]


@pytest.mark.parametrize(
    ("told", "kind", "joined"),
    [("the Harbour Gazette", "organization", False), ("Peter Lund", "person", True), ("the envoys", "group", True)],
)
def test_you_is_who_is_told_but_no_paper(told: str, kind: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(f"Liv Moe told {told}: “If you wait, the boats leave.”")
    liv, other = it.mention("Liv Moe", "person"), it.mention(told.removeprefix("the "), kind)
    it.mention("you", "pronoun")
    it.cue("told", "say", liv, "“If you wait, the boats leave.”")
    it.marks.cues[0].addressee = Link(other, 0.9)
    it.trigger("leave", "RETREAT", actors=[other])
    assert ("you" in cluster_of(it, told.removeprefix("the "))) is joined


@pytest.mark.parametrize(("speaker", "joined"), [("Liv Moe", False), ("Ola Brekke", True)])
def test_you_is_not_who_says_it(speaker: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(f"Liv Moe waited. “The guards shout at you,” {speaker} said.")
    liv = it.mention("Liv Moe", "person")
    it.mention("you", "pronoun", antecedent=liv)
    it.cue("said", "say", it.mention(speaker, "person", 2 if speaker == "Liv Moe" else 1), "“The guards shout at you,”")
    assert ("you" in cluster_of(it, "Liv Moe")) is joined


@pytest.mark.parametrize(("kind", "joined"), [("state", False), ("organization", True), ("group", True)])
def test_who_is_no_country(kind: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer("The herders and Chad, they say, who fought the rebels, left.")
    chad = it.mention("Chad", kind)
    who = it.mention("who", "pronoun", antecedent=chad)
    it.trigger("fought", "ASSAULT", actors=[who])
    assert ("who" in cluster_of(it, "Chad")) is joined


@pytest.mark.parametrize(("word", "joined"), [("I", True), ("US", False)])
def test_a_person_marked_i_is_the_pronoun(word: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(f"“{word} may have waited too long,” Ola Brekke said.")
    marked = it.mention(word, "person")
    ola = it.mention("Ola Brekke", "person")
    it.cue("said", "say", ola, f"“{word} may have waited too long,”")
    it.trigger("waited", "REJECT", actors=[marked])
    assert ("Ola Brekke" in cluster_of(it, word)) is joined
