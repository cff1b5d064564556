"""Every number that a decision depends on, in one frozen value.

A policy is passed down from the edge; nothing in `resolve` has a threshold of its own. What was fitted to data stands
in `weights.json`; what was chosen stands here, with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from polyonym.text.lexicon import Role


def _role_weights() -> dict[Role, float]:
    """Return how much of a name each role stands for, a token that names somebody being 1."""
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
    """Thresholds, weights and costs of the resolver."""

    # Decisions.
    threshold: float = 0.72
    """A candidate of at least this score can be a `match`."""
    same_threshold: float = 0.65
    """Two names of at least this score are judged `same` when they are compared by themselves.

    So high that fewer than one pair in twenty of different people with near names reaches it.
    """
    unsure_floor: float = 0.15
    """Compared names below the threshold and from here on are `unsure`: about here names of one entity are as many as
    names of two, and judging all from here on the same makes the fewest mistakes on the labelled table."""
    listed_same: float = 0.98
    """The score of two names that the gazetteer lists for one entity and no other."""
    listed_different: float = 0.02
    """The score of two names that it lists for different ones."""
    margin: float = 0.06
    """A `match` leads the next entity by at least this much; less is `ambiguous`."""
    ambiguous_floor: float = 0.6
    """Two entities below the threshold and above this that nothing tells apart are `ambiguous`; one alone is not."""
    shown_floor: float = 0.01
    """A candidate below this is not worth showing."""

    # Candidates.
    exact_only_length: int = 3
    """A Latin mention of up to so many letters is met exactly or not at all: `un` and `is` are words."""
    postings_per_term: int = 64
    """Of the names that hold one token so many are tried, the smallest first; those that hold two come as well."""
    hits_per_term: int = 400
    """One token of a mention brings so many names at most, by all tokens that are near to it."""
    paired_neighbours: int = 8
    """Of the near tokens that too many names hold, the best so many are sought in twos."""
    joined_weight: float = 0.7
    """What neighbours written as one word count for in finding names."""
    whole_weight: float = 0.5
    length_penalty: float = 0.1
    """Of two names that share the same tokens with the mention, the shorter is tried first."""
    max_candidates: int = 50
    """Names that are only alike are scored one by one, the most promising first, and no more than so many of them."""
    identical_prefilter: float = 0.7
    """Names that hold words of the mention as they are written are tried by themselves where they agree by so much: no
    word of the two that tells anything is without a counterpart."""
    early_stop_score: float = 0.85
    early_stop_ratio: float = 0.7
    """Once a name is as sure as this, no others are scored that promise less than this share of what it did; the next
    one is, so that there is something to lead."""
    first_batch: int = 5
    batch_ratio: float = 0.85
    """After the first few of them, only what promises nearly as much, such as the same name of another entity."""
    second_batch: int = 20
    second_batch_score: float = 0.72
    """After some more, the same goes where one of them is as likely as this."""
    tail_ratio: float = 0.3
    """Behind as many as are asked for, a name that promises less than this share of the best one is not scored."""
    romanised_stop_score: float = 0.95
    """The map between scripts is not asked for more where a name alike in its romanised spelling is as sure as this;
    for a mention in Latin letters, which need no romanisation, `sure` is enough."""
    romanised_stop_prefilter: float = 0.5
    """Nor where a name agrees by less than this, such as a part of another name: the whole may be in another script."""
    neighbours_per_token: int = 64
    """Of the tokens near to one, in all scripts, so many bring names."""

    # Alignment.
    role_weights: dict[Role, float] = field(default_factory=_role_weights)
    pair_floor: float = 0.25
    """Two tokens that are less likely than this to be one word are left unpaired."""
    join_ceiling: float = 0.6
    """Two tokens that are likelier than this to be one word are not tried as parts of a longer one."""
    same_romanisation: float = 0.98
    """Tokens of two scripts that are the same once romanised."""
    han_same_reading: float = 0.3
    """Two Han signs that are read alike: an old and a new form, or two signs."""
    concept_similarity: float = 0.95
    """Words of two languages for one thing: Bank and بانک."""
    join_penalty: float = 0.03
    initial_similarity: float = 0.5
    initial_weight: float = 0.3
    """A lone letter tells less than a word, however rare it is."""

    # Adjustments.
    relaxed_penalty: float = 0.02
    """An exact hit once honorifics and words without identity are left out."""
    spaceless_penalty: float = 0.02
    initialism_score: float = 0.3
    """The score of a name whose first letters alone agree with a mention in capitals: a hint, never a match."""
    long_initialism_score: float = 0.55
    long_initialism_length: int = 5
    never_margin: float = 0.03
    """By how much a likeness to a name under `not` has to lead the best alias, to rule the entity out."""
    own_script_margin: float = 0.02
    """Of two names of an entity that are this near, the one in the script of the mention is shown."""
    all_capitals_penalty: float = 0.3
    """Where everything is in capitals, `IS` may be the verb."""
    wrong_type_penalty: float = 0.5
    context_floor: float = 0.3
    """The context or the language of a mention speaks for no candidate below this score, and so against no other."""
    context_penalty: float = 0.1
    language_penalty: float = 0.06


DEFAULT_POLICY = Policy()
