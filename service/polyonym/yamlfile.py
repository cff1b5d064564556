"""The only door to PyYAML: text to nodes in which every scalar is a string and every node has a line.

No scalar becomes a boolean or a number, because `NO` is a country code and `1e3` a name. Anchors are refused: a curated
file does not need them, and a few lines of them can expand to gigabytes. Nothing here knows entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

# The C parser is ten times as fast; a PyYAML built without it still works.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a file, and the line on which it begins, from 1.

    `value` is a string for a scalar, a list of nodes for a list, and a list of pairs of a key node and a value node for
    a mapping. The true, false and null of a JSON file stay as they are; validation refuses them.
    """

    value: str | bool | list[Node] | list[tuple[Node, Node]] | None
    line: int
    kind: str  # scalar | list | mapping


class YamlSyntaxError(Exception):
    """Text that is not YAML, or YAML that is refused. `line` counts from 1."""

    def __init__(self, line: int, detail: str) -> None:
        """Keep the line and the message of the parser."""
        super().__init__(f"line {line}: {detail}")
        self.line = line
        self.detail = detail


MAX_DEPTH: Final = 64
"""Levels of nesting that are read. Trees are walked by recursion, so the depth has to be bounded."""


def parse(text: str | bytes) -> Node | None:
    """Return the root node of one YAML document, or None for an empty one.

    Raises YamlSyntaxError for text that is not YAML, for anchors, for a second document, and below MAX_DEPTH levels.
    """
    try:
        return _tree(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlSyntaxError(mark.line + 1 if mark else 1, error.problem or error.context or "not YAML") from error
    except yaml.reader.ReaderError as error:
        # The position of the parser is in bytes of UTF-8.
        before = (text.encode() if isinstance(text, str) else text)[: error.position]
        raise YamlSyntaxError(before.count(b"\n") + 1, str(error.reason)) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise YamlSyntaxError(1, str(error).replace("\n", " ")) from error


def _tree(events: Iterable[yaml.Event]) -> Node | None:
    """Build the nodes of one document from the events of the parser.

    PyYAML's own composer is recursive, and its C form crashes the process where nesting is too deep.
    """
    open_: list[tuple[list[Node], int]] = []  # for each open collection, the nodes before it and its line
    nodes: list[Node] = []
    documents = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.ScalarEvent):
            nodes.append(Node(event.value, line, "scalar"))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(open_) == MAX_DEPTH:
                raise YamlSyntaxError(line, "the values are nested too deeply")
            open_.append((nodes, line))
            nodes = []
        elif isinstance(event, yaml.CollectionEndEvent):
            inner, (nodes, began) = nodes, open_.pop()
            if isinstance(event, yaml.SequenceEndEvent):
                nodes.append(Node(inner, began, "list"))
            else:
                nodes.append(Node(list(zip(inner[::2], inner[1::2], strict=True)), began, "mapping"))
        elif isinstance(event, yaml.AliasEvent):
            raise YamlSyntaxError(line, "an anchor is used here, and anchors are not read")
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlSyntaxError(line, "a second document begins here, and a file holds one")
    return nodes[0] if nodes else None


def plain(node: Node) -> Any:
    """Return the value of a node without lines: strings, lists and dictionaries."""
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
    """Yield the pairs of key node and value node of a mapping, in the order of the file."""
    assert isinstance(node.value, list)  # noqa: S101 -- as above
    for pair in node.value:
        assert isinstance(pair, tuple)  # noqa: S101 -- as above
        yield pair


def entries(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the pairs of key text and value node of a mapping."""
    for key, value in pairs(node):
        yield str(key.value), value


class _PlainDumper(yaml.SafeDumper):
    """Writes a repeated value each time in full, because anchors are not read here."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 -- PyYAML asks about each value
        """Return True, so that no value is written as an anchor."""
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Write a text of several lines as a block."""
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_PlainDumper.add_representer(str, _PlainDumper.represent_text)


def dump(value: Any) -> str:
    """Return JSON values as YAML in block style. Keys keep their order, and no character is escaped."""
    return yaml.dump(value, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=120)
