"""Everyday words that are names as well: judged by their capitals, their sentence and the rest of the text.

`IS` is a name in capitals and a verb in small letters; in a sentence all in capitals it may be either, and so may
`Will` at the head of one.
"""

from __future__ import annotations

from polyonym.annotate.meaning import Judged, Meaning, Reading, with_adjustment
from polyonym.annotate.sentence import begins, shouted
from polyonym.annotate.spotter import Spot
from polyonym.model import Adjustment
from polyonym.resolve.score import ALL_CAPITALS, Scored
from polyonym.text.normalise import folded


def is_word(reading: Reading, text: str, spot: Spot) -> bool:
    """Tell whether an everyday word stands there in the letters of a word and not of a name."""
    written = text[spot.start : spot.end]
    return written == written.lower() != written.upper() and folded(written) in reading.snapshot.lexicon.common


def doubted(reading: Reading, text: str, spot: Spot, judged: Judged) -> Judged:
    """Return what a spot means under the doubt that it may be an everyday word, where there is such a doubt."""
    doubt = _doubt(reading, text, spot)
    return judged if doubt is None else reading.judge(_with(judged, doubt), doubt)


def dispelled(reading: Reading, meaning: Meaning, sure: set[int]) -> Meaning:
    """Take the doubt from a name whose entity the text surely names elsewhere; capitals throughout leave it."""
    doubt = meaning.judged.doubt
    if doubt is None or doubt.code == ALL_CAPITALS or meaning.judged.scored[0].entity not in sure:
        return meaning
    found = Adjustment("named_elsewhere", -doubt.amount, "The text surely names this entity elsewhere.")
    return Meaning(meaning.spot, reading.judge(_with(meaning.judged, found)))


def _doubt(reading: Reading, text: str, spot: Spot) -> Adjustment | None:
    """Return what keeps an everyday word in capitals from being surely a name, if anything does."""
    written = text[spot.start : spot.end]
    if written == written.lower() or folded(written) not in reading.snapshot.lexicon.common:
        return None
    cost = -reading.annotation.everyday_word
    if written.isupper() and len(written) > 1:
        if not shouted(text, spot.start, spot.end):
            return None
        return Adjustment(ALL_CAPITALS, cost, "In a text all in capitals this may be an everyday word.")
    if begins(text, spot.start):
        return Adjustment("sentence_start", cost, "At the head of a sentence this may be an everyday word.")
    return None


def _with(judged: Judged, adjustment: Adjustment) -> tuple[Scored, ...]:
    """Return scored entities with an adjustment in every score."""
    return tuple(Scored(item.entity, with_adjustment(item.evidence, adjustment)) for item in judged.scored)
