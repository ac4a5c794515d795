"""Third-person pronouns: which actor named before is meant, by a ranker with learned weights.

In: a frame and its mentions' names; mentions are told in the order of the text with the actor (a cluster's number) they
belong to. Out: for a pronoun the actor it stands for, or None: nobody known, or not sure enough.

Candidates are the actors named or spoken of shortly before, and the one that the article is about. Each has features:
how far back and how many others since, subject or not, number, kind and gender, what kind of pronoun it was last, who
spoke last before the pronoun speaks, and the model's antecedent arc. Their weights and that of "nobody" stand in
`pronouns.json`, fitted by `python -m training.coreference` on GUM and on our corpus; a feature without a weight counts
nothing.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Protocol

from communique.knowledge.clause_words import clause_words
from communique.knowledge.genders import Gender, gender_of_name, gender_of_words
from communique.knowledge.person_words import is_expletive, is_plural, pronoun_class
from communique.model import Link
from communique.reading.actors.fronted import fronted_state
from communique.reading.frame import Frame
from communique.reading.quotations.spoken import Spoken
from communique.reading.quote_signs import MARKS

RELATIVE: Final = {
    "who": frozenset({"person", "group"}), "whom": frozenset({"person", "group"}),
    "which": frozenset({"state", "organization", "group"}),
    "whose": frozenset({"person", "group", "state", "organization"}),
    "that": frozenset({"person", "group", "state", "organization"}),
}  # fmt: skip
"""Relative pronoun to the kinds of actors that it may stand for."""
THIRD: Final = frozenset({"he", "she", "it", "they"})
NEAR: Final = 4
"""Sentences back in which an actor is a candidate; the actor spoken of most is one wherever it stood last."""
MOST: Final = 10
"""Candidates looked at, the latest first."""
FAR: Final = 3
"""Ranks and distances from here on are one."""
GENDERS: Final = {"he": Gender.MALE, "she": Gender.FEMALE}
_OPPOSED: Final = {"he": Gender.FEMALE, "she": Gender.MALE}
"""Pronoun to the gender that it is not of."""
FORMS: Final = (
    dict.fromkeys(("him", "them"), "object")
    | dict.fromkeys(("his", "its", "their"), "possessive")
    | dict.fromkeys(("himself", "herself", "itself", "themselves"), "reflexive")
)
"""Pronoun to what it is in its clause; the others are subjects, "it" among them."""


class Named(Protocol):
    """What a mention is called: its text, and whether it is a name or a pronoun."""

    @property
    def text(self) -> str:
        """The mention's text."""

    @property
    def named(self) -> bool:
        """Whether it is a name."""

    @property
    def pronoun(self) -> bool:
        """Whether it is a pronoun."""


