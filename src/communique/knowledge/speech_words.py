"""Words of speech, from ``speech_words.yaml``: which act a cue has."""

from functools import lru_cache

from communique.knowledge.tables import document
from communique.vocabulary import Act


def allows(cue: str, act: Act) -> bool:
    """Say whether a cue, in small letters, may have an act.

    An act is told by its cue. A neutral one ("said") leaves it to the content, which tells a threat, a denial, a
    promise, a refusal, a demand, consent, thanks or an apology plainly; a reproach or a forecast after it is said.
    """
    return cue not in _neutral() or act in _by_content()


def act_of(cue: str, act: Act) -> Act:
    """Return the act of a cue, in small letters: its only one ("admitted"), or the given one where it may have that."""
    return _acts().get(cue) or (act if allows(cue, act) else Act.SAY)


def forewarns(cue: str) -> bool:
    """Say whether a cue, in small letters, is one of warning, which tells a threat only of the speaker's own deeds."""
    return cue in _forewarning()


@lru_cache(maxsize=1)
def _forewarning() -> frozenset[str]:
    return frozenset(document("speech_words.yaml")["forewarning"])


@lru_cache(maxsize=1)
def _neutral() -> frozenset[str]:
    return frozenset(document("speech_words.yaml")["neutral"])


@lru_cache(maxsize=1)
def _by_content() -> frozenset[Act]:
    return frozenset(map(Act, document("speech_words.yaml")["by_content"]))


@lru_cache(maxsize=1)
def _acts() -> dict[str, Act]:
    """Give the act of each cue that has one alone."""
    return {cue: Act(act) for act, cues in document("speech_words.yaml")["one_act"].items() for cue in cues}
