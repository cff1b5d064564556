"""Everyday words that are names as well: judged by their capitals, their sentence and the rest of the text.

`IS` is a name in capitals and a verb in small letters; in a sentence all in capitals it may be either, and so may
`Will` at the head of one.
"""

from __future__ import annotations

from polyonym.annotate.meaning import Meaning, Reading, with_adjustment
from polyonym.annotate.sentence import begins, shouted
from polyonym.annotate.spotter import Spot
from polyonym.model import Adjustment
from polyonym.resolve.score import ALL_CAPITALS, Scored
from polyonym.text.normalise import folded


def is_word(reading: Reading, text: str, spot: Spot) -> bool:
    """Tell whether an everyday word stands there in the letters of a word and not of a name."""
    written = text[spot.start : spot.end]
    return written == written.lower() != written.upper() and folded(written) in reading.snapshot.lexicon.common


def doubt_of(reading: Reading, text: str, spot: Spot) -> Adjustment | None:
    """Return what keeps an everyday word in capitals from being surely a name, if anything does."""
    written = text[spot.start : spot.end]
    if written == written.lower() or folded(written) not in reading.snapshot.lexicon.common:
        return None
    policy = reading.annotation
    if written.isupper() and len(written) > 1:
        if not shouted(text, spot.start, spot.end):
            return None
        detail = "In a text all in capitals this may be an everyday word."
        return Adjustment(ALL_CAPITALS, -policy.everyday_word, detail)
    if begins(text, spot.start):
        detail = "At the head of a sentence this may be an everyday word."
        return Adjustment("sentence_start", -policy.everyday_word, detail)
    return None


def doubted(meaning: Meaning, doubt: Adjustment) -> Meaning:
    """Return a meaning under a doubt, with its cost in every score."""
    scored = tuple(Scored(item.entity, with_adjustment(item.evidence, doubt)) for item in meaning.scored)
    return Meaning(meaning.spot, scored, doubt)


def dispelled(meanings: list[Meaning], sure: set[int]) -> list[Meaning]:
    """Take the doubt from meanings whose entity the text surely names elsewhere."""
    return [
        _without_doubt(meaning, meaning.doubt)
        if meaning.doubt and meaning.doubt.code != ALL_CAPITALS and meaning.scored[0].entity in sure
        else meaning
        for meaning in meanings
    ]


def _without_doubt(meaning: Meaning, doubt: Adjustment) -> Meaning:
    """Return a meaning as it was before it was doubted."""
    found = Adjustment("named_elsewhere", -doubt.amount, "The text surely names this entity elsewhere.")
    scored = tuple(Scored(item.entity, with_adjustment(item.evidence, found)) for item in meaning.scored)
    return Meaning(meaning.spot, scored)
