"""The only door to PyYAML: text to plain values in which every scalar is a string and every node knows its line.

`NO` is a country code and `1e3` a name, so nothing is ever guessed to be a boolean or a number. Anchors are refused:
a curated file does not need them, and a few lines of them can grow to gigabytes. Nothing here knows entities.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

# The C parser is ten times as fast; a PyYAML built without it still works.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A value read from a file and the line, counted from 1, that it begins on.

    `value` is a string, a list of nodes, or a list of (key node, value node) pairs for a mapping; what a JSON file
    may hold beside these (true, false, null) stays what it is, for validation to refuse.
    """

    value: str | bool | list[Node] | list[tuple[Node, Node]] | None
    line: int
    kind: str  # scalar | list | mapping


class YamlSyntaxError(Exception):
    """Text that is not YAML, or YAML that is refused; `line` counts from 1."""

    def __init__(self, line: int, detail: str) -> None:
        """Keep the place and the parser's words."""
        super().__init__(f"line {line}: {detail}")
        self.line = line
        self.detail = detail


def _convert(root: yaml.Node) -> Node:
    """Copy PyYAML's tree into nodes, and refuse a collection that stands in two places."""
    seen: set[int] = set()

    def convert(node: yaml.Node) -> Node:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return Node(node.value, line, "scalar")
        if id(node) in seen:
            raise YamlSyntaxError(line, "an anchor is used here, and anchors are not read")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return Node([(convert(key), convert(value)) for key, value in node.value], line, "mapping")
        return Node([convert(item) for item in node.value], line, "list")

    return convert(root)


def parse(text: str | bytes) -> Node | None:
    """Read one YAML document; return None for an empty one, raise YamlSyntaxError for what is not YAML."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlSyntaxError(mark.line + 1 if mark else 1, error.problem or error.context or "not YAML") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise YamlSyntaxError(1, str(error).replace("\n", " ")) from error
    except RecursionError as error:
        raise YamlSyntaxError(1, "the values are nested too deeply") from error
    if root is None:
        return None
    try:
        return _convert(root)
    except RecursionError as error:
        raise YamlSyntaxError(1, "the values are nested too deeply") from error


def plain(node: Node) -> Any:
    """Forget the lines: strings, lists and dictionaries."""
    if node.kind == "mapping":
        return {key: plain(value) for key, value in entries(node)}
    if node.kind == "list":
        return [plain(item) for item in items(node)]
    return node.value


def items(node: Node) -> Iterator[Node]:
    """Yield the nodes of a list."""
    assert isinstance(node.value, list)  # noqa: S101 -- narrows the union for the type checker
    for item in node.value:
        assert isinstance(item, Node)  # noqa: S101 -- as above
        yield item


def pairs(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the key and value nodes of a mapping, in the order of the file."""
    assert isinstance(node.value, list)  # noqa: S101 -- as above
    for pair in node.value:
        assert isinstance(pair, tuple)  # noqa: S101 -- as above
        yield pair


def entries(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the keys of a mapping as strings, with their nodes."""
    for key, value in pairs(node):
        yield str(key.value), value


class _PlainDumper(yaml.SafeDumper):
    """Writes a value out wherever it stands: anchors are not read here, and so none are written."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 -- PyYAML asks about each value
        """Treat no value as one seen before."""
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Write a text of several lines as one reads it."""
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_PlainDumper.add_representer(str, _PlainDumper.represent_text)


def dump(value: Any) -> str:
    """Write plain values (as JSON knows them) as YAML in block style, keys in their own order, any script as it is."""
    return yaml.dump(value, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=120)
