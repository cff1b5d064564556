from __future__ import annotations

import pytest

from polyonym.matching.align import align
from polyonym.matching.features import FEATURES, features
from polyonym.matching.prepared import PreparedName
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.lexicon import bundled_lexicon
from polyonym.text.name import analyse


def of(mention: str, alias: str) -> dict[str, float]:
    mine, its = (
        PreparedName(name.tokens, (1.0,) * len(name.tokens), name.script, bundled_lexicon())
        for name in (analyse(mention), analyse(alias))
    )
    values = features(mine, its, align(mine, its, DEFAULT_POLICY), 2.0)
    return dict(zip(FEATURES, values, strict=True))


def test_a_name_and_itself_agree_in_everything() -> None:
    found = of("Omar Safi", "Omar Safi")
    assert (found["covered_mention"], found["covered_alias"], found["whole"], found["doubt"]) == (1.0, 1.0, 1.0, 0.0)
    assert (found["left_mention"], found["left_alias"], found["crowd"]) == (0.0, 0.0, 2.0)


@pytest.mark.parametrize(
    ("mention", "alias", "feature"),
    [
        ("Omar Safi Khan", "Omar Safi", "left_mention"),
        ("Omar Safi", "Omar Safi Khan", "left_alias"),
        ("Omar Rahimi", "Omar Latif", "left_both"),
        ("J Campbell", "John Campbell", "initials"),
        ("Safi Mohammad Omar", "Mohammad Omar Safi", "rotated"),
        ("Omar Mohammad Safi", "Mohammad Omar Safi", "reordered"),
        ("Christian Bauer", "Christina Bauer", "given_differs"),
        ("Noorolhaq Olomi", "Noorul Haq Olomi", "joined"),
        ("Emirate of Kunar", "Republic of Kunar", "heads_differ"),
        ("North Waziristan", "South Waziristan", "distinguished"),
        ("North Waziristan", "Waziristan", "distinguished_once"),
        ("Promtech LLC", "Promtech JSC", "legal_differs"),
        ("Brigade 7 Kunar", "Brigade Kunar", "numbers_once"),
        ("Samuel Goldwyn Jr", "Samuel Goldwyn", "generation_once"),
    ],
)
def test_what_two_names_lack_is_a_feature(mention: str, alias: str, feature: str) -> None:
    assert of(mention, alias)[feature] > 0.0
    assert of(alias, alias)[feature] == 0.0


def test_a_spelling_of_a_given_name_is_no_other_given_name() -> None:
    assert of("Mohammad Safi", "Muhamed Safi")["given_differs"] == 0.0
