"""Every number that a decision depends on, in one frozen value.

A policy is passed down from the edge; nothing in `resolve` has a threshold of its own. Amounts are parts of a score
that runs from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from polyonym.text.lexicon import Role


def _role_weights() -> dict[Role, float]:
    """Return how much of a name each role stands for, a token that names somebody being 1."""
    return {"name": 1.0, "particle": 0.15, "generic": 0.25, "honorific": 0.05}


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds, weights and costs of the resolver."""

    # Decisions.
    threshold: float = 0.82
    """A candidate of at least this score can be a `match`."""
    margin: float = 0.05
    """A `match` leads the next entity by at least this much; less is `ambiguous`."""
    ambiguous_floor: float = 0.70
    """Two entities below the threshold and above this that nothing tells apart are `ambiguous`; one alone is not."""
    shown_floor: float = 0.35
    """A candidate below this is not worth showing."""

    # Candidates.
    near_tokens: int = 40
    near_token_floor: float = 0.3
    token_candidates: int = 80
    whole_candidates: int = 40
    whole_floor: float = 0.35

    # Alignment.
    role_weights: dict[Role, float] = field(default_factory=_role_weights)
    pair_floor: float = 0.72
    """Two tokens that are less alike than this are two tokens, not a spelling of one."""
    sound_bonus: float = 0.12
    """What an equal sound key of at least three signs adds to the likeness of two spellings."""
    sound_ceiling: float = 0.95
    script_similarity: float = 0.98
    """Tokens of two scripts that are the same once romanised."""
    join_cost: float = 0.02
    initial_similarity: float = 0.75
    short_token: int = 3
    """Up to so many letters, one wrong letter is another word."""

    # Score.
    mention_share: float = 0.6
    """How much of the score speaks for the mention being covered; the rest for the alias."""
    contradiction: float = 0.35
    """Cost of tokens left over on both sides, at most; tokens left over on one side are only missing coverage."""
    reordered: float = 0.01

    # Adjustments.
    left_out: float = 0.02
    """An exact hit once honorifics and words without identity are left out."""
    spaceless: float = 0.02
    wrong_type: float = 0.4
    context_elsewhere: float = 0.1
    language_elsewhere: float = 0.06


DEFAULT_POLICY = Policy()
