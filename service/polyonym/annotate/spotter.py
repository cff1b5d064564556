"""The names of a snapshot laid out to be found in texts: built once for a snapshot, never changed.

Two automata, one pass each: one over folded names, one over the keys that the forms of a name share. What they find is
where a name may stand; whether it does is for `evidence` to say. Building touches every name once and does little with
it, since there may be a million.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import IntFlag
from functools import lru_cache
from typing import Final, Literal

from polyonym.annotate.affixes import affixes, bare
from polyonym.annotate.automaton import Automaton
from polyonym.annotate.inflection import agree, group_of
from polyonym.annotate.keys import Keys, keys_of, keys_of_name
from polyonym.annotate.policy import AnnotationPolicy
from polyonym.annotate.sounds import Sounds, pairs_of_name
from polyonym.annotate.view import View, is_unspaced, view
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.text.lexicon import Lexicon
from polyonym.text.normalise import folded
from polyonym.text.script import script_of_character

Way = Literal["listed", "form", "affixed", "short", "alike"]

_PLAIN: Final = re.compile(r"[A-Za-z0-9]{2,}(?:[ -][A-Za-z0-9]{2,})*")
_UNSPACED: Final = "\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uff66-\uff9f\U00020000-\U0003ffff"
# Names that a view may fold otherwise than by themselves: possessives, initialisms, words of two kinds of script.
_VARIES: Final = re.compile(
    rf"['\u2019][sS](?!\w)|[^\W\d_]\.[^\W\d_]"
    rf"|[{_UNSPACED}].*[0-9A-Za-z\u00c0-\u0dff]|[0-9A-Za-z\u00c0-\u0dff].*[{_UNSPACED}]"
)
_APOSTROPHE: Final = re.compile(r"(?<=\w)['\u2018\u2019\u02bc](?=\w)")
_WORD_BEFORE: Final = re.compile(r"[\w.-]+(?:[ \u00a0]|$)")
_LAST_WORD: Final = re.compile(r"\w+(?!.)", re.DOTALL)
_WORD: Final = re.compile(r"\w[\w-]*")
_REACH: Final = 80
"""Characters in which the words of a name beside an apostrophe are looked for."""
_ENDING: Final = re.compile(r"\w{1,5}(?!\w)")
_MEANING: Final = frozenset({"head", "descriptor", "distinguishing", "legal", "generic"})
_KEYED: Final = frozenset({"Arab", "Hebr", "Hang"})


class _Written(IntFlag):
    """How the spellings of a folded name are listed."""

    small = 1
    capital = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a text a name may stand, and how it was found; `names` are the numbers of the names it is a form of."""

    start: int
    end: int
    way: Way
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Spotter:
    """Finds names; `written` tells for each folded name whether it is listed with a capital letter, without or both."""

    listed: Automaton
    written: list[_Written]
    forms: Automaton
    names: list[tuple[int, ...]]
    known: frozenset[str]
    sounds: Sounds

    @classmethod
    def of(cls, snapshot: Snapshot) -> Spotter:
        """Lay out the names of a snapshot."""
        listed: dict[str, _Written] = {}
        forms: dict[str, list[int]] = defaultdict(list)
        known: set[str] = set()
        sounds: list[tuple[str, int]] = []
        for number, name in enumerate(snapshot.names):
            text = name.alias.name
            fold = _fold(text)
            written = _Written.capital if text != text.lower() else _Written.small
            for pattern in _patterns(text, fold):
                listed[pattern] = listed.get(pattern, written) | written
            tokens = fold.split()
            if name.alias.match == "fuzzy" and not any(_has_meaning(token, snapshot.lexicon) for token in tokens):
                sounds.extend((key, number) for key in pairs_of_name(tokens))
            if name.never or not fold or (name.alias.match == "cased" and not text.isupper()):
                continue
            if not any(_has_forms(token) for token in tokens):
                continue
            for key in keys_of_name(tokens):
                forms[f" {key} "].append(number)
            known.update(token if group_of(token) else bare(token) for token in tokens)
        return cls(
            Automaton(list(listed)),
            list(listed.values()),
            Automaton(list(forms)),
            [tuple(numbers) for numbers in forms.values()],
            frozenset(known),
            Sounds.of(sounds),
        )

    def spot(self, seen: View, keys: Keys, snapshot: Snapshot, policy: AnnotationPolicy) -> list[Spot]:
        """Return where names may stand in a text, in no order; one spot for each place, listed names first."""
        found: dict[tuple[int, int], Spot] = {}
        unlike: list[Spot] = []
        for spot, alike in self._listed(seen, policy):
            if alike:
                found[spot.start, spot.end] = spot
            else:
                unlike.append(spot)
        # A capital that the listed name lacks is a reason to look for another name that the word is a form of.
        for spot in (
            *self._set_off(seen.text, snapshot, policy),
            *self._forms(seen, keys, snapshot, policy, found),
            *unlike,
        ):
            found.setdefault((spot.start, spot.end), spot)
        return list(found.values())

    def keys(self, seen: View, language: str | None) -> Keys:
        """Return the words of a text and their keys."""
        return keys_of(seen, self.known, language)

    def _listed(self, seen: View, policy: AnnotationPolicy) -> Iterator[tuple[Spot, bool]]:
        """Yield the places of listed names as they are folded, and whether they have the capitals that are listed."""
        text, fold = seen.text, seen.folded
        caseless = text == text.lower()
        for pattern, first, last in self.listed.find(fold):
            begin = first + (fold[first] == " ")
            finish = last - (fold[last - 1] == " ")
            start, end = seen.start(begin), seen.end(finish)
            written, listed = text[start:end], self.written[pattern]
            small = written == written.lower()
            if small and not caseless and listed == _Written.capital and " " not in fold[begin:finish]:
                continue  # in small letters a word is a word; several of them together are a name all the same
            spaced = finish - begin == last - first - 2
            if written.isdecimal() or not (spaced or _is_bounded(seen, begin, finish, policy)):
                continue
            yield Spot(start, end, "listed"), small or listed != _Written.small

    def _set_off(self, text: str, snapshot: Snapshot, policy: AnnotationPolicy) -> Iterator[Spot]:
        """Yield listed names that an apostrophe parts from an ending or from a small word: `Kabil'in`, `l'Iran`."""
        for found in _APOSTROPHE.finditer(text):
            at = found.start()
            before = _LAST_WORD.search(text, max(0, at - _REACH), at)
            if before is None:
                continue
            word = folded(before[0])
            if word in self.known and _ENDING.match(text, at + 1):
                starts = [found.start() for found in _WORD_BEFORE.finditer(text, max(0, at - _REACH), at)]
                for start in starts[-policy.words_of_a_name :]:
                    if _is_listed(snapshot, text[start:at]):
                        yield Spot(start, at, "listed")
            if word in affixes().elided:
                ends = [found.end() for found in _WORD.finditer(text, at + 1, at + _REACH)]
                for end in ends[: policy.words_of_a_name]:
                    if _is_listed(snapshot, text[at + 1 : end]):
                        yield Spot(at + 1, end, "listed")

    def _forms(
        self,
        seen: View,
        keys: Keys,
        snapshot: Snapshot,
        policy: AnnotationPolicy,
        found: Container[tuple[int, int]],
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
            written, words = seen.text[start:end], " ".join(keys.words[begin:finish])
            names = tuple(
                number
                for number in self.names[pattern][: policy.names_of_a_key]
                if is_form(snapshot.names[number].alias.name, words, written)
            )
            if names:
                affixed = any(at in keys.cores for at in range(begin, finish))
                yield Spot(start, end, "affixed" if affixed else "form", names)


def _fold(text: str) -> str:
    """Fold a name; most are plain, and a million of them have to be folded."""
    return text.lower().replace("-", " ") if _PLAIN.fullmatch(text) else folded(text)


def _patterns(text: str, fold: str) -> Iterator[str]:
    """Yield what to look for in folded texts: a name between spaces, but where its script has none."""
    ways = {fold, view(text).folded.strip()} if _VARIES.search(text) else {fold}
    for way in ways:
        if way and (len(way) > 1 or not is_unspaced(way)):
            yield ("" if is_unspaced(way[0]) else " ") + way + ("" if is_unspaced(way[-1]) else " ")


def _has_forms(token: str) -> bool:
    """Tell whether words of this kind change in a sentence."""
    return bool(group_of(token)) or script_of_character(token[0]) in _KEYED


def _has_meaning(token: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is one of a language and no name, so that nobody spells it by ear: ministry, north, bank."""
    word = lexicon.words.get(token)
    return word is not None and word.role in _MEANING


def _is_listed(snapshot: Snapshot, written: str) -> bool:
    """Tell whether a text stands in the gazetteer as it is, capitals included where there are any."""
    return written != written.lower() and bool(snapshot.exact.get(folded(written)))


@lru_cache(maxsize=65536)
def is_form(name: str, folded_words: str, written: str) -> bool:
    """Tell whether the words of a text can be the words of a name with other endings."""
    tokens, words = _fold(name).split(), folded_words.split()
    if len(tokens) != len(words):
        return False
    small = written == written.lower() != written.upper()
    if small and (len(words) == 1 or name != name.lower()):
        return False
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
