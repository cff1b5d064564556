from __future__ import annotations

import pytest

from polyonym import Mention, MentionError
from polyonym.entity_types import BUILT_IN_TYPES, EntityTypes, EntityTypeTraits
from polyonym.resolve.intake import (
    LONGEST_CONTEXT,
    LONGEST_MENTION,
    MOST_CANDIDATES,
    check_mention,
    check_text,
    check_type,
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\t\n\r",
        "\u00a0\u2003\u3000",
        "\u200b\u200f\u2060",
        "\u3164\u115f\uffa0",
        "\ufe0f",
        "...",
        "\u2014\u2026?!",
        "\u262a",
        "\u0301",
        "\x00",
        "Omar\x00Safi",
        "Omar\x1b[31mSafi",
        "Omar\x7fSafi",
        "Omar\x85Safi",
        "\ud800",
        "Omar \udfff Safi",
        "\ud83d\ude00 Omar",
        "a" * (LONGEST_MENTION + 1),
        "\u0639" * 10_000,
    ],
)
def test_a_text_that_cannot_be_a_name_is_refused_in_words_that_can_be_written_out(text: str) -> None:
    with pytest.raises(MentionError) as error:
        check_mention(Mention(text), BUILT_IN_TYPES)
    assert error.value.field == "mention"
    assert error.value.detail.encode()
    assert len(error.value.detail) < 300


@pytest.mark.parametrize(
    "text",
    ["a", "\u0639", "7", "\u8def", "Omar\tSafi", "Omar\nSafi", "O'Neill", "x" * LONGEST_MENTION, "\U0001f600 Rumi"],
)
def test_a_text_with_a_letter_or_a_digit_can_be_a_name(text: str) -> None:
    check_mention(Mention(text), BUILT_IN_TYPES)


@pytest.mark.parametrize(
    ("field", "mention"),
    [
        ("type", Mention("Omar", type="man")),
        ("type", Mention("Omar", type="Person")),
        ("type", Mention("Omar", type="")),
        ("language", Mention("Omar", language="Dari (Afghanistan)")),
        ("language", Mention("Omar", language="")),
        ("language", Mention("Omar", language="e")),
        ("language", Mention("Omar", language="en\n")),
        ("context", Mention("Omar", context="\ud800")),
        ("context", Mention("Omar", context="a\x00b")),
        ("context", Mention("Omar", context="a" * (LONGEST_CONTEXT + 1))),
        ("limit", Mention("Omar", limit=0)),
        ("limit", Mention("Omar", limit=-1)),
        ("limit", Mention("Omar", limit=MOST_CANDIDATES + 1)),
    ],
)
def test_what_is_said_about_a_mention_is_checked_and_the_field_is_named(field: str, mention: Mention) -> None:
    with pytest.raises(MentionError, match=f"^{field}: ") as error:
        check_mention(mention, BUILT_IN_TYPES)
    assert error.value.field == field


@pytest.mark.parametrize(
    "mention",
    [
        Mention("Omar", type="person"),
        Mention("Omar", language="en"),
        Mention("Omar", language="zh-Hans-CN"),
        Mention("Omar", context=""),
        Mention("Omar", context="a" * LONGEST_CONTEXT),
        Mention("Omar", limit=1),
        Mention("Omar", limit=MOST_CANDIDATES),
    ],
)
def test_what_is_said_about_a_mention_may_go_to_its_bounds(mention: Mention) -> None:
    check_mention(mention, BUILT_IN_TYPES)


def test_the_name_of_the_field_is_the_callers() -> None:
    with pytest.raises(MentionError) as error:
        check_text("b", " ")
    assert error.value.field == "b"


def test_a_declared_type_is_known_where_it_is_declared() -> None:
    types = EntityTypes((EntityTypeTraits("vessel", "Vessel", "organization"),))
    check_mention(Mention("Ever Given", type="vessel"), types)
    with pytest.raises(MentionError, match=r"There is no type 'vesel'\. Did you mean `vessel`\?"):
        check_mention(Mention("Ever Given", type="vesel"), types)
    with pytest.raises(MentionError, match="There is no type 'vessel'"):
        check_mention(Mention("Ever Given", type="vessel"), BUILT_IN_TYPES)


def test_a_type_has_to_be_text() -> None:
    with pytest.raises(MentionError, match="type: The type has to be text"):
        check_type(5, BUILT_IN_TYPES)
