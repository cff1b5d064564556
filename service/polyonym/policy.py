"""Every number that a decision depends on and that was chosen, in one frozen value.

A policy is passed down from the edge. Numbers that were fitted to data stand in the weights (`weights.json`, the curves
of `compare`); numbers that bound the work of an index stand in `index`. A score lies between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from polyonym.text.lexicon import Role


def _role_weights() -> dict[Role, float]:
    """Return the weight of a token by its role, relative to a token that identifies somebody."""
    return {
        "name": 1.0,
        "distinguishing": 0.8,
        "head": 0.6,
        "descriptor": 0.35,
        "particle": 0.15,
        "generic": 0.1,
        "legal": 0.1,
        "generation": 0.1,
        "honorific": 0.05,
    }


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds, weights and penalties of resolving and comparing."""

    # Decisions.
    threshold: float = 0.72
    """A `match` has at least this score."""
    same_threshold: float = 0.65
    """Two compared names with at least this score are `same`.

    Fewer than one in twenty pairs of similar names of different people reaches it.
    """
    unsure_floor: float = 0.15
    """Two compared names with at least this score, and below `same_threshold`, are `unsure`.

    At this score about half of the pairs on the labelled table are one entity's.
    """
    listed_same: float = 0.98
    """Score of two compared names that the gazetteer lists for one entity and no other."""
    listed_different: float = 0.02
    """Score of two compared names that the gazetteer lists for different entities."""
    margin: float = 0.06
    """A `match` scores at least this much more than the next entity. Otherwise the mention is `ambiguous`."""
    ambiguous_floor: float = 0.6
    """Entities within the margin of the best one are `ambiguous` if that has at least this score. A single entity below
    the threshold is `no_match`."""
    shown_floor: float = 0.01
    """Candidates below this score are not shown."""

    # Retrieval: which names are scored, and when to stop.
    exact_only_length: int = 3
    """Latin mentions of at most this many letters are looked up and never matched by similarity: `un`, `is`."""
    postings_per_term: int = 64
    """Names that one term retrieves, those with the smallest sum of weights first. Longer postings are cut there, and
    `paired_neighbours` brings in names that hold two terms."""
    hits_per_term: int = 400
    """Names that one token of a mention retrieves by all its neighbours together."""
    paired_neighbours: int = 8
    """Of the neighbours with cut postings, this many of the best are looked up in pairs."""
    joined_weight: float = 0.7
    """Retrieval weight of neighbouring words that are written as one."""
    whole_weight: float = 0.5
    """Retrieval weight of a whole name that is written as one word."""
    length_penalty: float = 0.1
    """Taken off a retrieval score for each unit of a name's sum of weights, so that shorter names come first."""
    max_candidates: int = 50
    """Names that one retrieval returns."""
    identical_prefilter: float = 0.7
    """Names that hold words of the mention as written are scored in a stage of their own from this prefilter score on:
    no word that weighs much, on either side, is without a counterpart."""
    early_stop_score: float = 0.85
    """Once a name has this score, the stages for other scripts are skipped for a Latin mention, and names below
    `early_stop_ratio` are no longer scored."""
    early_stop_ratio: float = 0.7
    """Share of the best retrieval score below which a name is not scored after an early stop. The first such name is
    scored, so that there is a margin."""
    first_batch: int = 5
    """Names that are scored before `batch_ratio` applies, once one has `early_stop_score`."""
    batch_ratio: float = 0.85
    """After a batch, only names with at least this share of the best retrieval score are scored, such as the same name
    of another entity."""
    second_batch: int = 20
    """Names that are scored before `batch_ratio` applies, once one has `second_batch_score`."""
    second_batch_score: float = 0.72
    """Score of the best name from which on the second batch is the last one. A name with it that holds the words of the
    mention as written skips the stages for other spellings and scripts."""
    tail_ratio: float = 0.3
    """After as many names as the limit asks for, a name below this share of the best retrieval score is not scored."""
    romanised_stop_score: float = 0.95
    """For a mention in another script, a similar romanised spelling with this score skips the vector map. For a mention
    in Latin letters, which needs no romanisation, `early_stop_score` is enough."""
    romanised_stop_prefilter: float = 0.5
    """A name below this prefilter score does not skip it: it may be a part of the mention, and the whole name stand in
    another script."""
    neighbours_per_token: int = 64
    """Neighbours of a token, in all scripts, that retrieve names."""

    # Alignment of tokens.
    role_weights: dict[Role, float] = field(default_factory=_role_weights)
    pair_floor: float = 0.25
    """Two tokens with a smaller similarity are left unpaired."""
    join_ceiling: float = 0.6
    """Two tokens with a larger similarity are not tried as parts of one longer word."""
    same_romanisation: float = 0.98
    """Similarity of tokens in two scripts with equal romanised forms."""
    han_same_reading: float = 0.3
    """Similarity of two Han signs with equal readings: variants of one sign, or two signs."""
    concept_similarity: float = 0.95
    """Similarity of words in two languages for one concept: Bank and بانک."""
    join_penalty: float = 0.03
    """Taken off the similarity of words that are written as one."""
    initial_similarity: float = 0.5
    """Similarity of an initial and a word that begins with it."""
    initial_weight: float = 0.3
    """Weight of an initial, in place of its idf."""

    # Adjustments of a score.
    relaxed_penalty: float = 0.02
    """For an exact match without honorifics and words that carry no identity."""
    spaceless_penalty: float = 0.02
    """For an exact match without spaces."""
    initialism_score: float = 0.3
    """Score of a name by its initialism alone: a hint, never a match."""
    long_initialism_score: float = 0.55
    """The same for an initialism of at least `long_initialism_length` letters."""
    long_initialism_length: int = 5
    never_margin: float = 0.03
    """A similar name under `not` excludes its entity if it scores at least this much more than the best alias."""
    own_script_margin: float = 0.02
    """Of two aliases of an entity within this margin, the one in the script of the mention is shown."""
    all_capitals_penalty: float = 0.3
    """For a cased alias that is a common word too, in a context that is all in capitals: `IS` may be the verb."""
    wrong_type_penalty: float = 0.5
    """For a candidate of another type than the mention."""
    context_floor: float = 0.3
    """Context and language of a mention support no candidate below this score, and so count against no other."""
    context_penalty: float = 0.1
    """For a candidate that the context does not support, where it supports another."""
    language_penalty: float = 0.06
    """For a candidate without a name in the language of the mention, where another has one."""


DEFAULT_POLICY = Policy()
