"""Everyday words that are names as well: judged by their capitals, their sentence and the rest of the text.

`IS` is a name in capitals and a verb in small letters; in a sentence all in capitals it may be either, and so may
`Will` at the head of one.
"""

from __future__ import annotations

from polyonym.annotate.linking import AnnotationContext, LinkedSpan
from polyonym.annotate.sentence import Sentences, begins
from polyonym.annotate.spotter import Spot
from polyonym.model import Adjustment
from polyonym.resolve.rank import ALL_CAPITALS
from polyonym.text.normalise import folded


def is_word(reading: AnnotationContext, text: str, spot: Spot) -> bool:
    """Tell whether an everyday word stands there in the letters of a word and not of a name."""
    written = text[spot.start : spot.end]
    return written == written.lower() != written.upper() and folded(written) in reading.snapshot.lexicon.common_words


def doubted(reading: AnnotationContext, sentences: Sentences, meaning: LinkedSpan) -> LinkedSpan:
    """Return a meaning under the doubt that it may be an everyday word, where there is such a doubt."""
    doubt = _doubt(reading, sentences, meaning.spot)
    if doubt is None:
        return meaning
    return LinkedSpan(meaning.spot, reading.adjusted(meaning.judged, doubt, doubtful=True))


def dispelled(reading: AnnotationContext, meaning: LinkedSpan, sure: set[int]) -> LinkedSpan:
    """Take the doubt from a name whose entity the text surely names elsewhere; capitals throughout leave it."""
    doubt = meaning.judged.doubt
    if doubt is None or doubt.code == ALL_CAPITALS or meaning.judged.scored[0].entity not in sure:
        return meaning
    found = Adjustment("named_elsewhere", -doubt.amount, "The text surely names this entity elsewhere.")
    return LinkedSpan(meaning.spot, reading.adjusted(meaning.judged, found))


def _doubt(reading: AnnotationContext, sentences: Sentences, spot: Spot) -> Adjustment | None:
    """Return what keeps an everyday word in capitals from being surely a name, if anything does."""
    written = sentences.text[spot.start : spot.end]
    if written == written.lower() or folded(written) not in reading.snapshot.lexicon.common_words:
        return None
    cost = -reading.annotation.everyday_word
    if written.isupper() and len(written) > 1:
        if not sentences.shouted(spot.start):
            return None
        return Adjustment(ALL_CAPITALS, cost, "In a text all in capitals this may be an everyday word.")
    if begins(sentences.text, spot.start):
        return Adjustment("sentence_start", cost, "At the head of a sentence this may be an everyday word.")
    return None
