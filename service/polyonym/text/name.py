"""A name taken apart: the one function through which aliases and mentions both go.

In goes the text of a name, out comes a frozen `Name`: its comparable forms, its keys, and its tokens with their
romanisation, sound key and role. Recall rests on the rule that nobody computes any of these elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from polyonym.text.lexicon import Role, bundled_lexicon
from polyonym.text.normalise import cased, folded
from polyonym.text.romanise import romanise
from polyonym.text.script import script_of
from polyonym.text.sound import sound

# Unspaced personal names of up to so many signs are read as a family name of one sign and a given name.
_LONGEST_UNSPACED_PERSON: Final = 4


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name: as folded in its own script, in Latin letters, as a sound key, and what it is for."""

    text: str
    latin: str
    sound: str
    role: Role


@dataclass(frozen=True, slots=True)
class Name:
    """A name in every form that matching needs.

    `cased` and `folded` are the keys of exact look-ups. `core` is the folded name without honorifics and words that
    carry no identity, or the whole where nothing else is left; `core_cased` is the same cut of `cased`.
    """

    text: str
    cased: str
    folded: str
    core: str
    core_cased: str
    script: str
    tokens: tuple[Token, ...]


def _words(folded_text: str, script: str) -> list[str]:
    """Split a folded name at its spaces, and an unspaced Korean or Chinese personal name after its family name."""
    words = folded_text.split()
    if script in {"Hang", "Hani"} and len(words) == 1 and 2 <= len(words[0]) <= _LONGEST_UNSPACED_PERSON:
        return [words[0][0], words[0][1:]]
    return words


def _core_cased(cased_text: str, roles: list[Role]) -> str:
    """Cut the words that the roles call droppable out of the cased form, where it has the same words."""
    words = cased_text.split()
    if len(words) != len(roles):
        return cased_text
    return " ".join(word for word, role in zip(words, roles, strict=True) if role in {"name", "particle"})


@lru_cache(maxsize=65536)
def analyse(text: str) -> Name:
    """Take a name apart. Pure: the same text always gives an equal value."""
    cased_text, folded_text = cased(text), folded(text)
    script = script_of(cased_text)
    spaced = folded_text.split()
    roles = bundled_lexicon().roles_of(spaced)
    core = " ".join(word for word, role in zip(spaced, roles, strict=True) if role in {"name", "particle"})
    words = _words(folded_text, script)
    if len(words) != len(roles):
        roles_of_words: list[Role] = ["name"] * len(words)
    else:
        roles_of_words = roles
    tokens = []
    for word, role in zip(words, roles_of_words, strict=True):
        latin = romanise(word)
        tokens.append(Token(word, latin, sound(latin), role))
    return Name(
        text=text,
        cased=cased_text,
        folded=folded_text,
        core=core or folded_text,
        core_cased=_core_cased(cased_text, roles) or cased_text,
        script=script,
        tokens=tuple(tokens),
    )
