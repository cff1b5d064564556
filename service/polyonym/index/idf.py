"""How much a term says about who is meant: inverse document frequency, smoothed by how common it is as a name at large.

A lone Mohammad is weak evidence even where one entity of the gazetteer has that name, and a word in every second name
of a gazetteer is weak even where it is rare at large. So the names of the gazetteer are counted together with
`BACKGROUND` names that are distributed as the frequency table of the package says (`text.frequency`). The weight is
`log(N / n)` divided by its maximum, with `N` names and `n` of them holding the term (Sparck Jones 1972).

Four terms that one of 1,000 names holds; the first two are common at large. Then one term with four counts:

    >>> [round(idf(term, 1, 1000), 2) for term in ("mohammad", "omar", "safi", "khukumatov")]
    [0.5, 0.65, 0.93, 0.93]
    >>> [round(idf("khukumatov", count, 1000), 2) for count in (0, 1, 10, 1000)]
    [1.0, 0.93, 0.68, 0.19]
"""

from __future__ import annotations

import math
from typing import Final

from polyonym.text.frequency import token_frequencies

BACKGROUND: Final = 5000.0
"""Number of names at large that are counted beside those of the gazetteer."""


def idf(latin: str, count: int, total: int) -> float:
    """Return the weight of a term that `count` of the `total` names of a gazetteer hold, between 0 and 1.

    A term that neither the gazetteer nor the frequency table holds weighs 1.
    """
    holders = count + BACKGROUND * token_frequencies().get(latin, 0.0)
    maximum = math.log(2 * (total + BACKGROUND))
    return min(1.0, math.log((total + BACKGROUND) / max(holders, 0.5)) / maximum)
