"""A curator's own word lists: the files in `words/` beside the entries extend the lists of the package.

In comes a folder, out come a lexicon and problems. A file has the name of a list of the package (`honorifics.yaml`) and
its format: keys with lists of words. Words under the key `remove` are taken out of that list.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from polyonym import yamlfile
from polyonym.model import Origin, Problem
from polyonym.text.lexicon import FILES, Lexicon, bundled_lexicon, read_lexicon
from polyonym.yamlfile import Node, YamlSyntaxError, items, pairs

FOLDER: Final = "words"
_NESTED: Final = "given_names"
"""The list whose keys hold lists of lists. Each inner list is one name in several spellings."""


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon of a gazetteer, the problems of its word lists, and their digest (empty without any)."""

    lexicon: Lexicon
    problems: tuple[Problem, ...]
    digest: str


def read_words(gazetteer: Path) -> Words:
    """Read the word lists of a gazetteer. Without any, or with problems, the lexicon is the one of the package."""
    folder = gazetteer / FOLDER
    files = sorted(folder.glob("*.yaml")) if gazetteer.is_dir() and folder.is_dir() else []
    if not files:
        return Words(bundled_lexicon(), (), "")
    problems = [problem for file in files for problem in _problems(file)]
    if problems:
        return Words(bundled_lexicon(), tuple(problems), "")
    digest = hashlib.blake2b(digest_size=8)
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return Words(read_lexicon(folder), (), digest.hexdigest())


def _problems(file: Path) -> list[Problem]:
    """Return the problems of one file."""
    name = f"{FOLDER}/{file.name}"
    if file.stem not in FILES:
        near = get_close_matches(file.stem, FILES, 1)
        fix = f"Did you mean {near[0]}.yaml?" if near else f"Known are: {', '.join(FILES)}."
        return [Problem("unknown-word-list", f"There is no word list {file.stem!r}.", fix, Origin(name, 1))]
    try:
        root = yamlfile.parse(file.read_bytes())
    except (YamlSyntaxError, UnicodeDecodeError) as error:
        line = error.line if isinstance(error, YamlSyntaxError) else 1
        message = f"This is not readable YAML: {error}."
        return [Problem("yaml-syntax", message, "Write `key: [word, word]`.", Origin(name, line))]
    if root is None:
        return []
    fix = "Write `key: [word, word]`."
    if root.kind != "mapping":
        return [Problem("wrong-shape", "A word list holds keys with lists of words.", fix, Origin(name, root.line))]
    return [
        Problem("wrong-shape", f"`{key.value}` has to be a list of words.", fix, Origin(name, value.line))
        for key, value in pairs(root)
        if not _is_list_of_words(value, nested=file.stem == _NESTED and key.value != "remove")
    ]


def _is_list_of_words(node: Node, *, nested: bool) -> bool:
    """Return whether a node is a list of words, or where it is `nested`, a list of such lists."""
    if node.kind != "list":
        return False
    if nested:
        return all(_is_list_of_words(item, nested=False) for item in items(node))
    return all(item.kind == "scalar" and isinstance(item.value, str) for item in items(node))
