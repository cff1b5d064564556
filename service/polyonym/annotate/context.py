"""Context: what the rest of a text says about a name of several entities, and about parts of full names.

In come linked spans, out come the same with ties broken. In this order: a title before the name is evidence for a
person; words near it are evidence for an entity with these context terms; a match of one tied entity elsewhere in the
text is evidence for it; then words further away.

Rule: the context never makes a match of a name that has no candidate above the threshold by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from polyonym.annotate.keys import TextKeys, keys_of_token
from polyonym.annotate.linking import (
    AnnotationContext,
    LinkedSpan,
    ScoredName,
    as_form,
    best_first,
    with_adjustment,
)
from polyonym.annotate.sentence import Sentences
from polyonym.annotate.spotter import Spot
from polyonym.annotate.text_view import TextView
from polyonym.memo import memoised
from polyonym.model import Adjustment
from polyonym.resolve.rank import Scored
from polyonym.text.lexicon import Lexicon
from polyonym.text.morphology.inflection import same_lexeme
from polyonym.text.name import analyse

_MAX_TITLE_WORDS: Final = 3
_MAX_ABBREVIATION: Final = 4
_SUPPLEMENTARY: Final = frozenset({"honorific", "particle", "generation", "legal", "generic"})
"""Roles of words that stand beside a name but never for it."""

FullNames = dict[str, dict[str, dict[int, Scored]]]
"""Form key to token to entity: the full names of people, by the tokens that can stand for them."""


def matched_entities(spans: Iterable[LinkedSpan]) -> set[int]:
    """Return the entities that some span matches."""
    return {span.name.matched for span in spans if span.name.matched is not None}


def disambiguate(
    context: AnnotationContext, view: TextView, sentences: Sentences, spans: list[LinkedSpan]
) -> list[LinkedSpan]:
    """Break the ties of spans by their text."""
    if not any(map(_is_tied, spans)):
        return spans
    spans = [_by_title(context, view, span) for span in spans]
    spans = [_by_context(context, view, sentences, span, context.annotation.near_context) for span in spans]
    matched = matched_entities(spans)
    wide = context.annotation.wide_context
    return [
        _by_other_spans(context, span, matched) or _by_context(context, view, sentences, span, wide)
        if _is_tied(span)
        else span
        for span in spans
    ]


def _is_tied(span: LinkedSpan) -> bool:
    """Tell whether a span has several tied candidates and is no common word."""
    return len(span.name.tied) > 1 and span.name.word_penalty is None


def _by_title(context: AnnotationContext, view: TextView, span: LinkedSpan) -> LinkedSpan:
    """Prefer entities that take titles where a title stands before the name: `President Jordan`."""
    if not _is_tied(span):
        return span
    traits = context.snapshot.columns.traits
    titled = frozenset(entity for entity in span.name.tied if traits(entity).titled)
    if not titled or titled == span.name.tied or not _has_title(context, view, span.spot.start):
        return span
    amount = -context.annotation.elsewhere_penalty
    penalty = Adjustment("title", amount, "A title stands before the name, and this is no person.")
    return LinkedSpan(span.spot, context.adjust(span.name, penalty, titled))


def _has_title(context: AnnotationContext, view: TextView, start: int) -> bool:
    """Tell whether the last words of the sentence before a place are a title."""
    before = view.text[max(0, start - context.annotation.near_context) : start]
    if not before.endswith((" ", "\u00a0")) or before.rstrip().endswith((",", ";", ":", "!", "?", ")")):
        return False
    words = view.slice(start - len(before), start).split()
    if before.rstrip().endswith(".") and words and len(words[-1]) > _MAX_ABBREVIATION:
        return False  # a full stop that ends a sentence, unlike that of `Gen.`
    known = context.snapshot.lexicon.words
    for length in range(1, min(_MAX_TITLE_WORDS, len(words)) + 1):
        word = known.get(" ".join(words[-length:]))
        if word is not None and word.role == "honorific":
            return True
    return False


def _by_context(
    context: AnnotationContext, view: TextView, sentences: Sentences, span: LinkedSpan, reach: int
) -> LinkedSpan:
    """Prefer entities with a context term within reach of the name, in its sentence."""
    if not _is_tied(span):
        return span
    terms = {entity: context.context_terms(entity) for entity in span.name.tied}
    if not any(terms.values()):
        return span
    spot = span.spot
    first, last = sentences.around(spot.start)
    around = f" {view.slice(max(first, spot.start - reach), min(last, spot.end + reach)).strip()} "
    supported = frozenset(entity for entity, words in terms.items() if any(f" {word} " in around for word in words))
    if not supported or supported == span.name.tied:
        return span
    detail = "The context speaks for another candidate."
    penalty = Adjustment("context_elsewhere", -context.policy.context_penalty, detail)
    return LinkedSpan(spot, context.adjust(span.name, penalty, supported))


def _by_other_spans(context: AnnotationContext, span: LinkedSpan, matched: set[int]) -> LinkedSpan | None:
    """Prefer the one tied entity that the text matches elsewhere; None where it matches none or several of them."""
    named = span.name.tied & matched
    if len(named) != 1:
        return None
    detail = "The text names another entity of this name elsewhere."
    penalty = Adjustment("elsewhere", -context.annotation.elsewhere_penalty, detail)
    return LinkedSpan(span.spot, context.adjust(span.name, penalty, named))


def short_forms(
    context: AnnotationContext, view: TextView, keys: TextKeys, spans: Sequence[LinkedSpan]
) -> list[LinkedSpan]:
    """Return spans for words that are part of the name of a person whom the text names in full."""
    full_names: FullNames = defaultdict(lambda: defaultdict(dict))
    distinct = {(span.name.matched, view.text[span.spot.start : span.spot.end]): span for span in spans}
    for (entity, written), span in distinct.items():
        if entity is None or not context.snapshot.columns.traits(entity).personal:
            continue
        item = span.name.candidates[0]
        for name in (written, item.evidence.alias.name):
            for key, token in _short_name_keys(name, context.snapshot.lexicon):
                full_names[key][token][entity] = item
    return list(_short_form_spans(context, view, keys, full_names)) if full_names else []


@memoised("short_name_keys")
def _short_name_keys(name: str, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Return the tokens that can stand for a full name, each with every form key that it can have in a text.

    These are the last token and others, but for the first, that are no given names. In texts of other languages a
    token is its own key.
    """
    own = [
        token for token in analyse(name, lexicon).tokens if token.role not in _SUPPLEMENTARY and len(token.latin) > 2
    ]
    if len(own) < 2:
        return ()
    found = [token.text for token in own[1:] if token is own[-1] or not token.given]
    return tuple((key, token) for token in found for key in sorted({*keys_of_token(token), token}))


