"""How often a token stands in names at large: Mohammad, Kim and Bank are common even where a gazetteer holds one.

The table was counted from lists whose licences allow it (`polyonym.training.frequencies`); a token that is not in it
is rare.
"""

from __future__ import annotations

from importlib import resources

from polyonym.memo import read_once


@read_once("token_frequencies")
def token_frequencies() -> dict[str, float]:
    """Return the share of names that hold each common token, by its romanised form."""
    path = resources.files("polyonym.text").joinpath("words/common_name_tokens.tsv")
    found: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, _, share = line.split("\t")
        # A token may be common among people or among organizations; either makes it common.
        found[word] = max(found.get(word, 0.0), float(share))
    return found
