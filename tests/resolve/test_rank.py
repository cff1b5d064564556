from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from polyonym import Candidate, Resolution, Resolver

TWO_CITIES = """
- id: tripoli-libya
  type: place
  name: Tripoli
  aliases: [{name: طرابلس الغرب, lang: ar}, {name: Trípoli, lang: es}]
  part_of: [libya]
  context: [Mediterranean coast]
- id: tripoli-lebanon
  type: place
  name: Tripoli
  aliases: [{name: Trablus, lang: tr}]
  context: [Lebanese]
- {id: tripoli-person, type: person, name: Tripoli}
- {id: libya, type: place, name: Libya}
"""


def ids(found: Resolution) -> list[str]:
    return [candidate.id for candidate in found.candidates]


def first(found: Resolution) -> Candidate:
    return found.candidates[0]


def test_one_name_of_several_entities_is_ambiguous_among_all_of_them_in_the_order_of_ids(
    make: Callable[..., Resolver],
) -> None:
    found = make(TWO_CITIES).resolve("Tripoli")
    assert found.status == "ambiguous"
    assert ids(found) == ["tripoli-lebanon", "tripoli-libya", "tripoli-person"]
    assert (found.id, found.name) == (None, None)


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("on the Mediterranean coast of Africa", "tripoli-libya"),
        ("in LIBYA, officials said", "tripoli-libya"),
        ("the Lebanese army", "tripoli-lebanon"),
    ],
)
def test_a_word_of_the_context_or_the_label_of_the_whole_decides(
    make: Callable[..., Resolver], context: str, expected: str
) -> None:
    found = make(TWO_CITIES).resolve("Tripoli", context=context)
    assert (found.status, found.id) == ("match", expected)


@pytest.mark.parametrize("context", ["Libyan", "Mediterranean", "coastMediterranean coastal", "", "nothing"])
def test_a_part_of_a_word_or_phrase_does_not_decide(make: Callable[..., Resolver], context: str) -> None:
    assert make(TWO_CITIES).resolve("Tripoli", context=context).status == "ambiguous"


def test_a_context_that_speaks_for_two_decides_nothing_between_them(make: Callable[..., Resolver]) -> None:
    found = make(TWO_CITIES).resolve("Tripoli", context="Lebanese and Libya")
    assert found.status == "ambiguous"
    assert set(ids(found)[:2]) == {"tripoli-lebanon", "tripoli-libya"}


def test_a_context_that_speaks_for_what_the_mention_cannot_be_speaks_against_nobody(
    make: Callable[..., Resolver],
) -> None:
    resolver = make(
        "- {id: olomi, type: person, name: Noorolhaq Olomi}\n"
        "- {id: salimi, type: person, name: Noorul Haq, context: [minister]}\n"
    )
    plain, told = (resolver.resolve("Nurulhak Olumy", context=words) for words in (None, "the minister"))
    assert [candidate.id for candidate in plain.candidates] == ["olomi", "salimi"]
    assert 0.0 < plain.candidates[1].score < resolver.policy.context_floor
    assert (told.id, told.score) == ("olomi", plain.score)


def test_the_type_decides(make: Callable[..., Resolver]) -> None:
    found = make(TWO_CITIES).resolve("Tripoli", "person")
    assert (found.status, found.id) == ("match", "tripoli-person")


def test_a_name_under_not_never_means_the_entity(make: Callable[..., Resolver]) -> None:
    resolver = make(
        "- {id: isis, type: organization, name: Islamic State, not: [Islamic State of Afghanistan]}\n"
        "- {id: khorasan, type: organization, name: Islamic State of Afghanistan}\n"
    )
    found = resolver.resolve("Islamic State of Afghanistan")
    assert found.id == "khorasan"
    assert "isis" not in ids(found)


def test_a_name_to_the_letter_beats_the_same_letters_under_not(make: Callable[..., Resolver]) -> None:
    resolver = make(
        "- {id: isis, type: organization, name: Islamic State, aliases: [{name: IS, match: cased}], not: [is]}\n"
    )
    assert resolver.resolve("IS").id == "isis"
    assert resolver.resolve("is").status == "no_match"


