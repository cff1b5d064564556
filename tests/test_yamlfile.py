from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.yamlfile import MAX_DEPTH, Node, YamlSyntaxError, dump, parse, plain


def values(text: str) -> object:
    node = parse(text)
    assert node is not None
    return plain(node)


@pytest.mark.parametrize(
    "scalar", ["NO", "yes", "1e3", "0x1F", "1_000", "2015-05-08", "null", "~", ".inf", "0o7", "12:30:45", "="]
)
def test_every_scalar_is_a_string(scalar: str) -> None:
    assert values(f"[{scalar}]") == [scalar]


def test_every_node_knows_its_line() -> None:
    assert parse("# comment\n- a: b\n\n  c:\n    - d\n") == Node(
        [
            Node(
                [
                    (Node("a", 2, "scalar"), Node("b", 2, "scalar")),
                    (Node("c", 4, "scalar"), Node([Node("d", 5, "scalar")], 5, "list")),
                ],
                2,
                "mapping",
            )
        ],
        2,
        "list",
    )


def test_a_key_that_stands_twice_is_kept_twice() -> None:
    root = parse("{a: b, a: c}")
    assert root is not None
    assert isinstance(root.value, list)
    assert len(root.value) == 2


@pytest.mark.parametrize("text", ["", "# comment\n", "\n\n", "\ufeff"])
def test_an_empty_document_is_nothing(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [b\nc: d\n", 2),
        ("- a\n b\n- *c\n", 3),
        ("- &a [x]\n- *a\n", 2),
        ("- &a x\n- *a\n", 2),
        ("- &a [*a]\n", 1),
        ("a\n---\nb\n", 2),
        ("- a\n\tb: c\n\t- d", 2),
        ("a\nb\x00", 2),
        ("- a\n- \ud800", 1),
        ("%YAML 9.9\n---\na", 1),
        ("- !<", 1),
    ],
)
def test_what_is_no_yaml_or_is_refused_names_its_line(text: str, line: int) -> None:
    with pytest.raises(YamlSyntaxError) as error:
        parse(text)
    assert error.value.line == line
    assert error.value.detail
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("bad", [b"\xff\xfe\x00", b"- \xe1\n", b"\x80"])
def test_bytes_that_are_no_text_are_refused(bad: bytes) -> None:
    with pytest.raises(YamlSyntaxError):
        parse(bad)


def test_values_are_read_to_a_depth_and_no_deeper() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    with pytest.raises(YamlSyntaxError, match="too deeply"):
        parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("text", ["[" * 300_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_no_number_of_brackets_ends_the_process(text: str) -> None:
    with pytest.raises(YamlSyntaxError):
        parse(text)


def test_a_tag_makes_no_object() -> None:
    assert values("[!!python/object/apply:os.system [ls], !!binary aGk=, !!int 7]") == [["ls"], "aGk=", "7"]


# What YAML can write without a loss: no control characters but the plain ones, no surrogates.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))


@given(st.recursive(TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)))
def test_what_is_written_is_read_back(value: object) -> None:
    assert values(dump([value])) == [value]
