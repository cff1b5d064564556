"""What is answered about a mention does not depend on the batch that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polyonym import Mention, Resolution, Resolver
from polyonym.errors import MentionError
from polyonym.policy import DEFAULT_POLICY as POLICY
from polyonym.policy import Policy
from polyonym.resolve import search
from polyonym.resolve.pipeline import brief_resolution, decide_batch, resolution
from polyonym.settings import bundled_gazetteer
from polyonym.text.normalise import folded

RESOLVER = Resolver.load(bundled_gazetteer())
SNAPSHOT = RESOLVER.snapshot
EVERY = list(SNAPSHOT.names)
LETTERS = "abcdefghijklmnopqrstuvwxyz \u0627\u06cc\u0648\u0646\u0435\u0430\u043d\u5361"
EDGES = (
    *("24", "a", "J. F. K.", "!!!", "Omar " * 40, "x" * 300, "IS", "is", "ISIL ISIL", "Mr", "the"),
    " ".join(f"{letter}ar" for letter in LETTERS),
    "\u5b89\u500d\u664b\u4e09",
)


@st.composite
def names(draw: st.DrawFn) -> str:
    """Draw a listed name in any script, also one under `not`, with up to three slips, its words in any order."""
    text = draw(st.sampled_from(EVERY)).alias.name
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        letter = draw(st.sampled_from(LETTERS))
        rest = text[at:]
        text = text[:at] + draw(st.sampled_from([rest[1:], letter + rest, letter + rest[1:], rest[:1] + rest]))
    if draw(st.booleans()):
        text = " ".join(draw(st.permutations(text.split())))
    if draw(st.integers(0, 9)) == 0:
        text = f"{draw(st.sampled_from(EVERY)).alias.name} {text}"
    assume(folded(text))
    return text


MENTIONS = st.builds(
    Mention,
    st.one_of(names(), names(), st.sampled_from(EDGES)),
    st.sampled_from([None, None, None, "person", "organization", "place"]),
    st.sampled_from([None, None, None, "fa", "ru", "zh", "en"]),
    st.sampled_from([None, None, None, "the governor of Kunduz", "AN ATTACK BY IS", "Taliban in Afghanistan"]),
    st.integers(1, 8),
)


def one_by_one(mention: Mention) -> Resolution:
    return resolution(SNAPSHOT, decide_batch(SNAPSHOT, [mention], RESOLVER.policy)[0])


def check(mention: Mention, found: Resolution, alone: Resolution) -> None:
    """Compare two answers: equal in decision, id and candidates, and in every number to a hair."""
    assert (found.mention, found.status, found.id, found.name) == (
        mention.text,
        alone.status,
        alone.id,
        alone.name,
    ), mention
    assert found.score == pytest.approx(alone.score, abs=1e-6), mention
    assert [one.id for one in found.candidates] == [one.id for one in alone.candidates], mention
    for one, other in zip(found.candidates, alone.candidates, strict=True):
        evidence, expected = one.explanation.evidence, other.explanation.evidence
        assert one.alias == other.alias, mention
        assert (evidence.method, evidence.alias, evidence.script) == (expected.method, expected.alias, expected.script)
        assert evidence.score == pytest.approx(expected.score, abs=1e-6), mention
        assert [(p.mention, p.alias, p.method) for p in evidence.pairs] == [
            (p.mention, p.alias, p.method) for p in expected.pairs
        ], mention
        for pair, likely in zip(evidence.pairs, expected.pairs, strict=True):
            # Both are rounded to four places.
            assert pair.similarity == pytest.approx(likely.similarity, abs=1.01e-4), mention
            assert pair.weight == pytest.approx(likely.weight, abs=1.01e-4), mention


def check_batch(mentions: Sequence[Mention]) -> None:
    for mention, outcome in zip(mentions, decide_batch(SNAPSHOT, mentions, RESOLVER.policy), strict=True):
        found = resolution(SNAPSHOT, outcome)
        check(mention, found, one_by_one(mention))
        brief = brief_resolution(SNAPSHOT, outcome)
        assert (brief.mention, brief.status, brief.id, brief.name, brief.score) == (
            found.mention,
            found.status,
            found.id,
            found.name,
            found.score,
        )


@settings(max_examples=60)
@given(st.lists(MENTIONS, min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_a_batch_is_answered_as_each_of_its_mentions_by_itself_in_any_order(
    mentions: list[Mention], chance: object
) -> None:
    check_batch(mentions)
    check_batch([*mentions[::-1], *mentions[:3]])


def test_a_long_batch_is_answered_as_each_of_its_mentions_by_itself() -> None:
    texts = [name.alias.name for name in EVERY]
    mentions = [Mention(text[:-1] if row % 2 else f"{text}a") for row, text in enumerate(texts)]
    check_batch([mention for mention in mentions if folded(mention.text)])


def test_names_that_fit_alike_stand_in_the_order_of_their_ids_in_any_batch(make: Callable[..., Resolver]) -> None:
    rows = [f"- {{id: e{at:02}, type: person, name: Noorul Haq Olomi Rahmani}}" for at in range(40)]
    resolver = make("\n".join(rows) + "\n")
    mentions = [Mention(text, limit=40) for text in ("Nurulhaq Ulumi Rahmany", "Noorul Ulumee", "Ulumi Noor Rahmoni")]
    for mention, outcome in zip(mentions * 30, decide_batch(resolver.snapshot, mentions * 30, POLICY), strict=True):
        few = Policy(max_candidates=8)
        alone = resolution(resolver.snapshot, decide_batch(resolver.snapshot, [mention], few)[0])
        ids = [one.id for one in resolution(resolver.snapshot, outcome).candidates]
        assert len(ids) > 20
        assert ids == sorted(ids)
        assert [one.id for one in alone.candidates] == ids[: len(alone.candidates)]


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_the_size_of_the_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(search, "_MOST_MENTIONS", size)
    check_batch([Mention(f"{name.alias.name}e") for name in EVERY[::23]])


@settings(max_examples=100)
@given(st.lists(st.one_of(names(), st.just("")), max_size=12))
def test_a_mention_that_is_refused_leaves_the_others_as_they_are(texts: list[str]) -> None:
    for text, found in zip(texts, RESOLVER.resolve_many(texts), strict=True):
        if isinstance(found, MentionError):
            assert not text or not folded(text)
        else:
            check(Mention(text), found, RESOLVER.resolve(text))
