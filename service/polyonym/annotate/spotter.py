"""Where in a text names of a snapshot may stand.

The words of the text are looked up in the tree of folded names, and their keys in the tree of the keys that forms of
a name share; signs of scripts without spaces have a tree of their own. Small letters, boundaries of words and endings
that do not agree rule a place out; what stands in the others is for `meaning` to say.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import numpy as np

from polyonym.annotate.compile_phrases import CAPITAL, LOWERCASE, compile_phrases
from polyonym.annotate.keys import Keyed, Keys, keys_of
from polyonym.annotate.policy import AnnotationPolicy
from polyonym.annotate.text_view import View, codes_of
from polyonym.index.columns import LOWERCASE as NAME_IN_SMALL
from polyonym.index.columns import UPPERCASE as NAME_IN_CAPITALS
from polyonym.index.phrase_trie import PhrasePatterns
from polyonym.index.snapshot import Snapshot
from polyonym.memo import memoised
from polyonym.text.morphology.affixes import affixes
from polyonym.text.morphology.inflection import declension_of, same_lexeme
from polyonym.text.normalise import folded
from polyonym.text.scripts import is_unspaced, script_of_character, scripts_with
from polyonym.workers import worker_pool

Way = Literal["listed", "form", "affixed", "short", "alike"]

_APOSTROPHE: Final = re.compile(r"(?<=\w)['\u2018\u2019\u02bc](?=\w)")
_WORD_BEFORE: Final = re.compile(r"[\w.-]+(?:[ \u00a0]|$)")
_LAST_WORD: Final = re.compile(r"\w+(?!.)", re.DOTALL)
_WORD: Final = re.compile(r"\w[\w-]*")
_REACH: Final = 80
"""Characters in which the words of a name beside an apostrophe are looked for."""
_ENDING: Final = re.compile(r"\w{1,5}(?!\w)")
_ONE_RUN: Final = scripts_with(lambda script: script.joins_runs)

Forms = dict[tuple[int, str], tuple[int, ...]]
"""The names that a text is a form of, by the number of the pattern and the text."""


class Remembered(NamedTuple):
    """What is known from earlier texts, to which a text adds: forms of names, and the numbers of words and keys."""

    forms: Forms
    numbers: dict[str, int]


class Spot(NamedTuple):
    """Where in a text a name may stand, and how it was found; `names` are the numbers of the names it is a form of."""

    start: int
    end: int
    way: Way
    names: tuple[int, ...] = ()


class Known(Container[str]):
    """The words of names that small words can be written to, and that endings can be set off from."""

    def __init__(self, phrases: PhrasePatterns) -> None:
        """Ask the patterns of a snapshot."""
        self._patterns = phrases
        self._tells = lru_cache(maxsize=65536)(self._look)

    def __contains__(self, word: object) -> bool:
        """Tell whether a folded word is one of them."""
        return isinstance(word, str) and self._tells(word)

    def _look(self, word: str) -> bool:
        return bool(self._patterns.takes_affixes[self._patterns.vocabulary.ids([word], {})[0]])


@dataclass(frozen=True, slots=True, eq=False)
class Spotter:
    """Finds names by the patterns of a snapshot."""

    phrases: PhrasePatterns
    known: Known

    @classmethod
    def of(cls, snapshot: Snapshot) -> Spotter:
        """Return the spotter of a snapshot; its patterns are laid out here where they were not stored with it."""
        phrases = snapshot.phrases
        if phrases is None:
            with worker_pool(1, snapshot.lexicon) as alone:
                phrases = compile_phrases(snapshot, alone)
        return cls(phrases, Known(phrases))

    def spot(
        self,
        seen: View,
        keys: Keys,
        snapshot: Snapshot,
        policy: AnnotationPolicy,
        remembered: Remembered,
    ) -> list[Spot]:
        """Return where names may stand in a text, in no order; one spot for each place, listed names first."""
        found: dict[tuple[int, int], Spot] = {}
        unlike: list[Spot] = []
        for spot, alike in self._listed(seen, keys, policy, remembered.numbers):
            if alike:
                found[spot.start, spot.end] = spot
            else:
                unlike.append(spot)
        # A capital that the listed name lacks is a reason to look for another name that the word is a form of.
        for spot in (
            *self._set_off(seen.text, keys, snapshot, policy),
            *self._genitives(seen, keys, snapshot, policy),
            *self._forms(seen, keys, snapshot, policy, found, remembered),
            *unlike,
        ):
            found.setdefault((spot.start, spot.end), spot)
        return list(found.values())

    def keys(self, seen: View, language: str | None, remembered: dict[tuple[str, bool], Keyed]) -> Keys:
        """Return the words of a text and their keys, those of earlier texts as they are remembered."""
        return keys_of(seen, self.known, language, remembered)

    def _hits(self, seen: View, keys: Keys, numbers: dict[str, int]) -> Iterator[tuple[int, int, int, bool]]:
        """Yield how the names are written whose pattern is hit, where in the view, and whether spaces are around it."""
        phrases, words, fold = self.phrases, keys.words, seen.folded
        starts = keys.starts.tolist()
        for pattern, first, last in phrases.listed_names.find(phrases.vocabulary.ids(words, numbers)):
            yield phrases.listed_flags[pattern], starts[first], starts[last - 1] + len(words[last - 1]), True
        if len(phrases.unspaced_names) == 0 or fold.isascii() or not any(map(is_unspaced, set(fold))):
            return
        codes = codes_of(fold).astype(np.uint64)
        for pattern, first, last in phrases.unspaced_names.find(phrases.characters.ids_of_digests(codes)):
            begin, finish = first + (fold[first] == " "), last - (fold[last - 1] == " ")
            yield phrases.unspaced_flags[pattern], begin, finish, False

    def _listed(
        self, seen: View, keys: Keys, policy: AnnotationPolicy, numbers: dict[str, int]
    ) -> Iterator[tuple[Spot, bool]]:
        """Yield the places of listed names as they are folded, and whether they have the capitals that are listed."""
        text, fold, places, lengths = seen.text, seen.folded, seen.places, seen.lengths
        caseless = text == text.lower()
        for listed, begin, finish, spaced in self._hits(seen, keys, numbers):
            start, final = int(places[begin]), int(places[finish - 1])
            end = final + lengths.get(final, 1)
            written = text[start:end]
            small = written == written.lower()
            if small and not caseless and listed == CAPITAL and " " not in fold[begin:finish]:
                continue  # in small letters a word is a word; several of them together are a name all the same
            if written.isdecimal() or not (spaced or _is_bounded(seen, begin, finish, policy)):
                continue
            yield Spot(start, end, "listed"), small or listed != LOWERCASE

    def _set_off(self, text: str, keys: Keys, snapshot: Snapshot, policy: AnnotationPolicy) -> Iterator[Spot]:
        """Yield listed names that an apostrophe parts from an ending or from a small word: `Kabil'in`, `l'Iran`."""
        for found in _APOSTROPHE.finditer(text):
            at = found.start()
            if text[at + 1] in "sS" and _is_possessive(text, at):
                continue  # the view has parted it
            before = _LAST_WORD.search(text, max(0, at - _REACH), at)
            if before is None:
                continue
            word = folded(before[0])
            ending = _ENDING.match(text, at + 1) if word in self.known else None
            if ending:
                # A case ending is of the word, as it is without an apostrophe; a Turkish one would be a word elsewhere.
                end = ending.end() if keys.declines else at
                starts = [found.start() for found in _WORD_BEFORE.finditer(text, max(0, at - _REACH), at)]
                for start in starts[-policy.words_of_a_name :]:
                    names = _listed_as(snapshot, text[start:at])
                    if names:
                        yield Spot(start, end, "form", names) if end > at else Spot(start, at, "listed")
            if word in affixes().elided:
                ends = [found.end() for found in _WORD.finditer(text, at + 1, at + _REACH)]
                for end in ends[: policy.words_of_a_name]:
                    if _listed_as(snapshot, text[at + 1 : end]):
                        yield Spot(at + 1, end, "listed")

    def _genitives(self, seen: View, keys: Keys, snapshot: Snapshot, policy: AnnotationPolicy) -> Iterator[Spot]:
        """Yield listed names with an s behind them, in languages that write it so: `Kabuls Straßen`."""
        if not keys.genitive_s:
            return
        for at, word in enumerate(keys.words):
            if word[-1] != "s" or word[:-1] not in self.known:
                continue
            end = seen.end(int(keys.starts[at]) + len(word) - 1)
            for first in range(max(0, at - policy.words_of_a_name + 1), at + 1):
                start = seen.start(int(keys.starts[first]))
                if _listed_as(snapshot, seen.text[start:end]):
                    yield Spot(start, end, "listed")

    def _forms(  # noqa: PLR0913, PLR0917 -- a text, what it is searched with, and what is known of earlier ones
        self,
        seen: View,
        keys: Keys,
        snapshot: Snapshot,
        policy: AnnotationPolicy,
        found: Container[tuple[int, int]],
        remembered: Remembered,
    ) -> Iterator[Spot]:
        """Yield the places, but for those found before, where every word is a form of a word of a listed name."""
        if not keys.forms:
            return
        phrases, prefix_index = self.phrases, snapshot.columns.prefix_index
        for pattern, begin, finish in phrases.form_keys.find(phrases.vocabulary.ids(keys.keys, remembered.numbers)):
            start, end = keys.span(seen, begin, finish)
            if (start, end) in found:
                continue
            written = seen.text[start:end]
            names = remembered.forms.get((pattern, written))
            if names is None:
                words = " ".join(keys.words[begin:finish])
                of_key = phrases.form_names[pattern][: policy.names_of_a_key].tolist()
                names = tuple(
                    name
                    for name in of_key
                    if are_forms(words, prefix_index.text(name)) and _is_written(snapshot, name, words, written)
                )
                remembered.forms[pattern, written] = names
            if names:
                affixed = any(at in keys.cores for at in range(begin, finish))
                yield Spot(start, end, "affixed" if affixed else "form", names)


def _is_possessive(text: str, at: int) -> bool:
    """Tell whether the s behind an apostrophe is all of the word that follows."""
    return at + 2 >= len(text) or not (text[at + 2].isalnum() or text[at + 2] == "_")


def _listed_as(snapshot: Snapshot, written: str) -> tuple[int, ...]:
    """Return the names that a text is, capitals included where there are any."""
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


def _is_written(snapshot: Snapshot, number: int, folded_words: str, written: str) -> bool:
    """Tell the same of a name by its number: of most, what is stored says enough, and nothing has to be made."""
    if snapshot.columns.names.flags[number] & (NAME_IN_SMALL | NAME_IN_CAPITALS):
        return is_written(snapshot.alias(number).name, folded_words, written)
    return not written == written.lower() != written.upper()


def is_written(name: str, folded_words: str, written: str) -> bool:
    """Tell whether the capitals of a text can be those of a form of a name."""
    small = written == written.lower() != written.upper()
    if small and name != name.lower():
        return False
    if " " not in folded_words and name == name.lower() != name.upper():
        # A word of a language, listed as it is; its forms are words as well, at the head of a sentence too.
        return False
    return not name.isupper() or written[: min(len(name), len(written)) - 1].isupper()


def _is_bounded(seen: View, begin: int, finish: int, policy: AnnotationPolicy) -> bool:
    """Tell whether a hit stands between boundaries of words where no spaces show them."""
    fold = seen.folded
    first, last = is_unspaced(fold[begin]), is_unspaced(fold[finish - 1])
    if not first and not last:
        return True
    if finish - begin < policy.shortest_unspaced:
        return False
    text, start, end = seen.text, seen.start(begin), seen.end(finish)
    # A run of katakana is one word, and a mark belongs to the sign in front of it.
    inside = _is_one_run(text, start) or _is_one_run(text, end)
    return not inside and (fold[finish] == " " or bool(seen.places[finish - 1] != seen.places[finish]))


def _is_one_run(text: str, at: int) -> bool:
    """Tell whether the characters before and behind a place belong to one unbroken word."""
    if not 0 < at < len(text):
        return False
    script = script_of_character(text[at])
    return script in _ONE_RUN and script_of_character(text[at - 1]) == script
