"""Every number that decides which names of a text are reported, in one frozen value, each with its reason.

How a name is scored by itself is decided by the numbers of `polyonym.policy`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnotationPolicy:
    """Bounds, penalties and distances of the annotator."""

    # Spotting.
    min_unspaced_length: int = 2
    """Shorter names in unspaced scripts are not reported: one Han character or one kana is a word in many sentences."""
    max_names_per_key: int = 64
    """Only so many listed names of one form key are examined."""
    max_words_at_apostrophe: int = 4
    """A listed name before or behind an apostrophe is looked up in at most so many words."""

    # Fuzzy spans.
    max_names_per_phonetic_pair: int = 40
    """Two words whose phonetic keys more names have say nothing."""
    max_capitalised_words: int = 6
    """A longer run of capitalised words is a heading."""
    fuzzy_comparisons: int = 200
    """In any text so many pairs of names are compared, and one more for"""
    characters_per_comparison: int = 500
    """so many characters. A text of capitalised words costs no more time than others."""

    # Linking.
    fuzzy_threshold: float = 0.85
    """The score of a fuzzy span. A lone mention needs less, since somebody has said that it is a name."""
    inflected_penalty: float = 0.04
    """For another ending than the listed one: likely the same name, and less sure than the listed form."""
    affixed_penalty: float = 0.02
    """For a particle or an article that is written to the name, which hardly makes it less sure."""
    short_form_penalty: float = 0.1
    """For a part of a name that the same text has in full."""
    common_word_penalty: float = 0.25
    """For a common word that is capitalised because it begins a sentence: alone it stays below the threshold."""
    elsewhere_penalty: float = 0.1
    """For entities of a shared name that the text does not name elsewhere: more than the margin of a decision."""
    near_context: int = 60
    """Characters on each side in which a word is context of the name beside it and not of the next one."""
    wide_context: int = 400
    """Characters on each side that are context of a name which is still ambiguous."""
    max_candidates: int = 20
    """Entities of one name that are disambiguated."""
    shown_candidates: int = 5
    """Candidates that are shown for each name, as `resolve` does."""


DEFAULT_ANNOTATION_POLICY = AnnotationPolicy()