@pytest.mark.parametrize(
    ("listed", "mention"),
    [
        ("UNITED24", "UNITED25"),
        ("Agenda 2030", "Agenda 2063"),
    ],
)
def test_another_number_is_another_thing(make: Callable[..., Resolver], listed: str, mention: str) -> None:
    resolver = make(f"- {{id: it, type: other, name: {listed}}}\n")
    assert resolver.resolve(listed).id == "it"
    assert resolver.resolve(mention).status == "no_match"


@pytest.mark.parametrize("mention", ["Kunduz", "Governor Safi", "Noorul Haq Olomi", "Mohammad", "ISIS-K", "Kabul"])
def test_what_is_said_about_a_mention_moves_a_score_by_what_the_evidence_says(resolver: Resolver, mention: str) -> None:
    plain = {one.id: one for one in resolver.resolve(mention, limit=100).candidates}
    told = {one.id: one for one in resolver.resolve(mention, "person", "ru", "the province", 100).candidates}
    both = plain.keys() & told.keys()
    assert both
    for own in both:
        before, after = (one.explanation.evidence.adjustments for one in (plain[own], told[own]))
        assert after[: len(before)] == before
        moved = plain[own].score + sum(adjustment.amount for adjustment in after[len(before) :])
        assert told[own].score == pytest.approx(min(1.0, max(0.0, moved)), abs=1e-4)


@pytest.mark.parametrize(
    "mention", ["Kunduz", "Mr Ashraf Ghani", "Governor Mohammad Omar Safi", "the Daesh group", "ISIS K", "Kun duz"]
)
def test_the_score_of_an_exact_hit_is_what_its_evidence_leaves_of_1(resolver: Resolver, mention: str) -> None:
    found = first(resolver.resolve(mention))
    taken = sum(adjustment.amount for adjustment in found.explanation.evidence.adjustments)
    assert found.explanation.evidence.method in {"cased", "exact"}
    assert found.score == pytest.approx(1.0 + taken, abs=1e-4)


@pytest.mark.cases("adjustments")
def test_what_is_said_about_a_mention_decides_between_entities_of_one_name(ask, listed, case: dict[str, Any]) -> None:
    resolver = Resolver(listed(case["entities"]))
    for row in case["cases"]:
        found = ask(resolver, row)
        assert {key: found[key] for key in row["gives"]} == row["gives"], (case["why"], row)


def test_the_second_is_told_of_also_where_it_is_not_shown(make: Callable[..., Resolver]) -> None:
    (only,) = make(TWO_CITIES).resolve("Tripoli", limit=1).candidates
    assert only.explanation.runner_up is not None
    assert only.explanation.margin == 0.0


@pytest.mark.parametrize(
    ("mention", "method"),
    [
        ("IS", "cased"),
        ("Daesh", "cased"),
        ("daesh", "exact"),
        ("Dr. Ashraf Ghani", "exact"),
        ("Mohamad Omer Safy", "sound"),
        ("Khukumatof", "sound"),
        ("Ахмад Саиди", "script"),
    ],
)
def test_the_method_says_what_carried_the_decision(resolver: Resolver, mention: str, method: str) -> None:
    assert first(resolver.resolve(mention)).explanation.evidence.method == method


RAHIMIS = """
- {id: amina, type: person, name: Amina Rahimi, not: [Amin Rahimi]}
- {id: karim, type: person, name: Karim Rahimi}
"""


def test_a_surname_that_a_name_under_not_shares_rules_nobody_out(make: Callable[..., Resolver]) -> None:
    found = make(RAHIMIS).resolve("Rahimi")
    assert found.status == "ambiguous"
    assert set(ids(found)) == {"amina", "karim"}


@pytest.mark.parametrize("mention", ["Amin Rahimi", "amin rahimi", "Mr Amin Rahimi"])
def test_a_name_under_not_rules_its_entity_out(make: Callable[..., Resolver], mention: str) -> None:
    assert make(RAHIMIS).resolve(mention).id != "amina"


def test_of_two_names_that_fit_alike_the_one_in_the_script_of_the_mention_is_shown(resolver: Resolver) -> None:
    assert first(resolver.resolve("Safi, Mohammad Omar")).explanation.evidence.script == "Latn"
