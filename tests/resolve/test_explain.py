from __future__ import annotations

from collections.abc import Callable

import pytest

from polyonym import Resolver


@pytest.mark.parametrize(
    "mention", ["IS", "daesh", "Noorolhaq Olomi", "Ашраф Гани", "Governor Safi", "Kunduz", "Mohammad"]
)
def test_a_candidate_is_explained_in_one_sentence_with_the_name_its_place_and_its_score(
    resolver: Resolver, mention: str
) -> None:
    candidates = resolver.resolve(mention).candidates
    assert candidates
    for candidate in candidates:
        sentence = candidate.explanation.sentence
        origin = candidate.explanation.evidence.alias.origin
        assert sentence.endswith(".")
        for part in (mention, candidate.alias, candidate.name, str(origin), f"{candidate.score:.2f}"):
            assert part in sentence


def test_the_place_that_is_named_is_the_line_of_the_alias(resolver: Resolver, bundled: object) -> None:
    origin = resolver.resolve("Daesh").candidates[0].explanation.evidence.alias.origin
    line = (bundled / origin.file).read_text(encoding="utf-8").splitlines()[origin.line - 1]  # type: ignore[operator]
    assert line.strip() == "- Daesh"


def test_the_first_candidate_names_the_second_and_the_others_the_first(resolver: Resolver) -> None:
    first, second, *_ = resolver.resolve("Kunduz").candidates
    assert first.explanation.runner_up is not None
    assert second.explanation.runner_up is not None
    assert first.explanation.runner_up.id == second.id
    assert second.explanation.runner_up.id == first.id
    assert first.explanation.margin == 0.0


def test_the_runner_up_is_named_also_where_it_is_not_shown(resolver: Resolver) -> None:
    (first,) = resolver.resolve("Kunduz", limit=1).candidates
    assert first.explanation.runner_up is not None


def test_a_candidate_alone_has_no_runner_up(make: Callable[..., Resolver]) -> None:
    (only,) = make("- {id: omar, type: person, name: Omar Safi}\n").resolve("Omar Safi").candidates
    assert (only.explanation.runner_up, only.explanation.margin) == (None, None)


def test_every_adjustment_has_a_code_an_amount_and_words(resolver: Resolver) -> None:
    found = resolver.resolve("Governor Omar Safi", "place", "ru", "the city of Kunduz")
    adjustments = [a for candidate in found.candidates for a in candidate.explanation.evidence.adjustments]
    assert {"wrong_type"} <= {adjustment.code for adjustment in adjustments}
    assert all(adjustment.detail and adjustment.amount for adjustment in adjustments)
