"""Every number that decides which names of a text are reported, in one frozen value, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnotationPolicy:
    """Bounds, costs and leads of the annotator; how names are scored stands in `resolve.policy`."""

    # Spotting.
    shortest_unspaced: int = 2
    """A single Han sign or a single kana is a word of every other sentence."""
    names_of_a_key: int = 64
    """So many listed names of one key are looked at; a key of more says nothing."""
    words_of_a_name: int = 4
    """A name beside an apostrophe is looked for over so many words."""

    names_of_a_sound: int = 40
    """Two words that sound like those of more names than so many tell nothing."""
    words_in_capitals: int = 6
    """A longer run of words in capitals is a heading."""
    likenesses: int = 200
    """So many pairs of names are compared in any text, and one more for"""
    text_of_a_likeness: int = 500
    """so many characters of it: a text of names in capitals costs no more than others."""

    # Judging.
    likely: float = 0.85
    """A name spelled otherwise is surer than a lone mention has to be: nobody has said that it is a name at all."""
    inflected: float = 0.04
    """Another ending than the listed one: likely the same name, and less so than the listed form."""
    affixed: float = 0.02
    """A particle or an article written to the name changes nothing of it."""
    short_form: float = 0.1
    """Part of a name that the same text has in full."""
    everyday_word: float = 0.25
    """An everyday word with a capital that the head of its sentence asks for: below the threshold by itself."""
    elsewhere: float = 0.1
    """Of entities that share a name, those that the text names nowhere else: more than the margin of a decision."""
    near: int = 60
    """Characters on each side in which a word speaks for the name beside it and not for the next one."""
    around: int = 400
    """Characters on each side that count as the surroundings of a name."""
    most_candidates: int = 20
    """Entities that are told apart before the wanted number of them is shown."""
    shown: int = 5
    """Candidates shown for each name, as `resolve` does."""


DEFAULT_ANNOTATION_POLICY = AnnotationPolicy()
