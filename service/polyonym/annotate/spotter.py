"""The spotter: where in a text names of a snapshot may stand.

In comes the view of a text with its keys, out come spots. The words of the text are searched for folded names, their
form keys for inflected and affixed names, and the characters of unspaced scripts for the names there: three searches in
phrase tries (see `index.phrase_trie`). Lower case, word boundaries and endings of different paradigms rule places out.

Rule: a spot says where a name may stand and of which names it may be a form. Which entity it means is for `linking`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import numpy as np

from polyonym.annotate.compile_phrases import CAPITALISED, LOWERCASE, compile_phrases
from polyonym.annotate.keys import TextKeys, WordKeyCache, keys_of_text
from polyonym.annotate.policy import AnnotationPolicy
from polyonym.annotate.text_view import TextView, codes_of
from polyonym.index.columns import LOWERCASE as NAME_IN_LOWERCASE
from polyonym.index.columns import UPPERCASE as NAME_IN_UPPERCASE
from polyonym.index.phrase_trie import PhrasePatterns
from polyonym.index.snapshot import Snapshot
from polyonym.memo import memoised
from polyonym.text.morphology.affixes import affixes
from polyonym.text.morphology.inflection import declension_of, same_lexeme
from polyonym.text.normalise import folded
from polyonym.text.scripts import is_unspaced, script_of_character, scripts_with
from polyonym.workers import worker_pool

SpotKind = Literal["listed", "form", "affixed", "short", "fuzzy"]
"""How a name was found: as listed, inflected, with an affix, as part of a full name, by its similarity."""

_APOSTROPHE: Final = re.compile(r"(?<=\w)['\u2018\u2019\u02bc](?=\w)")
_WORD_BEFORE: Final = re.compile(r"[\w.-]+(?:[ \u00a0]|$)")
_LAST_WORD: Final = re.compile(r"\w+(?!.)", re.DOTALL)
_WORD: Final = re.compile(r"\w[\w-]*")
_APOSTROPHE_REACH: Final = 80
"""Characters in which the words of a name at an apostrophe are looked up."""
_ENDING: Final = re.compile(r"\w{1,5}(?!\w)")
_JOINED_RUNS: Final = scripts_with(lambda script: script.joins_runs)
_CACHED_WORDS: Final = 65_536

FormNames = dict[tuple[int, str], tuple[int, ...]]
"""The names that a text is a form of, by the phrase row of its form key and the text."""


class SpotterCache(NamedTuple):
    """What earlier texts found out, to which a text adds: names of forms, and ids of words and keys."""

    form_names: FormNames
    word_ids: dict[str, int]


class Spot(NamedTuple):
    """A place in a text where a name may stand, and the rows of the listed names that it is a form of."""

    start: int
    end: int
    kind: SpotKind
    names: tuple[int, ...] = ()


class AffixableWords(Container[str]):
    """The words of listed names that affixes can be written to."""

    def __init__(self, phrases: PhrasePatterns) -> None:
        """Look words up in the patterns of a snapshot; the last ones are cached, and dropped with the snapshot."""
        self._phrases = phrases
        self._cached = lru_cache(maxsize=_CACHED_WORDS)(self._look_up)

    def __contains__(self, word: object) -> bool:
        """Tell whether a folded word is one of them."""
        return isinstance(word, str) and self._cached(word)

    def _look_up(self, word: str) -> bool:
        """Tell whether a word is one of them, by its id."""
        return bool(self._phrases.takes_affixes[self._phrases.vocabulary.ids([word], {})[0]])


@dataclass(frozen=True, slots=True, eq=False)
class Spotter:
    """Finds names by the phrase patterns of a snapshot."""

    phrases: PhrasePatterns
    affixable: AffixableWords

    @classmethod
    def of(cls, snapshot: Snapshot) -> Spotter:
        """Return the spotter of a snapshot, whose phrases are compiled now if they are not stored with it."""
        phrases = snapshot.phrases
        if phrases is None:
            with worker_pool(1, snapshot.lexicon) as alone:
                phrases = compile_phrases(snapshot, alone)
        return cls(phrases, AffixableWords(phrases))

    def keys(self, view: TextView, language: str | None, cache: WordKeyCache) -> TextKeys:
        """Return the words of a text and their form keys; `cache` holds the keys of words of earlier texts."""
        return keys_of_text(view, self.affixable, language, cache)

    def spot(
        self, view: TextView, keys: TextKeys, snapshot: Snapshot, policy: AnnotationPolicy, cache: SpotterCache
    ) -> list[Spot]:
        """Return the places where names may stand, in no order and one spot each. Listed names go before forms."""
        found: dict[tuple[int, int], Spot] = {}
        miscapitalised: list[Spot] = []
        for spot, is_capitalised_as_listed in self._listed_spots(view, keys, policy, cache.word_ids):
            if is_capitalised_as_listed:
                found[spot.start, spot.end] = spot
            else:
                miscapitalised.append(spot)
        # A capital that the listed name lacks is a reason to prefer another name that the word is a form of.
        for spot in (
            *self._apostrophe_spots(view.text, keys, snapshot, policy),
            *self._genitive_spots(view, keys, snapshot, policy),
            *self._form_spots(view, keys, snapshot, policy, found, cache),
            *miscapitalised,
        ):
            found.setdefault((spot.start, spot.end), spot)
        return list(found.values())

    def _phrase_hits(
        self, view: TextView, keys: TextKeys, word_ids: dict[str, int]
    ) -> Iterator[tuple[int, int, int, bool]]:
        """Yield for each listed name its flags, start and end in the folded text, and whether spaces are around it."""
        phrases, words, fold = self.phrases, keys.words, view.folded
        starts = keys.starts.tolist()
        for phrase, first, last in phrases.listed_names.find(phrases.vocabulary.ids(words, word_ids)):
            yield phrases.listed_flags[phrase], starts[first], starts[last - 1] + len(words[last - 1]), True
        if len(phrases.unspaced_names) == 0 or fold.isascii() or not any(map(is_unspaced, set(fold))):
            return
        codes = codes_of(fold).astype(np.uint64)
        for phrase, first, last in phrases.unspaced_names.find(phrases.characters.ids_of_digests(codes)):
            begin, finish = first + (fold[first] == " "), last - (fold[last - 1] == " ")
            yield phrases.unspaced_flags[phrase], begin, finish, False

    def _listed_spots(
        self, view: TextView, keys: TextKeys, policy: AnnotationPolicy, word_ids: dict[str, int]
    ) -> Iterator[tuple[Spot, bool]]:
        """Yield the spots of names as they are listed, and whether each is capitalised as some listed name is."""
        text, fold, offsets, lengths = view.text, view.folded, view.offsets, view.lengths
        is_caseless = text == text.lower()
        for flags, begin, finish, is_spaced in self._phrase_hits(view, keys, word_ids):
            start, final = int(offsets[begin]), int(offsets[finish - 1])
            end = final + lengths.get(final, 1)
            written = text[start:end]
            is_lowercase = written == written.lower()
            if is_lowercase and not is_caseless and flags == CAPITALISED and " " not in fold[begin:finish]:
                continue  # a single word in lower case is a common word; several words are a name all the same
            if written.isdecimal() or not (is_spaced or _has_boundaries(view, begin, finish, policy)):
                continue
            yield Spot(start, end, "listed"), is_lowercase or flags != LOWERCASE

    def _apostrophe_spots(
        self, text: str, keys: TextKeys, snapshot: Snapshot, policy: AnnotationPolicy
    ) -> Iterator[Spot]:
        """Yield listed names that an apostrophe separates from an ending or from an article: `Kabil'in`, `l'Iran`."""
        for found in _APOSTROPHE.finditer(text):
            at = found.start()
            if text[at + 1] in "sS" and _is_possessive(text, at):
                continue  # the view has separated it
            before = _LAST_WORD.search(text, max(0, at - _APOSTROPHE_REACH), at)
            if before is None:
                continue
            word = folded(before[0])
            ending = _ENDING.match(text, at + 1) if word in self.affixable else None
            if ending:
                # In declined languages the ending is part of the form, as without an apostrophe. A Turkish one is not.
                end = ending.end() if keys.is_declined else at
                starts = [found.start() for found in _WORD_BEFORE.finditer(text, max(0, at - _APOSTROPHE_REACH), at)]
                for start in starts[-policy.max_words_at_apostrophe :]:
                    names = _listed_as(snapshot, text[start:at])
                    if names:
                        yield Spot(start, end, "form", names) if end > at else Spot(start, at, "listed")
            if word in affixes().elided:
                ends = [found.end() for found in _WORD.finditer(text, at + 1, at + _APOSTROPHE_REACH)]
                for end in ends[: policy.max_words_at_apostrophe]:
                    if _listed_as(snapshot, text[at + 1 : end]):
                        yield Spot(at + 1, end, "listed")

    def _genitive_spots(
        self, view: TextView, keys: TextKeys, snapshot: Snapshot, policy: AnnotationPolicy
    ) -> Iterator[Spot]:
        """Yield listed names with an s at the end, in languages with such a genitive: `Kabuls Straßen`."""
        if not keys.has_genitive_s:
            return
        for at, word in enumerate(keys.words):
            if word[-1] != "s" or word[:-1] not in self.affixable:
                continue
            end = view.end(int(keys.starts[at]) + len(word) - 1)
            for first in range(max(0, at - policy.max_words_at_apostrophe + 1), at + 1):
                start = view.start(int(keys.starts[first]))
                if _listed_as(snapshot, view.text[start:end]):
                    yield Spot(start, end, "listed")

    def _form_spots(  # noqa: PLR0913, PLR0917 -- a text, what it is searched with, and what was found before
        self,
        view: TextView,
        keys: TextKeys,
        snapshot: Snapshot,
        policy: AnnotationPolicy,
        found: Container[tuple[int, int]],
        cache: SpotterCache,
    ) -> Iterator[Spot]:
        """Yield the places, except those found before, where every word is a form of a word of a listed name."""
        if not keys.has_forms:
            return
        phrases, prefix_index = self.phrases, snapshot.columns.prefix_index
        for phrase, first, last in phrases.form_keys.find(phrases.vocabulary.ids(keys.keys, cache.word_ids)):
            start, end = keys.span(view, first, last)
            if (start, end) in found:
                continue
            written = view.text[start:end]
            names = cache.form_names.get((phrase, written))
            if names is None:
                words = " ".join(keys.words[first:last])
                keyed = phrases.form_names[phrase][: policy.max_names_per_key].tolist()
                names = tuple(
                    name
                    for name in keyed
                    if are_forms(words, prefix_index.text(name)) and _is_capitalised_as(snapshot, name, words, written)
                )
                cache.form_names[phrase, written] = names
            if names:
                is_affixed = any(at in keys.name_parts for at in range(first, last))
                yield Spot(start, end, "affixed" if is_affixed else "form", names)


def _is_possessive(text: str, at: int) -> bool:
    """Tell whether the s after an apostrophe is a whole word."""
    return at + 2 >= len(text) or not (text[at + 2].isalnum() or text[at + 2] == "_")


def _listed_as(snapshot: Snapshot, written: str) -> tuple[int, ...]:
    """Return the rows of the listed names that a text folds to; none for a text in lower case."""
    if written == written.lower():
        return ()
    names = snapshot.columns.names
    return tuple(name for name in snapshot.look_up(snapshot.columns.exact, folded(written)) if not names.is_never(name))


@memoised("are_forms")
def are_forms(folded_words: str, folded_name: str) -> bool:
    """Tell whether the words of a text can be the words of a name with other endings."""
    words, tokens = folded_words.split(), folded_name.split()
    return len(words) == len(tokens) and all(
        same_lexeme(word, token) if declension_of(token) else True for word, token in zip(words, tokens, strict=True)
    )


def _is_capitalised_as(snapshot: Snapshot, row: int, folded_words: str, written: str) -> bool:
    """Return `is_capitalised_as` for a listed name; the stored flags of most names decide without the name itself."""
    if snapshot.columns.names.flags[row] & (NAME_IN_LOWERCASE | NAME_IN_UPPERCASE):
        return is_capitalised_as(snapshot.alias(row).name, folded_words, written)
    return not written == written.lower() != written.upper()


def is_capitalised_as(name: str, folded_words: str, written: str) -> bool:
    """Tell whether a text has the capitals that a form of a name can have."""
    is_lowercase = written == written.lower() != written.upper()
    if is_lowercase and name != name.lower():
        return False
    if " " not in folded_words and name == name.lower() != name.upper():
        # The name is listed as a common word. Its forms are common words too, also with a capital.
        return False
    return not name.isupper() or written[: min(len(name), len(written)) - 1].isupper()


def _has_boundaries(view: TextView, begin: int, finish: int, policy: AnnotationPolicy) -> bool:
    """Tell whether a name in an unspaced script is long enough and does not begin or end inside a word."""
    fold = view.folded
    if not is_unspaced(fold[begin]) and not is_unspaced(fold[finish - 1]):
        return True
    if finish - begin < policy.min_unspaced_length:
        return False
    text, start, end = view.text, view.start(begin), view.end(finish)
    if _is_inside_run(text, start) or _is_inside_run(text, end):
        return False
    # A mark belongs to the character before it.
    return fold[finish] == " " or bool(view.offsets[finish - 1] != view.offsets[finish])


def _is_inside_run(text: str, at: int) -> bool:
    """Tell whether a place is inside a run of letters that is one word, such as a run of katakana."""
    if not 0 < at < len(text):
        return False
    script = script_of_character(text[at])
    return script in _JOINED_RUNS and script_of_character(text[at - 1]) == script
