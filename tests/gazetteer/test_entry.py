from __future__ import annotations

from collections.abc import Callable

import pytest

from polyonym import Alias, Entity, Resolver
from polyonym.gazetteer.entry import default_match


def only(resolver: Resolver) -> Entity:
    (entity,) = resolver.snapshot.entities
    return entity


def alias(entity: Entity, name: str) -> Alias:
    return next(alias for alias in entity.aliases if alias.name == name)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("IS", "cased"),
        ("US", "cased"),
        ("TTP", "cased"),
        ("И", "cased"),
        ("ООН", "cased"),
        ("ＩＳ", "cased"),
        ("I.S.", "cased"),
        ("ISIS", "exact"),
        ("I.S.I.S.", "exact"),
        ("Iraq", "exact"),
        ("is", "exact"),
        ("Is", "exact"),
        ("داعش", "exact"),
        ("联合国", "exact"),
        ("7", "exact"),
        ("U24", "exact"),
        ("U-24", "exact"),
        ("Daesh", "fuzzy"),
        ("NATO-led", "fuzzy"),
        ("Omar Safi", "fuzzy"),
        ("طالبان", "fuzzy"),
    ],
)
def test_a_short_name_is_matched_strictly_unless_its_curator_says_otherwise(name: str, mode: str) -> None:
    assert default_match(name) == mode


def test_the_label_is_the_first_alias(make: Callable[..., Resolver]) -> None:
    entity = only(make("- {id: omar, type: person, name: Omar Safi, aliases: [Safi, Omer]}\n"))
    assert [alias.name for alias in entity.aliases] == ["Omar Safi", "Safi", "Omer"]


def test_a_label_that_is_listed_again_says_how_it_is_matched(make: Callable[..., Resolver]) -> None:
    entity = only(
        make("- {id: azm, type: event, name: Azm Offensive, aliases: [Azm, {name: Azm Offensive, match: exact}]}\n")
    )
    assert [(alias.name, alias.match) for alias in entity.aliases] == [("Azm Offensive", "exact"), ("Azm", "exact")]


def test_the_mode_that_a_curator_asks_for_is_kept(make: Callable[..., Resolver]) -> None:
    entity = only(
        make(
            "- {id: x, type: other, name: The Thing, aliases: [{name: TIP, match: exact}, {name: Azm, match: cased}, "
            "{name: Daesh, match: exact}]}\n"
        )
    )
    assert [alias(entity, name).match for name in ("TIP", "Azm", "Daesh")] == ["exact", "cased", "exact"]


def test_a_name_keeps_the_case_and_the_signs_that_its_curator_wrote(make: Callable[..., Resolver]) -> None:
    entity = only(make('- {id: x, type: other, name: " Sar-e Pol ", aliases: ["Da\\u02BFesh"]}\n'))
    assert [alias.name for alias in entity.aliases] == ["Sar-e Pol", "Da\u02bfesh"]


def test_every_name_knows_its_file_and_line(make: Callable[..., Resolver]) -> None:
    entity = only(make("- id: omar\n  type: person\n\n  name: Omar Safi\n  aliases:\n    - Safi\n    - name: Omer\n"))
    assert str(entity.origin) == "made.yaml:1"
    assert [str(alias.origin) for alias in entity.aliases] == ["made.yaml:4", "made.yaml:6", "made.yaml:7"]


def test_one_name_in_two_languages_is_two_aliases(make: Callable[..., Resolver]) -> None:
    entity = only(
        make("- {id: x, type: place, name: Kunduz, aliases: [{name: كندز, lang: ps}, {name: كندز, lang: fa}]}\n")
    )
    assert [alias.lang for alias in entity.aliases] == [None, "ps", "fa"]
