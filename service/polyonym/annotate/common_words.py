"""Common words that are names as well: `IS` is a name in capitals and a verb in lower case, `Will` may be either.

In comes a span whose text is a common word, out comes the same span with a penalty where capitals do not show that it
is a name: in a sentence all in capitals, and at the head of a sentence. The penalty is taken back where the text names
the entity elsewhere.
"""

from __future__ import annotations

from polyonym.annotate.linking import AnnotationContext, LinkedSpan
from polyonym.annotate.sentence import Sentences, starts_sentence
from polyonym.annotate.spotter import Spot
from polyonym.model import Adjustment
from polyonym.resolve.rank import ALL_CAPITALS
from polyonym.text.normalise import folded


def is_common_word(context: AnnotationContext, text: str, spot: Spot) -> bool:
    """Tell whether a spot is a common word in lower case, and so no name."""
    written = text[spot.start : spot.end]
    return written == written.lower() != written.upper() and folded(written) in context.snapshot.lexicon.common_words


def with_word_penalty(context: AnnotationContext, sentences: Sentences, span: LinkedSpan) -> LinkedSpan:
    """Return a span with a penalty if it may be a common word."""
    penalty = _word_penalty(context, sentences, span.spot)
    if penalty is None:
        return span
    return LinkedSpan(span.spot, context.adjust(span.name, penalty, is_word=True))


def without_word_penalty(context: AnnotationContext, span: LinkedSpan, matched: set[int]) -> LinkedSpan:
    """Take the penalty back where the text matches the entity elsewhere, unless the sentence is all in capitals."""
    penalty = span.name.word_penalty
    if penalty is None or penalty.code == ALL_CAPITALS or span.name.candidates[0].entity not in matched:
        return span
    bonus = Adjustment("named_elsewhere", -penalty.amount, "The text surely names this entity elsewhere.")
    return LinkedSpan(span.spot, context.adjust(span.name, bonus))


def _word_penalty(context: AnnotationContext, sentences: Sentences, spot: Spot) -> Adjustment | None:
    """Return the penalty of a spot that may be a common word, None for one that is surely a name."""
    written = sentences.text[spot.start : spot.end]
    if written == written.lower() or folded(written) not in context.snapshot.lexicon.common_words:
        return None
    amount = -context.annotation.common_word_penalty
    if written.isupper() and len(written) > 1:
        if not sentences.is_all_capitals(spot.start):
            return None
        return Adjustment(ALL_CAPITALS, amount, "In a text all in capitals this may be an everyday word.")
    if starts_sentence(sentences.text, spot.start):
        return Adjustment("sentence_start", amount, "At the head of a sentence this may be an everyday word.")
    return None
