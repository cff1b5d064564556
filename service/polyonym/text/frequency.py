"""Background frequencies of tokens: Mohammad, Kim and Bank are common names even in a gazetteer that lists them once.

The table ships with the package. `polyonym.training.frequencies` counted it in name lists whose licences allow it. A
token that is not in the table is rare.
"""

from __future__ import annotations

from importlib import resources

from polyonym.memo import read_once


@read_once("token_frequencies")
def token_frequencies() -> dict[str, float]:
    """Return the share of names that hold each common token, between 0 and 1, by its romanised form."""
    path = resources.files("polyonym.text").joinpath("words/common_name_tokens.tsv")
    found: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, _, share = line.split("\t")
        # A token is counted among people and among organizations; the higher share is taken.
        found[word] = max(found.get(word, 0.0), float(share))
    return found
