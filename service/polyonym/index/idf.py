"""How much a romanised token tells: its information among the names of a gazetteer and among names at large.

A lone Mohammad is weak evidence even where one entity of the gazetteer bears the name, and a word that every second
name of the gazetteer holds is weak even where it is rare at large. So both are counted, at large as so many names.
"""

from __future__ import annotations

import math
from typing import Final

from polyonym.text.frequency import token_frequencies

BACKGROUND: Final = 5000.0
"""How many names at large count beside those of the gazetteer when the rarity of a token is judged."""


def idf(latin: str, count: int, total: int) -> float:
    """Return the information in a token, -log of its share among names, divided by that of a token never seen.

    `count` of the `total` names of the gazetteer hold it. The result is between 0 and 1.
    """
    seen = count + BACKGROUND * token_frequencies().get(latin, 0.0)
    most = math.log(2 * (total + BACKGROUND))
    return min(1.0, math.log((total + BACKGROUND) / max(seen, 0.5)) / most)
