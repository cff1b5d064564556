"""The learned map between scripts, laid over the tokens of a gazetteer.

In comes a token of a mention, out come the tokens of the gazetteer in other scripts that may be the same word, with
the cosine of each. Vectors of a script are made when a mention first asks for it.
"""

from __future__ import annotations

from polyonym.gazetteer.index import Numbers, TokenIndex, Weights, best
from polyonym.text.bridge import encoder, latin_vector, maps, native_vector, space
from polyonym.text.name import Token
from polyonym.text.romanise import readings


def near(index: TokenIndex, token: Token, most: int, least: float) -> list[tuple[Numbers, Weights]]:
    """Return tokens of other scripts near to one, a list for each map, by number and cosine."""
    found = []
    if token.script == "Latn":
        for script in index.native:
            for name in maps(script) if script != "Latn" else ():
                vector = latin_vector(token.latin, space(name))
                found.append(_nearest(index, (script, name), vector, most, least))
    elif "Latn" in index.native:
        for name in maps(token.script):
            vector = native_vector(token.text, name)
            found.append(_nearest(index, ("Latn", space(name)), vector, most, least))
    return found


def _nearest(
    index: TokenIndex, key: tuple[str, str], vector: Weights, most: int, least: float
) -> tuple[Numbers, Weights]:
    """Return the tokens of a script near to a vector; `key` is the script and the map that reads it."""
    script, name = key
    texts, numbers = index.native[script]
    if key not in index.vectors:
        if script == "Latn":
            index.vectors[key] = encoder().latin(list(texts), name)
        else:
            index.vectors[key] = encoder().native(list(texts), name, [readings(text) for text in texts])
    places, cosines = best(index.vectors[key] @ vector, most, least)
    return numbers[places], cosines