@dataclass(slots=True)
class Known:
    """What is known of an actor at some place of the text.

    Attributes:
        mentions: indexes of its mentions up to there, in the order of the text.
        kinds: how often it was marked as which kind, pronouns aside.
        genders: signs of its gender; what pronouns say counts more than names.
        plural: whether it is several persons by its nouns or pronouns.
        named: whether one of the mentions is a name.
        speaking: the latest "I" or "you" that stands for it; they are not among the mentions.
    """

    mentions: list[int] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    genders: Counter[Gender] = field(default_factory=Counter)
    plural: bool = False
    named: bool = False
    speaking: int | None = None

    def gender(self) -> Gender | None:
        """Return the gender that most signs tell."""
        if not self.genders:
            return None
        (first, most), *others = self.genders.most_common(2)
        return None if others and others[0][1] == most else first


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that a pronoun may stand for (its cluster's number; None is nobody), with its features."""

    actor: int | None
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights by feature, and the probability from which a pronoun is given to an actor, by its class."""

    features: Mapping[str, float]
    thresholds: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """Return the sum of the weighted features."""
        known = self.features
        return sum([known[name] * value for name, value in features.items() if name in known])

    def choose(self, candidates: Sequence[Candidate], kind: str) -> int | None:
        """Return the most probable actor, None where that is nobody or the probability is too low."""
        scores = [self.score(each.features) for each in candidates]
        best = max(range(len(scores)), key=scores.__getitem__)
        total = sum(math.exp(score - scores[best]) for score in scores)
        sure = 1 / total >= self.thresholds.get(kind, 0.5)
        return candidates[best].actor if sure else None


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the weights that the package ships."""
    held: dict[str, Any] = json.loads(
        files("communique.reading.actors").joinpath("pronouns.json").read_text(encoding="utf-8")
    )
    return Weights(held["features"], held["thresholds"])


class Pronouns:
    """Follows the actors of an article through its text and finds those that pronouns stand for.

    `root` tells the actor of a mention that may still come, where names have been joined before.
    """

    def __init__(self, frame: Frame, names: Sequence[Named], with_weights: Weights | None = None) -> None:
        self.frame, self.names = frame, names
        self.weights = with_weights or weights()
        marks = frame.marks.mentions
        self._sentence = [frame.sentence(mark.first) for mark in marks]
        self._paragraph = [frame.paragraph(mark.first) for mark in marks]
        self._first = self._first_of_sentences()
        self._known: dict[int, Known] = {}
        self._home: dict[int, int] = {}
        self.root: Callable[[int], int | None] = self._home.get
        self._spoken = Spoken(frame)
        self._titles: dict[int, list[str]] = {}
        for number, title in enumerate(frame.marks.titles):
            if (link := frame.marks.bearers.get(number)) is not None:
                words = frame.quote(title.first, title.last).split()
                self._titles.setdefault(link.target, []).extend(words)

    def _first_of_sentences(self) -> set[int]:
        """Return the mentions that begin their sentence: its subject, mostly."""
        found: dict[int, int] = {}
        for index in self.frame.in_order():
            if self.frame.marks.mentions[index].kind != "place":
                found.setdefault(self._sentence[index], index)
        return set(found.values())

    def tell(self, index: int, actor: int) -> None:
        """Take in that a mention is one of an actor; mentions come in the order of the text."""
        known = self._known.get(actor) or self._known.setdefault(actor, Known())
        self._home[index] = actor
        name, mark = self.names[index], self.frame.marks.mentions[index]
        if name.pronoun and (kind := pronoun_class(name.text)) not in THIRD:
            known.speaking = index if kind in {"i", "you"} else known.speaking
            return
        known.mentions.append(index)
        if name.pronoun:
            if kind in GENDERS:
                known.genders[GENDERS[kind]] += 3
            known.plural |= kind == "they"
            return
        known.kinds[mark.kind] += 1
        known.named |= name.named
        words = self.frame.quote(mark.first, mark.last).split()
        if mark.kind == "person":
            self._tell_gender(index, known, words)
        if not name.named:
            known.plural |= is_plural(words[-1]) or " and " in name.text

    def _tell_gender(self, index: int, known: Known, words: list[str]) -> None:
        """Take in what the words of a person's mention, and those before it, tell of the gender."""
        name, mark = self.names[index], self.frame.marks.mentions[index]
        if index in self._titles:
            words = [*self._titles[index], *words]
        elif mark.first:
            words = [self.frame.quote(mark.first - 1, mark.first), *words]
        if told := gender_of_words(words):
            known.genders[told] += 2
        elif name.named and (told := gender_of_name(name.text)):
            known.genders[told] += 1

    def mentions_of(self, actor: int) -> Sequence[int]:
        """Return the mentions of an actor so far, without "I", "we" and "you"."""
        return self._known[actor].mentions

    def merge(self, kept: int, gone: int) -> None:
        """Take in that two actors are one."""
        right = self._known.pop(gone, None)
        if right is None:
            return
        left = self._known.get(kept) or self._known.setdefault(kept, Known())
        left.mentions = sorted(left.mentions + right.mentions, key=lambda each: self.frame.marks.mentions[each].first)
        left.kinds += right.kinds
        left.genders += right.genders
        left.plural |= right.plural
        left.named |= right.named
        left.speaking = right.speaking if left.speaking is None else left.speaking
        self._home.update(dict.fromkeys(right.mentions, kept))

    def meant(self, index: int, own: int) -> int | None:
        """Return the actor that a third-person pronoun stands for; `own` is the cluster that it is in so far."""
        kind = pronoun_class(self.names[index].text)
        offered = self.offers(index, own)
        return self.weights.choose(offered, kind or "") if len(offered) > 1 else None

    def offers(self, index: int, own: int) -> list[Candidate]:
        """Return the candidates of a pronoun, the latest first, and nobody at the end; its own cluster is none."""
        text = self.names[index].text.lower()
        kind = pronoun_class(text) or ""
        here = self._sentence[index]
        fits = {
            actor: known.mentions
            for actor, known in self._known.items()
            if actor != own and known.kinds and self._may_be(kind, known)
            if known.speaking is None or not self._speaks(known.speaking, index)
        }
        marks = self.frame.marks.mentions
        topic = max(fits, key=lambda actor: (len(fits[actor]), marks[fits[actor][-1]].last), default=None)
        near = [actor for actor, mentions in fits.items() if here - self._sentence[mentions[-1]] <= NEAR]
        near = sorted(near, key=lambda actor: marks[fits[actor][-1]].last, reverse=True)[:MOST]
        if topic is not None and topic not in near:
            near.append(topic)
        link = self.frame.marks.antecedents.get(index)
        pointed = self._home.get(link.target) if link else None
        found = []
        speaker, form = self._speaker(index), self._form(index)
        where = fronted_state(self.frame, index) if form == "subject" else None
        near = [actor for actor in near if where is None or actor != self._home.get(where)]
        if self._spoken.is_quoted(index):
            teller = self._teller(index)
            near = [actor for actor in near if actor not in {speaker, teller}]  # who would say "I"
        if index in self._spoken.contents:
            near = [actor for actor in near if not self._only_told(index, self._known[actor])]
        before = None if self._has_subject(index) else self._spoken.last_before(index)
        spoke, since = (self._home.get(before[0]), min(before[1], FAR)) if before else (None, 0)
        for rank, actor in enumerate(near):
            features = self._features(index, kind, form, actor, rank)
            theirs = self._speaker(self._known[actor].mentions[-1])
            if speaker is not None and speaker == actor:
                features["speaks of itself"] = 1.0
            elif theirs is not None and theirs not in {speaker, actor}:
                features["from a quotation"] = 1.0
            if spoke == actor:
                features["spoke last"] = features[f"spoke last back {since}"] = 1.0
            if actor == topic and len(self._known[actor].mentions) > 1:
                features[f"{kind} topic"] = features["topic"] = 1.0
            if link and pointed is not None:
                features |= _of_arc(kind, link, is_own=pointed == actor)
            found.append(Candidate(actor, features))
        found.append(Candidate(None, self._nobody(index, kind, near, pointed)))
        return found

    def _may_be(self, kind: str, known: Known) -> bool:
        """Say whether a pronoun of a class can stand for an actor at all: "he" for no country, "it" for no person."""
        kinds = known.kinds
        person = "person" in kinds
        others = len(kinds) > person
        if kind in GENDERS:
            return (person or not others) and known.genders.get(_OPPOSED[kind], 0) <= 2  # noqa: PLR2004 - as pronouns count
        if kind == "it":
            return others or not (person or known.genders or known.plural)
        return others or known.plural or not person

    def _speaks(self, speaking: int, index: int) -> bool:
        """Say whether an actor, "I" or "you" at `speaking`, says what a mention stands in, or is told it."""
        if self._paragraph[speaking] != self._paragraph[index]:
            return False
        marks = self.frame.marks.mentions
        between = self.frame.quote(*sorted((marks[speaking].first, marks[index].first)))
        return MARKS.isdisjoint(between)

    def _has_subject(self, index: int) -> bool:
        """Say whether a person whom one that speaks may be is the subject of its sentence, before what is told."""
        subject = self._spoken.subject_before(index)
        return subject in self._home and self.frame.marks.mentions[subject].kind == "person"

    def _only_told(self, index: int, known: Known) -> bool:
        """Say whether an actor stands nowhere but in the quotations that a mention is the speaker of."""
        marks, contents = self.frame.marks.mentions, self._spoken.contents[index]
        return all(
            self._spoken.is_quoted(each) and any(first <= marks[each].first < last for first, last in contents)
            for each in known.mentions
        )

    def _features(self, index: int, kind: str, form: str, actor: int, rank: int) -> dict[str, float]:
        """Return the features that an actor's mentions have towards a pronoun."""
        known = self._known[actor]
        last = known.mentions[-1]
        back = self._sentence[index] - self._sentence[last]
        said = self.names[last]
        far, place = min(back, FAR + 1), min(rank, FAR)
        found = {
            f"{kind} back {far}": 1.0,
            f"{kind} rank {place}": 1.0,
            f"back {far} rank {place}": 1.0,
            f"{kind} is {_most(known.kinds)}": 1.0,
            "times": math.log(len(known.mentions)),
            f"{kind} named" if known.named else f"{kind} unnamed": 1.0,
        }
        same = said.pronoun and pronoun_class(said.text) == kind
        manner = "same pronoun" if same else "pronoun" if said.pronoun else "name" if said.named else "noun"
        found[f"{manner} back {min(back, 2)}"] = 1.0
        found[f"{kind} {manner}"] = 1.0
        if last in self._first:
            found[f"subject back {min(back, 2)}"] = 1.0
            found[f"{kind} subject"] = 1.0
        before = self._sentence[index] - 1
        if any(self._sentence[each] == before and each in self._first for each in known.mentions[-4:]):
            found["subject before"] = 1.0
        if self._paragraph[index] == self._paragraph[last]:
            found["same paragraph"] = 1.0
        if known.plural:
            found[f"{kind} plural"] = 1.0
        if kind in GENDERS:
            told = known.gender()
            found["gender unknown" if told is None else "gender" if told is GENDERS[kind] else "other gender"] = 1.0
        if back == 0:
            found[f"{form} in sentence"] = 1.0
            found[f"{form} in sentence {'subject' if last in self._first else 'other'}"] = 1.0
            if self.frame.marks.mentions[index].first - self.frame.marks.mentions[last].last <= 2:  # noqa: PLR2004 - words
                found[f"{form} beside"] = 1.0
        elif index in self._first:
            found[f"first back {min(back, 2)} {'subject' if last in self._first else 'other'}"] = 1.0
        mark = self.frame.marks.mentions[last]
        if self.frame.word(mark.last) in clause_words()["genitive"]:
            found["possessor"] = 1.0
        return found

    def _form(self, index: int) -> str:
        """Return what a pronoun is in its clause, by its form; "her" before a word is taken for a possessive."""
        text = self.names[index].text.lower()
        if text == "her":
            after = self.frame.marks.mentions[index].last
            before_word = after < len(self.frame.words) and self.frame.quote(after, after + 1)[:1].isalpha()
            return "possessive" if before_word else "subject"
        return FORMS.get(text, "subject")

    def _speaker(self, index: int) -> int | None:
        """Return the actor who says what a mention stands in, if it has been told."""
        said = self._spoken.saying(index)
        return None if said is None else self._home.get(said)

    def _teller(self, index: int) -> int | None:
        """Return the actor who says what a mention stands in, named only after it too."""
        said = self._spoken.saying(index)
        return None if said is None else self.root(said)

    def _nobody(self, index: int, kind: str, near: Iterable[int], pointed: int | None) -> dict[str, float]:
        found = {f"nobody {kind}": 1.0, f"nobody {kind} {self.names[index].text.lower()}": 1.0}
        link = self.frame.marks.antecedents.get(index)
        if link is None:
            found[f"nobody {kind} without arc"] = found["nobody without arc"] = 1.0
        elif pointed is None:
            found["nobody by arc"] = link.probability
        backs = [self._sentence[index] - self._sentence[self._known[actor].mentions[-1]] for actor in near]
        if not any(back <= 1 for back in backs):
            found[f"nobody {kind} far"] = 1.0
        if kind == "it":
            after = self.frame.marks.mentions[index].last
            if is_expletive(
                [self.frame.quote(at, at + 1) for at in range(after, min(after + 3, len(self.frame.words)))]
            ):
                found["nobody it expletive"] = 1.0
        return found


def _of_arc(kind: str, link: Link, *, is_own: bool) -> dict[str, float]:
    """Return the features of a candidate that a pronoun's antecedent arc leads to, or of another one."""
    if is_own:
        return {"arc": 1.0, "arc sure": link.probability, f"{kind} arc sure": link.probability}
    return {"arc elsewhere": link.probability}


def _most(kinds: Counter[str]) -> str:
    return max(kinds, key=lambda kind: (kinds[kind], kind)) if kinds else "unknown"
