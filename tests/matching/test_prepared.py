from __future__ import annotations

import pytest

from polyonym import Resolver
from polyonym.matching.prepared import PreparedName, prepare_listed, prepare_variants
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.name import analyse


@pytest.fixture
def prepared(resolver: Resolver):
    """Return a function from a text to it made ready, under the first way to part it."""
    snapshot = resolver.snapshot

    def make(text: str) -> PreparedName:
        return prepare_variants(snapshot, analyse(text, snapshot.lexicon), DEFAULT_POLICY)[0]

    return make


def test_a_rare_word_tells_more_than_a_common_one_and_a_word_beside_a_name_next_to_nothing(prepared) -> None:
    one = prepared("Gen. Mohammad Khukumatov")
    general, mohammad, surname = one.weights
    assert surname > 1.5 * mohammad > 4 * general > 0.0
    assert one.total == pytest.approx(sum(one.weights))


def test_a_letter_tells_less_than_a_word_however_rare_it_is(prepared) -> None:
    letter, *_ = prepared("K Khukumatov").weights
    word, *_ = prepared("Khukum Khukumatov").weights
    assert letter < word / 2


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("UNITED24", {"24"}),
        ("Brigade 007", {"7"}),
        ("Brigade \u06f7", {"7"}),
        ("9/11 Fund", {"9", "11"}),
        ("Omar Safi", set()),
    ],
)
def test_the_numbers_of_a_name_are_read_in_any_digits_and_without_noughts_before_them(
    prepared, text: str, numbers: set[str]
) -> None:
    assert prepared(text).digits == numbers


@pytest.mark.parametrize(
    ("text", "kinds", "several"),
    [
        ("Bank of Kunar", "Banco Kunar", "Bank Ministry of Kunar"),
        ("Ministry of Kunar", "Ministerium Kunar", "Ministry University of Kunar"),
    ],
)
def test_a_kind_of_thing_is_one_in_every_language(prepared, text: str, kinds: str, several: str) -> None:
    assert prepared(text).heads == prepared(kinds).heads
    assert len(prepared(text).heads) == 1
    assert len(prepared(several).heads) == 2


def test_legal_forms_of_one_family_are_told_apart_and_known_as_a_family(prepared) -> None:
    one, other, third = (prepared(f"Promtech {form}") for form in ("LLC", "GmbH", "PJSC"))
    assert one.legal != third.legal
    assert one.legal_families == other.legal_families != third.legal_families


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Ahmad bin Hasan", 2),
        ("Ahmad bin Hasan bin Ali", 3),
        ("Ahmad Hasan", 0),
        ("bin Hasan", 0),
        ("Vasco da Gama", 0),
    ],
)
def test_a_chain_of_fathers_is_read_where_a_word_between_names_says_so(prepared, text: str, length: int) -> None:
    assert len(prepared(text).chain) == length


def test_a_chain_is_one_in_every_spelling(prepared) -> None:
    assert prepared("Ahmad bin Hasan").chain == prepared("Ahmed ibn Hassan").chain
    assert prepared("Ahmad bin Hasan").chain == prepared("Hasan bin Ahmad").chain[::-1]


def test_a_listed_name_is_made_ready_as_the_same_text_is(resolver: Resolver) -> None:
    snapshot = resolver.snapshot
    for number, entry in enumerate(snapshot.names):
        if number % 11 or entry.alias.match == "cased":
            continue
        listed = prepare_listed(snapshot, number, DEFAULT_POLICY)
        name = analyse(snapshot.alias(number).name, snapshot.lexicon)
        for one, other in zip(listed, prepare_variants(snapshot, name, DEFAULT_POLICY), strict=True):
            assert [token.latin for token in one.tokens] == [token.latin for token in other.tokens]
            assert one.weights == pytest.approx(other.weights, abs=1e-6)
