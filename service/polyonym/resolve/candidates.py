"""A mention to the names that may be meant: from look-ups and indexes, never from a scan.

In comes an analysed mention, out come the numbers of names, each with the way it was hit. An exact hit ends the
search: what stands in the gazetteer to the letter needs no likeness. Recall is decided here, since what is not found
cannot be scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from polyonym.gazetteer import bridge
from polyonym.gazetteer.compile import spaceless
from polyonym.gazetteer.index import best
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.resolve.policy import Policy
from polyonym.text.name import Name, Token

Hit = Literal["cased", "exact", "left_out", "place_left_out", "spaceless", "initialism", "alike"]


@dataclass(frozen=True, slots=True)
class Found:
    """A name that a mention may be, by its number, and how it was hit."""

    name: int
    hit: Hit


def candidates(snapshot: Snapshot, mention: Name, policy: Policy) -> tuple[Found, ...]:
    """Return the names to score: exact hits alone where they name somebody, else all that may be meant."""
    exact = exact_hits(snapshot, mention)
    if any(not snapshot.names[found.name].never for found in exact):
        return exact
    if mention.script == "Latn" and len(mention.folded) <= policy.longest_word:
        return exact
    seen = {found.name for found in exact}
    alike = (Found(name, "alike") for name in _alike(snapshot, mention, policy) if name not in seen)
    return (*exact, *_initialisms(snapshot, mention), *alike)


def _initialisms(snapshot: Snapshot, mention: Name) -> tuple[Found, ...]:
    """Return the names whose words begin with the letters of a mention in capitals."""
    if len(mention.tokens) != 1 or not mention.cased.isupper():
        return ()
    return tuple(Found(name, "initialism") for name in snapshot.initialisms.get(mention.tokens[0].latin, ()))


def exact_hits(snapshot: Snapshot, mention: Name) -> tuple[Found, ...]:
    """Look the keys of a mention up, strictest first; stop at the first that hits."""
    folded = snapshot.exact.get(mention.folded, ())
    to_the_letter = snapshot.cased.get(mention.cased, ())
    if folded or to_the_letter:
        # A name to the letter does not hide another entity that bears it in another case.
        hits: dict[int, Hit] = dict.fromkeys(folded, "exact")
        hits.update(dict.fromkeys(to_the_letter, "cased"))
        return tuple(Found(name, hit) for name, hit in hits.items())
    left_out = (*snapshot.cased.get(mention.core_cased, ()), *snapshot.exact.get(mention.core, ()))
    if left_out:
        return tuple(Found(name, "left_out") for name in dict.fromkeys(left_out))
    places = [name for name in snapshot.exact.get(mention.core_place, ()) if _is_place(snapshot, name)]
    if places:
        return tuple(Found(name, "place_left_out") for name in places)
    return tuple(Found(name, "spaceless") for name in snapshot.spaceless.get(spaceless(mention.folded), ()))


def _is_place(snapshot: Snapshot, name: int) -> bool:
    """Tell whether a name belongs to a place."""
    return snapshot.entities[snapshot.names[name].entity].type == "place"


def _alike(snapshot: Snapshot, mention: Name, policy: Policy) -> list[int]:
    """Return the names that share rare and similar tokens with the mention, or look like it as a whole."""
    total = np.zeros(len(snapshot.loose), np.float32)
    for token in _queries(mention):
        total += _holders(snapshot, token, policy)
    total[total > 0] -= policy.size_cost * snapshot.sizes[total > 0]
    by_token, _ = best(total, policy.token_candidates, 1e-6)
    whole = "".join(token.latin for token in mention.tokens)
    by_whole, _ = snapshot.wholes.nearest(whole, policy.whole_candidates, policy.whole_floor)
    chosen = dict.fromkeys((*by_token.tolist(), *by_whole.tolist()))
    names = (snapshot.loose[number] for number in chosen)
    return [name for name in names if _likeness_counts(snapshot, name, mention)]


def _queries(mention: Name) -> list[Token]:
    """Return the tokens to look for: those of the mention, two neighbours as one, and other ways to part it."""
    tokens = dict.fromkeys(mention.tokens)
    tokens.update((join.token, None) for join in mention.joins if join.length == 2)
    tokens.update((token, None) for other in mention.others for token in other.tokens)
    return list(tokens)


def _likeness_counts(snapshot: Snapshot, name: int, mention: Name) -> bool:
    """Tell whether a name may be met by likeness: a short one only in another script, which is no misspelling."""
    indexed = snapshot.names[name]
    return indexed.alias.match == "fuzzy" or indexed.form.script != mention.script


def _holders(snapshot: Snapshot, token: Token, policy: Policy) -> NDArray[np.float32]:
    """Return what one token says for each name: how near the nearest token of the name is, times what that tells."""
    index = snapshot.tokens
    gains = np.zeros(len(snapshot.loose), np.float32)
    similar: dict[int, float] = {}
    lists = [index.spellings.nearest(token.latin, policy.near_tokens, policy.near_token_floor)]
    lists += bridge.near(index, token, policy.near_tokens, policy.across_floor)
    for numbers, cosines in lists:
        for number, cosine in zip(numbers.tolist(), cosines.tolist(), strict=True):
            similar[number] = max(similar.get(number, 0.0), cosine)
    if len(token.sound) > 1:
        for number in index.sounds.get(token.sound, ()):
            similar[number] = max(similar.get(number, 0.0), policy.sound_likeness)
    weight = policy.role_weights[token.role]
    for number, similarity in similar.items():
        holders = index.names[number]
        gains[holders] = np.maximum(gains[holders], weight * similarity * float(index.weights[number]))
    return gains
