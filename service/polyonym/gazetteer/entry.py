"""One raw record to one entity: `read_entry` checks a record and reports its problems, `build_entity` freezes it.

In comes a node with line numbers, out come an `Entry` of plain values and problems in a list. Reading goes on after a
problem, so that one pass reports all of them. Nothing is guessed: a value that is wrong is reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, get_args

from polyonym.entity_types import EntityTypes
from polyonym.gazetteer.schema import (
    ALIAS_KEYS,
    FIELDS,
    ID_PATTERN,
    IDENTIFIER_PATTERN,
    KEYS,
    WARNINGS,
    Field,
)
from polyonym.language_tags import is_registered, is_well_formed
from polyonym.model import MATCH_MODES, Alias, Entity, MatchMode, Origin, Problem, Severity
from polyonym.text.normalise import cased, folded
from polyonym.yamlfile import Node, items, pairs

MAX_EXACT_LENGTH: Final = 4
"""Aliases of at most this many letters are never fuzzy: their neighbours in spelling are other names."""
MAX_CASED_LENGTH: Final = 3
"""Aliases in capitals of at most this many letters are `cased` unless they say otherwise."""
MAX_NAME_LENGTH: Final = 1000
"""Longer names, in characters, are reported and not indexed."""

_ID: Final = re.compile(ID_PATTERN)
_IDENTIFIER: Final = re.compile(IDENTIFIER_PATTERN)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_FIELDS: Final = {spec.key: spec for spec in FIELDS}

Report = Callable[[str, str, str, int], None]
"""Notes a problem: code, message, fix, line."""


@dataclass(slots=True)
class Entry:
    """The values of one entry while it is being read.

    `texts`, `lists` and `names` hold what was read by key; items of `lists` carry their line. `lines` is where each key
    stands. `bad` is set by a problem that is an error: no entity is built of such an entry.
    """

    file: str
    line: int
    types: EntityTypes
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    names: dict[str, tuple[Alias, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    bad: bool = False


def read_entry(file: str, node: Node, types: EntityTypes, problems: list[Problem]) -> Entry:
    """Read the keys of one entry, of one of the types, into plain values; append every problem to `problems`."""
    entry = Entry(file, node.line, types)

    def report(code: str, message: str, fix: str, line: int) -> None:
        severity: Severity = "warning" if code in WARNINGS else "error"
        entry.bad = entry.bad or severity == "error"
        problems.append(Problem(code, message, fix, Origin(file, line), severity))

    if node.kind != "mapping":
        report(
            "not-an-entity", "An entity is a mapping of keys to values.", "Write `- id: ...` and its keys.", node.line
        )
        return entry
    for key, value in pairs(node):
        if not isinstance(key.value, str) or key.value not in _FIELDS:
            report("unknown-key", f"There is no key {show(key)}.", suggest(str(key.value), KEYS), key.line)
        elif key.value in entry.lines:
            report("duplicate-key", f"The key `{key.value}` stands twice.", "Merge the two.", key.line)
        else:
            entry.lines[key.value] = key.line
            spec = _FIELDS[key.value]
            _READERS[spec.shape](entry, spec, value, report)
    for spec in FIELDS:
        if spec.required and spec.key not in entry.lines:
            report("missing-key", f"The entity has no `{spec.key}`.", f"Add it. {spec.doc}", node.line)
    _check_never(entry, report)
    return entry


def show(node: Node) -> str:
    """Return a scalar in backquotes, with surrogates escaped, or the kind of any other node."""
    text = str(node.value).encode("utf-8", "backslashreplace").decode()
    return f"`{text}`" if node.kind == "scalar" else f"that is a {node.kind}"


def suggest(word: str, known: tuple[str, ...]) -> str:
    """Return a fix that names the most similar known word, or all known words."""
    near = get_close_matches(word, known, 1)
    return f"Did you mean `{near[0]}`?" if near else f"Known are: {', '.join(known)}."


def scalar(node: Node, what: str, report: Report) -> str | None:
    """Return the stripped text of a scalar node, or report a problem and return None."""
    if node.kind != "scalar" or not isinstance(node.value, str):
        report("wrong-shape", f"{what} has to be text.", "Write one string here.", node.line)
        return None
    text = node.value.strip()
    if not text:
        report("empty-value", f"{what} is empty.", "Give it a value or take the key out.", node.line)
        return None
    if not text.isascii() and _SURROGATE.search(text):
        report("invalid-characters", f"{what} holds half of a surrogate pair.", "Write the whole character.", node.line)
        return None
    return text


def _read_id(entry: Entry, spec: Field, node: Node, report: Report) -> None:
    """Read the id of the entity."""
    text = scalar(node, "The id", report)
    if text is None:
        return
    entry.texts[spec.key] = text
    _check_id(text, node.line, report)


def _check_id(text: str, line: int, report: Report) -> None:
    """Report an id outside the pattern: a warning where it can be written on one line, an error elsewhere."""
    fix = "Use ASCII letters, digits and . _ : - and begin with a letter or a digit."
    if not text.isprintable():
        report("invalid-id", f"`{text!r}` cannot be an id.", fix, line)
    elif not _ID.fullmatch(text):
        report("unportable-id", f"`{text}` will not do as an id in every file, URL or table.", fix, line)


def _read_type(entry: Entry, spec: Field, node: Node, report: Report) -> None:
    """Read the type of the entity."""
    text = scalar(node, "The type", report)
    if text is not None and text not in entry.types:
        report("unknown-type", f"There is no type `{text}`.", entry.types.advice(text), node.line)
    elif text is not None:
        entry.texts[spec.key] = text


def _read_text(entry: Entry, spec: Field, node: Node, report: Report) -> None:
    """Read one text. The label is a name as well and is checked as a name."""
    text = scalar(node, f"`{spec.key}`", report)
    if text is None:
        return
    entry.texts[spec.key] = text
    if spec.key == "name":
        _check_name(text, node.line, report)


def _elements(spec: Field, node: Node, report: Report) -> Iterator[Node]:
    """Yield the items of a list, or report a node that is no list."""
    if node.kind == "list":
        yield from items(node)
    else:
        report("wrong-shape", f"`{spec.key}` has to be a list.", f"Write `{spec.key}: [one, two]`.", node.line)


def _read_texts(entry: Entry, spec: Field, node: Node, report: Report) -> None:
    """Read a list of texts, and check the form of identifiers."""
    found: dict[str, int] = {}
    for item in _elements(spec, node, report):
        text = scalar(item, f"An item of `{spec.key}`", report)
        if text is None:
            continue
        if spec.shape == "identifiers" and not _IDENTIFIER.fullmatch(text):
            report("invalid-identifier", f"`{text}` is no identifier.", "Write scheme:value.", item.line)
        if text in found:
            report("duplicate-item", f"`{text}` stands twice in `{spec.key}`.", "Take one out.", item.line)
            continue
        found[text] = item.line
    entry.lists[spec.key] = tuple(found.items())


def _check_name(name: str, line: int, report: Report) -> bool:
    """Return whether a text can be a name: not too long, and not empty once it is folded. Report it otherwise."""
    if len(name) > MAX_NAME_LENGTH:
        report("name-too-long", f"A name of {len(name)} characters.", f"Keep names under {MAX_NAME_LENGTH}.", line)
        return False
    if not folded(name):
        report("empty-name", f"No letter or digit is in the name `{name}`.", "Write the name in letters.", line)
        return False
    return True


def default_match(name: str) -> MatchMode:
    """Return the match mode of a name that states none: stricter for short names, which resemble too many words."""
    letters = cased(name)
    if len(letters) <= MAX_CASED_LENGTH and letters.isalpha() and letters == letters.upper() != letters.lower():
        return "cased"
    return "exact" if len(folded(name)) <= MAX_EXACT_LENGTH else "fuzzy"


def _read_names(entry: Entry, spec: Field, node: Node, report: Report) -> None:
    """Read a list of names: plain strings, or mappings with `name`, `lang` and `match`."""
    found: dict[tuple[str, str | None], Alias] = {}
    for item in _elements(spec, node, report):
        alias = _read_name(entry.file, item, spec, report)
        if alias is None:
            continue
        if (alias.name, alias.lang) in found:
            report("duplicate-item", f"`{alias.name}` stands twice in `{spec.key}`.", "Take one out.", item.line)
            continue
        found[alias.name, alias.lang] = alias
    entry.names[spec.key] = tuple(found.values())


def _read_name(file: str, node: Node, spec: Field, report: Report) -> Alias | None:
    """Read one name of a list, a string or a mapping of `name`, `lang` and `match`. Return None for an unusable one."""
    values = _name_fields(node, spec, report)
    name, lang, match = values.get("name"), values.get("lang"), values.get("match")
    if not name or not _check_name(name, node.line, report):
        return None
    if lang and not is_well_formed(lang):
        report("invalid-language", f"`{lang}` is no language tag.", "Write a BCP 47 tag: ar, zh-Hans.", node.line)
    elif lang and not is_registered(lang):
        message = f"`{lang}` has a part that is no registered language, script or region."
        report("unknown-language", message, "Write registered codes: ja for Japanese, fa-AF for Dari.", node.line)
    return Alias(name, lang or None, _match_mode(name, match, node.line, report), Origin(file, node.line))


def _name_fields(node: Node, spec: Field, report: Report) -> dict[str, str]:
    """Return the keys of a name with their texts. A plain string is its `name`."""
    if node.kind != "mapping":
        return {"name": scalar(node, f"An item of `{spec.key}`", report) or ""}
    values: dict[str, str] = {}
    for key, value in pairs(node):
        if not isinstance(key.value, str) or key.value not in ALIAS_KEYS:
            report("unknown-key", f"A name has no key {show(key)}.", suggest(str(key.value), ALIAS_KEYS), key.line)
        elif key.value in values:
            report("duplicate-key", f"The key `{key.value}` stands twice.", "Merge the two.", key.line)
        else:
            values[key.value] = scalar(value, f"`{key.value}` of a name", report) or ""
    if "name" not in values:
        report("missing-key", f"An item of `{spec.key}` has no `name`.", "Write {name: ...}.", node.line)
    return values


def _match_mode(name: str, match: str | None, line: int, report: Report) -> MatchMode:
    """Return the match mode that the entry states, or the default where it states none or an unusable one."""
    if match and match not in MATCH_MODES:
        report("unknown-match", f"There is no match mode `{match}`.", suggest(match, MATCH_MODES), line)
    elif match == "fuzzy" and len(folded(name)) <= MAX_EXACT_LENGTH:
        fix = "Take `match` out, or write exact or cased."
        report("short-fuzzy", f"`{name}` is too short to be matched by likeness.", fix, line)
    elif match:
        return next(mode for mode in get_args(MatchMode) if mode == match)
    return default_match(name)


def _read_label(entry: Entry) -> Alias:
    """Return the label of an entity as its first alias."""
    name = entry.texts["name"]
    return Alias(name, None, default_match(name), Origin(entry.file, entry.lines["name"]))


def _check_never(entry: Entry, report: Report) -> None:
    """Report every name that stands among the aliases and under `not` as well."""
    if not entry.names.get("not"):
        return
    aliases = entry.names.get("aliases", ())
    own = {cased(alias.name) for alias in aliases} | {cased(entry.texts.get("name", ""))}
    uncased = [alias for alias in aliases if alias.match != "cased"]
    own_folded = {folded(alias.name) for alias in uncased} | {folded(entry.texts.get("name", ""))}
    for never in entry.names["not"]:
        if cased(never.name) in own or (never.match != "cased" and folded(never.name) in own_folded):
            fix = "Take it out of one of the two."
            report("not-contradicts-alias", f"`{never.name}` is an alias and under `not`.", fix, never.origin.line)


def build_entity(entry: Entry) -> Entity:
    """Build the entity of an entry without errors. Its label becomes the first alias."""
    label = _read_label(entry)
    others = tuple(a for a in entry.names.get("aliases", ()) if (a.name, a.lang) != (label.name, None))
    replaced = next((a for a in entry.names.get("aliases", ()) if a.name == label.name), None)

    def texts(key: str) -> tuple[str, ...]:
        return tuple(text for text, _ in entry.lists.get(key, ()))

    return Entity(
        id=entry.texts["id"],
        type=entry.texts["type"],
        name=label.name,
        description=entry.texts.get("description", ""),
        # A label that is listed among the aliases again takes its match mode from there.
        aliases=(replaced or label, *(alias for alias in others if alias is not replaced)),
        never=entry.names.get("not", ()),
        part_of=texts("part_of"),
        same_as=texts("same_as"),
        context=texts("context"),
        expect=texts("expect"),
        reject=texts("reject"),
        sources=texts("sources"),
        origin=Origin(entry.file, entry.line),
    )


_READERS: Final[dict[str, Callable[[Entry, Field, Node, Report], None]]] = {
    "id": _read_id,
    "type": _read_type,
    "text": _read_text,
    "names": _read_names,
    **dict.fromkeys(("texts", "ids", "identifiers"), _read_texts),
}
