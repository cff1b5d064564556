"""Where in a text names of a snapshot may stand: built once for a snapshot, never changed.

Two automata, one pass each: one over folded names, one over the keys that the forms of a name share. Small letters,
boundaries of words and endings that do not agree rule a place out; what stands in the others is for `meaning` to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from polyonym.annotate.affixes import affixes
from polyonym.annotate.automaton import Automaton
from polyonym.annotate.inflection import agree, group_of
from polyonym.annotate.keys import Keyed, Keys, keys_of
from polyonym.annotate.layout import CAPITAL, SMALL, fold_name, lay_out
from polyonym.annotate.policy import AnnotationPolicy
from polyonym.annotate.sounds import Sounds
from polyonym.annotate.view import View, is_unspaced
from polyonym.gazetteer.arrays import Postings, Texts
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.text.normalise import folded
from polyonym.text.script import script_of_character

Way = Literal["listed", "form", "affixed", "short", "alike"]

_APOSTROPHE: Final = re.compile(r"(?<=\w)['\u2018\u2019\u02bc](?=\w)")
_WORD_BEFORE: Final = re.compile(r"[\w.-]+(?:[ \u00a0]|$)")
_LAST_WORD: Final = re.compile(r"\w+(?!.)", re.DOTALL)
_WORD: Final = re.compile(r"\w[\w-]*")
_REACH: Final = 80
"""Characters in which the words of a name beside an apostrophe are looked for."""
_ENDING: Final = re.compile(r"\w{1,5}(?!\w)")

Forms = dict[tuple[int, str], tuple[int, ...]]
"""The names that a text is a form of, by the number of the pattern and the text."""


class Spot(NamedTuple):
    """Where in a text a name may stand, and how it was found; `names` are the numbers of the names it is a form of."""

    start: int
    end: int
    way: Way
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Spotter:
    """Finds names: two automata, and what `layout` has for the numbers of their patterns."""

    listed: Automaton
    written: bytes
    forms: Automaton
    names: Postings
    spelt: Texts
    known: frozenset[str]
    sounds: Sounds

    @classmethod
    def of(cls, snapshot: Snapshot) -> Spotter:
        """Build the spotter of a snapshot. The patterns themselves are not kept."""
        found = lay_out(snapshot)
        listed, forms = Automaton(found.listed), Automaton(found.forms)
        return cls(listed, found.written, forms, found.names, found.spelt, found.known, found.sounds)

    def spot(self, seen: View, keys: Keys, snapshot: Snapshot, policy: AnnotationPolicy, agreed: Forms) -> list[Spot]:
        """Return where names may stand in a text, in no order; one spot for each place, listed names first.

        `agreed` are the forms of earlier texts; those of this one are added.
        """
        found: dict[tuple[int, int], Spot] = {}
        unlike: list[Spot] = []
        for spot, alike in self._listed(seen, policy):
            if alike:
                found[spot.start, spot.end] = spot
            else:
                unlike.append(spot)
        # A capital that the listed name lacks is a reason to look for another name that the word is a form of.
        for spot in (
            *self._set_off(seen.text, keys, snapshot, policy),
            *self._genitives(seen, keys, snapshot, policy),
            *self._forms(seen, keys, policy, found, agreed),
            *unlike,
        ):
            found.setdefault((spot.start, spot.end), spot)
        return list(found.values())

    def keys(self, seen: View, language: str | None, remembered: dict[tuple[str, bool], Keyed]) -> Keys:
        """Return the words of a text and their keys, those of earlier texts as they are remembered."""
        return keys_of(seen, self.known, language, remembered)

    def _listed(self, seen: View, policy: AnnotationPolicy) -> Iterator[tuple[Spot, bool]]:
        """Yield the places of listed names as they are folded, and whether they have the capitals that are listed."""
        text, fold, places, lengths = seen.text, seen.folded, seen.places, seen.lengths
        caseless = text == text.lower()
        for pattern, first, last in self.listed.find(fold):
            begin = first + (fold[first] == " ")
            finish = last - (fold[last - 1] == " ")
            start, final = int(places[begin]), int(places[finish - 1])
            end = final + lengths.get(final, 1)
            written, listed = text[start:end], self.written[pattern]
            small = written == written.lower()
            if small and not caseless and listed == CAPITAL and " " not in fold[begin:finish]:
                continue  # in small letters a word is a word; several of them together are a name all the same
            spaced = finish - begin == last - first - 2
            if written.isdecimal() or not (spaced or _is_bounded(seen, begin, finish, policy)):
                continue
            yield Spot(start, end, "listed"), small or listed != SMALL

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

    def _forms(
        self,
        seen: View,
        keys: Keys,
        policy: AnnotationPolicy,
        found: Container[tuple[int, int]],
        agreed: Forms,
    ) -> Iterator[Spot]:
        """Yield the places, but for those found before, where every word is a form of a word of a listed name."""
        if not keys.forms:
            return
        starts = keys.numbers()
        for pattern, first, last in self.forms.find(keys.text()):
            begin, finish = bisect_left(starts, first + 1), bisect_left(starts, last)
            start, end = keys.span(seen, begin, finish)
            if (start, end) in found:
                continue
            written = seen.text[start:end]
            names = agreed.get((pattern, written))
            if names is None:
                words = " ".join(keys.words[begin:finish])
                numbers = self.names[pattern][: policy.names_of_a_key].tolist()
                names = tuple(n for n in numbers if is_form(self.spelt[n], words, written))
                agreed[pattern, written] = names
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
    return tuple(name for name in snapshot.called(snapshot.columns.exact, folded(written)) if not names.never(name))


@lru_cache(maxsize=65536)
def is_form(name: str, folded_words: str, written: str) -> bool:
    """Tell whether the words of a text can be the words of a name with other endings."""
    tokens, words = fold_name(name).split(), folded_words.split()
    if len(tokens) != len(words):
        return False
    small = written == written.lower() != written.upper()
    if small and name != name.lower():
        return False
    if len(words) == 1 and name == name.lower() != name.upper():
        return (
            False  # a word of a language, listed as it is; its forms are words as well, at the head of a sentence too
        )
    if name.isupper() and not written[: min(len(name), len(written)) - 1].isupper():
        return False
    return all(agree(word, token) if group_of(token) else True for word, token in zip(words, tokens, strict=True))


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
    inside = script_of_character(text[start - 1]) == "Kana" == script_of_character(text[start]) if start else False
    if end < len(text):
        inside = inside or script_of_character(text[end]) == "Kana" == script_of_character(text[end - 1])
    return not inside and (fold[finish] == " " or bool(seen.places[finish - 1] != seen.places[finish]))
