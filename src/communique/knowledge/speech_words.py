"""Words of speech, from ``speech_words.yaml``: which act a cue has."""

from functools import lru_cache

from communique.knowledge.tables import document
from communique.vocabulary import Act


def allows(cue: str, act: Act) -> bool:
    """Say whether a cue, in small letters, may have an act.

    An act is told by its cue. A neutral one ("said") leaves it to the content, which tells a threat, a denial, a
    promise, a refusal, a demand, consent, thanks or an apology plainly; a reproach or a forecast after it is said.
    """
    return not is_neutral(cue) or act in _by_content()


def is_neutral(cue: str) -> bool:
    """Say whether a cue, in small letters, tells nothing of what its speaker means: "said"."""
    return cue in _words("neutral")


def act_of(cue: str, act: Act) -> Act:
    """Return the act of a cue, in small letters: its only one ("admitted"), or the given one where it may have that."""
    return _acts().get(cue) or (act if allows(cue, act) else Act.SAY)


def forewarns(cue: str) -> bool:
    """Say whether a cue, in small letters, is one of warning, which tells a threat only of the speaker's own deeds."""
    return cue in _words("forewarning")


def joins(word: str) -> bool:
    """Say whether a word, in small letters, joins two verbs of one subject."""
    return word in _words("joining")


def stands_before(word: str) -> bool:
    """Say whether a word, in small letters, is an adverb that may stand between "and" and a cue."""
    return word in _words("adverbs") or word.endswith("ly")


def thinks(cue: str) -> bool:
    """Say whether a cue, in small letters, tells what somebody thinks, which is reported as often as told."""
    return cue in _words("thinking")


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(document("speech_words.yaml")[name])


@lru_cache(maxsize=1)
def _by_content() -> frozenset[Act]:
    return frozenset(map(Act, document("speech_words.yaml")["by_content"]))


@lru_cache(maxsize=1)
def _acts() -> dict[str, Act]:
    """Give the act of each cue that has one alone."""
    return {cue: Act(act) for act, cues in document("speech_words.yaml")["one_act"].items() for cue in cues}
