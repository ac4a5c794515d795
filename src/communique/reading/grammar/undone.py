"""Deeds that weren't done after all: their statuses put into the marks, with what would have been given by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.model import AnchorMark, Marks
from communique.vocabulary import Stage, Status


def with_statuses(marks: Marks, statuses: Sequence[Status | None]) -> Marks:
    """Return marks in which triggers have other statuses, None for those that keep theirs.

    What would have been delivered by such a deed is pledged where that is planned, else speculated.
    """
    if not any(statuses):
        return marks
    by_word = {each.word: status for each, status in zip(marks.triggers, statuses, strict=True)}

    def undelivered(anchor: AnchorMark) -> AnchorMark:
        status = by_word.get(anchor.word) or (statuses[anchor.event.target] if anchor.event else None)
        if status is None or anchor.stage != Stage.DELIVERED:
            return anchor
        return replace(anchor, stage=str(Stage.PLEDGED if status is Status.PLANNED else Stage.SPECULATED))

    return replace(
        marks,
        triggers=[
            replace(each, status=str(status)) if status else each
            for each, status in zip(marks.triggers, statuses, strict=True)
        ],
        anchors=[undelivered(each) for each in marks.anchors],
    )
