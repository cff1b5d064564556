from __future__ import annotations

import pickle
import random
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polyonym import Mention, MentionError, Resolver
from polyonym.index.snapshot import IndexedName
from polyonym.matching.pair_score import log_index_size, pair_score
from polyonym.matching.prepared import prepare_variants
from polyonym.policy import Policy
from polyonym.resolve import pipeline
from polyonym.resolve.candidates import exact_lookup, exact_stage
from polyonym.resolve.query import STRATEGIES
from polyonym.resolve.retrieve import retrieve_batch
from polyonym.settings import bundled_gazetteer
from polyonym.snapshots.store import FixedStore
from polyonym.text.name import Name, analyse
from polyonym.text.normalise import folded

RESOLVER = Resolver.load(bundled_gazetteer())
SNAPSHOT = RESOLVER.snapshot
NAMES = [name for name in SNAPSHOT.names if not name.never]
FUZZY = [name for name in SNAPSHOT.names if name.alias.match == "fuzzy"]

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz \u0627\u06cc\u0648\u0646\u0435\u0430\u043d\u5361")


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """Draw a name of the gazetteer with up to three slips: a letter lost, added, changed, doubled, or two swapped."""
    text = draw(st.sampled_from(FUZZY)).alias.name
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        letter = draw(LETTERS)
        text = draw(
            st.sampled_from(
                [
                    text[:at] + text[at + 1 :],
                    text[:at] + letter + text[at:],
                    text[:at] + letter + text[at + 1 :],
                    text[:at] + text[at : at + 1] + text[at:],
                    text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
                ]
            )
        )
    if draw(st.booleans()):
        words = text.split()
        text = " ".join(draw(st.permutations(words)))
    assume(folded(text))
    return text


MENTIONS = st.one_of(misspelt(), st.sampled_from(NAMES).map(lambda name: name.alias.name), ANY_TEXT)


@pytest.mark.parametrize("number", range(len(NAMES)), ids=[f"{n}-{name.alias.name}" for n, name in enumerate(NAMES)])
def test_every_alias_of_the_real_gazetteer_means_its_own_entity_or_is_ambiguous_with_it(number: int) -> None:
    name = NAMES[number]
    own = SNAPSHOT.entities[name.entity_row].id
    found = RESOLVER.resolve(name.alias.name)
    if found.status == "match":
        assert found.id == own
    else:
        assert found.status == "ambiguous"
        assert own in {candidate.id for candidate in found.candidates}


def test_no_name_under_not_means_its_entity() -> None:
    never = [name for name in SNAPSHOT.names if name.never]
    assert len(never) > 3
    for name in never:
        assert RESOLVER.resolve(name.alias.name).id != SNAPSHOT.entities[name.entity_row].id, name.alias.name


@given(MENTIONS)
@settings(max_examples=300)
def test_any_mention_is_resolved_or_refused(text: str) -> None:
    try:
        found = RESOLVER.resolve(text)
    except MentionError:
        return
    assert found.status in {"match", "ambiguous", "no_match"}
    assert (found.id is not None) == (found.status == "match")
    assert all(0.0 <= candidate.score <= 1.0 for candidate in found.candidates)
    assert all(candidate.explanation.sentence.encode() for candidate in found.candidates)


@given(st.one_of(MENTIONS, MENTIONS.map(lambda text: text[:3])), st.integers(1, 30))
def test_any_query_is_searched_or_refused(text: str, limit: int) -> None:
    try:
        found = RESOLVER.search(text, limit=limit).found
    except MentionError:
        return
    assert len(found) <= limit
    assert len({item.entity.id for item in found}) == len(found)


@given(MENTIONS)
def test_the_same_mention_always_has_the_same_answer_also_through_pickle(text: str) -> None:
    try:
        found = RESOLVER.resolve(text)
    except MentionError:
        return
    # What is remembered is what comes out without a memory.
    assert pipeline.resolve(SNAPSHOT, Mention(text), RESOLVER.policy) == found
    copy = pickle.loads(pickle.dumps(found))  # noqa: S301 -- our own bytes
    assert copy == found
    assert hash(copy) == hash(found)


@pytest.mark.slow
def test_a_pickled_snapshot_gives_the_same_answers() -> None:
    copy = pickle.loads(pickle.dumps(SNAPSHOT))  # noqa: S301 -- our own bytes
    assert (copy.fingerprint, list(copy.entities)) == (SNAPSHOT.fingerprint, list(SNAPSHOT.entities))
    other = Resolver(FixedStore.of(copy))
    for name in NAMES[::8]:
        mention = f"{name.alias.name}a"
        assert other.resolve(mention) == RESOLVER.resolve(mention)


def likely(mention: Name, name: IndexedName) -> float:
    """Return the score of a name without the help of any index."""
    kind = SNAPSHOT.entities[name.entity_row].type
    ours, theirs = (prepare_variants(SNAPSHOT, form, RESOLVER.policy) for form in (mention, name.form))
    return pair_score(ours, theirs, kind, log_index_size(SNAPSHOT), RESOLVER.policy).score


def accepted(text: str) -> tuple[set[str], set[str]]:
    """Return the entity that a look at every fuzzy name would accept (two where they tie), and those the index finds.

    An exact hit ends the search, and then there is nothing to lose.
    """
    mention = analyse(text)
    hits, final = exact_stage(SNAPSHOT, mention, exact_lookup(SNAPSHOT, mention.cased, mention.folded), RESOLVER.policy)
    if final:
        return set(), set()
    found = {hit.name for hit in hits}
    for strategy in STRATEGIES:
        found.update(retrieve_batch(SNAPSHOT, [mention], strategy, RESOLVER.policy).names.tolist())
    scores: dict[str, float] = {}
    for name in FUZZY:
        if not name.never:
            own = SNAPSHOT.entities[name.entity_row].id
            scores[own] = max(scores.get(own, 0.0), likely(mention, name))
    best = max(scores.values())
    wanted = {own for own, score in scores.items() if score == best >= RESOLVER.policy.threshold}
    return wanted, {SNAPSHOT.entities[SNAPSHOT.names[name].entity_row].id for name in found}