def _short_form_spans(
    context: AnnotationContext, view: TextView, keys: TextKeys, full_names: FullNames
) -> Iterator[LinkedSpan]:
    """Yield the words of a text that are part of a full name, each with everybody whom it can mean."""
    known: dict[tuple[str, frozenset[int]], ScoredName] = {}
    places = [at for at, key in enumerate(keys.keys) if key in full_names]
    if keys.has_forms:
        places = sorted({*places, *(at for at, word in enumerate(keys.words) if word in full_names)})
    for at in places:
        word = keys.words[at]
        tokens = full_names.get(keys.keys[at]) or full_names[word]
        start, end = keys.span(view, at, at + 1)
        written = view.text[start:end]
        if written == written.lower() != written.upper():
            continue
        found: dict[int, Scored] = {}
        for token, holders in tokens.items():
            if same_lexeme(word, token) or at in keys.name_parts:
                found.update(holders)
        if found:
            key = written, frozenset(found)
            if key not in known:
                candidates = (_as_short_form(context, item, written) for item in found.values())
                known[key] = context.decide(best_first(candidates))
            yield LinkedSpan(Spot(start, end, "short"), known[key])


def _as_short_form(context: AnnotationContext, item: Scored, written: str) -> Scored:
    """Return the evidence of a full name for a part of it."""
    detail = f"The text has the name in full before or after: {item.evidence.alias.name}."
    penalty = Adjustment("short_form", -context.annotation.short_form_penalty, detail)
    return Scored(item.entity, with_adjustment(as_form(item.evidence, written), penalty))
