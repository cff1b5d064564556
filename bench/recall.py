"""What the index loses: the entities that a look at every name would accept, and those among them that are found.

The other side of the comparison has to go below the public surface: `every` is the only function of the bench that
knows how a name is scored, and the one to change with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from bench.lists import LabelledMention
from polyonym.engine import Resolver
from polyonym.matching.pair_score import log_index_size, pair_score
from polyonym.matching.prepared import prepare_listed, prepare_variants
from polyonym.resolve.intake import MOST_CANDIDATES
from polyonym.text.name import analyse


def recall(
    resolver: Resolver, mentions: Sequence[LabelledMention], seconds: float, enough: int
) -> list[dict[str, Any]]:
    """Return one row a mention: its script, how many entities every name would give, how many of them are found.

    It ends when the time is up, or when every name has given `enough` entities in all.
    """
    rows: list[dict[str, Any]] = []
    end = perf_counter() + seconds
    for labelled in mentions:
        wanted = accepted(every(resolver, labelled.text), resolver.policy.threshold)
        found = {candidate.id for candidate in resolver.resolve(labelled.text, limit=MOST_CANDIDATES).candidates}
        rows.append({"script": labelled.slip or labelled.script, "wanted": len(wanted), "found": len(wanted & found)})
        enough -= len(wanted)
        if enough <= 0 or perf_counter() > end:
            break
    return rows


def accepted(scores: dict[str, float], threshold: float) -> set[str]:
    """Return the entity that would be accepted, several where they tie, none where the best is not likely enough."""
    best = max(scores.values(), default=0.0)
    return {own for own, score in scores.items() if score == best >= threshold}


def every(resolver: Resolver, text: str) -> dict[str, float]:
    """Score every name that may be met by likeness, without the help of any index: the best score of each entity."""
    snapshot = resolver.snapshot
    names, policy, size = snapshot.columns.names, resolver.policy, log_index_size(snapshot)
    mention = prepare_variants(snapshot, analyse(text, snapshot.lexicon), policy)
    scores: dict[int, float] = {}
    for number in range(len(names)):
        if names.match_mode(number) == "fuzzy" and not names.is_never(number):
            entity = int(names.entity_rows[number])
            curves = snapshot.columns.traits(entity).like
            laid = pair_score(mention, prepare_listed(snapshot, number, policy), curves, size, policy)
            scores[entity] = max(scores.get(entity, 0.0), laid.score)
    return {snapshot.entities[entity].id: score for entity, score in scores.items()}