@pytest.mark.slow
def test_the_index_loses_next_to_no_name_that_a_look_at_every_name_would_accept() -> None:
    chance = random.Random(2015)  # noqa: S311 -- no secret
    sought, lost = 0, []
    for name in chance.choices([name for name in FUZZY if not name.never], k=200):
        text = list(name.alias.name)
        for _ in range(chance.choice((1, 2))):
            at = chance.randrange(len(text))
            other = chance.choice(text)
            text[at : at + 1] = chance.choice(([], [other], [text[at], other], [*text[at + 1 : at + 2], text[at]]))
        wanted, found = accepted("".join(text))
        # What a look at every name accepts by mistake is no loss: the index often saves from it.
        wanted &= {SNAPSHOT.entities[name.entity_row].id}
        sought += len(wanted)
        lost += [("".join(text), own) for own in wanted - found]
    assert sought > 100
    assert len(lost) <= sought / 100, lost


THOROUGH = Policy(
    max_candidates=1000,
    first_batch=1000,
    early_stop_score=2.0,
    second_batch_score=2.0,
    romanised_stop_score=2.0,
    tail_ratio=0.0,
)
"""Every name that is found is scored, however sure one of them is."""
THOROUGH_RESOLVER = Resolver(RESOLVER.store, THOROUGH)


@pytest.mark.slow
def test_what_is_passed_over_changes_next_to_no_answer() -> None:
    chance = random.Random(4)  # noqa: S311 -- no secret
    other = []
    for name in chance.choices([name for name in FUZZY if not name.never], k=150):
        text = list(name.alias.name)
        text[chance.randrange(len(text))] = chance.choice(text)
        mention = Mention("".join(text))
        quick, slow = (pipeline.resolve(SNAPSHOT, mention, policy) for policy in (RESOLVER.policy, THOROUGH))
        if (quick.status, quick.id) != (slow.status, slow.id):
            other.append((mention.text, quick.id, slow.id))
    assert len(other) <= 2, other


@pytest.mark.parametrize(
    "text",
    [
        "Nurul Haq Olumi",
        "Mohamad Umer Safy",
        "Hukumatov",
        "هلنمد",
        "Konsdopz",
        "Аганbстан",
    ],
)
def test_the_index_finds_what_a_look_at_every_name_would_accept(text: str) -> None:
    wanted, found = accepted(text)
    assert wanted <= found


@given(MENTIONS, MENTIONS)
@settings(max_examples=200)
def test_comparing_is_symmetric_and_certain_of_a_name_and_itself(a: str, b: str) -> None:
    try:
        there, back = RESOLVER.compare(a, b), RESOLVER.compare(b, a)
    except MentionError:
        return
    assert (there.same, there.score) == (back.same, back.score)
    assert there.explanation.evidence.method == back.explanation.evidence.method
    assert (there.a, there.b, back.a, back.b) == (a, b, b, a)
    assert 0.0 <= there.score <= 1.0
    assert RESOLVER.compare(a, a).same
    assert RESOLVER.compare(a, a).score == 1.0


@pytest.mark.slow
@given(MENTIONS, st.integers(1, 4))
@settings(max_examples=150)
def test_who_asks_for_fewer_candidates_is_told_the_same(text: str, limit: int) -> None:
    try:
        few, more = (RESOLVER.resolve(text, limit=most) for most in (limit, 5))
    except MentionError:
        return
    assert (few.status, few.id, few.score) == (more.status, more.id, more.score)
    assert [c.id for c in few.candidates] == [c.id for c in more.candidates][:limit]


@pytest.mark.slow
@given(
    MENTIONS,
    st.sampled_from(["person", "organization", "place", "event", "other", None]),
    ANY_TEXT,
    st.integers(1, 100),
)
@settings(max_examples=200)
def test_what_is_said_about_a_mention_never_adds_an_entity(text: str, kind: str, context: str, limit: int) -> None:
    try:
        # Who is told more looks further, so what is compared are the candidates of those who look at all of them.
        plain = THOROUGH_RESOLVER.resolve(text, limit=100)
        told = THOROUGH_RESOLVER.resolve(text, kind, "fa", context, limit)  # type: ignore[arg-type]
    except MentionError:
        return
    assert {c.id for c in told.candidates} <= {c.id for c in plain.candidates}
    assert len(told.candidates) <= limit
    if told.status == "match" and kind:
        assert told.candidates[0].type == kind


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Mohammad " * 111,
        "ab " * 333,
        "a " * 500,
        "x" * 1000,
        "\u0639\u0645\u0631 " * 250,
        "\u5854" * 1000,
        "\ud55c" * 1000,
        "\u0915\u094d" * 500,
        "a" + "\u0301" * 999,
        "\ufdfa" * 1000,
        "\u3300" * 1000,
        "1 2 3 4 5 " * 100,
        "I.S." * 250,
        "al " * 333,
        " ".join(name.alias.name for name in FUZZY)[:1000],
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_a_name_of_a_thousand_characters_is_answered_in_a_second(text: str) -> None:
    began = time.process_time()
    RESOLVER.resolve(text)
    RESOLVER.compare(text, text[::-1])
    assert time.process_time() - began < 2.0
