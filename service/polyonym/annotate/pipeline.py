"""The annotation pipeline: a text to the names in it. One step a line; every arrow's product is a frozen value.

text → view → keys → spots → linked spans → chosen → disambiguated → fuzzy spans, short forms → chosen → annotations
"""

from __future__ import annotations

from polyonym.annotate.common_words import is_common_word, with_word_penalty, without_word_penalty
from polyonym.annotate.context import disambiguate, matched_entities, short_forms
from polyonym.annotate.extend_span import extend_span
from polyonym.annotate.fuzzy_spans import fuzzy_spans
from polyonym.annotate.intake import AnnotationOptions
from polyonym.annotate.linking import AnnotationContext, LinkedSpan, ScoredName
from polyonym.annotate.sentence import Sentences
from polyonym.annotate.spans import choose_spans
from polyonym.annotate.spotter import Spot, Spotter, SpotterCache
from polyonym.annotate.text_view import fold_text
from polyonym.model import Annotation


def annotate(
    context: AnnotationContext, spotter: Spotter, text: str, options: AnnotationOptions
) -> tuple[Annotation, ...]:
    """Find the names of the gazetteer in a text that has passed `intake.check_text`, and link them to entities."""
    context.cache.make_room()
    view = fold_text(text)
    keys = spotter.keys(view, options.language, context.cache.word_keys)
    cache = SpotterCache(context.cache.form_names, context.cache.word_ids)
    spots = spotter.spot(view, keys, context.snapshot, context.annotation, cache)
    listed = choose_spans(_link(context, text, spots), len(text), nested=options.nested)
    sentences = Sentences.of(text)
    penalised = [with_word_penalty(context, sentences, span) for span in listed]
    disambiguated = disambiguate(context, view, sentences, penalised)
    matched = matched_entities(disambiguated)
    known = [without_word_penalty(context, span, matched) for span in disambiguated]
    fuzzy = fuzzy_spans(context, spotter.phrases.phonetic_pairs, view, keys, known)
    short = short_forms(context, view, keys, [*known, *fuzzy])
    chosen = choose_spans([*known, *fuzzy, *short], len(text), nested=options.nested) if fuzzy or short else known
    return tuple(
        Annotation(span.spot.start, span.spot.end, context.resolution(span, text))
        for span in chosen
        if is_wanted(context, span.name, options)
    )


def _link(context: AnnotationContext, text: str, spots: list[Spot]) -> list[LinkedSpan]:
    """Return the spots that have candidates, without those that a longer name blocks."""
    found: list[LinkedSpan] = []
    blocked: list[tuple[Spot, frozenset[int]]] = []
    for spot in spots:
        if is_common_word(context, text, spot):
            continue
        name = context.link(spot, text)
        if name is not None:
            start, end = extend_span(text, spot.start, spot.end, name.candidates[0].evidence.alias.name)
            is_same = (start, end) == (spot.start, spot.end)
            found.append(LinkedSpan(spot if is_same else spot._replace(start=start, end=end), name))
        elif spot.kind == "listed" and (entities := context.blocked_entities(text[spot.start : spot.end])):
            blocked.append((spot, entities))
    return context.without_blocked(found, blocked) if blocked else found


def is_wanted(context: AnnotationContext, name: ScoredName, options: AnnotationOptions) -> bool:
    """Tell whether the options ask for the status of a name and for the type of an entity that it may mean."""
    status = name.decision.status
    if status == "no_match" or (options.statuses and status not in options.statuses):
        return False
    if options.types is None:
        return True
    entities = name.tied if status == "ambiguous" else {name.candidates[0].entity}
    return any(context.snapshot.columns.entity_type(entity) in options.types for entity in entities)
