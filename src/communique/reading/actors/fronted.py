"""Fronted places: in "In Peru, by contrast, it pays" the one who pays is not Peru.

In go a frame and a pronoun's mention, out comes the state at the head of its clause that only tells where it is. Nobody
and no deed stands between the two: in "In Peru, officials say it pays" it may be Peru, and so it may be whose town is
named ("In Peru's capital it").
"""

from __future__ import annotations

from bisect import bisect_left

from communique.knowledge.clause_words import clause_words
from communique.reading.frame import Frame


def fronted_state(frame: Frame, index: int) -> int | None:
    """Return the mention of the state where the clause of a subject pronoun takes place; None where none heads it."""
    marks, words, order = frame.marks, clause_words(), frame.in_order()
    pronoun = marks.mentions[index]
    at = order.index(index, bisect_left(order, pronoun.first, key=lambda each: marks.mentions[each].first))
    if at == 0 or marks.mentions[order[at - 1]].kind != "state":
        return None
    state = marks.mentions[order[at - 1]]
    lead = state.first - 1 - (frame.word(state.first - 1) in words["articles"])
    if frame.word(lead) not in words["placing"] or frame.sentence(lead) != frame.sentence(pronoun.first):
        return None
    heads = lead == 0 or frame.sentence(lead - 1) != frame.sentence(lead)
    between = range(state.last, pronoun.first)
    parting = words["relative"] | words["conjunctions"] | words["genitive"]
    if not heads or not parting.isdisjoint(map(frame.word, between)):
        return None
    told = any(each.word in between for some in (marks.triggers, marks.cues) for each in some)
    return None if told else order[at - 1]
