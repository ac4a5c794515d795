"""Stems of words: the rules of Snowball's English stemmer, one line or two for each of its steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.linking.event_words import stem
from communique.linking.stemming import english_stem


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param(
            "minister's>minist ministers'>minist 'tis>tis losses>loss ties>tie dies>die cries>cri tied>tie "
            "gas>gas this>this kiwis>kiwi gaps>gap bus>bus pass>pass armies>armi skis>ski",
            id="plurals and apostrophes",
        ),
        pytest.param(
            "feed>feed agreed>agre exceed>exceed exceeded>exceed succeed>succeed proceeds>proceed "
            "delivered>deliv bombed>bomb bled>bled briefing>brief king>king inning>inning outings>outing "
            "evening>evening dying>die lying>lie flying>fli crying>cri hopped>hop hopping>hop falling>fall "
            "adding>add egged>egg filed>file fail>fail filing>file conflated>conflat troubled>troubl "
            "sized>size supposedly>suppos markedly>mark seemingly>seem speedily>speedili "
            "guaranteedly>guarante bring>bring controlled>control",
            id="the past",
        ),
        pytest.param(
            "cry>cri by>by say>say enemy>enemi day>day yard>yard youth>youth employ>employ buying>buy "
            "yearly>year toy>toy syllable>syllabl",
            id="y at the end and inside",
        ),
        pytest.param(
            "conditional>condit relational>relat valency>valenc hesitancy>hesit formalism>formal "
            "conformably>conform differently>differ radically>radic carefully>care vilely>vile "
            "analogously>analog vietnamization>vietnam operator>oper predication>predic feudalism>feudal "
            "decisiveness>decis hopefulness>hope callousness>callous formality>formal sensitivity>sensit "
            "sensibility>sensibl archaeology>archaeolog archaeologist>archaeolog apology>apolog ably>abli "
            "fatally>fatal ruthlessly>ruthless gently>gentl early>earli deadly>dead really>realli",
            id="endings made one",
        ),
        pytest.param(
            "triplicate>triplic formative>format formalize>formal electricity>electr electrical>electr "
            "hopeful>hope goodness>good national>nation rational>ration native>nativ",
            id="adjectives and nouns",
        ),
        pytest.param(
            "revival>reviv allowance>allow inference>infer airliner>airlin gyroscopic>gyroscop "
            "adjustable>adjust defensible>defens irritant>irrit replacement>replac adjustment>adjust "
            "dependent>depend adoption>adopt communism>communism activate>activ angularity>angular "
            "homologous>homolog effective>effect bowdlerize>bowdler election>elect million>million "
            "companion>companion",
            id="endings in R2",
        ),
        pytest.param(
            "probate>probat rate>rate cease>ceas controll>control roll>roll pave>pave tape>tape fill>fill "
            "paste>paste pasted>paste able>abl",
            id="the last e and l",
        ),
        pytest.param(
            "generals>general generous>generous communities>communiti communist>communist arsenal>arsenal "
            "organization>organiz university>universiti emergency>emergenc international>internat later>later "
            "past>past pasting>paste",
            id="words cut less",
        ),
        pytest.param(
            "skies>sky sky>sky news>news atlas>atlas cosmos>cosmos bias>bias andes>andes howe>howe "
            "early>earli only>onli ugly>ugli idly>idl gently>gentl singly>singl",
            id="exceptions",
        ),
        pytest.param(
            "a>a us>us 12>12 1990s>1990s f-16s>f-16s côte>côte naïve>naïv 's>'s o'brien>o'brien '>' ''>'' ss>ss yy>yy",
            id="what is short or no word",
        ),
    ],
)
def test_stems_are_those_of_the_rules(pairs: str) -> None:
    for pair in pairs.split():
        word, found = pair.split(">")
        assert english_stem(word) == found, word


@given(st.text(alphabet="aeiouybdglnst'", max_size=12))
def test_a_stem_is_no_longer_than_its_word(word: str) -> None:
    # "e" comes back where "ed" or "ing" went, "ie" for "ying".
    assert len(english_stem(word)) <= len(word)


def test_stems_of_events_are_made_by_these_rules() -> None:
    assert [stem(each) for each in ("Communities", "ministers’", "—")] == ["communiti", "minist", ""]
